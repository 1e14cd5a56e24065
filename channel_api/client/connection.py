"""Requests to the channel's server and nothing else: time limits, size limit, redirects, certificates, errors.

It keeps nothing and logs nothing. Errors name the path, never the query or the body, for these hold what people ask.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import local
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from channel_api.client.addresses import find_home_address
from channel_api.client.errors import BadAnswer, ClientError, Limited, NotFound, Refused, Unreachable

MOST_ANSWER_BYTES = 5 * 1024 * 1024  # the longest answer, a province's lexicon, has about 2 MiB
PIECE_BYTES = 64 * 1024
MOST_REDIRECTS = 3
# A server that sends a byte now and then keeps each read alive; the whole answer must be here by then.
WHOLE_ANSWER_READS = 4
USUAL_RETRY_SECONDS = 60.0  # where 429 says no time
PROBLEM_TYPE = "application/problem+json"
USER_AGENT = "zhengwu-channel"

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer; `body` None where the server confirmed what is already here (304)."""

    etag: str
    body: bytes | None


class Connection:
    """One server. May be used from several threads: each has a session of its own."""

    def __init__(
        self,
        base_url: str,
        *,
        connect_timeout_seconds: float,
        read_timeout_seconds: float,
        device: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._timeouts = (connect_timeout_seconds, read_timeout_seconds)
        self._whole_seconds = connect_timeout_seconds + WHOLE_ANSWER_READS * read_timeout_seconds
        self._device = device
        self._monotonic = monotonic
        self._threads = local()
        # At level DEBUG the library writes whole addresses, and with them what people searched for.
        logging.getLogger("urllib3").setLevel(logging.WARNING)

    def hurried(self, seconds: float) -> Connection:
        """The same connection for what is not worth waiting longer for."""
        other = copy(self)
        other._timeouts = (seconds, seconds)
        other._whole_seconds = seconds
        return other

    def get(self, path: str, query: Query, *, etag: str = "", is_counted: bool = False, ticket: str = "") -> Reply:
        """Follows a few redirects on the same host, but never from https to http. `is_counted`: with the box's id,
        for statistics; nothing else carries it, so that no case and no message can be joined to a box. `ticket`: what
        opens a text that is not published.

        Raises ClientError."""
        url = self.base_url + path
        headers = {"If-None-Match": etag} if etag else {}
        if is_counted and self._device:
            headers["X-Device"] = self._device
        if ticket:
            headers["Authorization"] = f"Bearer {ticket}"
        for _ in range(MOST_REDIRECTS + 1):
            with self._send("GET", url, path, params=dict(query), headers=headers) as response:
                if not response.is_redirect:
                    return self._reply(response, path)
                target = urljoin(url, response.headers["Location"])
            if not _may_follow(url, target):
                raise BadAnswer(f"GET {path}: redirected to another host, or out of encryption")
            url, query = target, {}  # the new address holds the query already
        raise BadAnswer(f"GET {path}: more than {MOST_REDIRECTS} redirects")

    def post(self, path: str, plain: Any) -> bytes:
        """Sends JSON, only encrypted or inside the home. No redirect is followed: the body is meant for this server.

        Raises ClientError; Refused before anything is sent where the way is open to others."""
        url, headers = self._guarded(self.base_url + path, path)
        headers["Content-Type"] = "application/json"
        body = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
        with self._send("POST", url, path, data=body, headers=headers) as response:
            if response.is_redirect:
                raise BadAnswer(f"POST {path}: redirected, which is not followed")
            reply = self._reply(response, path)
        return reply.body or b""

    def _guarded(self, url: str, path: str) -> tuple[str, dict[str, str]]:
        """The address to send to, with the headers it needs: over http the very IP address that was checked."""
        parts = urlsplit(url)
        if parts.scheme == "https":
            return url, {}
        try:
            port = parts.port or 80
            address = find_home_address(parts.hostname or "", port)
        except (OSError, ValueError):
            raise Unreachable(f"POST {path}: the server's name is not known") from None
        if address is None:
            raise Refused(f"POST {path}: not sent, because the way is not encrypted and leaves the home; use https")
        netloc = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        return urlunsplit(parts._replace(netloc=netloc)), {"Host": parts.netloc.rpartition("@")[2]}

    def _send(self, method: str, url: str, path: str, **options: Any) -> requests.Response:
        try:
            return self._session().request(
                method, url, timeout=self._timeouts, stream=True, allow_redirects=False, **options
            )
        except ValueError:  # also what requests raises for addresses it cannot read, of our own or of a redirect
            raise Unreachable(f"{method} {path}: an address that is none") from None
        except requests.RequestException as error:
            raise Unreachable(f"{method} {path}: {type(error).__name__}") from None

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = requests.Session()
            # Neither proxies nor passwords from the surroundings: an embedded server is reached on this machine only,
            # and what is sent unencrypted inside the home must not take a way through a proxy.
            session.trust_env = False
            session.headers["User-Agent"] = USER_AGENT
            session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=1))
            session.mount("https://", HTTPAdapter(pool_connections=1, pool_maxsize=1))
            self._threads.session = session
        return session

    def _reply(self, response: requests.Response, path: str) -> Reply:
        where = f"{response.request.method} {path}"
        if response.status_code == requests.codes.not_modified:
            return Reply(response.headers.get("ETag", ""), None)
        if not response.ok:
            raise _error_of(response, where)
        return Reply(response.headers.get("ETag", ""), self._read(response, where))

    def _read(self, response: requests.Response, where: str) -> bytes:
        end = self._monotonic() + self._whole_seconds
        body = bytearray()
        try:
            while piece := response.raw.read1(PIECE_BYTES, decode_content=True):
                body += piece
                if len(body) > MOST_ANSWER_BYTES:
                    raise BadAnswer(f"{where}: longer than {MOST_ANSWER_BYTES} bytes")
                if self._monotonic() > end:
                    raise Unreachable(f"{where}: the answer took longer than {self._whole_seconds:.0f} seconds")
        except (HTTPError, OSError) as error:
            raise Unreachable(f"{where}: cut off in the middle ({type(error).__name__})") from None
        return bytes(body)


def _may_follow(url: str, target: str) -> bool:
    """A question and the box's id are meant for this host only."""
    try:
        now, then = urlsplit(url), urlsplit(target)
        return now.hostname == then.hostname and then.scheme in (
            {"https"} if now.scheme == "https" else {"http", "https"}
        )
    except ValueError:
        return False


def _error_of(response: requests.Response, where: str) -> ClientError:
    status = response.status_code
    text = f"{where}: status {status}"
    is_ours = response.headers.get("Content-Type", "").partition(";")[0].strip() == PROBLEM_TYPE
    if status == requests.codes.too_many_requests:
        return Limited(text, retry_after_seconds=_retry_after_seconds(response.headers.get("Retry-After", "")))
    if status >= requests.codes.server_error:
        return Unreachable(text)
    if not is_ours:  # a router's log-in page, a proxy, another server: nothing it says is about our content
        return BadAnswer(f"{text}, not from the channel's server")
    return NotFound(text) if status == requests.codes.not_found else Refused(text)


def _retry_after_seconds(text: str) -> float:
    """`Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3)."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return USUAL_RETRY_SECONDS
