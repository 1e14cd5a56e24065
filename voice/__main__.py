"""`zhengwu-voice`: a conversation typed on the terminal, for people to try and for scripts to test."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

from channel_api.client.background import RegionFetcher
from channel_api.client.client import ChannelClient
from channel_api.client.embedded import EmbeddedServer
from channel_api.client.errors import ClientError
from content.faults import ContentError
from content.hours import CHINA
from content.model import NATIONAL_REGION
from voice.session import Session
from voice.wiring import open_session

DATA_FOLDER = "zhengwu-channel"
PROMPT = "您说："


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, 1 where there is no server to ask, 2 where an argument is wrong; one clear line each."""
    options = _parser().parse_args(arguments)
    if not re.fullmatch(r"[0-9]{6}", options.region):
        print(f"zhengwu-voice: --region {options.region[:20]}: 要写六位地区码，如 330106", file=sys.stderr)
        return 2
    try:
        return _converse(options)
    except (ClientError, ContentError, OSError) as error:
        print(f"zhengwu-voice: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhengwu-voice", description="政务服务频道：对话")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    typed = commands.add_parser("type", help="打字对话：一行一句，空行重新开始")
    typed.add_argument("--json", action="store_true", help="一句话回一行JSON，给程序用")
    typed.add_argument("--api", default=os.environ.get("CHANNEL_API_URL", ""), help="服务器地址；不写就自己带一个")
    region = os.environ.get("CHANNEL_REGION") or NATIONAL_REGION
    typed.add_argument("--region", default=region, help="六位地区码，如 330106")
    return parser


def _converse(options: argparse.Namespace) -> int:
    folder = _data_folder(os.environ) / "last-known"
    with ExitStack() as ending:
        address = options.api
        if not address:
            server = EmbeddedServer(os.environ)
            ending.callback(server.stop)
            address = server.address()
        client = ChannelClient(address, folder=folder)
        session = open_session(client, options.region, _now)
        fetcher = RegionFetcher(client, options.region)
        fetcher.start()
        ending.callback(fetcher.stop)
        _answer_lines(session, _lines(is_prompted=not options.json), as_json=options.json)
    return 0


def _answer_lines(session: Session, lines: Iterable[str], *, as_json: bool) -> None:
    for line in lines:
        if not line.strip():
            session.begin_anew()
            continue
        exchange = session.hear(line)
        if as_json:
            text = json.dumps(exchange.to_plain(), ensure_ascii=False)
        else:
            text = f"{exchange.reply.speech}\n〔{exchange.reply.screen}〕"
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.flush()


def _lines(*, is_prompted: bool) -> Iterable[str]:
    """What is typed, or piped in, until it ends. Bytes that are no text are taken as characters nobody knows."""
    typed = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    while True:
        if is_prompted and sys.stdin.isatty():
            print(PROMPT, end="", flush=True)
        line = typed.readline()
        if not line:
            return
        yield line.rstrip("\r\n")


def _data_folder(environment: Mapping[str, str]) -> Path:
    given = environment.get("CHANNEL_DATA_DIR")
    base = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(given).expanduser() if given else Path(base).expanduser() / DATA_FOLDER


def _now() -> datetime:
    return datetime.now(CHINA)


if __name__ == "__main__":
    sys.exit(main())
