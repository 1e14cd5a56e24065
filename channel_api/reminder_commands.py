"""`zhengwu-api editor reminders`: what editors have to look at, for a timed job that mails it or writes it on a board.

There is no address one could subscribe to: a calendar program cannot sign in, and a secret address lies about in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from channel_api.config import Config
from channel_api.editing.staleness import SOON

if TYPE_CHECKING:
    from channel_api.runtime import Services

OpenServices = Callable[[Config], "Services"]
MOST_DAYS = 366


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


def add_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `reminders`; `open_services` gives the services on a database of the newest shape."""
    parser = actions.add_parser("reminders", help="texts to look at again and plans that failed, a line each")
    parser.add_argument("--within", type=_days, default=SOON.days, metavar="DAYS", help="also what is due by then")
    parser.add_argument("--json", action="store_true", help="one JSON list")

    def run(options: argparse.Namespace, config: Config) -> int:
        reminders = list(find_reminders(open_services(config), timedelta(days=options.within)))
        if options.json:
            print(json.dumps([asdict(reminder) for reminder in reminders], ensure_ascii=False, indent=2))
            return 0
        for reminder in reminders:
            parts = (reminder.owner or "-", reminder.why, reminder.on, reminder.key, reminder.department or "-")
            print("\t".join((*parts, reminder.title, "、".join(reminder.sources))).rstrip("\t"))
        return 0

    parser.set_defaults(run=run)


def find_reminders(services: Services, within: timedelta) -> Iterator[Reminder]:
    """What failed first, then what was said, then what is due, by whoever wrote it last."""
    from channel_api.stale_list import StaleList
    from channel_api.store import schedules

    stale = StaleList(services.database)
    with services.database.read() as connection:
        titles = {text.key: text for text in stale.load_texts(connection)}
        failed = [plan for plan in schedules.load_open(connection) if plan.state == "failed"]
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
    yield from _commented(services)
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


def _commented(services: Services) -> Iterator[Reminder]:
    from channel_api.opened_guide import open_guide
    from channel_api.store import comments

    with services.database.read() as connection:
        waiting = comments.load_waiting(connection)
        opened = {key: open_guide(connection, key) for key in waiting}
    for key, (_, first) in waiting.items():
        text = opened[key]
        if text is not None:
            yield Reminder(
                owner=text.owner,
                why="comments",
                on=first.date().isoformat(),
                department=str(text.text.get("department", "")),
                key=key,
                title=text.title,
            )


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"a number of days from 0 to {MOST_DAYS}")
    return int(text)
