"""Plans when an approved draft goes live and when what is live ends; moves and cancels plans. Carries nothing out.

Each act is one transaction with its trace. Whoever may publish may plan it: what is planned was approved before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from channel_api.belonging import Belonging
from channel_api.clock import SHANGHAI, Clock, day_of
from channel_api.editing.schedules import MomentError, require_plannable
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, RefusedError, acts_open_to
from channel_api.editing_desk import FaultyGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Opened, Token
from channel_api.republishing import (
    FormerText,
    find_faults_of,
    find_former_text,
    require_opened,
    require_right,
)
from channel_api.store import schedules
from channel_api.store.database import Connection, Database
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.store.schedules import EndAct, Schedule

PlanRefusal = Literal["plan_not_live", "plan_missing"]


class PlanRefusedError(Exception):
    """What cannot be planned; `reason` is a key of the words of the pages."""

    def __init__(self, reason: PlanRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Plans:
    """What waits for one text, and how it was before that which is live; None where nothing is."""

    waiting: tuple[Schedule, ...]
    former: FormerText | None


class ScheduleDesk:
    """Safe to use from many threads and replicas: every change names the version it knows."""

    def __init__(self, database: Database, clock: Clock, checker: GuideChecker) -> None:
        self._database = database
        self._clock = clock
        self._checker = checker
        self._belonging = Belonging()

    def load_open(self) -> list[Schedule]:
        """Everything that waits, and what was not carried out and nobody has seen it."""
        with self._database.read() as connection:
            return schedules.load_open(connection)

    def load_over(self, most: int) -> list[Schedule]:
        """The latest that are over."""
        with self._database.read() as connection:
            return schedules.load_over(connection, most=most)

    def load_plans(self, key: str) -> Plans:
        """Raises NoSuchGuideError."""
        with self._database.read() as connection:
            opened = require_opened(connection, key)
            waiting = tuple(schedules.load_open(connection, key))
            return Plans(waiting, find_former_text(connection, opened) if opened.is_live else None)

    def plan_publishing(
        self, who: Person, key: str, token: Token, moment: datetime, *, until: datetime | None = None
    ) -> int:
        """The number of the plan. `until`: when everything is again as it was before.

        Raises MomentError, RefusedError, FaultyGuideError, TakenError, StaleError, NoSuchGuideError."""
        now = self._clock()
        require_plannable(moment, now)
        if until is not None:
            require_plannable(until, now)
            if until <= moment:
                raise MomentError("before_begin")
        with self._database.read() as connection:
            text = require_opened(connection, key, token).text
        self._require_sound(key, text, moment)
        with self._database.write() as connection:
            opened = require_opened(connection, key, token)
            who = require_right(connection, self._belonging, who, "publish", opened)
            require_publishable(opened, who)
            plan = Schedule(
                key=key, act="publish", due_at=moment, made_by=who.name, made_at=now, token=str(opened.token)
            )
            number = self._add(connection, plan)
            if until is not None:
                act: EndAct = "go_back" if opened.is_live else "withdraw"
                end = Schedule(key=key, act=act, due_at=until, made_by=who.name, made_at=now, follows=number)
                self._add(connection, end)
        return number

    def plan_end(self, who: Person, key: str, live_revision: int, moment: datetime) -> int:
        """When it is again as it was before revision `live_revision` was published: the text of then, or none at all.

        Raises MomentError, RefusedError, PlanRefusedError, FaultyGuideError, TakenError, StaleError,
        NoSuchGuideError."""
        now = self._clock()
        require_plannable(moment, now)
        with self._database.read() as connection:
            former = find_former_text(connection, require_opened(connection, key))
        self._require_sound(key, former.text, moment)
        with self._database.write() as connection:
            opened = require_opened(connection, key)
            require_right(connection, self._belonging, who, "publish", opened)
            if not opened.is_live:
                raise PlanRefusedError("plan_not_live")
            if opened.current_live_revision != live_revision:
                raise StaleError(f"{key} was published anew meanwhile")
            end = Schedule(
                key=key,
                act="go_back" if former.text else "withdraw",
                due_at=moment,
                made_by=who.name,
                made_at=now,
                live_revision=live_revision,
                back_to=former.revision,
            )
            return self._add(connection, end)

    def move(self, who: Person, number: int, version: int, moment: datetime) -> None:
        """Another moment, for all that happens together with it.

        Raises MomentError, RefusedError, PlanRefusedError, StaleError."""
        now = self._clock()
        require_plannable(moment, now)
        with self._database.write() as connection:
            for known in self._require_known(connection, who, number, version):
                _require_order(connection, known, moment)
                schedules.move_schedule(connection, known, moment)
                told = {**spelled(replace(known, due_at=moment)), "planned_before": spell(known.due_at)}
                self._trace(connection, who, "plan_move", known, told)

    def cancel(self, who: Person, number: int, version: int) -> None:
        """Nothing happens then; an end that waits for this publication goes with it. Raises as `move`."""
        with self._database.write() as connection:
            for known in self._require_known(connection, who, number, version):
                schedules.end_schedule(connection, known, "cancelled", now=self._clock())
                self._trace(connection, who, "plan_cancel", known, spelled(known))
                follower = schedules.find_follower(connection, known.number)
                if follower is not None:
                    schedules.end_schedule(connection, follower, "cancelled", now=self._clock())
                    self._trace(connection, who, "plan_cancel", follower, spelled(follower))

    def note_seen(self, who: Person, number: int, version: int) -> None:
        """Somebody has read why it was not carried out. Raises as `move`."""
        with self._database.write() as connection:
            for known in self._require_known(connection, who, number, version, state="failed"):
                schedules.end_schedule(connection, known, "seen", now=self._clock())
                self._trace(connection, who, "plan_seen", known, spelled(known))

    def _require_sound(self, key: str, text: Text, moment: datetime) -> None:
        """By the rules of that day: a date that lies too far ahead today may be right then."""
        faults = find_faults_of(self._checker, key, text, day_of(moment))
        if faults:
            raise FaultyGuideError(faults)

    def _require_known(
        self, connection: Connection, who: Person, number: int, version: int, *, state: schedules.State = "waiting"
    ) -> list[Schedule]:
        """With all that happens together with it: parts change only together, so one version speaks for all."""
        known = schedules.find_schedule(connection, number)
        if known is None:
            raise PlanRefusedError("plan_missing")
        parts = schedules.load_parts(connection, known)
        for part in parts:
            require_right(connection, self._belonging, who, "publish", require_opened(connection, part.key))
        if known.version != version or known.state != state:
            raise StaleError(f"the schedule {number} has changed meanwhile")
        return parts

    def _add(self, connection: Connection, plan: Schedule) -> int:
        number = schedules.add_schedule(connection, plan)
        told = spelled(plan)
        add_trace(connection, who=plan.made_by, act="plan", subject=plan.key, now=plan.made_at, details=told)
        return number

    def _trace(self, connection: Connection, who: Person, act: str, plan: Schedule, told: dict[str, str]) -> None:
        add_trace(connection, who=who.name, act=act, subject=plan.key, now=self._clock(), details=told)


def spell(moment: datetime) -> str:
    """A moment as people read it in the trail."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def spelled(plan: Schedule) -> dict[str, str]:
    """What the trail says of a plan: what was to happen when, and why it did not."""
    told = {f"planned_{plan.act}": spell(plan.due_at)}
    if plan.bundle is not None:
        told["bundle"] = str(plan.bundle)
    return {**told, f"problem_{plan.problem}": "true"} if plan.problem else told


def require_publishable(opened: Opened, who: Person) -> None:
    """Raises RefusedError."""
    if "publish" not in acts_open_to(opened.work, who):
        raise RefusedError("state")
    if opened.has_live_changed:
        raise RefusedError("live_changed")


def _require_order(connection: Connection, known: Schedule, moment: datetime) -> None:
    """An end stays behind its beginning, whichever of both is moved. Raises MomentError."""
    if known.follows is not None:
        begin = schedules.find_schedule(connection, known.follows)
        if begin is not None and moment <= begin.due_at:
            raise MomentError("before_begin")
    follower = schedules.find_follower(connection, known.number)
    if follower is not None and follower.due_at <= moment:
        raise MomentError("before_begin")
