"""`zhengwu-voice type`: a conversation typed on the terminal, for people to try and for scripts to test."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from io import TextIOWrapper

from voice.commands.conversation import Commands, add_channel_arguments, now, reached_channel
from voice.session import Session
from voice.wiring import open_session

PROMPT = "您说："


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("type", help="打字对话：一行一句，空行重新开始")
    parser.add_argument("--json", action="store_true", help="一句话回一行JSON，给程序用")
    add_channel_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers until the input ends."""
    with reached_channel(options) as client:
        session = open_session(client, options.region, now)
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
            shown = "".join(f"\n{line}" for line in exchange.reply.shown)
            text = f"{exchange.reply.speech}{shown}\n〔{exchange.reply.screen}〕"
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
