"""`zhengwu-voice talk`: a conversation through microphone and loudspeaker; Enter is what TALK is on a remote."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from channel_api.client.client import ChannelClient
from voice.box_folder import data_folder
from voice.commands.conversation import Commands, add_channel_arguments, now, reached_channel
from voice.commands.hearing_files import add_recognizer_argument
from voice.hearing_problems import HearingError, problem_text, shown_text
from voice.library_noise import keep_noise_off_screen
from voice.listening import Callbacks, Listener
from voice.microphone import DeviceMicrophone
from voice.recognizers.choosing import open_recognizer, tells_partial_text
from voice.wiring import open_session

if TYPE_CHECKING:
    from voice.speaker import VoiceSpeaker
    from voice.talking import Talking

CLEAR_LINE = "\r\033[K"


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("talk", help="对着话筒说话")
    parser.add_argument("--device", default=None, help="话筒的名字或编号；不写就用系统默认的")
    parser.add_argument("--silent", action="store_true", help="只显示，不出声")
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
    device = int(options.device) if (options.device or "").isdigit() else options.device

    def open_listener(callbacks: Callbacks) -> Listener:
        return Listener(DeviceMicrophone(device), recognizer, callbacks)

    from voice.talking import Talking  # with what speaks, which takes a while to load

    with quiet_terminal(), reached_channel(options) as client, _speaking(client, is_silent=options.silent) as speaker:
        talking = Talking(
            open_session(client, options.region, now),
            open_listener,
            _show,
            speaker=speaker,
            show_partial=_show_partial,
            opened="listening" if tells_partial_text(options.recognizer) else "listening_without_text",
        )
        with closing(talking):
            talking.prepare()
            converse(talking, sys.stdin, _show, is_watched=sys.stdin.isatty())
    return 0


def converse(talking: Talking, lines: Iterable[str], show: Callable[[str], None], *, is_watched: bool) -> None:
    """Every line is one press of the key. Whoever ends it at a terminal wants silence now; lines from a file are
    answered to the end."""
    show(shown_text("ask"))
    for _line in lines:
        talking.pressed()
        if not is_watched:
            talking.wait_until_said()


@contextmanager
def quiet_terminal() -> Iterator[None]:
    """Only our own lines are shown."""
    restore = keep_noise_off_screen()
    try:
        yield
    finally:
        restore()


@contextmanager
def _speaking(client: ChannelClient, *, is_silent: bool) -> Iterator[VoiceSpeaker | None]:
    if is_silent:
        yield None
        return
    from channel_api.client.speech import SpeechFetcher
    from voice.speech_wiring import SpeechSetup, open_speaker

    speaker = open_speaker(SpeechSetup(data_folder(os.environ), os.environ, SpeechFetcher(client.address).fetch))
    with closing(speaker):
        yield speaker


def _show(line: str) -> None:
    print(f"{CLEAR_LINE}{line}", flush=True)


def _show_partial(text: str) -> None:
    print(f"{CLEAR_LINE}{text}", end="", flush=True)
