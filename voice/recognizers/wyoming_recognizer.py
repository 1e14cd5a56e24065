"""A recogniser on another machine of the household, spoken to in the Wyoming protocol.

Sound leaves the box only to loopback and private addresses; every answer has a time limit.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable, read_event, write_event

from voice.hearing_problems import HearingError

SCHEME = "wyoming"
DEFAULT_PORT = 10300  # where speech recognisers of this protocol listen
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 15.0
LANGUAGE = "zh-CN"
SAMPLE_BYTES = 2
MOST_EVENTS = 100  # partial texts and others before the transcript; more is no recogniser


class WyomingRecognizer:
    """One connection an utterance. There are no partial results: few servers send any."""

    def __init__(self, uri: str, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        """`wyoming://host:port`. Raises HearingError for any other."""
        self._host, self._port = parse_address(uri)
        self._answer_seconds = answer_seconds
        self._socket: socket.socket | None = None
        self._file: Any = None
        self._sample_rate = 0

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        """Connects; the grammar stays here, open recognisers have no use for it. Raises HearingError."""
        self.close()
        self._sample_rate = sample_rate
        try:
            self._socket = _connected(self._host, self._port)
        except OSError as error:
            raise HearingError("no_recognizer", f"the recogniser does not answer: {error}") from None
        self._socket.settimeout(self._answer_seconds)
        self._file = self._socket.makefile("rwb")
        self._send(Transcribe(language=LANGUAGE))
        self._send(AudioStart(rate=sample_rate, width=SAMPLE_BYTES, channels=1))

    def feed(self, pcm: bytes) -> str | None:
        """Passes it on. Raises HearingError."""
        self._send(AudioChunk(rate=self._sample_rate, width=SAMPLE_BYTES, channels=1, audio=pcm))
        return None

    def finish(self) -> tuple[str, ...]:
        """Waits for the transcript. Raises HearingError."""
        try:
            self._send(AudioStop())
            text = self._transcript()
        finally:
            self.close()
        return (text,) if text else ()

    def drop(self) -> None:
        """Hangs up before the transcript."""
        self.close()

    def close(self) -> None:
        """Hangs up."""
        connection, file = self._socket, self._file
        self._socket = self._file = None
        if connection:
            connection.close()
        if file:
            try:
                file.close()
            except OSError:  # what was not sent yet cannot be sent any more
                return

    def _transcript(self) -> str:
        for _ in range(MOST_EVENTS):
            event = self._receive()
            if Transcript.is_type(event.type):
                return Transcript.from_event(event).text.strip()
            if Error.is_type(event.type):
                break
        raise HearingError("recognizer_failed", "the recogniser sent no transcript")

    def _receive(self) -> Event:
        try:
            event = read_event(self._file) if self._file else None
        except (OSError, ValueError, KeyError) as error:
            raise HearingError("recognizer_failed", f"the recogniser broke off: {error}") from None
        if event is None:
            raise HearingError("recognizer_failed", "the recogniser hung up")
        return event

    def _send(self, what: Eventable) -> None:
        if self._file is None:
            raise HearingError("recognizer_failed", "no utterance was begun")
        try:
            write_event(what.event(), self._file)
        except OSError as error:
            self.close()
            raise HearingError("recognizer_failed", f"the recogniser hung up: {error}") from None


def parse_address(uri: str) -> tuple[str, int]:
    """Host and port. Raises HearingError."""
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not uri.startswith(f"{SCHEME}://"):
        raise HearingError("no_recognizer", "the address must look like wyoming://192.168.1.5:10300")
    return host, port or DEFAULT_PORT


def _connected(host: str, port: int) -> socket.socket:
    """To the first address of the host; it is looked at after the name was resolved. Raises OSError, HearingError."""
    address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4]
    found = ip_address(str(address[0]).split("%")[0])
    if not (found.is_loopback or found.is_private or found.is_link_local) or found.is_unspecified:
        raise HearingError("no_recognizer", "speech is sent only to this machine or to one of the same household")
    return socket.create_connection((str(address[0]), port), timeout=CONNECT_SECONDS)
