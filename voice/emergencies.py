"""Recognises an emergency before anything else, in every state and without the network. Pure.

It must rather warn once too often; but whoever asks how a service is done is answered with the service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from content.model import Hotline
from content.understanding.search import Understood
from content.understanding.vocabulary import Utterance, Vocabulary
from content.yaml_text import load_plain
from voice.emergency_signs import EmergencySigns, load_emergency_signs, of_saying, of_search

SAYINGS_FILE = Path(__file__).parent / "zh_CN" / "emergencies.yaml"
ANYTHING = "*"  # 撬*门: up to so many syllables between the two
LONGEST_GAP = 4
DESPAIR, FIRST_AID = "12356", "120"
LONGEST_CRY = 6  # syllables
MOST_OF_IT = 0.6  # of a cry is a saying of the number that helps
# Somebody speaks of danger that was, may be, is told or is none, or of papers about it.
SPEAKS_OF_IT = frozenset(("=ago", "=supposed", "=retold", "=over", "=refused", "=papers", "=whether"))
SHORTEST_BY_SOUND = 3  # two syllables sound like too much else


class EmergencyWords:
    """Sayings of the emergency numbers, by character and by sound."""

    def __init__(
        self,
        hotlines: Sequence[Hotline],
        vocabulary: Vocabulary,
        more: Mapping[str, Sequence[str]],
        signs: EmergencySigns | None = None,
    ) -> None:
        self._hotlines = [hotline for hotline in hotlines if hotline.emergency]
        self._sayings = [
            (hotline.number, tuple(vocabulary.read(part) for part in saying.split(ANYTHING)))
            for hotline in sorted(self._hotlines, key=lambda one: one.order)
            for saying in (*hotline.says, *more.get(hotline.number, ()))
        ]
        self._vocabulary = vocabulary
        self._signs = signs or load_emergency_signs()

    def find(self, said: str, understood: Understood, *, alarm: str = "") -> str:
        """The number to call, given how search understands the sentence; empty where nobody is in danger. `alarm`: the
        number on the screen already; another is told where it helps clearly better."""
        signs = self.signs(said, understood)
        likely = self._signs.number(signs, [hotline.number for hotline in self._hotlines])
        named = next((one.number for one in self._hotlines if one.number in said), "")
        if likely and alarm and not named and not self._signs.is_clearly(likely, signs, rather_than=alarm):
            return alarm  # 我害怕, when it burns
        if likely == DESPAIR and any(sign.startswith(of_saying(FIRST_AID, 0)[:-1]) for sign in signs):
            return FIRST_AID  # 割腕了: the wound comes first
        if likely and named:
            return named  # 快打119
        is_told_only = not SPEAKS_OF_IT.isdisjoint(signs)
        return likely or ("" if is_told_only else self._cried(self._vocabulary.read(said)))

    def _cried(self, utterance: Utterance) -> str:
        """The number of a saying that is nearly all that was said: 撞车了."""
        sized = [
            (sum(map(len, parts)), number)
            for number, parts in self._sayings
            if sum(map(len, parts)) >= MOST_OF_IT * len(utterance) and _holds(utterance, parts)
        ]
        return max(sized, default=(0, ""))[1] if len(utterance) <= LONGEST_CRY else ""

    def signs(self, said: str, understood: Understood) -> list[str]:
        """All that speaks for danger or against it."""
        utterance = self._vocabulary.read(said)
        sizes: dict[str, int] = {}
        for number, parts in self._sayings:
            if _holds(utterance, parts):
                sizes[number] = max(sizes.get(number, 0), sum(map(len, parts)))
        sayings = (of_saying(number, size) for number, size in sizes.items())
        return [*self._signs.of_words(said, utterance), *of_search(understood), *sayings]


def _holds(said: Utterance, parts: Sequence[Utterance]) -> bool:
    """Whether all parts stand in `said`, one after the other and near each other."""
    if any(part.characters[0] not in said.characters and part.sounds[0] not in said.sounds for part in parts):
        return False  # most of hundreds
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


def load_more_sayings() -> Mapping[str, Sequence[str]]:
    """What people cry out besides the sayings of the hotlines, by number."""
    sayings: Mapping[str, Sequence[str]] = load_plain(SAYINGS_FILE)
    return sayings
