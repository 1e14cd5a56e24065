"""Which texts have to be looked at again: their day has come, or a law they cite has changed. Pure.

A law is known by its bare name: 《中华人民共和国居民身份证法》（2011年修正）第九条 and 居民身份证法 are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from channel_api.editing.kinds import kind_of

Why = Literal["overdue", "soon", "source"]

SOON = timedelta(days=30)
USUAL_NEXT = timedelta(days=180)  # what the form proposes
LONGEST_NEXT = timedelta(days=366)  # a guide nobody looks at for more than a year is not looked after

_TITLE = re.compile(r"《([^《》]+)》")
_ASIDE = re.compile(r"\([^()]*\)")
_ARTICLES = re.compile(r"第[一二三四五六七八九十百千零〇0-9]+[编章节条款项].*$")
_COUNTRY = "中华人民共和国"


class Mark(Protocol):
    """A source that has changed, as somebody marked it."""

    @property
    def name(self) -> str: ...
    @property
    def changed_on(self) -> date: ...
    @property
    def marked_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveText:
    """What is known of a published text: by when to look at it, when its sources were read, whom it cites; `ends_on`:
    the last day on which anybody sees it."""

    key: str
    title: str
    department: str = ""
    region: str = ""
    owner: str = ""
    review_by: date | None = None
    ends_on: date | None = None
    sourced_on: date | None = None
    reviewed_at: datetime | None = None
    cites: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return kind_of(self.key).name


@dataclass(frozen=True, slots=True)
class Due:
    """A text and the first reason to look at it; `on`: since when, or by when. `sources`: the laws that changed."""

    text: LiveText
    why: Why
    on: date
    sources: tuple[str, ...] = ()


def bare_names(said: str) -> frozenset[str]:
    """The laws that a source's title or a line of the legal basis names."""
    plain = unicodedata.normalize("NFKC", said)
    named = _TITLE.findall(plain) or [_ARTICLES.sub("", plain)]
    return frozenset(filter(None, map(_bare, named)))


def _bare(name: str) -> str:
    before = ""
    while before != name:  # asides may stand inside each other
        before, name = name, _ASIDE.sub("", name)
    return "".join(name.split()).removeprefix(_COUNTRY).strip("、，,;；。")


def is_settled(text: LiveText, mark: Mark) -> bool:
    """Whether somebody has looked at the text since this source changed: its sources were read after that day, or it
    was found right on that day or later, by somebody who could know of the mark."""
    if text.sourced_on is not None and text.sourced_on > mark.changed_on:
        return True
    reviewed = text.reviewed_at
    return reviewed is not None and reviewed >= mark.marked_at and reviewed.date() >= mark.changed_on


def find_due(texts: Iterable[LiveText], marks: Sequence[Mark], today: date, *, soon: timedelta = SOON) -> list[Due]:
    """What has to be looked at, the most urgent first: changed laws, then the longest overdue."""
    found = [due for text in texts if (due := _due(text, marks, today, soon)) is not None]
    return sorted(found, key=lambda due: (due.why != "source", due.on, due.text.key))


def _due(text: LiveText, marks: Sequence[Mark], today: date, soon: timedelta) -> Due | None:
    if text.ends_on is not None and text.ends_on < today:  # no television shows it any more
        return None
    changed = [mark for mark in marks if mark.name in text.cites and not is_settled(text, mark)]
    if changed:
        names = tuple(dict.fromkeys(mark.name for mark in changed))
        return Due(text, "source", min(mark.changed_on for mark in changed), names)
    if text.review_by is None or text.review_by > today + soon:
        return None
    return Due(text, "overdue" if text.review_by <= today else "soon", text.review_by)


def names_like(typed: str, known: Collection[str], *, most: int) -> list[str]:
    """Known names that hold what was typed, or are held by it, the shortest first."""
    wanted = _bare(unicodedata.normalize("NFKC", typed).strip("《》"))
    like = [name for name in known if wanted and (wanted in name or name in wanted)]
    return sorted(like, key=lambda name: (len(name), name))[:most]
