"""The board of what people ask, read from the store: what is counted in a span, beside what was counted before it.

Nothing here says who asked, rated or wrote; what a viewer wrote in words of their own is not read here at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from channel_api.answers import AskedText
from channel_api.asked.board import Line, Searches, compare, count_searches, is_inside
from channel_api.asked.periods import Period
from channel_api.store import asked_counts
from channel_api.store.asked_counts import Stars
from channel_api.store.database import Connection

MOST_LINES = 30  # of each list on the board; the files hold more
MOST_LINES_OF_FILE = 1_000
MOST_SAID = 5  # texts beside a guide that was chosen later

TopicOf = Callable[[str], str]
"""The topic of a guide; empty where it is gone."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text people asked, and how often before."""

    asked: AskedText
    before: int


@dataclass(frozen=True, slots=True)
class LaterLine:
    """A guide chosen although it stood second or third; `said`: texts that bring it there."""

    service: str
    second: int
    third: int
    before: int
    said: tuple[str, ...]

    @property
    def count(self) -> int:
        return self.second + self.third


@dataclass(frozen=True, slots=True)
class StarLine:
    """A guide with bad ratings in the span."""

    service: str
    stars: Stars
    before: int


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A guide of which viewers said that it is wrong, and which ready sentences, most often first."""

    service: str
    count: int
    before: int
    choices: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything the board shows."""

    searches: Searches
    regions: tuple[Line, ...]
    most_asked: tuple[TextLine, ...]
    not_found: tuple[TextLine, ...]
    later: tuple[LaterLine, ...]
    badly_rated: tuple[StarLine, ...]
    wrong: tuple[WrongLine, ...]


def load_board(
    connection: Connection, period: Period, *, topic: str, region: str, topic_of: TopicOf, most: int = MOST_LINES
) -> Board:
    """`topic`, `region`: only these. Texts, choices and stars are kept of no place."""
    weeks = in_weeks(period)
    if region:
        rows = asked_counts.load_searches_within(connection, (weeks.days, weeks.before), region)
    else:
        rows = asked_counts.load_searches(connection, (period.days, period.before))
    now, before = (asked_counts.count_by_region(connection, one, topic) for one in (weeks.days, weeks.before))
    return Board(
        searches=count_searches(rows, weeks if region else period, topic=topic),
        regions=compare(now, before, lambda row: row.region),
        most_asked=_load_texts(connection, period, "", topic, most),
        not_found=_load_texts(connection, period, "none", "", most),
        later=_load_later(connection, period, topic, topic_of, most),
        badly_rated=_load_stars(connection, period, topic, topic_of, most),
        wrong=_load_wrong(connection, period, topic, region, topic_of, most),
    )


def load_most_asked(connection: Connection, period: Period, most: int) -> list[str]:
    """The texts asked most."""
    return [asked.text for asked in asked_counts.load_asked_texts(connection, period.days, most=most)]


def in_weeks(period: Period) -> Period:
    """Places are counted by week: the whole weeks the span touches, and as many before them."""
    days = period.days.in_whole_weeks
    return replace(period, days=days, before=days.earlier(days.count))


def _load_texts(connection: Connection, period: Period, verdict: str, topic: str, most: int) -> tuple[TextLine, ...]:
    texts = asked_counts.load_asked_texts(connection, period.days, verdict=verdict, topic=topic, most=most)
    before = asked_counts.count_texts(connection, period.before, (asked.text for asked in texts))
    return tuple(TextLine(asked, before.get(asked.text, 0)) for asked in texts)


def _load_later(
    connection: Connection, period: Period, topic: str, topic_of: TopicOf, most: int
) -> tuple[LaterLine, ...]:
    before = asked_counts.count_later(connection, period.before)
    lines = [
        LaterLine(one.service, one.second, one.third, before.get(one.service, 0), one.asked_as[:MOST_SAID])
        for one in asked_counts.load_later(connection, period.days)
        if topic in ("", topic_of(one.service))
    ]
    return tuple(lines[:most])


def _load_stars(
    connection: Connection, period: Period, topic: str, topic_of: TopicOf, most: int
) -> tuple[StarLine, ...]:
    before = asked_counts.load_stars(connection, period.before)
    lines = [
        StarLine(service, stars, before[service].bad if service in before else 0)
        for service, stars in asked_counts.load_stars(connection, period.days).items()
        if stars.bad and topic in ("", topic_of(service))
    ]
    return tuple(sorted(lines, key=lambda line: (-line.stars.bad, line.stars.votes, line.service))[:most])


def _load_wrong(
    connection: Connection, period: Period, topic: str, region: str, topic_of: TopicOf, most: int
) -> tuple[WrongLine, ...]:
    counts: list[dict[str, dict[str, int]]] = []
    for days in (period.days, period.before):
        by_service: dict[str, dict[str, int]] = {}
        for key, count in asked_counts.count_wrong(connection, days).items():
            is_meant = topic in ("", topic_of(key.service_id)) and (not region or is_inside(key.region, region))
            if is_meant:
                said = by_service.setdefault(key.service_id, {})
                said[key.choice] = said.get(key.choice, 0) + count
        counts.append(by_service)
    now, before = counts
    lines = [
        WrongLine(
            service,
            sum(said.values()),
            sum(before.get(service, {}).values()),
            tuple(sorted(said.items(), key=lambda one: (-one[1], one[0]))),
        )
        for service, said in now.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.count, line.service))[:most])
