"""Carries out what was planned, when its moment has come: each exactly once, however many servers look.

A plan and the publication it asks for are one transaction, and the plan's row is claimed in it: whoever comes second
finds it claimed and writes nothing. What cannot be carried out leaves what is live as it is, and says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Event

from channel_api.belonging import Belonging
from channel_api.clock import Clock, day_of
from channel_api.editing.schedules import Problem, find_problem
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import EditingDesk, FaultyGuideError, NoSuchGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Opened, Token
from channel_api.persons import find_person
from channel_api.republishing import (
    find_faults_of,
    find_published_text,
    put_in_force,
    require_opened,
    require_right,
)
from channel_api.runtime import Services
from channel_api.schedule_desk import spelled
from channel_api.store import documents, drafts, schedules
from channel_api.store.database import Connection, Database, StoreUnavailableError
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.store.schedules import Schedule
from content.files import content_folder

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 1.0  # how late something may happen; one indexed question a second is nothing to a database
AWAY_SECONDS = 10.0  # before a database that was away is asked again
PROBLEM_OF: dict[str, Problem] = {"role": "no_right", "live_changed": "live_changed", "faulty": "faulty"}

Count = Callable[[str], None]
"""Told `done` or `failed` for every plan whose moment came."""


class NotNowError(Exception):
    """What was planned cannot be done; nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class OnTime:
    """One in every worker of every replica; they need not know of each other."""

    def __init__(
        self, database: Database, clock: Clock, desk: EditingDesk, checker: GuideChecker, count: Count
    ) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._checker = checker
        self._count = count
        self._belonging = Belonging()

    @classmethod
    def of(cls, services: Services, count: Count) -> OnTime:
        """With desks of its own; they hold nothing but the database."""
        checker = GuideChecker(services.database, content_folder() / "wording")
        desk = EditingDesk(services.database, services.clock, checker)
        return cls(services.database, services.clock, desk, checker, count)

    def run(self, stopping: Event) -> None:
        """Looks again and again until it is told to stop; what was missed meanwhile is done at the first look."""
        while not stopping.is_set():
            try:
                self.carry_out_due()
                stopping.wait(LOOK_SECONDS)
            except StoreUnavailableError as error:
                LOG.warning("plans wait: %s", error)
                stopping.wait(AWAY_SECONDS)
            except Exception as error:  # whatever it is, the next look tries again
                LOG.error("plans not looked at: %s", type(error).__name__)
                stopping.wait(AWAY_SECONDS)

    def carry_out_due(self) -> int:
        """How many were carried out here. Raises StoreUnavailableError; what was not done then is still planned."""
        # Twice: the end of what has only now begun may be due too, after days without a server.
        return sum([self._carry_out(plan) for _ in range(2) for plan in self._load_due()])

    def _load_due(self) -> list[Schedule]:
        with self._database.read() as connection:
            return schedules.load_due(connection, self._clock())

    def _carry_out(self, plan: Schedule) -> bool:
        try:
            if plan.act == "publish":
                self._publish(plan)
            else:
                self._end(plan)
        except NotNowError as error:
            self._fail(plan, error.problem)
        except StoreUnavailableError:
            raise
        except StaleError:  # somebody wrote at this very moment
            if plan.act == "publish":
                self._fail_unless_done(plan)
        except Exception as error:  # one plan that breaks must not keep all others from their moment
            LOG.error("plan %d not carried out: %s", plan.number, type(error).__name__)
            self._fail(plan, "unexpected")
        else:
            self._count("done")
            return True
        return False

    def _publish(self, plan: Schedule) -> None:
        token, who = Token.parse(plan.token), self._find_person(plan)
        if token is None:
            raise NotNowError("changed")
        self._require_unchanged(plan, token)
        try:
            self._desk.publish(who, plan.key, token, along=lambda on, live: self._note_begun(on, plan, token, live))
        except FaultyGuideError:
            raise NotNowError("faulty") from None
        except NoSuchGuideError:
            raise NotNowError("missing") from None
        except RefusedError as error:
            raise NotNowError(PROBLEM_OF.get(error.reason, "not_approved")) from None

    def _require_unchanged(self, plan: Schedule, token: Token) -> None:
        with self._database.read() as connection:
            opened = _require_there(connection, plan)
            planned = drafts.find_revision(connection, plan.key, token.revision)
        problem = find_problem(
            is_same_text=opened.token == token,
            state=opened.work.state,
            has_live_changed=opened.has_live_changed,
            live_revision_of_text=planned.live_revision if planned else None,
        )
        if problem is not None:
            raise NotNowError(problem)

    def _note_begun(self, connection: Connection, plan: Schedule, token: Token, live: int) -> None:
        """In the transaction of the publication: both are kept, or neither."""
        self._claim(connection, plan)
        follower = schedules.find_follower(connection, plan.number)
        if follower is not None:
            schedules.bind_schedule(connection, follower, live_revision=live, back_to=token.live_revision)

    def _end(self, plan: Schedule) -> None:
        who, text = self._find_person(plan), self._load_former(plan)
        if find_faults_of(self._checker, plan.key, text, day_of(self._clock())):
            raise NotNowError("faulty" if text else "still_needed")
        with self._database.write() as connection:
            documents.lock(connection)  # nothing else goes live between this look and the writing
            self._claim(connection, plan)
            opened = _require_there(connection, plan)
            if opened.current_live_revision != plan.live_revision:
                raise NotNowError("live_changed")
            _require_right(connection, self._belonging, who, opened)
            told = {"back_to": str(plan.back_to)} if text else {}
            put_in_force(connection, who, opened, text, act=plan.act, now=self._clock(), told=told)

    def _load_former(self, plan: Schedule) -> Text:
        if plan.act == "withdraw":
            return {}
        with self._database.read() as connection:
            text = find_published_text(connection, plan.key, plan.back_to)
        if text is None:
            raise NotNowError("nothing_before")
        return text

    def _claim(self, connection: Connection, plan: Schedule) -> None:
        now = self._clock()
        schedules.end_schedule(connection, plan, "done", now=now)
        add_trace(connection, who=plan.made_by, act="on_time", subject=plan.key, now=now, details=spelled(plan))

    def _find_person(self, plan: Schedule) -> Person:
        """Whoever planned it, with the rights of today: an account that was ended moves nothing any more."""
        with self._database.read() as connection:
            person = find_person(connection, plan.made_by)
        if person is None:
            raise NotNowError("no_right")
        return person

    def _fail_unless_done(self, plan: Schedule) -> None:
        """Another replica was faster, or somebody cancelled or moved it: then there is nothing left to say."""
        with self._database.read() as connection:
            now = schedules.find_schedule(connection, plan.number)
        if now == plan:
            self._fail(plan, "changed")

    def _fail(self, plan: Schedule, problem: Problem) -> None:
        now = self._clock()
        try:
            with self._database.write() as connection:
                self._write_failure(connection, plan, problem, now)
                follower = schedules.find_follower(connection, plan.number)
                if follower is not None:
                    self._write_failure(connection, follower, "not_begun", now)
        except StaleError:
            return  # it was carried out, moved or cancelled at this very moment
        LOG.warning("plan %d not carried out: %s", plan.number, problem)
        self._count("failed")

    def _write_failure(self, connection: Connection, plan: Schedule, problem: Problem, now: datetime) -> None:
        schedules.end_schedule(connection, plan, "failed", now=now, problem=problem)
        told = spelled(replace(plan, problem=problem))
        add_trace(connection, who=plan.made_by, act="plan_failed", subject=plan.key, now=now, details=told)


def _require_there(connection: Connection, plan: Schedule) -> Opened:
    try:
        return require_opened(connection, plan.key)
    except NoSuchGuideError:
        raise NotNowError("missing") from None


def _require_right(connection: Connection, belonging: Belonging, who: Person, opened: Opened) -> None:
    try:
        require_right(connection, belonging, who, "publish", opened)
    except RefusedError:
        raise NotNowError("no_right") from None
