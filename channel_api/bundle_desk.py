"""Plans many approved drafts for one moment: all of them go live, or none. Carries nothing out.

Moving, cancelling and seeing a bundle is done by any of its plans, in `schedule_desk`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from channel_api.belonging import Belonging
from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.editing.schedules import MomentError, Problem, require_plannable
from channel_api.editing.workflow import Person
from channel_api.editing_desk import EditingDesk
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Opened, Token, open_guide
from channel_api.plan_carrying import PlanCarrier
from channel_api.republishing import require_opened, require_right
from channel_api.schedule_desk import require_publishable, spelled
from channel_api.store import drafts, plan_bundles, schedules
from channel_api.store.database import Connection, Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.plan_bundles import LONGEST_TITLE, Bundle
from channel_api.store.schedules import EndAct, Schedule
from content.faults import Fault

FEWEST, MOST = 2, 200  # texts; one has a plan of its own, and more than a workbook's worth nobody oversees
BundleRefusal = Literal["bundle_few", "bundle_many", "bundle_title"]


class BundleRefusedError(Exception):
    """What cannot be planned together; `reason` is a key of the words of the pages."""

    def __init__(self, reason: BundleRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


class FaultyTogetherError(Exception):
    """By key what the rules say of the texts if all of them went live together."""

    def __init__(self, faults: Mapping[str, list[Fault]]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Chosen:
    """One approved draft, as the page showed it."""

    key: str
    token: Token


class BundleDesk:
    """Safe to use from many threads and replicas."""

    def __init__(self, database: Database, clock: Clock, checker: GuideChecker, desk: EditingDesk) -> None:
        self._database = database
        self._clock = clock
        self._checker = checker
        self._carrier = PlanCarrier(database, clock, desk, checker)
        self._belonging = Belonging()

    def find_candidates(self, who: Person) -> list[Opened]:
        """The approved drafts that wait for no moment yet and that this person may publish."""
        with self._database.read() as connection:
            planned = {plan.key for plan in schedules.load_open(connection) if plan.state == "waiting"}
            approved = [draft.key for draft in drafts.load_drafts(connection) if draft.state == "approved"]
            opened = [open_guide(connection, key) for key in approved if key not in planned]
            return [one for one in opened if one is not None and self._may(connection, who, one)]

    def plan(
        self, who: Person, title: str, chosen: Sequence[Chosen], moment: datetime, *, until: datetime | None = None
    ) -> int:
        """The number of the bundle. `until`: when every one of them is again as it was before.

        Raises BundleRefusedError, MomentError, FaultyTogetherError, RefusedError, TakenError, StaleError,
        NoSuchGuideError, IdentityNumberError."""
        now, title = self._clock(), clean_text(title, day_of(self._clock()))
        _require_size(title, chosen)
        require_plannable(moment, now)
        if until is not None and require_plannable(until, now) <= moment:
            raise MomentError("before_begin")
        with self._database.read() as connection:
            texts = {one.key: require_opened(connection, one.key, one.token).text for one in chosen}
        faults = self._checker.find_faults_together(texts, day_of(moment))
        if faults:
            raise FaultyTogetherError(faults)
        with self._database.write() as connection:
            bundle = plan_bundles.add_bundle(connection, title, who.name, now)
            plans = [plan for one in chosen for plan in self._add(connection, who, one, bundle, moment, until)]
            for plan in plans:  # traces last: who waits for one of these rows must not wait for the trail too
                told = spelled(plan)
                add_trace(connection, who=who.name, act="plan", subject=plan.key, now=now, details=told)
        return bundle

    def load(self, plans: Sequence[Schedule]) -> dict[int, Bundle]:
        """The bundles that these belong to."""
        with self._database.read() as connection:
            return plan_bundles.load_bundles(connection, {plan.bundle for plan in plans if plan.bundle is not None})

    def find_troubles(self, plans: Sequence[Schedule]) -> dict[int, Problem]:
        """By plan what would already keep its whole bundle from happening, long before the moment."""
        waiting = [plan for plan in plans if plan.bundle and plan.act == "publish" and plan.state == "waiting"]
        return self._carrier.find_problems(waiting)

    def _add(
        self, connection: Connection, who: Person, one: Chosen, bundle: int, moment: datetime, until: datetime | None
    ) -> list[Schedule]:
        """The plans of one text, kept."""
        opened, now = require_opened(connection, one.key, one.token), self._clock()
        require_publishable(opened, require_right(connection, self._belonging, who, "publish", opened))
        begin = Schedule(
            key=one.key,
            act="publish",
            due_at=moment,
            made_by=who.name,
            made_at=now,
            token=str(one.token),
            bundle=bundle,
        )
        number = schedules.add_schedule(connection, begin)
        if until is None:
            return [begin]
        act: EndAct = "go_back" if opened.is_live else "withdraw"
        end = Schedule(key=one.key, act=act, due_at=until, made_by=who.name, made_at=now, follows=number, bundle=bundle)
        schedules.add_schedule(connection, end)
        return [begin, end]

    def _may(self, connection: Connection, who: Person, opened: Opened) -> bool:
        return self._belonging.narrow(connection, who, opened.key, [opened.text, opened.live_text]).may("publish")


def _require_size(title: str, chosen: Sequence[Chosen]) -> None:
    if not title or len(title) > LONGEST_TITLE:
        raise BundleRefusedError("bundle_title")
    if len({one.key for one in chosen}) < FEWEST:
        raise BundleRefusedError("bundle_few")
    if len(chosen) > MOST:
        raise BundleRefusedError("bundle_many")
