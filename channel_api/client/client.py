"""The channel's server, one method a route, with typed answers. The only door of front ends to the network.

Synchronous, for worker threads. Everything but searches, cases and what is sent falls back to the last known answer.
Never sends an identity number, and hides long numbers in what is searched.

Long because every route has its method here, so that one look tells what front ends may ask.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from channel_api.answers import (
    CaseProgress,
    DemandCount,
    DemandReceipt,
    FeedbackKind,
    FeedbackReceipt,
    Lexicon,
    RatingReceipt,
    SearchAnswer,
    ServiceSummary,
    TakeReceipt,
    TopicCount,
)
from channel_api.client.decoding import decode_answer, decode_body, decode_guide, decode_items, items_of, parse_json
from channel_api.client.errors import ClientError, NotFound, Refused
from channel_api.client.last_known import LastKnown
from channel_api.client.office_index import OfficeIndex
from channel_api.client.reading import KeptReader, Manner, Query, Reading
from content.codec import encode
from content.inheritance import GuideInForce
from content.model import NATIONAL_REGION, Hotline, Notice, Office, Region, Scenario
from content.understanding.identity_numbers import contains_identity_number, mask_digit_runs

if TYPE_CHECKING:
    from channel_api.client.connection import Connection

T = TypeVar("T")

PAGE_LIMIT = "100"  # the most the server gives at once
LONGEST_QUESTION = 200  # characters; the server refuses more
CHINA_AHEAD_OF_UTC = timedelta(hours=8)
CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """`age_seconds` None: the server stands by it right now; a number: it could not be asked, and said this then."""

    value: T
    age_seconds: float | None


class ChannelClient:
    """`folder` keeps the last known answers; `device` is the random id of the box; `clock`: seconds since 1970.

    Methods raise ClientError and nothing else of their own."""

    def __init__(
        self,
        base_url: str,
        *,
        folder: Path,
        connect_timeout_seconds: float = 2.0,
        read_timeout_seconds: float = 5.0,
        device: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        # The HTTP library takes longer to load than all the rest: the thread that connects waits, not the first screen.
        from channel_api.client.connection import Connection

        self._clock = clock
        self._connection: Connection = Connection(
            base_url,
            connect_timeout_seconds=connect_timeout_seconds,
            read_timeout_seconds=read_timeout_seconds,
            device=device,
        )
        self._last_known = LastKnown(folder, clock=clock)
        self._offices = OfficeIndex(self._last_known)
        self._reader = KeptReader(self._connection, self._last_known, Manner())

    @property
    def address(self) -> str:
        """Of the server it asks."""
        return self._connection.base_url

    def reading_in(self, manner: Manner) -> ChannelClient:
        """The same client with the same folder, reading what is kept in another manner."""
        other = copy(self)
        other._reader = KeptReader(self._connection, self._last_known, manner)
        return other

    def hurried(self, seconds: float) -> ChannelClient:
        """The same client for questions that are not worth waiting longer for; kept answers are read as before."""
        other = copy(self)
        other._connection = self._connection.hurried(seconds)
        return other

    # -- what is kept -------------------------------------------------------------------------------------------------

    def regions(self, parent: str = "") -> Answer[tuple[Region, ...]]:
        """The regions directly inside `parent`; without it all there are."""
        return self._list(Region, "/v1/regions", {"parent": parent} if parent else {})

    def region(self, code: str) -> Answer[Region]:
        """One region."""
        return self._one(Region, f"/v1/regions/{_segment(code)}", {})

    def topics(self, region: str) -> Answer[tuple[TopicCount, ...]]:
        """All topics, with how many services each has there."""
        return self._list(TopicCount, "/v1/topics", {"region": region})

    def services(self, topic: str, region: str) -> Answer[tuple[ServiceSummary, ...]]:
        """All services of a topic there."""
        return self._list(ServiceSummary, "/v1/services", {"topic": topic, "region": region})

    def guide(self, service: str, region: str) -> Answer[GuideInForce]:
        """The guide in force there."""
        path = f"/v1/services/{_segment(service)}"
        return _answer(self._reader.read(path, {"region": region}, lambda pages: decode_guide(pages[0], f"GET {path}")))

    def guide_or_elsewhere(self, service: str, region: str) -> Answer[GuideInForce]:
        """The guide in force there; of what only another place offers, the guide of that place. Raises NotFound."""
        try:
            return self.guide(service, region)
        except NotFound:
            elsewhere = self.guide(service, NATIONAL_REGION)
            if elsewhere.value.guide.region == NATIONAL_REGION:
                raise  # the country's guide, which this place has taken back
            return elsewhere

    def offices(self, service: str, region: str) -> Answer[tuple[Office, ...]]:
        """Where the service is done, nearest first."""
        answer = self._list(Office, f"/v1/services/{_segment(service)}/offices", {"region": region})
        self._offices.note(region, service, [office.id for office in answer.value])
        return answer

    def office(self, office_id: str, region: str) -> Answer[Office]:
        """One office of a list that was fetched before: the server gives offices only by service.

        Raises NotFound where no such list was fetched."""
        for service in self._offices.services_of(region, office_id):
            try:
                answer = self.offices(service, region)
            except NotFound:
                continue
            for office in answer.value:
                if office.id == office_id:
                    return Answer(office, answer.age_seconds)
        raise NotFound("office: in none of the lists that were fetched")

    def hotlines(self) -> Answer[tuple[Hotline, ...]]:
        """Telephone numbers of public help."""
        return self._list(Hotline, "/v1/hotlines", {})

    def notices(self, region: str) -> Answer[tuple[Notice, ...]]:
        """Announcements in force there."""
        return self._list(Notice, "/v1/notices", {"region": region})

    def scenarios(self) -> Answer[tuple[Scenario, ...]]:
        """All scenarios, whole."""
        return self._list(Scenario, "/v1/scenarios", {})

    def scenario(self, scenario_id: str) -> Answer[Scenario]:
        """One scenario."""
        return self._one(Scenario, f"/v1/scenarios/{_segment(scenario_id)}", {})

    def lexicon(self, region: str) -> Answer[Lexicon]:
        """What the box needs to understand by itself."""
        return self._one(Lexicon, "/v1/lexicon", {"region": region})

    # -- what is never kept -------------------------------------------------------------------------------------------

    def search(self, q: str, region: str, limit: int = 10) -> SearchAnswer:
        """What somebody asks for. Long numbers leave the house only as 〔数字〕."""
        query = {"q": mask_digit_runs(q)[:LONGEST_QUESTION], "region": region, "limit": str(limit)}
        reply = self._connection.get("/v1/search", query, is_counted=True)
        return decode_body(SearchAnswer, reply.body or b"", "GET /v1/search")

    def look_up_case(self, number: str, code: str) -> CaseProgress:
        """How far a case has come. Raises NotFound for an unknown number and for a wrong code alike, and Limited."""
        self._require_sendable(number, code)
        return self._post(CaseProgress, "/v1/cases/lookup", {"number": number, "code": code})

    def send_feedback(
        self, kind: FeedbackKind, *, choice: str = "", text: str = "", service: str = "", region: str = ""
    ) -> FeedbackReceipt:
        """Tells the channel something; the receipt looks up what came of it. `choice` is the id of a ready sentence."""
        self._require_sendable(text)
        given = {"choice": choice, "text": text, "service": service, "region": region}
        plain = {"kind": kind, **{key: value for key, value in given.items() if value}}
        return self._post(FeedbackReceipt, "/v1/feedback", plain)

    def rate_service(self, service: str, stars: int) -> RatingReceipt:
        """1 to 5 stars, once a day."""
        return self._post(RatingReceipt, "/v1/ratings", {"service": service, "stars": stars})

    def rate_case(self, number: str, code: str, stars: int) -> RatingReceipt:
        """1 to 5 stars, once for a case."""
        self._require_sendable(number, code)
        return self._post(RatingReceipt, "/v1/ratings", {"case": number, "code": code, "stars": stars})

    def make_take(self, service: str, region: str, ticked: Sequence[str]) -> TakeReceipt:
        """A page for the telephone; `ticked`: names of papers that are ready. Raises NotFound where there are none."""
        plain = {"service": service, "region": region, "ticked": list(ticked)}
        return self._post(TakeReceipt, "/v1/takes", plain)

    def tell_demand(self, counts: Sequence[DemandCount]) -> DemandReceipt:
        """What this box answered by itself within the last hour, at most 100 counts."""
        return self._post(DemandReceipt, "/v1/demand", {"counts": [encode(counted) for counted in counts]})

    def is_ready(self) -> bool:
        """Whether the server answers and has content."""
        try:
            body = self._connection.get("/readyz", {}).body
            plain = parse_json(body or b"", "GET /readyz")
        except ClientError:
            return False
        return isinstance(plain, Mapping) and plain.get("status") == "ready"

    # -- how ----------------------------------------------------------------------------------------------------------

    def _one(self, cls: type[T], path: str, query: Query) -> Answer[T]:
        return _answer(self._reader.read(path, query, lambda pages: decode_answer(cls, pages[0], f"GET {path}")))

    def _list(self, cls: type[T], path: str, query: Query) -> Answer[tuple[T, ...]]:
        def decode(pages: Sequence[Any]) -> tuple[T, ...]:
            return tuple(
                item for page in pages for item in decode_items(cls, items_of(page, f"GET {path}"), f"GET {path}")
            )

        return _answer(self._reader.read(path, {**query, "limit": PAGE_LIMIT}, decode))

    def _post(self, cls: type[T], path: str, plain: Mapping[str, Any]) -> T:
        return decode_body(cls, self._connection.post(path, plain), f"POST {path}")

    def _require_sendable(self, *texts: str) -> None:
        if any(contains_identity_number(text, self._today()) for text in texts):
            raise Refused("not sent, because it holds an identity number")

    def _today(self) -> date:
        return (datetime.fromtimestamp(self._clock(), UTC) + CHINA_AHEAD_OF_UTC).date()


def _answer(reading: Reading[T]) -> Answer[T]:
    return Answer(reading.value, reading.age_seconds)


def _segment(text: str) -> str:
    """One part of a path, whatever is in it."""
    return quote(text, safe="")
