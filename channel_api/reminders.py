"""What editors have to look at: what failed, what was said, what is due; for all of them, or for one as they chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from channel_api.belonging import Belonging
from channel_api.editing.choices import DAYS, Choices
from channel_api.editing.workflow import Person
from channel_api.opened_guide import open_guide
from channel_api.stale_list import StaleList
from channel_api.store import comments, schedules
from channel_api.store.database import Connection

if TYPE_CHECKING:
    from channel_api.runtime import Services

LONGEST_AHEAD = timedelta(days=max(DAYS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One line. `why`: overdue, soon, source (a law it cites has changed), comments (nobody took care of them, since
    `on`) or plan_failed; `owner`: who wrote last."""

    owner: str
    why: str
    on: str
    department: str
    key: str
    title: str
    sources: tuple[str, ...] = ()


def find_reminders(services: Services, within: timedelta) -> Iterator[Reminder]:
    """What failed first, then what was said, then what is due, by whoever wrote it last."""
    stale = StaleList(services.database)
    with services.database.read() as connection:
        titles = {text.key: text for text in stale.load_texts(connection)}
        failed = [plan for plan in schedules.load_open(connection) if plan.state == "failed"]
        commented = list(_commented(connection))
    for plan in failed:
        text = titles.get(plan.key)
        yield Reminder(
            owner=plan.made_by,
            why="plan_failed",
            on=plan.due_at.date().isoformat(),
            department=text.department if text else "",
            key=plan.key,
            title=text.title if text else plan.key,
        )
    yield from commented
    for due in sorted(stale.find(services.today(), soon=within).due, key=lambda due: due.text.owner):
        told = due.text
        yield Reminder(
            owner=told.owner,
            why=due.why,
            on=due.on.isoformat(),
            department=told.department,
            key=told.key,
            title=told.title,
            sources=due.sources,
        )


def reminders_of(services: Services, person: Person, choices: Choices, found: Iterable[Reminder]) -> list[Reminder]:
    """Those among all that this person wants to hear of."""
    today, belonging = services.today(), Belonging()
    with services.database.read() as connection:
        return [
            one
            for one in found
            if choices.wants(
                one.why,
                date.fromisoformat(one.on),
                today,
                is_own=one.owner == person.name,
                is_in_area=choices.whose == "area" and _may_change(connection, belonging, person, one.key),
            )
        ]


def _may_change(connection: Connection, belonging: Belonging, person: Person, key: str) -> bool:
    opened = open_guide(connection, key)
    return opened is not None and belonging.narrow(connection, person, key, [opened.text, opened.live_text]).may("save")


def _commented(connection: Connection) -> Iterator[Reminder]:
    for key, (_, first) in comments.load_waiting(connection).items():
        text = open_guide(connection, key)
        if text is not None:
            yield Reminder(
                owner=text.owner,
                why="comments",
                on=first.date().isoformat(),
                department=str(text.text.get("department", "")),
                key=key,
                title=text.title,
            )
