"""`zhengwu-api sheets …`: workbooks given out, looked at and taken in by command, with the rules of the pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from channel_api.config import Config

if TYPE_CHECKING:
    from channel_api.runtime import Services
    from channel_api.sheet_desk import SheetDesk
    from channel_api.sheet_trial import Trial

OpenServices = Callable[[Config], "Services"]
SHOWN = 50  # of faults and of changes; the marked file on the page has them all


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `sheets`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    sheets = commands.add_parser("sheets", help="guides, offices and regional differences as Excel workbooks")
    actions = sheets.add_subparsers(required=True, metavar="ACTION")
    exporting = actions.add_parser("export", help="write a workbook of what is published and being written")
    exporting.add_argument("file", type=Path)
    exporting.add_argument("--topic", default="", help="the id of one topic; all by default")
    exporting.set_defaults(run=here.export)
    checking = actions.add_parser("check", help="say what a workbook would change, and each fault with its cell")
    checking.add_argument("file", type=Path)
    checking.set_defaults(run=here.check)
    importing = actions.add_parser("import", help="make drafts of all of a workbook, or of nothing")
    importing.add_argument("file", type=Path)
    importing.add_argument(
        "--as", dest="editor", required=True, metavar="NAME", help="the account whose drafts they are"
    )
    importing.set_defaults(run=here.take_in)


@dataclass(frozen=True, slots=True)
class _Commands:
    """Each method is one command: it prints, and gives the exit code."""

    open_services: OpenServices

    def export(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.sheets.faults import UnreadableFileError

        try:
            data = _desk(self.open_services(config)).export(topic=options.topic)
        except UnreadableFileError as error:
            return _refuse(error)
        options.file.write_bytes(data)
        print(f"{options.file} written, {len(data)} bytes")
        return 0

    def check(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.editing.workflow import Person
        from channel_api.people_desk import OPERATOR
        from channel_api.sheets.faults import UnreadableFileError

        data = options.file.read_bytes()
        operator = Person(OPERATOR, frozenset(("administrator",)))
        try:
            trial, _ = _desk(self.open_services(config)).try_out(operator, data)
        except UnreadableFileError as error:
            return _refuse(error)
        _print_trial(trial)
        return 1 if trial.stops else 0

    def take_in(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.persons import find_person
        from channel_api.sheet_desk import SheetConflictError
        from channel_api.sheets.faults import UnreadableFileError

        services, data = self.open_services(config), options.file.read_bytes()
        with services.database.read() as connection:
            who = find_person(connection, options.editor)
        if who is None:
            print(f"zhengwu-api: no account in use is named {options.editor}", file=sys.stderr)
            return 1
        try:
            trial, taken = _desk(services).take_in_at_once(who, data, options.file.name)
        except UnreadableFileError as error:
            return _refuse(error)
        except SheetConflictError as error:
            print(f"zhengwu-api: changed meanwhile, nothing was written: {'、'.join(error.titles)}", file=sys.stderr)
            return 1
        _print_trial(trial)
        if taken is None:
            print("zhengwu-api: nothing was written", file=sys.stderr)
            return 1
        print(f"drafts: {taken.changed} changed, {taken.new} new")
        return 0


def _desk(services: Services) -> SheetDesk:
    from channel_api.guide_checking import GuideChecker
    from channel_api.pages.sheet_labels import sheet_labels
    from channel_api.pages.words import page_words
    from channel_api.sheet_desk import SheetDesk
    from content.files import content_folder

    checker = GuideChecker(services.database, content_folder() / "wording", page_words().said_otherwise)
    return SheetDesk.of(services.database, services.clock, checker, sheet_labels())


def _refuse(error: Exception) -> int:
    from channel_api.sheets.faults import UnreadableFileError, sheet_words

    said = sheet_words().refusal(error) if isinstance(error, UnreadableFileError) else str(error)
    print(f"zhengwu-api: {said}", file=sys.stderr)
    return 1


def _print_trial(trial: Trial) -> None:
    for note in trial.notes:
        print(note)
    for fault in trial.faults[:SHOWN]:
        print(f"{fault.place} {fault.what}{fault.mend}", file=sys.stderr if fault.stops else sys.stdout)
    if len(trial.faults) > SHOWN:
        print(f"and {len(trial.faults) - SHOWN} more faults")
    for change in trial.changes[:SHOWN]:
        print(f"{'new' if change.is_new else 'changed':10} {change.key} {change.title}")
    if len(trial.changes) > SHOWN:
        print(f"and {len(trial.changes) - SHOWN} more")
    new = sum(change.is_new for change in trial.changes)
    stops = f", {trial.stops} faults that keep all of it out" if trial.stops else ""
    print(f"{len(trial.changes) - new} changed, {new} new, {trial.unchanged} unchanged{stops}")
