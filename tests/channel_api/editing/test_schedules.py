"""What is planned happens at its moment, once, on both databases; and what cannot happen leaves the live text alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from channel_api.app import METRICS, create_app
from channel_api.clock import SHANGHAI
from channel_api.editing.kinds import kind_of
from channel_api.editing.schedules import LONGEST_AHEAD, MomentError, parse_moment, require_plannable
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import EditingDesk, FaultyGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.on_time import OnTime
from channel_api.opened_guide import Token
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.schedule_desk import PlanRefusedError, ScheduleDesk
from channel_api.store import editors, schedules
from channel_api.store.database import Database, StoreUnavailableError
from channel_api.store.drafts import StaleError, load_revisions
from channel_api.store.editing_trail import load_trail
from channel_api.store.schedules import Schedule, TakenError
from content.files import content_folder
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.sample_content import GUIDES, ID_CARD, TOPICS, sample_content

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"editor", "reviewer", "publisher"}))
KEY = ID_CARD.id
MONDAY = NOW + timedelta(days=7)
FRIDAY = NOW + timedelta(days=11)


class Replica:
    """One server among several on the same database."""

    def __init__(self, services: Services, database: Database) -> None:
        checker = GuideChecker(database, content_folder() / "wording")
        self.database = database
        self.counted: list[str] = []
        self.desk = EditingDesk(database, services.clock, checker)
        self.plans = ScheduleDesk(database, services.clock, checker)
        self.on_time = OnTime(database, services.clock, self.desk, checker, self.counted.append)

    def approve(self, **fields: object) -> Token:
        """A change that anna wrote and bao approved."""
        opened = self.desk.open(KEY)
        self.desk.save(ANNA, KEY, {**opened.text, **fields}, opened.token)
        self.desk.submit(ANNA, KEY, self.desk.open(KEY).token)
        self.desk.approve(BAO, KEY, self.desk.open(KEY).token)
        return self.desk.open(KEY).token

    def publish(self, **fields: object) -> int:
        return self.desk.publish(BAO, KEY, self.approve(**fields))

    def live(self, name: str = "department") -> object:
        text = self.desk.open(KEY).live_text
        assert text is not None
        return text.get(name)

    def open_plans(self) -> list[Schedule]:
        return self.plans.load_open()

    def acts(self) -> list[tuple[str, str]]:
        with self.database.read() as connection:
            return [(trace.who, trace.act) for trace in reversed(load_trail(connection, most=100, subject=KEY))]


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


def test_an_approved_draft_goes_live_at_its_moment_and_not_before(room: Room, here: Replica) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所"), MONDAY)
    room.clock.now = MONDAY - timedelta(seconds=1)
    assert here.on_time.carry_out_due() == 0
    assert here.live() == "公安局"
    room.clock.now = MONDAY
    assert here.on_time.carry_out_due() == 1
    assert (here.live(), here.desk.open(KEY).work.state) == ("派出所", "published")
    assert here.open_plans() == []
    assert here.counted == ["done"]
    assert here.acts()[-2:] == [("bao", "publish"), ("bao", "on_time")]


def test_a_server_that_was_down_at_the_moment_does_it_at_its_next_start_once(room: Room) -> None:
    room.first.plans.plan_publishing(BAO, KEY, room.first.approve(department="派出所"), MONDAY)
    room.clock.now = MONDAY + timedelta(days=3)
    assert room.second.on_time.carry_out_due() == 1
    assert room.second.on_time.carry_out_due() == 0
    assert room.first.on_time.carry_out_due() == 0
    assert room.first.live() == "派出所"


def test_two_servers_that_look_at_once_publish_once(room: Room) -> None:
    both = (room.first, room.second)
    for number in range(5):
        before = room.first.desk.open(KEY).current_live_revision
        due = room.clock() + timedelta(minutes=1)
        room.first.plans.plan_publishing(BAO, KEY, room.first.approve(department=f"第{number}科"), due)
        room.clock.now = due
        together = Barrier(2)
        done: list[int] = []

        def look(replica: Replica, together: Barrier = together, done: list[int] = done) -> None:
            together.wait()
            done.append(replica.on_time.carry_out_due())

        threads = [Thread(target=look, args=(replica,)) for replica in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == [0, 1]
        assert room.first.desk.open(KEY).current_live_revision == before + 1
    assert [outcome for replica in both for outcome in replica.counted] == ["done"] * 5
    assert room.first.open_plans() == []


def test_a_text_comes_and_goes_by_one_plan_even_where_both_moments_were_missed(room: Room, here: Replica) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="临时窗口"), MONDAY, until=FRIDAY)
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert here.live() == "临时窗口"
    room.clock.now = FRIDAY
    assert here.on_time.carry_out_due() == 1
    assert here.live() == "公安局"
    assert here.desk.open(KEY).work.state == "published"
    with here.database.read() as connection:
        assert [one.act for one in load_revisions(connection, KEY, most=9)] == ["go_back", "save", "live"]
    begin = room.clock() + timedelta(days=1)
    here.plans.plan_publishing(BAO, KEY, here.approve(department="又是临时"), begin, until=begin + timedelta(days=1))
    room.clock.now = begin + timedelta(days=30)
    assert here.on_time.carry_out_due() == 2
    assert (here.live(), here.open_plans()) == ("公安局", [])


def test_what_is_live_stays_until_its_end_and_then_the_former_text_is_back(room: Room, here: Replica) -> None:
    live = here.publish(department="派出所")
    former = here.plans.load_plans(KEY).former
    assert former is not None
    assert former.text["department"] == "公安局"
    here.plans.plan_end(BAO, KEY, live, FRIDAY)
    room.clock.now = FRIDAY - timedelta(minutes=1)
    here.on_time.carry_out_due()
    assert here.live() == "派出所"
    room.clock.now = FRIDAY
    here.on_time.carry_out_due()
    assert here.live() == "公安局"
    assert here.desk.open(KEY).token.revision == 3
    assert here.acts()[-2:] == [("bao", "on_time"), ("bao", "go_back")]


def test_a_draft_that_is_being_written_when_the_end_comes_goes_on_and_says_what_changed(
    room: Room, here: Replica
) -> None:
    here.plans.plan_end(BAO, KEY, here.publish(department="派出所"), FRIDAY)
    token = here.approve(notes="问过窗口")
    room.clock.now = FRIDAY
    here.on_time.carry_out_due()
    opened = here.desk.open(KEY)
    assert (here.live(), opened.token, opened.text["notes"]) == ("公安局", token, "问过窗口")
    assert opened.has_live_changed


def test_a_draft_that_changed_after_it_was_planned_does_not_go_out_and_the_plan_says_why(
    room: Room, here: Replica
) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所"), MONDAY, until=FRIDAY)
    here.approve(department="没人计划过的科")
    room.clock.now = MONDAY
    assert here.on_time.carry_out_due() == 0
    assert here.live() == "公安局"
    told = [(plan.act, plan.state, plan.problem) for plan in here.open_plans()]
    assert told == [("publish", "failed", "changed"), ("go_back", "failed", "not_begun")]
    assert here.counted == ["failed"]
    assert [act for _, act in here.acts()[-2:]] == ["plan_failed", "plan_failed"]
    assert here.on_time.carry_out_due() == 0, "it is tried once"
    for plan in here.open_plans():
        here.plans.note_seen(BAO, plan.number, plan.version)
    assert here.open_plans() == []


def test_what_was_given_back_published_by_hand_or_overtaken_by_an_import_is_told_apart(
    room: Room, here: Replica, services: Services
) -> None:
    token = here.approve(department="派出所")
    here.plans.plan_publishing(BAO, KEY, token, MONDAY)
    here.desk.give_back(BAO, KEY, token, "再问问")
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    due = MONDAY + timedelta(days=1)
    here.plans.plan_publishing(BAO, KEY, here.approve(department="户政科"), due)
    here.desk.publish(BAO, KEY, here.desk.open(KEY).token)
    room.clock.now = due
    here.on_time.carry_out_due()
    assert [plan.problem for plan in here.open_plans()] == ["not_approved", "published_by_hand"]


def test_an_import_between_approval_and_moment_stops_the_plan(room: Room, here: Replica, services: Services) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所"), MONDAY)
    newer = replace(ID_CARD, title="补领居民身份证")
    guides = {guide.id: guide for guide in (newer, *GUIDES[1:])}
    publish_content(services.database, sample_content(guides=guides), now=NOW)
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert [plan.problem for plan in here.open_plans()] == ["live_changed"]
    assert here.live("title") == newer.title


def test_rules_that_fail_at_the_moment_keep_what_is_live(room: Room, here: Replica, services: Services) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所", topic="medical"), MONDAY)
    topics = tuple(topic for topic in TOPICS if topic.id != "medical")
    guides = {guide.id: guide for guide in GUIDES if guide.topic != "medical"}
    publish_content(services.database, sample_content(topics=topics, guides=guides, scenarios=()), now=NOW)
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert [plan.problem for plan in here.open_plans()] == ["faulty"]
    assert here.live() == "公安局"


def test_whoever_lost_the_right_meanwhile_moves_nothing(room: Room, here: Replica) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所"), MONDAY)
    with here.database.write() as connection:
        editors.end_editor(connection, "bao", room.clock())
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert [plan.problem for plan in here.open_plans()] == ["no_right"]
    assert here.live() == "公安局"


def test_an_end_is_of_one_publication_only(room: Room, here: Replica) -> None:
    here.plans.plan_end(BAO, KEY, here.publish(department="派出所"), FRIDAY)
    here.publish(department="户政科")
    room.clock.now = FRIDAY
    here.on_time.carry_out_due()
    assert here.live() == "户政科"
    assert [plan.problem for plan in here.open_plans()] == ["live_changed"]


def test_one_beginning_and_one_end_wait_at_a_time(here: Replica) -> None:
    live = here.publish(department="派出所")
    here.plans.plan_end(BAO, KEY, live, FRIDAY)
    with pytest.raises(TakenError):
        here.plans.plan_end(BAO, KEY, live, MONDAY)
    token = here.approve(department="户政科")
    with pytest.raises(TakenError):
        here.plans.plan_publishing(BAO, KEY, token, MONDAY, until=FRIDAY)
    assert [plan.act for plan in here.open_plans()] == ["go_back"], "a plan is made whole or not at all"
    here.plans.plan_publishing(BAO, KEY, token, MONDAY)
    with pytest.raises(TakenError):
        here.plans.plan_publishing(BAO, KEY, token, MONDAY)


def test_a_plan_is_moved_and_cancelled_only_by_whoever_saw_how_it_stands(room: Room, here: Replica) -> None:
    number = here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所"), MONDAY, until=FRIDAY)
    here.plans.move(BAO, number, 1, MONDAY + timedelta(days=1))
    with pytest.raises(StaleError):
        here.plans.move(BAO, number, 1, FRIDAY)
    with pytest.raises(StaleError):
        here.plans.cancel(BAO, number, 1)
    with pytest.raises(MomentError, match="before_begin"):
        here.plans.move(BAO, number, 2, FRIDAY)
    end = next(plan for plan in here.open_plans() if plan.act == "go_back")
    with pytest.raises(MomentError, match="before_begin"):
        here.plans.move(BAO, end.number, end.version, MONDAY)
    here.plans.cancel(BAO, number, 2)
    assert here.open_plans() == [], "its end goes with it"
    room.clock.now = FRIDAY
    assert here.on_time.carry_out_due() == 0
    assert here.live() == "公安局"
    assert [act for _, act in here.acts()[-3:]] == ["plan_move", "plan_cancel", "plan_cancel"]


def test_who_may_not_publish_plans_nothing(here: Replica) -> None:
    live = here.publish(notes="问过窗口")
    token = here.approve(department="派出所")
    number = here.plans.plan_publishing(BAO, KEY, token, MONDAY)
    for doing in (
        lambda: here.plans.plan_publishing(ANNA, KEY, token, MONDAY),
        lambda: here.plans.plan_end(ANNA, KEY, live, MONDAY),
        lambda: here.plans.move(ANNA, number, 1, FRIDAY),
        lambda: here.plans.cancel(ANNA, number, 1),
        lambda: here.plans.note_seen(ANNA, number, 1),
    ):
        with pytest.raises(RefusedError, match="role"):
            doing()
    assert [plan.version for plan in here.open_plans()] == [1]


def test_what_nobody_approved_or_what_will_break_a_rule_is_not_even_planned(here: Replica) -> None:
    opened = here.desk.open(KEY)
    here.desk.save(ANNA, KEY, {**opened.text, "department": "派出所"}, opened.token)
    with pytest.raises(RefusedError, match="state"):
        here.plans.plan_publishing(BAO, KEY, here.desk.open(KEY).token, MONDAY)
    with pytest.raises(StaleError):
        here.plans.plan_publishing(BAO, KEY, opened.token, MONDAY)
    here.desk.save(ANNA, KEY, {**opened.text, "title": ""}, here.desk.open(KEY).token)
    with pytest.raises(FaultyGuideError):
        here.plans.plan_publishing(BAO, KEY, here.desk.open(KEY).token, MONDAY)


NEW = "winter-market"


def approve_new(here: Replica, **fields: object) -> Token:
    text = {"id": NEW, "region": "000000", "topic": "household", "title": "冬天赶集摆摊", **fields}
    here.desk.begin(ANNA, text)
    here.desk.submit(ANNA, NEW, here.desk.open(NEW).token)
    here.desk.approve(BAO, NEW, here.desk.open(NEW).token)
    return here.desk.open(NEW).token


def test_what_was_not_there_before_leaves_the_televisions_at_its_end(
    room: Room, here: Replica, services: Services, client: FlaskClient
) -> None:
    def status() -> int:
        services.catalogue.refresh()
        return client.get(f"/v1/services/{NEW}").status_code

    here.plans.plan_publishing(BAO, NEW, approve_new(here), MONDAY, until=FRIDAY)
    assert status() == 404
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert status() == 200
    assert [plan.act for plan in here.open_plans()] == ["withdraw"]
    room.clock.now = FRIDAY
    here.on_time.carry_out_due()
    assert (status(), here.open_plans()) == (404, [])
    opened = here.desk.open(NEW)
    assert (opened.is_live, opened.work.state) == (False, "published")


def test_a_notice_comes_and_leaves_the_televisions_at_its_moments(
    room: Room, here: Replica, services: Services, client: FlaskClient
) -> None:
    def titles() -> list[str]:
        services.catalogue.refresh()
        return [notice["title"] for notice in client.get("/v1/notices?limit=100").get_json()["items"]]

    notice = kind_of("notice:spring-hours")
    text = {"id": "spring-hours", "region": "000000", "title": "春节期间的办事时间", "text": "初一到初七不上班。"}
    key = here.desk.begin(ANNA, text, notice).key
    here.desk.submit(ANNA, key, here.desk.open(key).token)
    here.desk.approve(BAO, key, here.desk.open(key).token)
    here.plans.plan_publishing(BAO, key, here.desk.open(key).token, MONDAY, until=FRIDAY)
    seen = []
    for moment in (NOW, MONDAY, FRIDAY):
        room.clock.now = moment
        here.on_time.carry_out_due()
        seen.append(text["title"] in titles())
    assert seen == [False, True, False]


def test_an_approved_withdrawal_waits_for_its_moment_like_any_other_draft(room: Room, here: Replica) -> None:
    here.desk.publish(BAO, NEW, approve_new(here))
    here.desk.save(ANNA, NEW, {}, here.desk.open(NEW).token, reason="不办了")
    here.desk.submit(ANNA, NEW, here.desk.open(NEW).token)
    here.desk.approve(BAO, NEW, here.desk.open(NEW).token)
    here.plans.plan_publishing(BAO, NEW, here.desk.open(NEW).token, MONDAY)
    assert here.desk.open(NEW).is_live
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert not here.desk.open(NEW).is_live
    assert here.counted == ["done"]


def test_what_others_point_at_does_not_leave_by_itself(room: Room, here: Replica) -> None:
    opened = here.desk.open("medical-claim")
    with pytest.raises(FaultyGuideError):
        here.plans.plan_end(BAO, "medical-claim", opened.current_live_revision, FRIDAY)
    with here.database.write() as connection:
        schedules.add_schedule(
            connection,
            Schedule(
                key="medical-claim",
                act="withdraw",
                due_at=MONDAY,
                made_by="bao",
                made_at=NOW,
                live_revision=opened.current_live_revision,
            ),
        )
    room.clock.now = MONDAY
    here.on_time.carry_out_due()
    assert [plan.problem for plan in here.open_plans()] == ["still_needed"]
    assert here.desk.open("medical-claim").is_live


class StopAfter:
    """Stands in for the event that ends the looking: it says stop after some looks, and no time passes."""

    def __init__(self, looks: int) -> None:
        self.left = looks
        self.waited: list[float] = []

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return False


class Away(OnTime):
    """The database is away at the first look."""

    looked = 0

    def carry_out_due(self) -> int:
        self.looked += 1
        if self.looked == 1:
            raise StoreUnavailableError("away")
        if self.looked == 2:
            raise RuntimeError("a fault of the program")
        return super().carry_out_due()


def test_the_looking_goes_on_after_a_database_that_was_away_and_after_a_fault(
    room: Room, here: Replica, services: Services
) -> None:
    here.plans.plan_publishing(BAO, KEY, here.approve(department="派出所"), MONDAY)
    room.clock.now = MONDAY
    stopping = StopAfter(3)
    checker = GuideChecker(here.database, content_folder() / "wording")
    Away(here.database, services.clock, here.desk, checker, here.counted.append).run(stopping)  # type: ignore[arg-type]
    assert here.live() == "派出所"
    assert stopping.waited == [10.0, 10.0, 1.0]


class BrokenDesk(EditingDesk):
    """Whatever it publishes breaks the program."""

    def publish_in(self, *_given: object, **_named: object) -> int:
        raise ZeroDivisionError


def test_a_plan_that_breaks_the_program_keeps_no_other_from_its_moment(
    room: Room, here: Replica, services: Services
) -> None:
    here.plans.plan_end(BAO, KEY, here.publish(department="派出所"), FRIDAY)
    here.plans.plan_publishing(BAO, KEY, here.approve(department="户政科"), MONDAY)
    room.clock.now = FRIDAY
    checker = GuideChecker(here.database, content_folder() / "wording")
    broken = BrokenDesk(here.database, services.clock, checker)
    OnTime(here.database, services.clock, broken, checker, here.counted.append).carry_out_due()
    assert [plan.problem for plan in here.open_plans()] == ["unexpected"]
    assert here.live() == "公安局", "the end was carried out all the same"
    assert here.counted == ["failed", "done"]


def test_the_operator_sees_in_the_metrics_what_was_carried_out(services: Services, client: FlaskClient) -> None:
    app = create_app(services)
    OnTime.of(services, app.extensions[METRICS].count_plan).run(a_set_event())
    app.extensions[METRICS].count_plan("failed")
    told = app.test_client().get("/metrics", environ_overrides={"REMOTE_ADDR": "127.0.0.1"}).get_data(as_text=True)
    assert 'channel_plans_total{outcome="failed"} 1.0' in told


def a_set_event() -> Event:
    event = Event()
    event.set()
    return event


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("2026-12-01", "08:30", datetime(2026, 12, 1, 8, 30, tzinfo=SHANGHAI)),
        ("2026年12月1日", "8：05", datetime(2026, 12, 1, 8, 5, tzinfo=SHANGHAI)),
        ("2028/2/29", "00:00", datetime(2028, 2, 29, tzinfo=SHANGHAI)),
    ],
)
def test_a_moment_is_read_as_fields_send_it_and_as_people_type_it(day: str, hour: str, moment: datetime) -> None:
    assert parse_moment(day, hour) == moment


@pytest.mark.parametrize(
    ("day", "hour"), [("", ""), ("2026-02-30", "08:00"), ("2026-12-01", "24:00"), ("明天", "8点"), ("1-1-1", "08:00")]
)
def test_what_is_no_moment_is_refused(day: str, hour: str) -> None:
    with pytest.raises(MomentError, match="form"):
        parse_moment(day, hour)


@given(st.text(max_size=20), st.text(max_size=8))
def test_whatever_is_typed_gives_a_moment_or_a_plain_refusal(day: str, hour: str) -> None:
    try:
        moment = parse_moment(day, hour)
    except MomentError:
        return  # the page asks again; any other error would be a page of its own
    assert moment.utcoffset() == timedelta(hours=8)


@given(st.timedeltas(min_value=timedelta(days=-800), max_value=timedelta(days=1600)))
def test_only_moments_ahead_and_within_two_years_can_be_planned(ahead: timedelta) -> None:
    if timedelta(0) < ahead <= LONGEST_AHEAD:
        assert require_plannable(NOW + ahead, NOW) == NOW + ahead
        return
    with pytest.raises(MomentError, match="past" if ahead <= timedelta(0) else "too_far"):
        require_plannable(NOW + ahead, NOW)


def test_schedules_are_known_by_their_numbers_and_nothing_is_found_under_others(here: Replica) -> None:
    with pytest.raises(PlanRefusedError, match="plan_missing"):
        here.plans.cancel(BAO, 999, 1)
    with here.database.read() as connection:
        assert schedules.find_schedule(connection, 999) is None
        assert schedules.count_failed(connection) == 0
