"""Whatever people and servers do in whatever order: what is live was approved by somebody else, and nothing goes out
twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from channel_api.editing.schedules import MomentError
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import ConflictError, EditingDesk, FaultyGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.on_time import OnTime
from channel_api.publishing import publish_content
from channel_api.schedule_desk import PlanRefusedError, ScheduleDesk
from channel_api.store import editors, schedules
from channel_api.store.database import Database
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import load_trail
from channel_api.store.schedules import TakenError
from channel_api.store.upgrading import upgrade
from content.files import content_folder
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.sample_content import ID_CARD, sample_content
from tests.drawn import examples

KEY = ID_CARD.id
PEOPLE = tuple(Person(name, frozenset({"editor", "reviewer", "publisher"})) for name in ("anna", "bao"))
REFUSALS = (FaultyGuideError, RefusedError, StaleError, TakenError, MomentError, PlanRefusedError, ConflictError)
WHO = st.sampled_from(PEOPLE)
HOURS = st.integers(1, 30)


@dataclass
class Filled:
    """A database with the sample content that every run begins from."""

    path: Path
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def copy(self) -> str:
        copy = self.path.with_name(f"{next(self.numbers)}.sqlite3")
        shutil.copyfile(self.path, copy)
        return f"sqlite:///{copy}"


@pytest.fixture(scope="module")
def filled() -> Iterator[Filled]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "filled.sqlite3"
        database = Database.from_url(f"sqlite:///{path}")
        upgrade(database)
        publish_content(database, sample_content(), now=NOW)
        with database.write() as connection:
            for person in PEOPLE:
                editors.add_editor(connection, person.name, "no password", sorted(person.roles), NOW)
        database.close()
        yield Filled(path)


class PeopleAndServers(RuleBasedStateMachine):
    """Two people who may do everything but approve their own, and two servers."""

    filled: Filled

    def __init__(self) -> None:
        super().__init__()
        url = self.filled.copy()
        self.clock = StandingClock()
        self.databases = [Database.from_url(url) for _ in range(2)]
        checker = GuideChecker(self.databases[0], content_folder() / "wording")
        self.desk = EditingDesk(self.databases[0], self.clock, checker)
        self.plans = ScheduleDesk(self.databases[0], self.clock, checker)
        self.servers = [OnTime(one, self.clock, self.desk, checker, self.count) for one in self.databases]
        self.counted: list[str] = []
        self.approved = {ID_CARD.department}
        self.saves = 0

    def count(self, outcome: str) -> None:
        self.counted.append(outcome)

    @rule(who=WHO)
    def save(self, who: Person) -> None:
        opened = self.desk.open(KEY)
        self.saves += 1
        self.desk.save(who, KEY, {**opened.text, "department": f"第{self.saves}科"}, opened.token)

    @rule(who=WHO)
    def submit(self, who: Person) -> None:
        with suppress(*REFUSALS):
            self.desk.submit(who, KEY, self.desk.open(KEY).token)

    @rule(who=WHO)
    def approve(self, who: Person) -> None:
        with suppress(*REFUSALS):
            opened = self.desk.open(KEY)
            self.desk.approve(who, KEY, opened.token)
            assert who.name not in opened.work.authors
            self.approved.add(str(opened.text["department"]))

    @rule(who=WHO)
    def give_back(self, who: Person) -> None:
        with suppress(*REFUSALS):
            self.desk.give_back(who, KEY, self.desk.open(KEY).token, "再问问")

    @rule(who=WHO)
    def publish(self, who: Person) -> None:
        with suppress(*REFUSALS):
            self.desk.publish(who, KEY, self.desk.open(KEY).token)

    @rule(who=WHO, hours=HOURS, until=st.one_of(st.none(), HOURS))
    def plan(self, who: Person, hours: int, until: int | None) -> None:
        moment = self.clock() + timedelta(hours=hours)
        end = None if until is None else self.clock() + timedelta(hours=until)
        with suppress(*REFUSALS):
            self.plans.plan_publishing(who, KEY, self.desk.open(KEY).token, moment, until=end)

    @rule(who=WHO, hours=HOURS)
    def plan_end(self, who: Person, hours: int) -> None:
        opened = self.desk.open(KEY)
        with suppress(*REFUSALS):
            self.plans.plan_end(who, KEY, opened.current_live_revision, self.clock() + timedelta(hours=hours))

    @rule(who=WHO, number=st.integers(1, 6), version=st.integers(1, 3), hours=HOURS)
    def move(self, who: Person, number: int, version: int, hours: int) -> None:
        with suppress(*REFUSALS):
            self.plans.move(who, number, version, self.clock() + timedelta(hours=hours))

    @rule(who=WHO, number=st.integers(1, 6), version=st.integers(1, 3))
    def cancel(self, who: Person, number: int, version: int) -> None:
        with suppress(*REFUSALS):
            self.plans.cancel(who, number, version)

    @rule(hours=st.integers(1, 20), order=st.permutations((0, 1)))
    def time_passes(self, hours: int, order: list[int]) -> None:
        self.clock.advance(hours=hours)
        for at in order:
            self.servers[at].carry_out_due()

    @invariant()
    def what_is_live_was_approved_by_somebody_else(self) -> None:
        live = self.desk.open(KEY).live_text
        assert live is None or live["department"] in self.approved

    @invariant()
    def every_moment_is_done_once_or_says_why_not(self) -> None:
        with self.databases[0].read() as connection:
            waiting = schedules.load_open(connection)
            over = schedules.load_over(connection, most=100)
            acts = [trace.act for trace in load_trail(connection, most=1_000, subject=KEY)]
        done = [plan for plan in over if plan.state == "done"]
        assert self.counted.count("done") == len(done) == acts.count("on_time")
        assert all(plan.problem for plan in waiting if plan.state == "failed")
        slots = [plan.slot for plan in waiting if plan.state == "waiting"]
        assert len(set(slots)) == len(slots)

    def teardown(self) -> None:
        for database in self.databases:
            database.close()


@pytest.mark.hypothesis
def test_in_whatever_order_people_and_servers_act_nothing_unread_goes_out_and_nothing_twice(filled: Filled) -> None:
    machine = type("FilledMachine", (PeopleAndServers,), {"filled": filled})
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples(15), stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
