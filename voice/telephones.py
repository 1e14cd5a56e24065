"""Which telephone number is asked for, where no service is clearly named: 停电了打哪里, 法律热线是多少. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from content.understanding.search import Understanding, Understood
from content.yaml_text import load_plain
from voice.regions_named import UNDERSTANDING_FILE

NEAR_SAYING = 0.4  # how well the words fit what a telephone number is there for, whether or not anything else fits
LEAST_CHANCE = 0.01  # of a question to the channel: what is less likely still is divided by this
NEARLY_AS_WELL = 0.75
CLEARLY_A_SERVICE = 0.9  # 身份证丢了打什么电话 is about the card


class Telephones:
    """Reads questions that ask whom to call."""

    def __init__(self, words: Mapping[str, Any], search: Understanding) -> None:
        self._search = search
        self._emergencies = {line.number for line in search.hotlines.values() if line.emergency}
        self._whom = re.compile("|".join(words["whom_to_call"]))

    def asked(self, said: str) -> str:
        """The number; empty where none is asked for, or a service is."""
        if not self._whom.search(said):
            return ""
        understood = self._search.search(said)
        first = understood.results[0] if understood.results else None
        is_service = first is not None and first.kind == "service" and understood.verdict == "confident"
        if first is not None and is_service and (first.score >= CLEARLY_A_SERVICE or not _is_only_heard(first.how)):
            return ""
        return self._best(understood, beside=0.0 if first is None or _is_only_heard(first.how) else first.score)

    def _best(self, understood: Understood, *, beside: float) -> str:
        """The line that fits best by its words, whatever the chance that anything is asked of the channel at all, and
        nearly as well as the service `beside` it; those for danger are answered elsewhere, and 电梯坏了 is none."""
        lines = [one for one in understood.candidates if one.target.kind == "hotline"]
        plain = [
            one for one in lines if one.target.id not in self._emergencies and one.score >= beside * NEARLY_AS_WELL
        ]
        scored = [(one.score / max(understood.chance, LEAST_CHANCE), one.target.id) for one in plain]
        score, number = max(scored, default=(0.0, ""))
        return number if score >= NEAR_SAYING else ""


def _is_only_heard(how: str) -> bool:
    return how in ("pinyin", "fuzzy")


def load_telephones(search: Understanding) -> Telephones:
    """With the words that come with the channel."""
    return Telephones(load_plain(UNDERSTANDING_FILE), search)
