"""`zhengwu-voice talk`: a conversation through the microphone; Enter begins to listen, as TALK does on a remote."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from queue import SimpleQueue

from voice.commands.conversation import Commands, add_channel_arguments, now, reached_channel
from voice.commands.hearing_files import add_recognizer_argument
from voice.hearing_problems import HearingError, Problem, problem_text
from voice.listening import Callbacks, Listener
from voice.microphone import DeviceMicrophone
from voice.recognizers.choosing import open_recognizer
from voice.session import Session
from voice.wiring import open_session

ASK = "按回车说话，按 Ctrl+D 结束。"
LISTENING = "正在听……"
CLEAR_LINE = "\r\033[K"


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("talk", help="对着话筒说话")
    parser.add_argument("--device", default=None, help="话筒的名字或编号；不写就用系统默认的")
    add_recognizer_argument(parser)
    add_channel_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Until the input ends. Exit status 1 where nothing can recognise."""
    try:
        recognizer = open_recognizer(options.recognizer, os.environ)
    except HearingError as error:
        print(f"zhengwu-voice: {problem_text(error.problem)}（{error}）", file=sys.stderr)
        return 1
    ended: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    device = int(options.device) if (options.device or "").isdigit() else options.device

    def show_partial(text: str) -> None:
        print(f"{CLEAR_LINE}{text}", end="", flush=True)

    def show_problem(problem: Problem) -> None:
        print(f"{CLEAR_LINE}{problem_text(problem)}", flush=True)
        ended.put(())

    callbacks = Callbacks(
        on_result=ended.put,
        on_problem=show_problem,
        on_partial=show_partial,
        on_open=lambda: print(LISTENING, end="", flush=True),
    )
    with (
        reached_channel(options) as client,
        closing(Listener(DeviceMicrophone(device), recognizer, callbacks)) as listener,
    ):
        _converse(open_session(client, options.region, now), listener, ended)
    return 0


def _converse(session: Session, listener: Listener, ended: SimpleQueue[tuple[str, ...]]) -> None:
    print(ASK, flush=True)
    while sys.stdin.readline():
        listener.start(session.state.mode, session.grammar())
        if candidates := ended.get():
            exchange = session.hear(candidates)
            print(f"{CLEAR_LINE}您说：{exchange.heard.said}\n{exchange.reply.speech}\n〔{exchange.reply.screen}〕")
        print(ASK, flush=True)
