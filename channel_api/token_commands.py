"""`zhengwu-api token …`: the operator's own tokens. A token is shown once, when it is made."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channel_api.config import Config

if TYPE_CHECKING:
    from channel_api.runtime import Services

OpenServices = Callable[[Config], "Services"]


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `token`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    tokens = commands.add_parser("token", help="operator tokens").add_subparsers(required=True, metavar="ACTION")
    adding = tokens.add_parser("add", help="make a token and show it this once")
    adding.add_argument("name", type=_name)
    adding.set_defaults(run=here.add)
    listing = tokens.add_parser("list", help="names of all tokens")
    listing.set_defaults(run=here.list)
    revoking = tokens.add_parser("revoke", help="make a token useless")
    revoking.add_argument("name")
    revoking.set_defaults(run=here.revoke)


def _name(text: str) -> str:
    from channel_api.store.tokens import LONGEST_NAME

    if not text.isprintable() or not 0 < len(text) <= LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"a name has 1 to {LONGEST_NAME} printable characters")
    return text


@dataclass(frozen=True, slots=True)
class _Commands:
    """Each method is one command: it prints, and gives the exit code."""

    open_services: OpenServices

    def add(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.store import tokens

        services = self.open_services(config)
        try:
            with services.database.write() as connection:
                token = tokens.add(connection, options.name, services.clock())
        except KeyError:
            print(f"zhengwu-api: the name {options.name} is or was in use; take another", file=sys.stderr)
            return 1
        print(token)
        print("Keep it now: it is not stored and cannot be shown again.", file=sys.stderr)
        return 0

    def list(self, _options: argparse.Namespace, config: Config) -> int:
        from channel_api.clock import from_stored
        from channel_api.store import tokens

        with self.open_services(config).database.read() as connection:
            for token in tokens.load_all(connection):
                made = from_stored(token.created_at).date()
                end = f"revoked {from_stored(token.revoked_at).date()}" if token.revoked_at else "valid"
                print(f"{token.name}\tmade {made}\t{end}")
        return 0

    def revoke(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.store import tokens

        services = self.open_services(config)
        with services.database.write() as connection:
            is_done = tokens.revoke(connection, options.name, services.clock())
        if not is_done:
            print(f"zhengwu-api: no valid token is named {options.name}", file=sys.stderr)
            return 1
        print(f"{options.name} revoked")
        return 0
