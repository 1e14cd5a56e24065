"""What may go wrong between a mouth and a text. Each has a key whose words stand in zh_CN/listening.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from content.yaml_text import load_plain

LISTENING_FILE = Path(__file__).parent / "zh_CN" / "listening.yaml"

Problem = Literal[
    "no_microphone",
    "microphone_lost",
    "no_recognizer",
    "recognizer_failed",
    "no_channel",
    "silence",
    "too_long",
    "nothing_heard",
]


class HearingError(Exception):
    """Hearing failed; `problem` says how, the text is for whoever mends it and is never shown to viewers."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem: Problem = problem


def problem_text(problem: Problem, times_before: int = 0) -> str:
    """The sentence for a problem; another where it has been told so many times in a row, if there is another."""
    found: str | list[str] = _texts()["problems"][problem]
    return found if isinstance(found, str) else found[times_before % len(found)]


def shown_text(key: str) -> str:
    """What stands on a line while somebody is listened to."""
    return str(_texts()["shown"][key])


def recognizer_text(choice: str) -> str:
    """How a household calls what listens: `vosk`, `pocketsphinx` or `wyoming://host:port`, named with its host."""
    name, _, place = choice.partition("://")
    told = _texts()["recognizers"][name]
    return f"{told}（{place}）" if place else told


@cache
def _texts() -> dict[str, dict[str, Any]]:
    texts: dict[str, dict[str, Any]] = load_plain(LISTENING_FILE)
    return texts
