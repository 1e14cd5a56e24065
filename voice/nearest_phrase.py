"""The fixed sentence that sounds most like an utterance which is none: the last resort before nothing was understood.

Pure. Reading all sentences takes a moment, so it is done when something is first not understood.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from voice.intents import Mode
from voice.phrases import Phrase

SHORTEST, LONGEST = 4, 12  # syllables; shorter ones are near to everything
NEAR = 0.83  # of the syllables in order: one of six may be wrong, two of twelve
LOOKED_AT = 24
# On a bad line a breath after the first sound is lost: 在说一片 for 再说一遍.
WITHOUT_BREATH = {"p": "b", "t": "d", "k": "g", "q": "j", "c": "z"}


class NearestPhrase:
    """`sounds_of` gives the folded syllables of a text."""

    def __init__(self, phrases: Sequence[Phrase], sounds_of: Callable[[str], Sequence[str]]) -> None:
        self._phrases, self._sounds_of = phrases, sounds_of
        self._known: list[tuple[tuple[str, ...], Phrase]] = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._loose: dict[tuple[str, ...], set[int]] = defaultdict(set)

    def find(self, text: str, mode: Mode) -> Phrase | None:
        """The one sentence near enough; None where none is, or two that mean different things are as near."""
        sounds = tuple(self._sounds_of(text))
        if not SHORTEST <= len(sounds) <= LONGEST:
            return None
        shared = Counter(position for sound in set(sounds) for position in self._index().get(sound, ()))
        likely = sorted(shared, key=lambda n: shared[n] / (len(sounds) + len(self._known[n][0])), reverse=True)
        scored = [
            (SequenceMatcher(None, sounds, known, autojunk=False).ratio(), phrase)
            for known, phrase in (self._known[n] for n in likely[:LOOKED_AT])
            if not phrase.modes or mode in phrase.modes
        ]
        best, phrase = max(scored, key=lambda one: one[0], default=(0.0, None))
        if phrase is None or best < NEAR:
            return self._breathless(sounds, mode)
        rivals = {other.intent.name for score, other in scored if score == best}
        return phrase if rivals == {phrase.intent.name} else None

    def _breathless(self, sounds: Sequence[str], mode: Mode) -> Phrase | None:
        same = [self._known[n][1] for n in self._loose.get(tuple(map(_loose, sounds)), ())]
        fitting = [phrase for phrase in same if not phrase.modes or mode in phrase.modes]
        return fitting[0] if len({phrase.intent.name for phrase in fitting}) == 1 else None

    def _index(self) -> dict[str, list[int]]:
        if not self._known:
            read = {tuple(self._sounds_of(phrase.text)): phrase for phrase in reversed(self._phrases)}
            self._known = [(sounds, one) for sounds, one in read.items() if SHORTEST <= len(sounds) <= LONGEST]
            for position, (sounds, _) in enumerate(self._known):
                self._loose[tuple(map(_loose, sounds))].add(position)
                for sound in set(sounds):
                    self._holding[sound].append(position)
        return self._holding


def _loose(sound: str) -> str:
    return WITHOUT_BREATH.get(sound[:1], sound[:1]) + sound[1:]
