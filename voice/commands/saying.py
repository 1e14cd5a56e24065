"""`zhengwu-voice say`: says a text, or writes it as a sound file; for editors who want to hear how it sounds."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from content.spoken_sentences import split_sentences
from voice.box_folder import data_folder
from voice.commands.conversation import Commands

if TYPE_CHECKING:
    from voice.speaker import VoiceSpeaker

ENDINGS = {".wav": "WAV", ".mp3": "MP3", ".ogg": "OGG"}


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("say", help="把一段话念出来，或者存成声音文件")
    parser.add_argument("text", help="要念的话")
    parser.add_argument("--out", type=Path, help="存成文件：.wav、.mp3 或 .ogg")
    parser.add_argument("--voice", choices=["female", "male"], default="female", help="女声或男声")
    parser.add_argument("--rate", type=int, default=185, help="一分钟念多少字，130到245")
    parser.add_argument("--api", default=os.environ.get("CHANNEL_API_URL", ""), help="服务器地址；用它录好的声音")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 where nothing on this machine can say it."""
    from voice.player import RecorderOutput, open_output
    from voice.sound_sources import FirstFound
    from voice.sounds import encode, joined
    from voice.speaker import PAUSE_SECONDS, SpeechSettings, VoiceSpeaker
    from voice.speech_wiring import SpeechSetup, sources_of

    kind = ENDINGS.get(options.out.suffix.lower()) if options.out else "WAV"
    if kind is None:
        print(f"zhengwu-voice: {options.out}: 文件名要以 {' '.join(ENDINGS)} 结尾", file=sys.stderr)
        return 2
    source = FirstFound(sources_of(SpeechSetup(data_folder(os.environ), os.environ, _fetch(options.api)), waits=True))
    sentences = split_sentences(options.text)
    unsaid = [sentence for sentence in sentences if source.find(sentence, options.voice) is None]
    if unsaid or not sentences:
        why = "念不出来；安装声音：zhengwu-voice models install kokoro，或者 espeak-ng"
        print(f"zhengwu-voice: {'、'.join(unsaid)[:40] or '没有字'}: {why}", file=sys.stderr)
        return 1
    recorder = RecorderOutput([], None if options.out else open_output())
    speaker = VoiceSpeaker(source, recorder, SpeechSettings(rate=options.rate, voice=options.voice, volume=100))
    _say_all(speaker, sentences)
    if options.out:
        options.out.write_bytes(encode(joined(recorder.played, pause_seconds=PAUSE_SECONDS), kind))
    return 0


def _fetch(address: str) -> Callable[[str], bytes] | None:
    if not address:
        return None
    from channel_api.client.speech import SpeechFetcher

    return SpeechFetcher(address).fetch


def _say_all(speaker: VoiceSpeaker, sentences: Sequence[str]) -> None:
    """Returns when the last one was said."""
    done = Event()
    left = len(sentences)

    def count_down(_sentence: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    speaker.on_finished = count_down
    speaker.say(sentences)
    done.wait()
    speaker.close()
