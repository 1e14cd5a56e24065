"""Which telephone number is asked for, where no service is clearly named: 停电了打哪里, 法律热线是多少. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from content.model import Hotline
from content.understanding.search import Understanding, Understood
from content.yaml_text import load_plain
from voice.marks import dense_of
from voice.regions_named import UNDERSTANDING_FILE

WORDS_FILE = Path(__file__).parent / "zh_CN" / "telephones.yaml"

NEAR_SAYING = 0.4  # how well the words fit what a telephone number is there for, whether or not anything else fits
LEAST_CHANCE = 0.01  # of a question to the channel: what is less likely still is divided by this
NEARLY_AS_WELL = 0.75
GENERAL = "12345"  # knows every office
HALF_AS_WELL = 0.45  # where nothing but a number is asked for
NAMED_ALONE = 3  # characters of the name of a line that no other line has
CLEARLY_A_SERVICE = 0.9  # 身份证丢了打什么电话 is about the card


class Telephones:
    """Reads questions that ask whom to call."""

    def __init__(self, words: Mapping[str, Any], search: Understanding) -> None:
        self._search = search
        lines = tuple(search.hotlines.values())
        self._emergencies = {line.number for line in lines if line.emergency}
        self._whom, self._wanted, self._only, self._office = (
            re.compile("|".join(words[key])) for key in ("whom_to_call", "wants_number", "asks_only", "offices")
        )
        plain = [line for line in lines if not line.emergency]
        self._about = _matters(plain, re.compile(words["of_a_saying"]))
        self._pairs = _pairs(plain, self._only)

    def asked(self, said: str, *, is_guide_open: bool = False) -> str:
        """The number; empty where none is asked for, or a service is: 窗口电话多少, while its guide is open."""
        if self._wanted.search(dense_of(said)):
            return self._wanted_number(said, is_guide_open=is_guide_open)
        if not self._whom.search(said):
            return ""
        understood = self._search.search(said)
        first = understood.results[0] if understood.results else None
        is_service = first is not None and first.kind == "service" and understood.verdict == "confident"
        if first is not None and is_service and (first.score >= CLEARLY_A_SERVICE or not _is_only_heard(first.how)):
            return ""
        return self._best(understood, beside=0.0 if first is None or _is_only_heard(first.how) else first.score)

    def _wanted_number(self, said: str, *, is_guide_open: bool) -> str:
        """想问问律师，有没有免费的电话: what it is for stands beside it. 身份证丢了打什么电话 is about the card."""
        rest = self._only.sub("", dense_of(said))
        if not rest:
            return ""
        readings = [self._search.search(text) for text in (rest, said)]
        firsts = [one.results[0] for one in readings if one.results]
        if any(one.kind == "service" and one.how == "exact" for one in firsts):
            return ""
        beside = max((one.score for one in firsts if one.kind == "service" and not _is_only_heard(one.how)), default=0)
        fitting = (self._best(one, beside=beside, nearly=HALF_AS_WELL) for one in readings)
        found = next(filter(None, fitting), "") or ("" if is_guide_open else self._named(rest))
        return found or (GENERAL if not is_guide_open and self._office.search(rest) else "")

    def _named(self, rest: str) -> str:
        """交警队的号码: the line that is there for what is named."""
        named = [(len(matter), number) for matter, number in self._about.items() if matter in rest]
        return max(named, default=(0, ""))[1] or self._reminding(rest)

    def _reminding(self, rest: str) -> str:
        """买到假烟, where 买到假货 is a saying: the line whose sayings alone hold most of its pairs of characters."""
        pairs = {rest[at : at + 2] for at in range(len(rest) - 1)}
        votes = Counter(number for pair, number in self._pairs.items() if pair in pairs)
        ranked = [*votes.most_common(2), ("", 0), ("", 0)]
        return ranked[0][0] if ranked[0][1] > ranked[1][1] else ""

    def _best(self, understood: Understood, *, beside: float, nearly: float = NEARLY_AS_WELL) -> str:
        """The line that fits best by its words, whatever the chance that anything is asked of the channel at all, and
        nearly as well as the service `beside` it; those for danger are answered elsewhere, and 电梯坏了 is none."""
        lines = [one for one in understood.candidates if one.target.kind == "hotline"]
        plain = [one for one in lines if one.target.id not in self._emergencies and one.score >= beside * nearly]
        scored = [(one.score / max(understood.chance, LEAST_CHANCE), one.target.id) for one in plain]
        score, number = max(scored, default=(0.0, ""))
        return number if score >= NEAR_SAYING else ""


def _is_only_heard(how: str) -> bool:
    return how in ("pinyin", "fuzzy")


def _pairs(lines: Sequence[Hotline], only: re.Pattern[str]) -> dict[str, str]:
    """The pairs of characters that stand in the sayings of one line alone."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for saying in line.says:
            text = only.sub("", saying)
            for at in range(len(text) - 1):
                found.setdefault(text[at : at + 2], set()).add(line.number)
    return {pair: numbers.pop() for pair, numbers in found.items() if len(numbers) == 1}


def _matters(lines: Sequence[Hotline], of_a_saying: re.Pattern[str]) -> dict[str, str]:
    """What lines are there for, by short names that only one of them has: 车管所 of 车管所电话, 税 of 税的事问谁."""
    found: dict[str, set[str]] = {}
    for line in lines:
        asked = [(saying, of_a_saying.sub("", saying)) for saying in line.says]
        parts = {line.name[at : at + NAMED_ALONE] for at in range(len(line.name) - NAMED_ALONE + 1)}
        for matter in {line.name, *parts, *(short for saying, short in asked if short != saying)}:
            found.setdefault(matter, set()).add(line.number)
    return {matter: numbers.pop() for matter, numbers in found.items() if matter and len(numbers) == 1}


def load_telephones(search: Understanding) -> Telephones:
    """With the words that come with the channel."""
    return Telephones({**load_plain(UNDERSTANDING_FILE), **load_plain(WORDS_FILE)}, search)
