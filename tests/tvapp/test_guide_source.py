"""Where the television gets its data, with a client that can fail in every way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from channel_api.answers import Lexicon, TakeReceipt
from channel_api.client.client import Answer, ChannelClient
from channel_api.client.demand import DemandTeller
from channel_api.client.errors import BadAnswer, ClientError, Limited, NotFound, Refused, Unreachable
from content.model import Hotline, Notice, Region
from tvapp.bounds import LEXICON, ONE_HOME, Bounds, Key, make_room
from tvapp.executors import AtOnce
from tvapp.guide_source import (
    FRESH_SECONDS,
    PUBLISHED_FRESH_SECONDS,
    RETRY_SECONDS,
    TAKE_FRESH_SECONDS,
    GuideSource,
)

HANGZHOU = Region(code="330100", name="杭州市", parent="330000", level="city")
TOWN_LINE = Hotline(number="12345", name="便民热线", order=1)


class FakeClient(ChannelClient):
    """Answers from one region; `fails_with` is what the network does to it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.error: ClientError | None = None
        self.age_seconds: float | None = None

    def fails_with(self, error: ClientError) -> None:
        self.error = error

    def recovers(self) -> None:
        self.error = None

    def make_take(self, service: str, region: str, ticked: Sequence[str]) -> TakeReceipt:
        self.asked.append(" ".join((service, region, *ticked)))
        if self.error:
            raise self.error
        return TakeReceipt(url=f"page {len(self.asked)}", expires_at="", code="", code_url="", code_expires_at="")

    def hotlines(self) -> Answer[tuple[Hotline, ...]]:
        if self.error:
            raise self.error
        return Answer((TOWN_LINE,), self.age_seconds)

    def region(self, code: str) -> Answer[Region]:
        self.asked.append(code)
        if self.error:
            raise self.error
        return Answer(HANGZHOU, self.age_seconds)

    def notices(self, region: str) -> Answer[tuple[Notice, ...]]:
        self.asked.append(f"notices {region}")
        return Answer((), None)

    def lexicon(self, region: str) -> Answer[Lexicon]:
        self.asked.append(region)
        return Answer(Lexicon(version="1", region=region, services=(), hotlines=()), None)


class FakeClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def source(client: FakeClient, clock: FakeClock) -> GuideSource:
    return GuideSource(lambda: client, AtOnce(), clock=clock)


def test_a_fresh_answer_is_not_asked_for_again(source: GuideSource, client: FakeClient, clock: FakeClock) -> None:
    assert source.region("330100").value == HANGZHOU
    clock.seconds = FRESH_SECONDS - 1
    source.region("330100")
    assert client.asked == ["330100"]
    clock.seconds = FRESH_SECONDS + 1
    source.region("330100")
    assert len(client.asked) == 2


def test_what_editors_publish_is_confirmed_whenever_it_is_opened_a_moment_later(
    source: GuideSource, client: FakeClient, clock: FakeClock
) -> None:
    for clock.seconds in (0.0, PUBLISHED_FRESH_SECONDS - 1, PUBLISHED_FRESH_SECONDS + 1):
        assert source.notices("330100").value == ()
    assert client.asked == ["notices 330100"] * 2


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (Unreachable("x"), "unreachable"),
        (NotFound("x"), "not_found"),
        (Limited("x", retry_after_seconds=60), "limited"),
        (Refused("x"), "refused"),
        (BadAnswer("x"), "bad_answer"),
    ],
)
def test_every_failure_has_its_own_word(
    source: GuideSource, client: FakeClient, error: ClientError, problem: str
) -> None:
    client.fails_with(error)
    assert source.region("330100").problem == problem


def test_a_failure_is_tried_again_by_itself_but_not_at_once(
    source: GuideSource, client: FakeClient, clock: FakeClock
) -> None:
    client.fails_with(Unreachable("x"))
    source.region("330100")
    client.recovers()
    assert source.region("330100").problem == "unreachable"
    clock.seconds = RETRY_SECONDS + 1
    assert source.region("330100").value == HANGZHOU


def test_what_is_shown_stays_when_the_server_goes(source: GuideSource, client: FakeClient, clock: FakeClock) -> None:
    source.region("330100")
    client.fails_with(Unreachable("x"))
    clock.seconds = FRESH_SECONDS + 1
    assert source.region("330100").value == HANGZHOU


def test_the_age_of_a_last_known_answer_is_passed_on(source: GuideSource, client: FakeClient) -> None:
    client.age_seconds = 120.0
    assert source.region("330100").age_seconds == 120.0


