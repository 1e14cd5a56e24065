"""Does what was planned, in one transaction: a text alone, or all texts of a bundle, of which all go live or none.

The rows of the plans are claimed in the transaction of the publication, so that of several servers one does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from channel_api.belonging import Belonging
from channel_api.clock import Clock, day_of
from channel_api.editing.kinds import kind_of
from channel_api.editing.schedules import Problem, find_problem
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import EditingDesk, FaultyGuideError, NoSuchGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Token
from channel_api.persons import find_person
from channel_api.republishing import find_published_text, put_in_force, require_opened, require_right
from channel_api.schedule_desk import spelled
from channel_api.store import documents, drafts, schedules
from channel_api.store.database import Connection, Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.schedules import Schedule

PROBLEM_OF: dict[str, Problem] = {"role": "no_right", "live_changed": "live_changed", "faulty": "faulty"}


class NotNowError(Exception):
    """What was planned cannot be done; nothing was written. `problems`: of some of the plans at least, by number."""

    def __init__(self, problems: Mapping[int, Problem]) -> None:
        super().__init__(", ".join(problems.values()))
        self.problems = problems


class PlanCarrier:
    """Safe to use from many threads and replicas."""

    def __init__(self, database: Database, clock: Clock, desk: EditingDesk, checker: GuideChecker) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._checker = checker
        self._belonging = Belonging()

    def carry_out(self, plans: Sequence[Schedule]) -> None:
        """All of these, which are of one bundle and slot, or none. Raises NotNowError, StaleError."""
        # A regional difference leaves before its guide, which would take it along and find its draft changed.
        ordered = sorted(plans, key=lambda plan: (kind_of(plan.key).name != "overlay", plan.number))
        (self._publish if ordered[0].act == "publish" else self._end)(ordered)

    def find_problems(self, plans: Sequence[Schedule]) -> dict[int, Problem]:
        """What would keep them from being published if their moment came now, but for the rules."""
        problems: dict[int, Problem] = {}
        with self._database.read() as connection:
            for plan in plans:
                problem = _find_problem(connection, plan)
                if problem is None and find_person(connection, plan.made_by) is None:
                    problem = "no_right"
                if problem is not None:
                    problems[plan.number] = problem
        return problems

    def _publish(self, plans: Sequence[Schedule]) -> None:
        problems = self.find_problems(plans)
        if problems:
            raise NotNowError(problems)
        with self._database.read() as connection:
            texts = {plan.key: require_opened(connection, plan.key).text for plan in plans}
        self._require_sound(plans, texts)
        with self._database.write() as connection:
            self._hold(connection, plans)
            for plan in plans:
                token, who = Token.parse(plan.token), _require_person(connection, plan)
                assert token is not None  # noqa: S101  a plan without one was a problem above
                try:
                    live = self._desk.publish_in(connection, who, plan.key, token)
                except RefusedError as error:
                    raise NotNowError({plan.number: PROBLEM_OF.get(error.reason, "not_approved")}) from None
                except FaultyGuideError:
                    raise NotNowError({plan.number: "faulty"}) from None
                self._trace(connection, plan)
                follower = schedules.find_follower(connection, plan.number)
                if follower is not None:
                    schedules.bind_schedule(connection, follower, live_revision=live, back_to=token.live_revision)

    def _end(self, plans: Sequence[Schedule]) -> None:
        with self._database.read() as connection:
            texts = {plan.key: _load_former(connection, plan) for plan in plans}
            people = {plan.number: _require_person(connection, plan) for plan in plans}
        self._require_sound(plans, texts)
        with self._database.write() as connection:
            self._hold(connection, plans)
            for plan in plans:
                self._trace(connection, plan)
                self._put_back(connection, people[plan.number], plan, texts[plan.key])

    def _put_back(self, connection: Connection, who: Person, plan: Schedule, text: Text) -> None:
        try:
            opened = require_opened(connection, plan.key)
            require_right(connection, self._belonging, who, "publish", opened)
        except NoSuchGuideError:
            raise NotNowError({plan.number: "missing"}) from None
        except RefusedError:
            raise NotNowError({plan.number: "no_right"}) from None
        if opened.current_live_revision != plan.live_revision:
            raise NotNowError({plan.number: "live_changed"})
        told = {"back_to": str(plan.back_to)} if text else {}
        put_in_force(connection, who, opened, text, act=plan.act, now=self._clock(), told=told)

    def _require_sound(self, plans: Sequence[Schedule], texts: Mapping[str, Text]) -> None:
        """By the rules of today, among all that is published and all that comes and goes with them."""
        faults = self._checker.find_faults_together(texts, day_of(self._clock()))
        found: dict[int, Problem] = {
            plan.number: "faulty" if texts[plan.key] else "still_needed" for plan in plans if plan.key in faults
        }
        if found:
            raise NotNowError(found)

    def _hold(self, connection: Connection, plans: Sequence[Schedule]) -> None:
        """Claims all of them; until the end nothing else goes live, no import either, and nobody writes these texts.

        Everybody who changes several plans begins with the first, so that nobody waits for anybody in a circle."""
        documents.lock(connection)
        for plan in sorted(plans, key=lambda plan: plan.number):
            schedules.end_schedule(connection, plan, "done", now=self._clock())
        drafts.hold_drafts(connection, [plan.key for plan in plans])

    def _trace(self, connection: Connection, plan: Schedule) -> None:
        told, now = spelled(plan), self._clock()
        add_trace(connection, who=plan.made_by, act="on_time", subject=plan.key, now=now, details=told)


def _find_problem(connection: Connection, plan: Schedule) -> Problem | None:
    token = Token.parse(plan.token)
    if token is None:
        return "changed"
    try:
        opened = require_opened(connection, plan.key)
    except NoSuchGuideError:
        return "missing"
    planned = drafts.find_revision(connection, plan.key, token.revision)
    return find_problem(
        is_same_text=opened.token == token,
        state=opened.work.state,
        has_live_changed=opened.has_live_changed,
        live_revision_of_text=planned.live_revision if planned else None,
    )


def _require_person(connection: Connection, plan: Schedule) -> Person:
    """Whoever planned it, with the rights of today: an account that was ended moves nothing any more."""
    person = find_person(connection, plan.made_by)
    if person is None:
        raise NotNowError({plan.number: "no_right"})
    return person


def _load_former(connection: Connection, plan: Schedule) -> Text:
    if plan.act == "withdraw":
        return {}
    text = find_published_text(connection, plan.key, plan.back_to)
    if text is None:
        raise NotNowError({plan.number: "nothing_before"})
    return text
