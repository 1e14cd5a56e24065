"""`zhengwu-api`: what an operator types. Each command loads only what it needs, so that all of them start at once."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from channel_api import (
    case_commands,
    content_commands,
    editor_commands,
    sheet_commands,
    speech_commands,
    token_commands,
)
from channel_api.clock import system_clock
from channel_api.config import Config, ConfigError
from channel_api.store.database import StoreError
from content.faults import FaultyContentError

if TYPE_CHECKING:
    from channel_api.runtime import Services

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65_535
MOST_WORKERS = 64  # a slip of the finger shall not fill the memory
KNOWN_ERRORS = (ConfigError, StoreError, FaultyContentError, OSError)


def run(arguments: Sequence[str]) -> int:
    """0 where all went well, 1 where it did not, 2 where the command makes no sense; errors are one line each."""
    options = make_parser().parse_args(arguments)
    try:
        config = Config.from_environment(os.environ)
        code: int = options.run(options, config)
        return code
    except KNOWN_ERRORS as error:
        print(f"zhengwu-api: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # what was begun in the database is undone
        return 130


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(prog="zhengwu-api", description="The server of the channel 政务服务频道")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serving(commands)
    content_commands.add_parsers(commands, open_services)
    token_commands.add_parsers(commands, open_services)
    editor_commands.add_parsers(commands, open_services)
    sheet_commands.add_parsers(commands, open_services)
    case_commands.add_parsers(commands, open_services)
    speech_commands.add_parsers(commands, open_services)
    openapi = commands.add_parser("openapi", help="print the OpenAPI document")
    openapi.set_defaults(run=_print_openapi)
    explain = commands.add_parser("search-explain", help="show why a question finds what it finds")
    explain.add_argument("question")
    explain.set_defaults(run=_explain_search)
    return parser


Subparsers = argparse._SubParsersAction  # the standard library gives this type no public name


def _add_serving(commands: Subparsers[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="answer other machines, or with --embedded one television")
    serve.add_argument("--host", default=DEFAULT_HOST)
    serve.add_argument("--port", type=_number(HIGHEST_PORT), default=DEFAULT_PORT)
    serve.add_argument(
        "--workers", type=_number(MOST_WORKERS), help="processes; by default 1 with SQLite, 2 with PostgreSQL"
    )
    serve.add_argument(
        "--render-speech",
        action=argparse.BooleanOptionalAction,
        help="render what is spoken, in a process beside; by default where a voice is installed",
    )
    serve.add_argument("--embedded", action="store_true", help="on a free loopback port, until standard input closes")
    serve.set_defaults(run=_serve)
    database = commands.add_parser("db", help="the database").add_subparsers(required=True, metavar="ACTION")
    upgrade = database.add_parser("upgrade", help="bring the database to the newest shape")
    upgrade.set_defaults(run=_upgrade)


def _number(highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 0 < int(text) <= highest):
            raise argparse.ArgumentTypeError(f"a number from 1 to {highest}")
        return int(text)

    return parse


def open_services(config: Config) -> Services:
    """The services for a command that works on the database, brought to its newest shape first."""
    from channel_api.app import make_services
    from channel_api.store.upgrading import upgrade

    services = make_services(config)
    upgrade(services.database)
    return services


def _serve(options: argparse.Namespace, config: Config) -> int:
    from channel_api.json_log import log_to_stderr

    if options.embedded:
        return _serve_embedded(config)
    from channel_api import serving

    serving.check_address(options.host, config)
    log_to_stderr(system_clock)
    _prepare(config)
    workers = options.workers or serving.default_workers(config)
    address = serving.bind_address(options.host, options.port)
    print(f"serving on http://{address}", file=sys.stderr)
    options.rendering = speech_commands.start_beside(
        options.render_speech, config
    )  # held: it ends when its pipe closes
    serving.serve(config, address, workers=workers)
    return 0


def _serve_embedded(config: Config) -> int:
    from channel_api.app import make_services
    from channel_api.embedded import serve_embedded, standard_streams
    from channel_api.json_log import log_to_stderr
    from content.files import content_folder

    log_to_stderr(system_clock, logging.WARNING)
    parent, out = standard_streams()
    # No telephone reaches what listens on loopback; a public address there is that of the front end's own pages.
    unreachable = replace(config, public_url="")
    serve_embedded(make_services(unreachable), content_folder(), parent=parent, out=out)
    return 0


def _prepare(config: Config) -> None:
    """In a process of its own: gunicorn's workers must inherit no connection and no half-loaded metrics."""
    import multiprocessing

    process = multiprocessing.get_context("spawn").Process(target=_prepare_here, args=(config,))
    process.start()
    process.join()
    if process.exitcode:
        raise StoreError("the database could not be made ready")


def _prepare_here(config: Config) -> None:
    from channel_api.app import make_services
    from channel_api.preparing import prepare_served
    from content.files import content_folder

    try:
        prepare_served(make_services(config), content_folder())
    except KNOWN_ERRORS as error:
        sys.exit(f"zhengwu-api: {error}")


def _upgrade(_options: argparse.Namespace, config: Config) -> int:
    from channel_api.store.database import Database
    from channel_api.store.upgrading import newest_revision, upgrade

    has_changed = upgrade(Database.from_url(config.database_url))
    print(f"database {'upgraded to' if has_changed else 'already at'} {newest_revision()}")
    return 0


def _print_openapi(_options: argparse.Namespace, config: Config) -> int:
    from channel_api.app import create_app

    document = create_app(open_services(config)).test_client().get("/openapi.json")
    print(json.dumps(document.get_json(), ensure_ascii=False, indent=2))
    return 0


def _explain_search(options: argparse.Namespace, config: Config) -> int:
    services = open_services(config)
    for line in services.catalogue.search_index().explain(options.question):
        print(line)
    return 0