def test_the_words_of_the_regions_asked_for_last_are_kept_and_no_more(source: GuideSource, client: FakeClient) -> None:
    regions = [f"{number:06d}" for number in range(ONE_HOME.lexicons + 2)]
    for region in regions:
        source.found_by_keypad("7", region)
        source.found_by_keypad("7", regions[0])
    client.asked.clear()
    for region in (regions[0], regions[-1]):
        source.found_by_keypad("7", region)
    assert client.asked == []
    source.found_by_keypad("7", regions[1])
    assert client.asked == [regions[1]]


def test_answers_looked_at_last_are_kept_and_a_lexicon_makes_no_room_for_them() -> None:
    entries: dict[Key, object] = {(LEXICON, "330106"): 0}
    for number in range(ONE_HOME.answers + 5):
        entries["guide", str(number)] = number
        make_room(entries, ONE_HOME)
    assert len(entries) == ONE_HOME.answers + 1
    assert (LEXICON, "330106") in entries
    assert ("guide", "4") not in entries
    assert ("guide", "5") in entries
    make_room(entries, Bounds(answers=1, lexicons=1))
    assert list(entries) == [(LEXICON, "330106"), ("guide", str(ONE_HOME.answers + 4))]


def test_screens_are_told_when_an_answer_arrived(source: GuideSource) -> None:
    told: list[int] = []
    source.on_change = lambda: told.append(1)
    source.region("330100")
    source.region("330100")
    assert told == [1]


def test_asking_again_by_hand_does_not_wait(source: GuideSource, client: FakeClient) -> None:
    client.fails_with(NotFound("x"))
    source.region("330100")
    client.recovers()
    source.forget_problems()
    assert source.region("330100").value == HANGZHOU


def test_the_folder_of_a_client_is_untouched_until_it_is_needed(tmp_path: Path) -> None:
    def connect() -> ChannelClient:
        raise AssertionError("nobody asked")

    GuideSource(connect, AtOnce(), clock=FakeClock())
    assert list(tmp_path.iterdir()) == []


def test_openings_are_counted_by_service_door_and_aspect(source: GuideSource, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[str, str, str]] = []

    def note(_: DemandTeller, service: str, door: str, aspect: str) -> None:
        counted.append((service, door, aspect))

    monkeypatch.setattr(DemandTeller, "count", note)
    source.note_opening("guide/id-card-lost/materials", "voice", "materials")
    source.note_opening("guide/id-card-lost", None)
    source.note_opening("home", "voice")
    assert counted == [("id-card-lost", "voice", "materials"), ("", "voice", "")]


def test_a_page_for_the_telephone_stays_the_same_for_half_of_its_day(
    source: GuideSource, client: FakeClient, clock: FakeClock
) -> None:
    def take(*ticked: str, ticket: str = "") -> str:
        receipt = source.take("id-card-lost", "330106", ticked, ticket).value
        assert receipt is not None
        return receipt.url

    assert take() == "page 1"
    clock.seconds = TAKE_FRESH_SECONDS - 1
    assert take() == "page 1"
    assert take("户口簿") == "page 2", "other papers are another page"
    assert take(ticket="again") == "page 3", "and so is one that was asked for"
    clock.seconds = TAKE_FRESH_SECONDS + 1
    take()
    assert take() == "page 4"
    assert client.asked[1] == "id-card-lost 330106 户口簿"


def test_a_server_without_pages_is_asked_rarely_and_one_that_is_away_soon(
    source: GuideSource, client: FakeClient, clock: FakeClock
) -> None:
    client.fails_with(NotFound("x"))
    assert source.take("id-card-lost", "330106", (), "").problem == "not_found"
    clock.seconds = RETRY_SECONDS + 1
    source.take("id-card-lost", "330106", (), "")
    assert len(client.asked) == 1
    clock.seconds = FRESH_SECONDS + 1
    client.fails_with(Unreachable("x"))
    source.take("id-card-lost", "330106", (), "")
    clock.seconds += RETRY_SECONDS + 1
    client.recovers()
    source.take("id-card-lost", "330106", (), "")
    assert source.take("id-card-lost", "330106", (), "").value is not None


@pytest.mark.parametrize(
    "error", [Unreachable("gone"), BadAnswer("?"), Refused("no"), Limited("slow", retry_after_seconds=3)]
)
def test_emergency_numbers_need_no_server(client: FakeClient, clock: FakeClock, error: ClientError) -> None:
    client.fails_with(error)
    source = GuideSource(lambda: client, AtOnce(), clock=clock)
    lines = {line.number: line for line in source.hotlines().value or ()}
    assert all(lines[number].emergency and lines[number].do_first for number in ("110", "119", "120"))
    client.recovers()
    clock.seconds += RETRY_SECONDS + 1
    source.hotlines()
    assert source.hotlines().value == (TOWN_LINE,)
