"""Reading what may be kept: from the server where it answers, else what it last said, with its age.

A list of several pages is kept as one: it is never put together from pages of different times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

from channel_api.client.decoding import parse_json
from channel_api.client.errors import BadAnswer, ClientError, Limited, NotFound, Unreachable
from channel_api.client.last_known import Kept, LastKnown, Page

if TYPE_CHECKING:
    from channel_api.client.connection import Connection

T = TypeVar("T")

MOST_PAGES = 200  # 20,000 elements; a list that goes on is a server gone wrong

Source = Literal["changed", "confirmed", "kept", "recent"]
Query = Mapping[str, str]
Decode = Callable[[Sequence[Any]], T]  # from parsed pages; raises BadAnswer


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A decoded answer; `age_seconds` None where the server stands by it right now."""

    value: T
    age_seconds: float | None = None


class Manner:
    """How to read. This one is for screens: asks every time, at once. Others may wait, count, or raise to end."""

    fresh_seconds = 0.0  # what the server said or confirmed within this is not asked again

    def before_request(self) -> None:
        """Called before every single request."""

    def after_reading(self, source: Source, trouble: ClientError | None) -> None:
        """Called once for every answer read, with the trouble that made it a kept one."""


class KeptReader:
    """Asks the server by ETag, keeps what it says and, where it does not answer, gives what it said last."""

    def __init__(self, connection: Connection, last_known: LastKnown, manner: Manner) -> None:
        self._connection, self._last_known, self._manner = connection, last_known, manner

    def read(self, path: str, query: Query, decode: Decode[T]) -> Reading[T]:
        """Raises ClientError where neither the server nor the disk has it. What cannot be decoded is never kept."""
        request = request_text(path, query)
        kept = self._last_known.find(request)
        age_seconds = self._last_known.age_seconds(kept) if kept else None
        if age_seconds is not None and age_seconds < self._manner.fresh_seconds:
            recent = _decode_kept(kept, path, decode)
            if recent is not None:
                self._manner.after_reading("recent", None)
                return Reading(recent)
        try:
            pages, parsed = self._fetch_pages(path, query, kept)
            value = decode(parsed)
        except NotFound:
            self._last_known.forget(request)
            raise
        except (Unreachable, BadAnswer, Limited) as trouble:
            found = _decode_kept(kept, path, decode)
            if found is None:
                raise
            self._manner.after_reading("kept", trouble)
            return Reading(found, age_seconds)
        if kept is not None and pages == kept.pages:
            self._last_known.confirm(request)
            self._manner.after_reading("confirmed", None)
        else:
            self._last_known.keep(request, pages)
            self._manner.after_reading("changed", None)
        return Reading(value)

    def _fetch_pages(self, path: str, query: Query, kept: Kept | None) -> tuple[tuple[Page, ...], list[Any]]:
        """All pages as they came, and parsed."""
        known = kept.pages if kept else ()
        pages: list[Page] = []
        parsed: list[Any] = []
        cursor = ""
        while len(pages) < MOST_PAGES:
            before = known[len(pages)] if len(pages) < len(known) else None
            pages.append(self._fetch_page(path, {**query, "cursor": cursor} if cursor else query, before))
            parsed.append(parse_json(pages[-1].body, f"GET {path}"))
            cursor = _next_cursor(parsed[-1])
            if not cursor:
                return tuple(pages), parsed
        raise BadAnswer(f"GET {path}: a list without end")

    def _fetch_page(self, path: str, query: Query, before: Page | None) -> Page:
        self._manner.before_request()
        reply = self._connection.get(path, query, etag=before.etag if before else "")
        if reply.body is not None:
            return Page(reply.etag, reply.body)
        if before is None:
            raise BadAnswer(f"GET {path}: confirmed what was never asked")
        return before


def request_text(path: str, query: Query) -> str:
    """The name under which an answer is kept. Not the server's address: an embedded one has another port every time."""
    return f"GET {path}?{urlencode(sorted(query.items()))}"


def _decode_kept(kept: Kept | None, path: str, decode: Decode[T]) -> T | None:
    """What is kept, decoded; None where there is none or another version of this program kept it."""
    if kept is None:
        return None
    try:
        return decode([parse_json(page.body, f"GET {path}") for page in kept.pages])
    except BadAnswer:
        return None


def _next_cursor(plain: Any) -> str:
    cursor = plain.get("next_cursor") if isinstance(plain, dict) else None
    return cursor if isinstance(cursor, str) else ""
