"""Many texts planned for one moment: all of them go live, once, or none; on both databases and with two servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from channel_api.bundle_desk import BundleDesk, BundleRefusedError, Chosen, FaultyTogetherError
from channel_api.editing.schedules import MomentError
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import ConflictError, EditingDesk
from channel_api.guide_checking import GuideChecker
from channel_api.on_time import OnTime
from channel_api.opened_guide import Token
from channel_api.runtime import Services
from channel_api.schedule_desk import ScheduleDesk
from channel_api.store import editors, schedules
from channel_api.store.database import Database
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import load_trail
from channel_api.store.schedules import TakenError
from content.faults import Fault
from content.files import content_folder
from tests.channel_api.conftest import NOW, StandingClock

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"editor", "reviewer", "publisher"}))
ONE, TWO, THREE = "id-card-lost", "residence-permit", "office:xihu-police"
CLAIM = "gd-guangzhou-tree"
WAS = {ONE: "公安局", TWO: "公安局", THREE: None}
MONDAY, FRIDAY = NOW + timedelta(days=7), NOW + timedelta(days=11)
ALL = (ONE, TWO, THREE)


class Replica:
    """One server among several on the same database."""

    def __init__(self, services: Services, database: Database) -> None:
        checker = GuideChecker(database, content_folder() / "wording")
        self.database = database
        self.counted: list[str] = []
        self.desk = EditingDesk(database, services.clock, checker)
        self.plans = ScheduleDesk(database, services.clock, checker)
        self.bundles = BundleDesk(database, services.clock, checker, self.desk)
        self.on_time = OnTime(database, services.clock, self.desk, checker, self.counted.append)

    def approve(self, key: str, **fields: object) -> Chosen:
        """A change that anna wrote and bao approved."""
        opened = self.desk.open(key)
        self.desk.save(ANNA, key, {**opened.text, **fields}, opened.token)
        return self.approve_written(key)

    def approve_written(self, key: str) -> Chosen:
        self.desk.submit(ANNA, key, self.desk.open(key).token)
        self.desk.approve(BAO, key, self.desk.open(key).token)
        return Chosen(key, self.desk.open(key).token)

    def approve_all(self) -> list[Chosen]:
        return [self.approve(key, department="派出所") for key in ALL]

    def live(self) -> dict[str, object]:
        return {key: (self.desk.open(key).live_text or {}).get("department") for key in ALL}

    def problems(self) -> list[tuple[str, str]]:
        return [(plan.key, plan.problem) for plan in self.plans.load_open() if plan.state == "failed"]


@dataclass
class Room:
    """Two servers and the clock of both."""

    first: Replica
    second: Replica
    clock: StandingClock


@pytest.fixture
def room(services: Services, clock: StandingClock, password_hash: str) -> Iterator[Room]:
    with services.database.write() as connection:
        for person in (ANNA, BAO):
            editors.add_editor(connection, person.name, password_hash, sorted(person.roles), clock())
    other = Database.from_url(services.config.database_url)
    yield Room(Replica(services, services.database), Replica(services, other), clock)
    other.close()


@pytest.fixture
def here(room: Room) -> Replica:
    return room.first


def test_all_go_live_at_one_moment_and_not_before(room: Room, here: Replica) -> None:
    here.bundles.plan(BAO, "国庆的钟点", here.approve_all(), MONDAY)
    room.clock.now = MONDAY - timedelta(seconds=1)
    assert here.on_time.carry_out_due() == 0
    assert here.live() == WAS
    room.clock.now = MONDAY
    assert here.on_time.carry_out_due() == 3
    assert set(here.live().values()) == {"派出所"}
    assert here.counted == ["done"] * 3
    for key in ALL:
        with here.database.read() as connection:
            acts = [trace.act for trace in load_trail(connection, most=2, subject=key)]
        assert acts == ["on_time", "publish"]


def test_two_servers_that_look_at_once_publish_all_of_them_once(room: Room) -> None:
    for number in range(4):
        before = {key: room.first.desk.open(key).current_live_revision for key in ALL}
        chosen = [room.first.approve(key, department=f"第{number}科") for key in ALL]
        due = room.clock() + timedelta(minutes=1)
        room.first.bundles.plan(BAO, "一批", chosen, due)
        room.clock.now = due
        together, done = Barrier(2), []

        def look(replica: Replica, together: Barrier = together, done: list[int] = done) -> None:
            together.wait()
            done.append(replica.on_time.carry_out_due())

        threads = [Thread(target=look, args=(replica,)) for replica in (room.first, room.second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == [0, 3]
        assert {key: room.first.desk.open(key).current_live_revision for key in ALL} == {
            key: revision + 1 for key, revision in before.items()
        }
        assert room.first.problems() == []


def test_where_one_cannot_none_does_and_each_says_why(room: Room, here: Replica) -> None:
    here.bundles.plan(BAO, "一批", here.approve_all(), MONDAY, until=FRIDAY)
    opened = here.desk.open(TWO)
    here.desk.save(ANNA, TWO, {**opened.text, "notes": "又改了"}, opened.token)
    troubles = here.bundles.find_troubles(here.plans.load_open())
    assert list(troubles.values()) == ["changed"], "it is told before the moment comes"
    room.clock.now = FRIDAY
    assert room.second.on_time.carry_out_due() == 0
    assert here.live() == WAS
    begun = [(key, problem) for key, problem in here.problems() if problem != "not_begun"]
    assert sorted(begun) == sorted([(ONE, "not_together"), (TWO, "changed"), (THREE, "not_together")])
    assert len(here.problems()) == 6, "none of the ends waits any more"
    with here.database.read() as connection:
        assert schedules.count_failed(connection) == 2, "one beginning and one end"


def test_a_text_that_breaks_at_the_very_last_leaves_no_other_live(
    room: Room, here: Replica, services: Services
) -> None:
    class BreaksAtTheThird(EditingDesk):
        published = 0

        def publish_in(self, *given: object, **named: object) -> int:
            self.published += 1
            if self.published == 3:
                raise ZeroDivisionError
            return super().publish_in(*given, **named)  # type: ignore[arg-type]

    here.bundles.plan(BAO, "一批", here.approve_all(), MONDAY)
    room.clock.now = MONDAY
    checker = GuideChecker(here.database, content_folder() / "wording")
    broken = BreaksAtTheThird(here.database, services.clock, checker)
    assert OnTime(here.database, services.clock, broken, checker, here.counted.append).carry_out_due() == 0
    assert here.live() == WAS
    assert {problem for _, problem in here.problems()} == {"unexpected"}


def test_all_of_them_end_together_and_the_former_texts_are_back(room: Room, here: Replica) -> None:
    here.bundles.plan(BAO, "一批", here.approve_all(), MONDAY, until=FRIDAY)
    room.clock.now = MONDAY
    assert here.on_time.carry_out_due() == 3
    room.clock.now = FRIDAY
    assert room.second.on_time.carry_out_due() == 3
    assert here.live() == WAS
    assert here.plans.load_open() == []


def test_after_days_without_a_server_all_come_and_go_at_the_first_look(room: Room, here: Replica) -> None:
    here.bundles.plan(BAO, "一批", here.approve_all(), MONDAY, until=FRIDAY)
    room.clock.now = FRIDAY + timedelta(days=2)
    assert here.on_time.carry_out_due() == 6
    assert here.live() == WAS


def test_an_end_of_all_waits_where_one_of_them_was_published_anew(room: Room, here: Replica) -> None:
    here.bundles.plan(BAO, "一批", here.approve_all(), MONDAY, until=FRIDAY)
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    newer = here.approve(ONE, department="户政科")
    here.desk.publish(BAO, ONE, newer.token)
    room.clock.now = FRIDAY
    assert here.on_time.carry_out_due() == 0
    assert here.live() == {ONE: "户政科", TWO: "派出所", THREE: "派出所"}
    assert dict(here.problems()) == {ONE: "live_changed", TWO: "not_together", THREE: "not_together"}


def test_they_are_moved_cancelled_and_seen_as_one(room: Room, here: Replica) -> None:
    here.bundles.plan(BAO, "一批", here.approve_all(), MONDAY, until=FRIDAY)
    second = here.plans.load_open()[1]
    here.plans.move(BAO, second.number, second.version, MONDAY + timedelta(days=1))
    moments = {plan.due_at for plan in here.plans.load_open() if plan.slot == "begin"}
    assert moments == {MONDAY + timedelta(days=1)}
    with pytest.raises(StaleError):
        here.plans.cancel(BAO, second.number, second.version)
    with pytest.raises(MomentError):
        here.plans.move(BAO, second.number, second.version + 1, FRIDAY)
    here.plans.cancel(BAO, second.number, second.version + 1)
    assert here.plans.load_open() == []
    room.clock.now = FRIDAY
    assert here.on_time.carry_out_due() == 0
    assert here.live() == WAS


def test_texts_that_break_a_rule_only_together_are_not_planned_together(here: Replica) -> None:
    """Each was right when it was approved: the guide was there, and nothing that was live needed it."""
    naming = here.approve(THREE, services=[ONE, CLAIM])
    opened = here.desk.open(CLAIM)
    here.desk.save(ANNA, CLAIM, {}, opened.token, reason="不办了")
    leaving = here.approve_written(CLAIM)
    with pytest.raises(FaultyTogetherError) as refused:
        here.bundles.plan(BAO, "一批", [naming, leaving], MONDAY)
    assert {key: [fault.code for fault in found] for key, found in refused.value.faults.items()} == {
        THREE: ["no_such_service"],
        CLAIM: ["still_needed"],
    }
    assert here.plans.load_open() == []
    here.bundles.plan(BAO, "一批", [here.approve(TWO, department="派出所"), leaving], MONDAY)


def test_what_leaves_together_with_what_needs_it_may_leave(here: Replica) -> None:
    naming = here.approve(THREE, services=[ONE, CLAIM])
    here.desk.publish(BAO, THREE, naming.token)
    needing = here.desk.open(THREE).text
    checker, today = GuideChecker(here.database, content_folder() / "wording"), NOW.date()
    assert list(checker.find_faults_together({CLAIM: {}}, today)) == [CLAIM]
    assert checker.find_faults_together({CLAIM: {}, THREE: {**needing, "services": [ONE]}}, today) == {}
    assert set(checker.find_faults_together({CLAIM: {}, THREE: needing}, today)) == {CLAIM, THREE}
    assert checker.find_faults_together({CLAIM: {}, THREE: {}}, today) == {}


def test_two_that_would_bear_one_name_are_found_only_when_they_are_looked_at_together(here: Replica) -> None:
    checker, today = GuideChecker(here.database, content_folder() / "wording"), NOW.date()
    texts = {key: {**here.desk.open(key).text, "aliases": ["放风筝"], "status": "sourced"} for key in (ONE, TWO)}

    def codes(found: Mapping[str, list[Fault]], key: str) -> set[str]:
        return {fault.code for fault in found.get(key, [])}

    alone = {key: codes(checker.find_faults_together({key: text}, today), key) for key, text in texts.items()}
    both = checker.find_faults_together(texts, today)
    assert {key: codes(both, key) - alone[key] for key in texts} == {ONE: {"name_shared"}, TWO: {"name_shared"}}


@pytest.mark.parametrize(
    ("title", "count", "reason"), [("", 2, "bundle_title"), ("长" * 61, 2, "bundle_title"), ("一批", 1, "bundle_few")]
)
def test_a_bundle_has_a_name_and_two_texts_at_least(here: Replica, title: str, count: int, reason: str) -> None:
    chosen = [here.approve(key, department="派出所") for key in (ONE, TWO)][:count]
    with pytest.raises(BundleRefusedError, match=reason):
        here.bundles.plan(BAO, title, chosen, MONDAY)


def test_only_who_may_publish_every_one_of_them_plans_them(here: Replica) -> None:
    chosen = here.approve_all()
    with pytest.raises(RefusedError, match="role"):
        here.bundles.plan(ANNA, "一批", chosen, MONDAY)
    with pytest.raises(MomentError):
        here.bundles.plan(BAO, "一批", chosen, NOW)
    with pytest.raises(MomentError):
        here.bundles.plan(BAO, "一批", chosen, FRIDAY, until=MONDAY)
    here.plans.plan_publishing(BAO, ONE, chosen[0].token, FRIDAY)
    with pytest.raises(TakenError):
        here.bundles.plan(BAO, "一批", chosen, MONDAY)
    assert [plan.key for plan in here.plans.load_open()] == [ONE], "nothing of the bundle was kept"
    old = Chosen(TWO, Token(1, 1, 1))
    with pytest.raises(StaleError):
        here.bundles.plan(BAO, "一批", [old, chosen[2]], MONDAY)


def test_what_nobody_approved_is_not_offered(here: Replica) -> None:
    here.approve(ONE, department="派出所")
    opened = here.desk.open(TWO)
    here.desk.save(ANNA, TWO, {**opened.text, "notes": "x"}, opened.token)
    assert [one.key for one in here.bundles.find_candidates(BAO)] == [ONE]
    assert here.bundles.find_candidates(ANNA) == []
    chosen = [Chosen(ONE, here.desk.open(ONE).token), Chosen(TWO, here.desk.open(TWO).token)]
    with pytest.raises(RefusedError, match="state"):
        here.bundles.plan(BAO, "一批", chosen, MONDAY)


def test_whoever_saves_one_of_them_at_the_very_moment_keeps_nobody_waiting_for_ever(room: Room) -> None:
    """The writer holds a text and wants the end of the trail, the clock holds that and wants the text: never both."""
    for number in range(3):
        chosen = [room.first.approve(key, department=f"第{number}科") for key in ALL]
        due = room.clock() + timedelta(minutes=1)
        room.first.bundles.plan(BAO, "一批", chosen, due)
        room.clock.now = due
        together = Barrier(3)
        outcomes: list[str] = []

        def save(key: str, together: Barrier = together, outcomes: list[str] = outcomes) -> None:
            opened = room.second.desk.open(key)
            together.wait()
            try:
                room.second.desk.save(ANNA, key, {**opened.text, "notes": "问过"}, opened.token)
                outcomes.append("saved")
            except (StaleError, ConflictError):
                outcomes.append("late")

        def look(together: Barrier = together, outcomes: list[str] = outcomes) -> None:
            together.wait()
            room.first.on_time.carry_out_due()
            outcomes.append("looked")

        threads = [Thread(target=save, args=(key,)) for key in (TWO, ONE)]
        threads.append(Thread(target=look))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(outcomes) == 3, outcomes
        # Whatever came first: all of them are live, or none is and each says why.
        live = set(room.first.live().values())
        assert live == {f"第{number}科"} or room.first.problems()
        for plan in room.first.plans.load_open():
            room.first.plans.note_seen(BAO, plan.number, plan.version)
            break
        for key in ALL:
            opened = room.first.desk.open(key)
            if opened.work.state != "published":
                room.first.desk.save(ANNA, key, opened.live_text or {}, opened.token)
