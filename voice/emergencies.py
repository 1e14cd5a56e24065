"""Recognises an emergency before anything else, in every state and without the network. Pure.

It must rather warn once too often; but whoever asks how a service is done is answered with the service.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from content.model import Hotline
from content.understanding.search import Understood
from content.understanding.vocabulary import Utterance, Vocabulary
from content.yaml_text import load_plain
from voice.regions_named import UNDERSTANDING_FILE

SAYINGS_FILE = Path(__file__).parent / "zh_CN" / "emergencies.yaml"
ANYTHING = "*"  # 撬*门: up to so many syllables between the two
LONGEST_GAP = 4
SHORTEST_SAYING = 2
SHORTEST_BY_SOUND = 3  # two syllables sound like too much else
SHORTEST_BESIDE_SERVICE = 3  # characters; beside the name of a service less is a chance likeness
DESPAIR = "12356"  # the line for those who do not want to live any more
SWINDLE, SHORTEST_OF_SWINDLE = "96110", 4  # the line against swindlers; characters of an unmistakable saying
LONGEST_CRY = 8  # syllables; in a longer sentence 失火 or 车祸 may tell what happened long ago
LONGEST_BREATH = 18  # syllables; whoever is in danger tells no longer story
SURE_BY_SEARCH = 0.62  # of a hotline; below it a word of the sentence may only remind of one
SURE_SERVICE = 0.75  # a service asked for this clearly is meant, whatever frightening word stands beside it
_ASKING = re.compile("怎么|咋|如何|吗|什么|啥|哪|想|要|办|补|领|申请|鉴定|认定|保险|补贴")


class EmergencyWords:
    """Sayings of the emergency numbers, by character and by sound."""

    def __init__(
        self,
        hotlines: Sequence[Hotline],
        vocabulary: Vocabulary,
        more: Mapping[str, Sequence[str]],
        long_ago: Sequence[str] = (),
    ) -> None:
        self._hotlines = [hotline for hotline in hotlines if hotline.emergency]
        self._numbers = {hotline.number for hotline in self._hotlines}
        self._sayings = [
            (hotline.number, tuple(vocabulary.read(part) for part in saying.split(ANYTHING)))
            for hotline in sorted(self._hotlines, key=lambda one: one.order)
            for saying in (*hotline.says, *more.get(hotline.number, ()))
        ]
        self._vocabulary, self._long_ago = vocabulary, tuple(long_ago)

    def find(self, said: str, understood: Understood) -> str:
        """The number to call, given how search understands the sentence; empty where nobody is in danger."""
        first = understood.results[0] if understood.results else None
        if first and first.kind == "hotline" and first.id in self._numbers and first.score >= SURE_BY_SEARCH:
            return first.id
        asks_for_service = (
            first is not None
            and first.kind == "service"
            and first.score >= SURE_SERVICE
            and understood.verdict == "confident"
        )
        utterance = self._vocabulary.read(said)
        if any(word in said for word in self._long_ago):
            return self._find_saying(utterance, shortest=SHORTEST_SAYING, only=DESPAIR)  # grief is old, despair is now
        if asks_for_service and (understood.aspect or _ASKING.search(said) or len(utterance) > LONGEST_BREATH):
            # Whoever is being swindled tells a story with a card or a pension in it.
            return self._find_saying(utterance, shortest=SHORTEST_OF_SWINDLE, only=SWINDLE)
        if asks_for_service:
            return self._find_saying(utterance, shortest=SHORTEST_BESIDE_SERVICE)
        is_unclear = understood.verdict == "none" and len(utterance) <= LONGEST_BREATH
        is_a_cry = len(utterance) <= LONGEST_CRY or is_unclear
        return self._find_saying(utterance, shortest=SHORTEST_SAYING if is_a_cry else SHORTEST_BY_SOUND)

    def _find_saying(self, said: Utterance, *, shortest: int, only: str = "") -> str:
        sized = [(sum(map(len, parts)), number, parts) for number, parts in self._sayings if only in ("", number)]
        found = [(size, number) for size, number, parts in sized if size >= shortest and _holds(said, parts)]
        return max(found, key=lambda one: one[0], default=(0, ""))[1]


def _holds(said: Utterance, parts: Sequence[Utterance]) -> bool:
    """Whether all parts stand in `said`, one after the other and near each other."""
    first, *others = parts
    ends = _ends(said, first, 0, len(said), is_alone=not others)
    for part in others:
        ends = [end for start in ends for end in _ends(said, part, start, start + LONGEST_GAP, is_alone=False)]
    return bool(ends)


def _ends(said: Utterance, part: Utterance, first: int, last: int, *, is_alone: bool) -> list[int]:
    """Where the part ends, for every place from `first` to `last` where it begins."""
    size = len(part)
    stops = [start + size for start in range(first, min(last, len(said) - size) + 1)]
    by_sound = is_alone and size >= SHORTEST_BY_SOUND
    return [
        stop
        for stop in stops
        if said.characters[stop - size : stop] == part.characters
        or (by_sound and said.sounds[stop - size : stop] == part.sounds)
    ]


def load_long_ago() -> Sequence[str]:
    """Words of stories, and words that hold a frightening one."""
    words = load_plain(UNDERSTANDING_FILE)
    return [*words["long_ago"], *words["harmless"]]


def load_more_sayings() -> Mapping[str, Sequence[str]]:
    """What people cry out besides the sayings of the hotlines, by number."""
    sayings: Mapping[str, Sequence[str]] = load_plain(SAYINGS_FILE)
    return sayings
