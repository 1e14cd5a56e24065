"""Knowledge without server or network, from content given to it."""

from __future__ import annotations

from collections.abc import Sequence

from channel_api.answers import CaseProgress, FeedbackReceipt, SearchAnswer
from content.files import Content
from content.inheritance import GuideInForce, resolve
from content.model import Hotline, Office, Region
from content.regions import ancestry
from voice.knowledge import Problem
from voice.regions_named import RegionNames

FEEDBACK_NUMBER, FEEDBACK_CODE = "907261530148", "627184"


class FakeKnowledge:
    """Holds content and cases; `goes_away` and `has_enough` are the faults a household meets; keeps what was sent.

    `server_finds`: what the server's search answers to a sentence."""

    def __init__(self, content: Content, cases: dict[tuple[str, str], CaseProgress], names: RegionNames) -> None:
        self.content, self.cases, self._names = content, cases, names
        self.problem: Problem | None = None
        self.sent: list[tuple[str, ...]] = []
        self.server_finds: dict[str, SearchAnswer] = {}

    def goes_away(self) -> None:
        self.problem = "unreachable"

    def has_enough(self) -> None:
        self.problem = "limited"

    def guide(self, service: str, region: str) -> GuideInForce | Problem:
        if self.problem:
            return self.problem
        overlays = {(overlay.id, overlay.region): overlay for overlay in self.content.overlays}
        path = ancestry(self.content.regions, region)
        own = [overlays[service, code] for code in path if (service, code) in overlays]
        guide = self.content.guides.get(service)
        return (resolve(guide, own) if guide else None) or "not_found"

    def offices(self, service: str, region: str) -> Sequence[Office]:
        guide = self.content.guides[service]
        return [
            office
            for office in self.content.offices
            if office.region == region and (service in office.services or guide.topic in office.topics)
        ]

    def region(self, code: str) -> Region | None:
        return self.content.regions.get(code)

    def region_names(self) -> RegionNames:
        return self._names

    def hotlines(self) -> Sequence[Hotline]:
        return self.content.hotlines

    def look_up_case(self, number: str, code: str) -> CaseProgress | Problem:
        self.sent.append(("case", number, code))
        return self.problem or self.cases.get((number, code)) or "not_found"

    def send_feedback(self, choice: str, service: str, region: str) -> FeedbackReceipt | Problem:
        self.sent.append(("feedback", choice, service, region))
        return self.problem or FeedbackReceipt(number=FEEDBACK_NUMBER, code=FEEDBACK_CODE)

    def rate_service(self, service: str, stars: int) -> bool:
        self.sent.append(("rating", service, str(stars)))
        return self.problem is None

    def search(self, said: str, region: str) -> SearchAnswer | None:
        self.sent.append(("search", said, region))
        return None if self.problem else self.server_finds.get(said)
