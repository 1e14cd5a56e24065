"""A channel without server or network for tests of the television; answers from content given to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from channel_api.answers import (
    Aspect,
    CaseProgress,
    DemandDoor,
    FeedbackReceipt,
    LexiconEntry,
    RatingReceipt,
    ServiceSummary,
    TakeReceipt,
    TopicCount,
)
from content.files import Content
from content.inheritance import GuideInForce, resolve
from content.model import NATIONAL_REGION, Hotline, Notice, Office, Region, Scenario
from content.regions import ancestry
from content.understanding.abbreviations import rank
from content.understanding.spelled import rank_spelled
from tvapp.fetched import Fetched, Problem

T = TypeVar("T")


class FakeChannel:
    """Holds content; `goes_away` and `starts_late` are the faults a household meets."""

    def __init__(
        self,
        content: Content,
        *,
        cases: dict[tuple[str, str], CaseProgress] | None = None,
        entries: Sequence[LexiconEntry] = (),
    ) -> None:
        self.content = content
        self.cases = cases or {}
        self.entries = entries
        self.told: dict[str, tuple[str, str, str]] = {}
        self.stars: dict[str, tuple[str, int]] = {}
        self.taken: list[tuple[str, str, tuple[str, ...], str]] = []
        self.problem: Problem = ""
        self.take_problem: Problem = ""
        self.age_seconds: float | None = None
        self.forgotten_cases = 0
        self.openings: list[tuple[str, DemandDoor]] = []
        self.on_change: Callable[[], None] = lambda: None

    def goes_away(self) -> None:
        """Nothing can be fetched any more, and nothing was kept."""
        self.problem = "unreachable"

    def is_out_of_reach_of_telephones(self) -> None:
        """The server has no address a telephone can open."""
        self.take_problem = "not_found"

    def has_feeds_in(self, codes: Sequence[str]) -> None:
        """Departments of these regions tell how far their cases are."""
        fed = {c: replace(r, has_case_feed=True) for c, r in self.content.regions.items() if c in codes}
        self.content = replace(self.content, regions={**self.content.regions, **fed})

    def note_opening(self, route: str, door: DemandDoor | None, aspect: Aspect = "") -> None:
        if door is not None:
            self.openings.append((route, door))

    def is_slow(self) -> None:
        """Every answer is still on its way."""
        self.problem = "loading"

    def comes_back(self) -> None:
        """All is well again."""
        self.problem = ""

    def _give(self, value: T | None) -> Fetched[T]:
        if self.problem:
            return Fetched(problem=self.problem)
        return Fetched(value, age_seconds=self.age_seconds) if value is not None else Fetched(problem="not_found")

    def regions(self, parent: str) -> Fetched[tuple[Region, ...]]:
        return self._give(tuple(region for region in self.content.regions.values() if region.parent == parent))

    def region(self, code: str) -> Fetched[Region]:
        return self._give(self.content.regions.get(code))

    def _in_force(self, region: str) -> list[GuideInForce]:
        return [found for guide in self.content.guides.values() if (found := self._resolve(guide.id, region))]

    def _resolve(self, service: str, region: str) -> GuideInForce | None:
        way = ancestry(self.content.regions, region)
        guide = self.content.guides.get(service)
        if guide is None or guide.region not in way:
            return None
        overlays = [o for code in way for o in self.content.overlays if o.region == code and o.id == service]
        return resolve(guide, overlays)

    def topics(self, region: str) -> Fetched[tuple[TopicCount, ...]]:
        if region not in self.content.regions:
            return self._give(None)
        counts = {topic.id: 0 for topic in self.content.topics}
        for found in self._in_force(region):
            counts[found.guide.topic] += 1
        return self._give(
            tuple(
                TopicCount(id=t.id, title=t.title, count=counts[t.id], order=t.order, on_home=t.on_home)
                for t in self.content.topics
            )
        )

    def services(self, topic: str, region: str) -> Fetched[tuple[ServiceSummary, ...]]:
        return self._give(
            tuple(
                ServiceSummary(
                    id=f.guide.id, title=f.guide.title, topic=topic, department="", summary="", status=f.guide.status
                )
                for f in self._in_force(region)
                if f.guide.topic == topic
            )
        )

    def guide(self, service: str, region: str) -> Fetched[GuideInForce]:
        guide = self.content.guides.get(service)
        only_there = guide.region if guide and guide.region != NATIONAL_REGION else region
        return self._give(self._resolve(service, region) or self._resolve(service, only_there))

    def offices(self, service: str, region: str) -> Fetched[tuple[Office, ...]]:
        topic = self.content.guides[service].topic
        way = ancestry(self.content.regions, region)
        return self._give(
            tuple(
                office
                for office in self.content.offices
                if office.region in way and (topic in office.topics or service in office.services)
            )
        )

    def office(self, office: str, region: str) -> Fetched[Office]:
        return self._give(next((entry for entry in self.content.offices if entry.id == office), None))

    def hotlines(self) -> Fetched[tuple[Hotline, ...]]:
        return self._give(tuple(self.content.hotlines))

    def notices(self, region: str) -> Fetched[tuple[Notice, ...]]:
        way = ancestry(self.content.regions, region)
        return self._give(tuple(notice for notice in self.content.notices if notice.region in way))

    def found_by_keypad(self, digits: str, region: str) -> Fetched[Sequence[LexiconEntry]]:
        return self._give([entry for entry, _, _ in rank(digits, self.entries, by_digits=True)] if digits else [])

    def found_by_letters(self, letters: str, region: str) -> Fetched[Sequence[LexiconEntry]]:
        return self._give(rank_spelled(letters, self.entries))

    def scenarios(self) -> Fetched[tuple[Scenario, ...]]:
        return self._give(tuple(self.content.scenarios))

    def scenario(self, scenario: str) -> Fetched[Scenario]:
        return self._give(next((entry for entry in self.content.scenarios if entry.id == scenario), None))

    def feedback(self, ticket: str, kind: str, choice: str, *, service: str, region: str) -> Fetched[FeedbackReceipt]:
        if not self.problem:
            self.told[ticket] = (kind, choice, service)
        return self._give(FeedbackReceipt(number="770012345678", code="135790"))

    def rating(self, ticket: str, service: str, stars: int) -> Fetched[RatingReceipt]:
        if not self.problem:
            self.stars[ticket] = (service, stars)
        return self._give(RatingReceipt(stars=stars, votes=3, average=None))

    def take(self, service: str, region: str, ticked: Sequence[str], ticket: str) -> Fetched[TakeReceipt]:
        if self.take_problem or self.problem:
            return Fetched(problem=self.take_problem or self.problem)
        self.taken.append((service, region, tuple(ticked), ticket))
        return Fetched(
            TakeReceipt(
                url="HTTPS://CHANNEL.EXAMPLE.CN/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                expires_at="2026-11-24T10:00:00+08:00",
                code="6W2FWYMW",
                code_url="channel.example.cn/k",
                code_expires_at="2026-11-23T10:10:00+08:00",
            )
        )

    def case(self, number: str, code: str) -> Fetched[CaseProgress]:
        return self._give(self.cases.get((number, code)))

    def forget_case(self) -> None:
        self.forgotten_cases += 1

    def forget_problems(self) -> None:
        return None
