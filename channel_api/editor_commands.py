"""`zhengwu-api editor …`: accounts of the editors' pages. A first password is made by chance and shown once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channel_api.config import Config
from channel_api.editing.workflow import ROLES

if TYPE_CHECKING:
    from channel_api.runtime import Services

OpenServices = Callable[[Config], "Services"]
PASSWORD_BYTES = 15  # 20 characters to type once: 120 bits
OPERATOR = "operator"  # who appears in the trail for what was done by command


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `editor`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    editors = commands.add_parser("editor", help="accounts of the editors' pages")
    actions = editors.add_subparsers(required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="make an account and show its first password this once")
    adding.add_argument("name", type=_name)
    adding.add_argument("--role", action="append", choices=ROLES, help="may be given several times; editor by default")
    adding.set_defaults(run=here.add)
    listing = actions.add_parser("list", help="all accounts with their roles")
    listing.set_defaults(run=here.list)
    ending = actions.add_parser("end", help="nobody signs in with it any more, and who is signed in is out")
    ending.add_argument("name")
    ending.set_defaults(run=here.end)


def _name(text: str) -> str:
    from channel_api.store.editors import LONGEST_NAME

    is_plain = text.isprintable() and text == text.strip() and "/" not in text
    is_good = is_plain and 0 < len(text) <= LONGEST_NAME and text != OPERATOR
    if not is_good:
        raise argparse.ArgumentTypeError(f"a name has 1 to {LONGEST_NAME} printable characters, no /")
    return text


@dataclass(frozen=True, slots=True)
class _Commands:
    """Each method is one command: it prints, and gives the exit code."""

    open_services: OpenServices

    def add(self, options: argparse.Namespace, config: Config) -> int:
        import secrets

        from channel_api.passwords import hash_password
        from channel_api.store import editors
        from channel_api.store.editing_trail import add_trace

        services = self.open_services(config)
        password, roles = secrets.token_urlsafe(PASSWORD_BYTES), tuple(dict.fromkeys(options.role or ["editor"]))
        hashed, now = hash_password(password), services.clock()
        try:
            with services.database.write() as connection:
                editors.add_editor(connection, options.name, hashed, roles, now)
                told = {"roles": " ".join(roles)}
                add_trace(connection, who=OPERATOR, act="add", subject=options.name, now=now, details=told)
        except KeyError:
            print(f"zhengwu-api: the name {options.name} is or was in use; take another", file=sys.stderr)
            return 1
        print(password)
        print("Hand it over now: it is not stored and cannot be shown again.", file=sys.stderr)
        return 0

    def list(self, _options: argparse.Namespace, config: Config) -> int:
        from channel_api.clock import from_stored
        from channel_api.store import editors

        with self.open_services(config).database.read() as connection:
            for editor in editors.load_editors(connection):
                made = from_stored(editor.created_at).date()
                state = f"ended {from_stored(editor.ended_at).date()}" if editor.ended_at else "in use"
                print(f"{editor.name}\t{' '.join(editor.roles)}\tmade {made}\t{state}")
        return 0

    def end(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.store import editors
        from channel_api.store.editing_trail import add_trace

        services = self.open_services(config)
        now = services.clock()
        with services.database.write() as connection:
            is_done = editors.end_editor(connection, options.name, now)
            if is_done:
                add_trace(connection, who=OPERATOR, act="end", subject=options.name, now=now)
        if not is_done:
            print(f"zhengwu-api: no account in use is named {options.name}", file=sys.stderr)
            return 1
        print(f"{options.name} ended")
        return 0
