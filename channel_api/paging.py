"""Lists in pages. A cursor names the place after an element by its sort key, so that lists may change meanwhile."""

from __future__ import annotations

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field

from channel_api.contract import Query
from channel_api.problems import ProblemError

T = TypeVar("T")
SortKey = tuple[int | str, ...]

DEFAULT_LIMIT = 20
HIGHEST_LIMIT = 100
LONGEST_CURSOR = 300  # characters; the longest sort key holds three numbers and an id


def _only_digits(value: object) -> object:
    """Pydantic alone would take " 5", "5.0" and "+5" for five."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("digits only")
    return value


Limit = Annotated[int, Field(ge=1, le=HIGHEST_LIMIT), BeforeValidator(_only_digits)]
Cursor = Annotated[str, Field(max_length=LONGEST_CURSOR, pattern="^[A-Za-z0-9_-]+$")]


class PageQuery(Query):
    """What every list takes."""

    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list; `next_cursor` None on the last."""

    items: tuple[Any, ...]
    next_cursor: str | None


def page_of(elements: Sequence[T], query: PageQuery, *, key: Callable[[T], SortKey]) -> Page:
    """The page a query asks for. `elements` are sorted by `key`, which no two of them share.

    Raises ProblemError for a cursor that is not one of ours."""
    keys = [key(element) for element in elements]
    begin = 0 if query.cursor is None else _position_after(keys, query.cursor)
    end = begin + query.limit
    has_more = end < len(elements)
    return Page(items=tuple(elements[begin:end]), next_cursor=_to_cursor(keys[end - 1]) if has_more else None)


def _to_cursor(key: SortKey) -> str:
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _position_after(keys: Sequence[SortKey], cursor: str) -> int:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        plain = json.loads(base64.urlsafe_b64decode(padded).decode())
        return bisect_right(keys, tuple(plain))
    except (ValueError, TypeError, RecursionError):
        raise ProblemError("not_found", "unknown_cursor") from None
