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

SAYINGS_FILE = Path(__file__).parent / "zh_CN" / "emergencies.yaml"
SHORTEST_SAYING = 2
SHORTEST_BY_SOUND = 3  # two syllables sound like too much else
SURE_BY_SEARCH = 0.62  # of a hotline; below it a word of the sentence may only remind of one
SURE_SERVICE = 0.75  # a service asked for this clearly is meant, whatever frightening word stands beside it


class EmergencyWords:
    """Sayings of the emergency numbers, by character and by sound."""

    def __init__(self, hotlines: Sequence[Hotline], vocabulary: Vocabulary, more: Mapping[str, Sequence[str]]) -> None:
        self._hotlines = [hotline for hotline in hotlines if hotline.emergency]
        self._numbers = {hotline.number for hotline in self._hotlines}
        self._sayings = [
            (hotline.number, vocabulary.read(saying))
            for hotline in sorted(self._hotlines, key=lambda one: one.order)
            for saying in (*hotline.says, *more.get(hotline.number, ()))
        ]
        self._vocabulary = vocabulary

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
        return "" if asks_for_service else self._find_saying(self._vocabulary.read(said))

    def _find_saying(self, said: Utterance) -> str:
        found = [(len(saying), number) for number, saying in self._sayings if _holds(said, saying)]
        return max(found, key=lambda one: one[0], default=(0, ""))[1]


def _holds(said: Utterance, saying: Utterance) -> bool:
    size = len(saying)
    for start in range(len(said) - size + 1):
        stop = start + size
        if size >= SHORTEST_SAYING and said.characters[start:stop] == saying.characters:
            return True
        if size >= SHORTEST_BY_SOUND and said.sounds[start:stop] == saying.sounds:
            return True
    return False


def load_more_sayings() -> Mapping[str, Sequence[str]]:
    """What people cry out besides the sayings of the hotlines, by number."""
    sayings: Mapping[str, Sequence[str]] = load_plain(SAYINGS_FILE)
    return sayings
