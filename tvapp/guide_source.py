"""Where screens get their data: at once what is here; the rest is fetched in threads, and tried again by itself.

It is the only module of the television that calls the channel's client, and knows nothing of screens.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast

from channel_api.answers import (
    Aspect,
    CaseProgress,
    DemandDoor,
    FeedbackKind,
    FeedbackReceipt,
    LexiconEntry,
    RatingReceipt,
    ServiceSummary,
    TakeReceipt,
    TopicCount,
)
from channel_api.client.client import Answer, ChannelClient
from channel_api.client.demand import DemandTeller
from channel_api.client.errors import ClientError, Limited, NotFound, Refused, Unreachable
from content.inheritance import GuideInForce
from content.model import Hotline, Notice, Office, Region, Scenario
from content.understanding.abbreviations import rank
from content.understanding.spelled import rank_spelled
from tvapp.bounds import LEXICON, ONE_HOME, Bounds, Key, make_room
from tvapp.fetched import Fetched, Problem
from tvapp.local_hotlines import load_local_hotlines

T = TypeVar("T")
Load = Callable[[ChannelClient], Any]

FRESH_SECONDS = 300.0  # content changes a few times a day; a screen opened again within this asks nobody
# What editors publish is there for whoever opens it a moment later: the old text is shown, and confirmed by ETag.
PUBLISHED, PUBLISHED_FRESH_SECONDS = ("guide", "office", "offices", "notices", "scenario"), 1.0
RETRY_SECONDS = 5.0  # how soon a failed answer is tried again while its screen is in sight
TAKE_FRESH_SECONDS = 12 * 3600.0  # a page for the telephone is open for a day: what is shown is good for half of one
CASE, FEEDBACK, RATING, TAKE = "case", "feedback", "rating", "take"
PERSONAL = (CASE, FEEDBACK)  # what is dropped when the viewer leaves
SENT_ONCE = (CASE, FEEDBACK, RATING)  # never again by itself: a wrong code counts, and an opinion is told once


@dataclass(frozen=True, slots=True)
class _Entry:
    fetched: Fetched[Any]
    at_seconds: float


class GuideSource:
    """`connect` gives the client and may block until the server is up; it runs in the executor, never before a screen.

    `on_change` is called, from any thread, whenever an answer arrived."""

    def __init__(
        self,
        connect: Callable[[], ChannelClient],
        executor: Executor,
        *,
        clock: Callable[[], float],
        bounds: Bounds = ONE_HOME,
    ) -> None:
        self._bounds = bounds
        self._connect, self._executor, self._clock = connect, executor, clock
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._pending: set[Key] = set()
        self._lock = Lock()
        self._demand = DemandTeller(connect)
        self.on_change: Callable[[], None] = lambda: None

    # -- what screens ask for -----------------------------------------------------------------------------------------

    def regions(self, parent: str) -> Fetched[tuple[Region, ...]]:
        """The places inside a place."""
        return self._get(("regions", parent), lambda client: client.regions(parent))

    def region(self, code: str) -> Fetched[Region]:
        """One place."""
        return self._get(("region", code), lambda client: client.region(code))

    def topics(self, region: str) -> Fetched[tuple[TopicCount, ...]]:
        """All topics with their counts there."""
        return self._get(("topics", region), lambda client: client.topics(region))

    def services(self, topic: str, region: str) -> Fetched[tuple[ServiceSummary, ...]]:
        """All services of a topic there."""
        return self._get(("services", topic, region), lambda client: client.services(topic, region))

    def guide(self, service: str, region: str) -> Fetched[GuideInForce]:
        """The guide in force there; of what only another place offers, the guide of that place."""
        return self._get(("guide", service, region), lambda client: client.guide_or_elsewhere(service, region))

    def offices(self, service: str, region: str) -> Fetched[tuple[Office, ...]]:
        """Where the service is done."""
        return self._get(("offices", service, region), lambda client: client.offices(service, region))

    def office(self, office: str, region: str) -> Fetched[Office]:
        """One place to go."""
        return self._get(("office", office, region), lambda client: client.office(office, region))

    def hotlines(self) -> Fetched[tuple[Hotline, ...]]:
        """Public telephone numbers; where no server ever told any, those packaged with the box."""
        found = self._get(("hotlines",), lambda client: client.hotlines())
        is_missing = found.value is None and found.problem != "loading"
        return Fetched(load_local_hotlines()) if is_missing else found

    def notices(self, region: str) -> Fetched[tuple[Notice, ...]]:
        """Announcements in force there."""
        return self._get(("notices", region), lambda client: client.notices(region))

    def found_by_keypad(self, digits: str, region: str) -> Fetched[Sequence[LexiconEntry]]:
        """Services whose initials begin with these keys; looked up on the box. No digits only fetch what that needs."""

        def find(entries: Sequence[LexiconEntry]) -> Sequence[LexiconEntry]:
            return [entry for entry, _, _ in rank(digits, entries, by_digits=True)]

        return self._found_here(find if digits else _find_nothing, region)

    def found_by_letters(self, letters: str, region: str) -> Fetched[Sequence[LexiconEntry]]:
        """Services whose names are spelled like this, as pinyin or by first letters; looked up on the box."""
        return self._found_here(lambda entries: rank_spelled(letters, entries), region)

    def _found_here(
        self, find: Callable[[Sequence[LexiconEntry]], Sequence[LexiconEntry]], region: str
    ) -> Fetched[Sequence[LexiconEntry]]:
        lexicon = self._get((LEXICON, region), lambda client: client.lexicon(region))
        if lexicon.value is None:
            return Fetched(problem=lexicon.problem)
        return Fetched(find(lexicon.value.services), age_seconds=lexicon.age_seconds)

    def scenarios(self) -> Fetched[tuple[Scenario, ...]]:
        """Life events with their questions."""
        return self._get(("scenarios",), lambda client: client.scenarios())

    def scenario(self, scenario: str) -> Fetched[Scenario]:
        """One life event."""
        return self._get(("scenario", scenario), lambda client: client.scenario(scenario))

    def feedback(self, ticket: str, kind: str, choice: str, *, service: str, region: str) -> Fetched[FeedbackReceipt]:
        """Sent once a ticket; asking again with the same ticket only tells what came of it."""

        def send(client: ChannelClient) -> FeedbackReceipt:
            return client.send_feedback(cast(FeedbackKind, kind), choice=choice, service=service, region=region)

        return self._get((FEEDBACK, ticket), send)

    def rating(self, ticket: str, service: str, stars: int) -> Fetched[RatingReceipt]:
        """Sent once a ticket."""
        return self._get((RATING, ticket), lambda client: client.rate_service(service, stars))

    def take(self, service: str, region: str, ticked: Sequence[str], ticket: str) -> Fetched[TakeReceipt]:
        """Another page for another ticket or other ticks."""
        key = (TAKE, service, region, ticket, *ticked)
        return self._get(key, lambda client: client.make_take(service, region, ticked))

    def case(self, number: str, code: str) -> Fetched[CaseProgress]:
        """One look-up for each visit of the screen; kept in memory only until the viewer leaves."""
        return self._get((CASE, number, code), lambda client: client.look_up_case(number, code))

    def note_opening(self, route: str, door: DemandDoor | None, aspect: Aspect = "") -> None:
        """For statistics only, told once an hour in counts; any route but a guide's: nothing was found."""
        if door is not None:
            service = route.split("/")[1] if route.startswith("guide/") else ""
            self._demand.count(service, door, aspect)

    def forget_case(self) -> None:
        """Drops case answers and receipts, also those still on their way."""
        with self._lock:
            for key in [key for key in self._entries if key[0] in PERSONAL]:
                del self._entries[key]
            self._pending = {key for key in self._pending if key[0] not in PERSONAL}

    def forget_problems(self) -> None:
        """Lets everything that failed be tried again at once; a case look-up too, for the viewer asked."""
        with self._lock:
            for key in [key for key, entry in self._entries.items() if entry.fetched.problem]:
                del self._entries[key]

    # -- how it comes --------------------------------------------------------------------------------------------------

    def _get(self, key: Key, load: Load) -> Fetched[Any]:
        with self._lock:
            entry = self._entries.get(key)
            needs_fetching = key not in self._pending and self._is_due(key, entry)
            if needs_fetching:
                self._pending.add(key)
            if entry is not None:
                self._entries.move_to_end(key)
        if needs_fetching:
            self._executor.submit(self._fetch, key, load)
            with self._lock:
                entry = self._entries.get(key)
        return entry.fetched if entry else Fetched(problem="loading")

    def _is_due(self, key: Key, entry: _Entry | None) -> bool:
        if entry is None:
            return True
        if key[0] in SENT_ONCE:
            return False
        age = self._clock() - entry.at_seconds
        if key[0] == TAKE and entry.fetched.problem != "unreachable":
            return age > (FRESH_SECONDS if entry.fetched.problem else TAKE_FRESH_SECONDS)
        is_troubled = bool(entry.fetched.problem) or entry.fetched.age_seconds is not None
        fresh_seconds = PUBLISHED_FRESH_SECONDS if key[0] in PUBLISHED else FRESH_SECONDS
        return age > (RETRY_SECONDS if is_troubled else fresh_seconds)

    def _fetch(self, key: Key, load: Load) -> None:
        fetched = self._load(load)
        with self._lock:
            if key not in self._pending:  # forgotten meanwhile
                return
            self._pending.discard(key)
            before = self._entries.get(key)
            keeps_old = before is not None and before.fetched.value is not None and fetched.problem == "unreachable"
            kept = before.fetched if keeps_old and before is not None else fetched
            self._entries[key] = _Entry(kept, self._clock())
            make_room(self._entries, self._bounds)
        if before is None or before.fetched != kept:
            self.on_change()

    def _load(self, load: Load) -> Fetched[Any]:
        try:
            answer = load(self._connect())
        except ClientError as error:
            return Fetched(problem=_problem_of(error))
        if isinstance(answer, Answer):
            return Fetched(answer.value, age_seconds=answer.age_seconds)
        return Fetched(answer)


def _find_nothing(entries: Sequence[LexiconEntry]) -> Sequence[LexiconEntry]:
    return ()


def _problem_of(error: ClientError) -> Problem:
    kinds: tuple[tuple[type[ClientError], Problem], ...] = (
        (Unreachable, "unreachable"),
        (NotFound, "not_found"),
        (Limited, "limited"),
        (Refused, "refused"),
    )
    return next((problem for kind, problem in kinds if isinstance(error, kind)), "bad_answer")
