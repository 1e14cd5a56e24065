"""`zhengwu-voice render`: sentences in on standard input, sound files out on standard output. The server starts it.

One JSON line in, `{"voice","text"}`; one JSON line out, `{"bytes": n}` and the MP3, or `{"error": why}`. The first line
out says whether it can speak at all: `{"ready": true}`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from voice.box_folder import data_folder
from voice.commands.conversation import Commands

if TYPE_CHECKING:
    from voice.kokoro_voice import KokoroVoice

PREFIX = "kokoro-"


def add_to(commands: Commands) -> None:
    """No arguments: it is told everything on standard input."""
    parser = commands.add_parser("render", help="给服务器用：一行一句，变成声音")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Until standard input ends; exit status 1 where there is no voice."""
    try:
        voice = _open_voice()
    except (ImportError, OSError) as error:
        _answer({"error": f"no voice: {error}"})
        return 1
    if voice is None:
        _answer({"error": "the voice is not installed; run: zhengwu-voice models install kokoro"})
        return 1
    _answer({"ready": True})
    for line in sys.stdin.buffer:
        _render(line, voice)
    return 0


def _open_voice() -> KokoroVoice | None:
    from voice.kokoro_files import KokoroFacts, folder_in, is_installed
    from voice.kokoro_voice import KokoroVoice

    facts = KokoroFacts.load()
    folder = folder_in(data_folder(os.environ), facts)
    return KokoroVoice(folder, facts, {name: name for name in facts.styles}) if is_installed(folder, facts) else None


def _render(line: bytes, voice: KokoroVoice) -> None:
    from voice.sounds import encode

    plain: dict[str, str] = json.loads(line)
    name = plain["voice"].removeprefix(PREFIX).partition("-")[0]
    sound = voice.find(plain["text"], name) if voice.has(name) else None
    if sound is None:
        _answer({"error": "nothing to say, or no such voice"})
        return
    data = encode(sound, "MP3")
    _answer({"bytes": len(data)}, data)


def _answer(plain: Mapping[str, object], data: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(plain).encode() + b"\n" + data)
    sys.stdout.buffer.flush()
