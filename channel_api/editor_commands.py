"""`zhengwu-api editor …`: accounts of the editors' pages, and the trail. A first password is shown once.

What administrators do on the page 编辑人员 the operator does here, for the first account and for the day when nobody
can sign in any more.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channel_api import reminder_commands
from channel_api.config import Config
from channel_api.editing.grants import ROLES

if TYPE_CHECKING:
    from channel_api.people_desk import PeopleDesk
    from channel_api.runtime import Services

OpenServices = Callable[[Config], "Services"]
Run = Callable[[argparse.Namespace, Config], int]
FAULTS = {
    "bad_name": "a name has 1 to 60 printable characters, no / and no spaces at its ends, and is not operator",
    "name_taken": "this name is or was in use; take another",
    "bad_department": "one department of at least two characters",
    "bad_region": "no such region among the imported ones (zhengwu-api import); give its six digits or its full name",
    "ambiguous_region": "several regions have this name; put the city before it (杭州市西湖区), or give the six digits",
    "too_many_grants": "an account has at most 50 grants",
    "no_second_step": "this account has no second step",
    "bad_subject": "a subject has 1 to 255 printable characters",
    "subject_taken": "this subject is linked with another account; unlink it there first",
}


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `editor`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    editors = commands.add_parser("editor", help="accounts of the editors' pages, and the trail of what was done")
    actions = editors.add_subparsers(required=True, metavar="ACTION")
    adding = _action(actions, "add", "make an account and show its first password this once", here.add)
    _add_grant_options(adding)
    _action(actions, "list", "all accounts with what they may do where", here.list, has_name=False)
    _add_grant_options(_action(actions, "grant", "give an account more roles", here.grant))
    _add_grant_options(_action(actions, "take", "take roles from an account", here.take))
    _action(actions, "password", "a new first password, shown this once", here.password)
    _action(actions, "reset-second-step", "for whoever lost the telephone", here.reset_second_step)
    _action(actions, "sign-out", "ends all sessions of an account", here.sign_out)
    linking = _action(actions, "link", "links an account of the provider of CHANNEL_OIDC_ISSUER", here.link)
    linking.add_argument(
        "subject", help="what the provider calls this person; the page of an unlinked sign-in shows it"
    )
    _action(actions, "end", "nobody signs in with it any more, and who is signed in is out", here.end)
    checking = _action(actions, "trail-check", "whether the trail is whole", here.check_trail, has_name=False)
    checking.add_argument("--known", metavar="HASH", default="", help="a hash this command or an export gave earlier")
    exporting = _action(
        actions, "trail-export", "the whole trail to standard output", here.export_trail, has_name=False
    )
    exporting.add_argument("--format", choices=("csv", "jsonl"), default="jsonl")
    reminder_commands.add_parser(actions, open_services)


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    says: str,
    run: Run,
    *,
    has_name: bool = True,
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=says)
    if has_name:
        parser.add_argument("name")
    parser.set_defaults(run=run)
    return parser


def _add_grant_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", action="append", choices=ROLES, help="may be given several times; editor by default")
    parser.add_argument(
        "--department", default="", help="how its name begins in the guides, such as 民政; all by default"
    )
    parser.add_argument(
        "--region", default="", help="six digits or full name, with all that lies in it; all by default"
    )


@dataclass(frozen=True, slots=True)
class _Commands:
    """Each method is one command: it prints, and gives the exit code."""

    open_services: OpenServices

    def add(self, options: argparse.Namespace, config: Config) -> int:
        def make(desk: PeopleDesk) -> None:
            grants = desk.parse_grants(options.role or ["editor"], options.department, options.region)
            _show_password(desk.add(None, options.name, grants))

        return self._try(config, options.name, make)

    def list(self, _options: argparse.Namespace, config: Config) -> int:
        from channel_api.clock import from_stored
        from channel_api.persons import spell_grants

        for account in self._desk(config).load_accounts(None):
            editor = account.editor
            made = from_stored(editor.created_at).date()
            state = f"ended {from_stored(editor.ended_at).date()}" if editor.ended_at else "in use"
            step = "second step" if account.has_second_step else "password only"
            print(f"{editor.name}\t{spell_grants(account.grants)}\tmade {made}\t{state}\t{step}")
        return 0

    def grant(self, options: argparse.Namespace, config: Config) -> int:
        def give(desk: PeopleDesk) -> None:
            grants = desk.parse_grants(options.role or ["editor"], options.department, options.region)
            desk.change_grants(None, options.name, add=grants)

        return self._try(config, options.name, give)

    def take(self, options: argparse.Namespace, config: Config) -> int:
        def take(desk: PeopleDesk) -> None:
            grants = desk.parse_grants(options.role or ["editor"], options.department, options.region)
            desk.change_grants(None, options.name, take=grants)

        return self._try(config, options.name, take)

    def password(self, options: argparse.Namespace, config: Config) -> int:
        return self._try(config, options.name, lambda desk: _show_password(desk.make_new_password(None, options.name)))

    def reset_second_step(self, options: argparse.Namespace, config: Config) -> int:
        return self._try(config, options.name, lambda desk: desk.reset_second_step(None, options.name))

    def sign_out(self, options: argparse.Namespace, config: Config) -> int:
        return self._try(config, options.name, lambda desk: desk.end_sessions(None, options.name))

    def link(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.store.editor_identities import Identity

        if config.provider is None:
            print("zhengwu-api: CHANNEL_OIDC_ISSUER is not set", file=sys.stderr)
            return 1
        identity = Identity(config.provider.issuer, options.subject)
        return self._try(config, options.name, lambda desk: desk.link(None, options.name, identity))

    def end(self, options: argparse.Namespace, config: Config) -> int:
        return self._try(config, options.name, lambda desk: desk.end(None, options.name), done="ended")

    def check_trail(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.store.editing_trail import check_chain

        with self.open_services(config).database.read() as connection:
            check = check_chain(connection, known_hash=options.known)
        if check.broken_at is not None:
            print(f"zhengwu-api: row {check.broken_at} of the trail does not follow the row before", file=sys.stderr)
        elif check.is_cut:
            print(f"zhengwu-api: rows are missing at the end of the trail, after {check.rows}", file=sys.stderr)
        elif options.known and check.known_at is None:
            print("zhengwu-api: no row has this hash: the trail was written anew, or cut before it", file=sys.stderr)
        else:
            known = f"; nothing up to row {check.known_at} was changed since" if check.known_at else ""
            print(f"{check.rows} rows, each follows the one before{known}\n{check.hash}")
            return 0
        return 1

    def export_trail(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.store.editing_trail import TrailFilter
        from channel_api.trail_export import export_trail

        for lines in export_trail(self.open_services(config).database, TrailFilter(), options.format):
            sys.stdout.write(lines)
        return 0

    def _desk(self, config: Config) -> PeopleDesk:
        from channel_api.people_desk import PeopleDesk

        services = self.open_services(config)
        return PeopleDesk(services.database, services.clock)

    def _try(self, config: Config, name: str, act: Callable[[PeopleDesk], None], *, done: str = "") -> int:
        """One act on one account, and in one line why it was not done."""
        from channel_api.people_desk import NoSuchPersonError, PeopleFaultError

        try:
            act(self._desk(config))
        except NoSuchPersonError:
            print(f"zhengwu-api: no account in use is named {name}", file=sys.stderr)
            return 1
        except PeopleFaultError as error:
            print(f"zhengwu-api: {name}: {FAULTS.get(error.reason, error.reason)}", file=sys.stderr)
            return 1
        if done:
            print(f"{name} {done}")
        return 0


def _show_password(password: str) -> None:
    print(password)
    print("Hand it over now: it is not stored and cannot be shown again.", file=sys.stderr)
