"""What may go wrong between a mouth and a text. Each has a key whose words stand in zh_CN/listening.yaml."""

from __future__ import annotations

from typing import Literal

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
