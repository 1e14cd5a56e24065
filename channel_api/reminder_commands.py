"""`zhengwu-api editor reminders`: what editors have to look at, for a timed job that mails it or writes it on a board.

There is no address one could subscribe to: a calendar program cannot sign in, and a secret address lies about in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from channel_api.config import Config
from channel_api.editing.staleness import SOON

if TYPE_CHECKING:
    from channel_api.reminders import Reminder
    from channel_api.runtime import Services

OpenServices = Callable[[Config], "Services"]
MOST_DAYS = 366


def add_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `reminders`; `open_services` gives the services on a database of the newest shape."""
    parser = actions.add_parser("reminders", help="texts to look at again, comments that wait and plans that failed")
    parser.add_argument("--within", type=_days, default=SOON.days, metavar="DAYS", help="also what is due by then")
    parser.add_argument("--each", action="store_true", help="for each account what it chose to hear, its name first")
    parser.add_argument("--json", action="store_true", help="one JSON list")

    def run(options: argparse.Namespace, config: Config) -> int:
        services = open_services(config)
        lines = _for_each(services) if options.each else _for_all(services, timedelta(days=options.within))
        if options.json:
            told = [({"for": name} if options.each else {}) | asdict(one) for name, one in lines]
            print(json.dumps(told, ensure_ascii=False, indent=2))
            return 0
        for name, one in lines:
            parts = (one.owner or "-", one.why, one.on, one.key, one.department or "-", one.title)
            print("\t".join((*([name] if options.each else []), *parts, "、".join(one.sources))).rstrip("\t"))
        return 0

    parser.set_defaults(run=run)


def _for_all(services: Services, within: timedelta) -> list[tuple[str, Reminder]]:
    from channel_api.reminders import find_reminders

    return [("", one) for one in find_reminders(services, within)]


def _for_each(services: Services) -> list[tuple[str, Reminder]]:
    from channel_api.reminders import LONGEST_AHEAD, find_reminders, reminders_of
    from channel_api.settings_desk import load_everybody

    found = list(find_reminders(services, LONGEST_AHEAD))
    return [
        (person.name, one)
        for person, choices in load_everybody(services.database)
        for one in reminders_of(services, person, choices, found)
    ]


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"a number of days from 0 to {MOST_DAYS}")
    return int(text)
