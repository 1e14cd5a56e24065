"""The fixed sentence that sounds most like an utterance which is none: the last resort before nothing was understood.

Pure. Reading all sentences takes a moment, so it is done when something is first not understood.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from voice.intents import Mode
from voice.phrases import Phrase

SHORTEST, LONGEST = 4, 12  # syllables; shorter ones are near to everything
NEAR = 0.83  # of the syllables in order: one of six may be wrong, two of twelve
LOOKED_AT = 24
HEARD_SHARE = 0.5  # of the syllables of a sentence whose other sounds lost their breath
# On a bad line a breath after the first sound is lost: 在说一片 for 再说一遍.
WITHOUT_BREATH = {"p": "b", "t": "d", "k": "g", "q": "j", "c": "z"}


class NearestPhrase:
    """`sounds_of` gives the folded syllables of a text."""

    def __init__(self, phrases: Sequence[Phrase], sounds_of: Callable[[str], Sequence[str]]) -> None:
        self._phrases, self._sounds_of = phrases, sounds_of
        self._known: list[Phrase] = []
        self._holding: dict[str, array[int]] = defaultdict(lambda: array("I"))

    def find(self, text: str, mode: Mode) -> Phrase | None:
        """The one sentence near enough; None where none is, or two that mean different things are as near."""
        sounds = self._sounds_of(text)
        if not SHORTEST <= len(sounds) <= LONGEST:
            return None
        shared = Counter(position for sound in set(sounds) for position in self._index().get(sound, ()))
        likely = sorted(shared, key=lambda n: shared[n] / (len(sounds) + len(self._known[n].text)), reverse=True)
        fitting = [phrase for phrase in (self._known[n] for n in likely[:LOOKED_AT]) if _fits(phrase, mode)]
        scored = [(self._likeness(sounds, phrase), phrase) for phrase in fitting]
        best, phrase = max(scored, key=lambda one: one[0], default=(0.0, None))
        if phrase is None or best < NEAR:
            return self._breathless(
                sounds, [self._known[n] for n in likely if shared[n] >= HEARD_SHARE * len(sounds)], mode
            )
        rivals = {other.intent.name for score, other in scored if score == best}
        return phrase if rivals == {phrase.intent.name} else None

    def _likeness(self, sounds: Sequence[str], phrase: Phrase) -> float:
        return SequenceMatcher(None, sounds, self._sounds_of(phrase.text), autojunk=False).ratio()

    def _breathless(self, sounds: Sequence[str], phrases: Sequence[Phrase], mode: Mode) -> Phrase | None:
        loose = list(map(_loose, sounds))
        same = [
            phrase
            for phrase in phrases
            if len(phrase.text) == len(loose) and list(map(_loose, self._sounds_of(phrase.text))) == loose
        ]
        fitting = [phrase for phrase in same if _fits(phrase, mode)]
        return fitting[0] if len({phrase.intent.name for phrase in fitting}) == 1 else None

    def _index(self) -> dict[str, array[int]]:
        """Where every sound stands. The sentences are many: their sounds are read anew rather than kept."""
        if not self._known:
            readable = [one for one in self._phrases if SHORTEST <= len(one.text) <= LONGEST]
            read = {" ".join(self._sounds_of(phrase.text)): phrase for phrase in reversed(readable)}
            self._known = list(read.values())
            for position, phrase in enumerate(self._known):
                for sound in set(self._sounds_of(phrase.text)):
                    self._holding[sound].append(position)
        return self._holding


def _fits(phrase: Phrase, mode: Mode) -> bool:
    return not phrase.modes or mode in phrase.modes


def _loose(sound: str) -> str:
    return WITHOUT_BREATH.get(sound[:1], sound[:1]) + sound[1:]
