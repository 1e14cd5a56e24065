"""Looks for what was planned and whose moment has come: each is carried out exactly once, however many servers look.

A plan and the publication it asks for are one transaction, and the plan's row is claimed in it: whoever comes second
finds it claimed and writes nothing. What cannot be carried out leaves what is live as it is, and says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Event

from channel_api.clock import Clock
from channel_api.editing.schedules import Problem
from channel_api.editing_desk import EditingDesk
from channel_api.guide_checking import GuideChecker
from channel_api.plan_carrying import NotNowError, PlanCarrier
from channel_api.runtime import Services
from channel_api.schedule_desk import spelled
from channel_api.store import schedules
from channel_api.store.database import Connection, Database, StoreUnavailableError
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.store.schedules import Schedule
from content.files import content_folder

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 1.0  # how late something may happen; one indexed question a second is nothing to a database
AWAY_SECONDS = 10.0  # before a database that was away is asked again

Count = Callable[[str], None]
"""Told `done` or `failed` for every plan whose moment came."""


class OnTime:
    """One in every worker of every replica; they need not know of each other."""

    def __init__(
        self, database: Database, clock: Clock, desk: EditingDesk, checker: GuideChecker, count: Count
    ) -> None:
        self._database = database
        self._clock = clock
        self._carrier = PlanCarrier(database, clock, desk, checker)
        self._count = count

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
        return sum([self._carry_out(plans) for _ in range(2) for plans in self._load_due()])

    def _load_due(self) -> list[list[Schedule]]:
        """Each with all that has to happen together with it."""
        together: dict[tuple[int, str], list[Schedule]] = {}
        with self._database.read() as connection:
            for plan in schedules.load_due(connection, self._clock()):
                at = (-plan.number, plan.slot) if plan.bundle is None else (plan.bundle, plan.slot)
                together.setdefault(at, []).append(plan)
        return list(together.values())

    def _carry_out(self, plans: Sequence[Schedule]) -> int:
        try:
            self._carrier.carry_out(plans)
        except NotNowError as error:
            self._fail(plans, error.problems)
        except StoreUnavailableError:
            raise
        except StaleError:  # somebody wrote at this very moment
            if plans[0].act == "publish":
                self._fail_unless_done(plans)
        except Exception as error:  # one plan that breaks must not keep all others from their moment
            LOG.error("plan %d not carried out: %s", plans[0].number, type(error).__name__)
            self._fail(plans, {plan.number: "unexpected" for plan in plans})
        else:
            for _ in plans:
                self._count("done")
            return len(plans)
        return 0

    def _fail_unless_done(self, plans: Sequence[Schedule]) -> None:
        """Another replica was faster, or somebody cancelled or moved it: then there is nothing left to say."""
        with self._database.read() as connection:
            now = [schedules.find_schedule(connection, plan.number) for plan in plans]
        if now == list(plans):
            self._fail(plans, self._carrier.find_problems(plans) or {plans[0].number: "changed"})

    def _fail(self, plans: Sequence[Schedule], problems: Mapping[int, Problem]) -> None:
        """None of those that belong together happens; the live texts stay."""
        now = self._clock()
        try:
            with self._database.write() as connection:
                for plan in plans:
                    self._write_failure(connection, plan, problems.get(plan.number, "not_together"), now)
                    follower = schedules.find_follower(connection, plan.number)
                    if follower is not None:
                        self._write_failure(connection, follower, "not_begun", now)
        except StaleError:
            return  # it was carried out, moved or cancelled at this very moment
        for plan in plans:
            LOG.warning("plan %d not carried out: %s", plan.number, problems.get(plan.number, "not_together"))
            self._count("failed")

    def _write_failure(self, connection: Connection, plan: Schedule, problem: Problem, now: datetime) -> None:
        schedules.end_schedule(connection, plan, "failed", now=now, problem=problem)
        told = spelled(replace(plan, problem=problem))
        add_trace(connection, who=plan.made_by, act="plan_failed", subject=plan.key, now=now, details=told)
