"""`zhengwu-voice gateway`: the same conversation for other voice assistants of the household, over Wyoming."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from contextlib import suppress
from urllib.parse import urlsplit

from voice.commands.conversation import Commands, add_channel_arguments, now, reached_channel
from voice.gateway.callers import Callers
from voice.wiring import session_opener

URI = "tcp://127.0.0.1:10400"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
OPEN_WARNING = "zhengwu-voice: 家里别的机器也能问它；请只在家里的网络上这样开"


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("gateway", help="让家里别的语音助手也能问（Wyoming）")
    parser.add_argument("--uri", default=URI, type=_address, help=f"在哪里等人来问，默认 {URI}")
    add_channel_arguments(parser)
    parser.set_defaults(run=run)


def _address(text: str) -> str:
    parts = urlsplit(text)
    try:
        is_right = parts.scheme == "tcp" and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_right = False
    if not is_right:
        raise argparse.ArgumentTypeError(f"{text[:60]}: 要写成 tcp://127.0.0.1:10400")
    return text


def run(options: argparse.Namespace) -> int:
    """Until it is ended."""
    try:
        from voice.gateway.wyoming_server import serve
    except ImportError:
        print("zhengwu-voice: 没有装 wyoming；请运行 pip install wyoming", file=sys.stderr)
        return 1
    if urlsplit(options.uri).hostname not in LOOPBACK:
        print(OPEN_WARNING, file=sys.stderr)
    with reached_channel(options) as client, suppress(KeyboardInterrupt):
        callers = Callers(session_opener(client, options.region, now), time.monotonic)
        callers.hear("", "您好")  # what takes long to load is loaded before anybody asks
        asyncio.run(serve(options.uri, callers, lambda: print(f"READY {options.uri}", flush=True)))
    return 0
