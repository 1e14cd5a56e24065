"""What can go wrong when the channel's server is asked. No text ever holds what a person typed, said or looked up."""

from __future__ import annotations


class ClientError(Exception):
    """Base of every error of this package; the text is for operators, viewers read words from data."""


class Unreachable(ClientError):
    """No answer came: no network, no server, too slow, cut off, or a server that cannot answer now (5xx)."""


class NotFound(ClientError):
    """The server answered that there is no such thing; for a case also that the code is wrong."""


class Refused(ClientError):
    """The server refused, or we refused to send: over an open network, or with an identity number in it."""


class Limited(ClientError):
    """Asked too often; `retry_after_seconds` says how long to wait."""

    def __init__(self, text: str, *, retry_after_seconds: float) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class BadAnswer(ClientError):
    """What came is not an answer of the channel's server: not JSON, of another shape, or far too long."""
