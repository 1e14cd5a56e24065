"""A question as it is read, before anything is looked for: the same whichever services it is then weighed against."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from content.understanding.features import Features, features_of
from content.understanding.normalize import plain_text, units_of
from content.understanding.places import Place, PlaceNames
from content.understanding.typed import letters_alone, on_number_pad
from content.understanding.vocabulary import Vocabulary
from content.understanding.weights import Weights

SHORTEST_ASKED = 3  # characters: 行不 is a word of its own
SHORTEST_NAME = 4  # characters left without what is asked about it; a shorter one may be part of another


@dataclass(frozen=True, slots=True)
class Reading:
    """`text`: in one form; `typed`: its letters or digits where it holds nothing else; `units` without the `places`
    named; `features` is None where digits were typed and nothing can be weighed."""

    text: str
    typed: str
    units: tuple[str, ...] = ()
    is_name: bool = False
    places: tuple[Place, ...] = ()
    features: Features | None = None


def _asked_plainly(text: str) -> str:
    """要交钱不 asks what 要交钱吗 asks, and no word ends with the first character of 换补."""
    return f"{text[:-1]}吗" if len(text) >= SHORTEST_ASKED and text[-1] in "不伐" else text


class Reader:
    """Reads questions; `names` in units are read as they stand, and `places` tell nothing about the service."""

    def __init__(
        self, vocabulary: Vocabulary, weights: Weights, names: AbstractSet[str], places: PlaceNames | None
    ) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._names = names
        self._places = places

    def read(self, q: str) -> Reading:
        """Any string."""
        text = _asked_plainly(plain_text(q, self._vocabulary.wording.traditional))
        units = units_of(text)
        typed = on_number_pad(q) or letters_alone(units)
        if typed.isdigit():
            return Reading(text, typed)
        is_name = "".join(units) in self._names
        places = () if is_name else self._places_in(units)
        units = _without(units, places) or units
        features = features_of(units, self._vocabulary, is_name=is_name, weights=self._weights)
        core = features.core.replace(" ", "")
        if SHORTEST_NAME <= len(core) < len(features.core) and core in self._names:  # 工伤怎么认定
            named = features_of(units_of(core), self._vocabulary, is_name=True, weights=self._weights)
            return Reading(text, typed, tuple(units), True, places, replace(named, aspects=features.aspects))
        return Reading(text, typed, tuple(units), is_name, places, features)

    def _places_in(self, units: Sequence[str]) -> tuple[Place, ...]:
        if self._places is None:
            return ()
        return self._places.find("".join(unit if len(unit) == 1 else " " for unit in units), self._says_more)

    def _says_more(self, name: str) -> bool:
        word = self._vocabulary.find_exact(name)
        return word is not None and word.kind == "meaning"


def _without(units: list[str], places: Sequence[Place]) -> list[str]:
    if not places:
        return units
    return [
        unit for position, unit in enumerate(units) if not any(place.start <= position < place.end for place in places)
    ]
