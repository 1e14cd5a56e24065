"""`zhengwu-voice file`: what was recorded is recognised, understood and answered, as if it had just been said."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from voice.commands.conversation import Commands, add_channel_arguments, now, reached_channel
from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError, problem_text
from voice.listening import Recognizer
from voice.recognizers.choosing import DEFAULT, open_recognizer
from voice.session import Session
from voice.wiring import open_session

PIECE_BYTES = RECOGNIZED_HZ // 10 * 2  # a tenth of a second, as a microphone gives it


def add_recognizer_argument(parser: argparse.ArgumentParser) -> None:
    """Which recogniser."""
    parser.add_argument(
        "--recognizer", default=DEFAULT, metavar="NAME", help="vosk、pocketsphinx，或者 wyoming://192.168.1.5:10300"
    )


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("file", help="听录音文件：一个文件一句话")
    parser.add_argument("files", nargs="+", type=Path, metavar="WAV", help="录音：WAV、FLAC、MP3、Ogg")
    parser.add_argument("--json", action="store_true", help="一句话回一行JSON，给程序用")
    parser.add_argument("--each-anew", action="store_true", help="每个文件都重新开始，不算同一次对话")
    add_recognizer_argument(parser)
    add_channel_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 where a file is no sound or nothing can recognise."""
    from voice.resampling import load_utterance
    from voice.sounds import BadSoundError

    try:
        with (
            closing(open_recognizer(options.recognizer, os.environ)) as recognizer,
            reached_channel(options) as client,
        ):
            session = open_session(client, options.region, now)
            for path in options.files:
                if options.each_anew:
                    session.begin_anew()
                candidates = recognize(recognizer, load_utterance(path), session.grammar())
                _answer(session, path, candidates, as_json=options.json)
    except HearingError as error:
        print(f"zhengwu-voice: {problem_text(error.problem)}（{error}）", file=sys.stderr)
        return 1
    except BadSoundError as error:
        print(f"zhengwu-voice: {path}: 不是能听的录音（{error}）", file=sys.stderr)
        return 1
    return 0


def recognize(recognizer: Recognizer, pcm: bytes, grammar: Sequence[str]) -> tuple[str, ...]:
    """What an utterance at 16 kHz may have been. Raises HearingError."""
    recognizer.begin(grammar, RECOGNIZED_HZ)
    for start in range(0, len(pcm), PIECE_BYTES):
        recognizer.feed(pcm[start : start + PIECE_BYTES])
    return recognizer.finish()


def _answer(session: Session, path: Path, candidates: tuple[str, ...], *, as_json: bool) -> None:
    if not candidates:
        problem = problem_text("nothing_heard")
        line = {"file": path.name, "said": "", "problem": problem}
        print(json.dumps(line, ensure_ascii=False) if as_json else f"{path.name}\n{problem}", flush=True)
        return
    exchange = session.hear(candidates)
    if as_json:
        print(json.dumps({"file": path.name, **exchange.to_plain()}, ensure_ascii=False), flush=True)
    else:
        reply = exchange.reply
        print(f"{path.name}\n您说：{exchange.heard.said}\n{reply.speech}\n〔{reply.screen}〕", flush=True)
