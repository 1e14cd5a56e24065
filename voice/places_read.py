"""What a sentence says of the places in it: the household is there now, asks for there, or only tells. Pure.

All names of China take a moment to load, so they are asked for with the first sentence that may hold one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from content.understanding.vocabulary import Vocabulary
from content.yaml_text import load_plain
from voice.name_beginnings import NameBeginnings
from voice.place_signs import HERE, THERE, PlaceMeanings, PlaceSigns, load_place_weights
from voice.places_found import Found, PlacesFound
from voice.regions_named import PLACES_FILE, RegionNames

# 宁海发多少 asks for there the less doubtfully when a guide is at hand.
ASKED_THERE, ASKED_THERE_BESIDE_GUIDE = 0.5, 0.3
SOME_PLACES = ("", "这里", "那边")  # each reminds of some danger; what two of them agree on counts
SHORTEST_REST = 2  # characters that are left of a question besides the place


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """A place of a sentence, and how likely the household is `here`, or asks for `there`."""

    found: Found
    here: float
    there: float


@dataclass(frozen=True, slots=True)
class PlaceInSentence:
    """A place that is named in a sentence, and the sentence without it."""

    code: str
    rest: str


class PlaceReader:
    """Reads for one household after the other; what was prepared for the last one is kept."""

    def __init__(self, regions: Callable[[], RegionNames], vocabulary: Vocabulary) -> None:
        self._regions, self._vocabulary = regions, vocabulary
        self._words: Mapping[str, Any] = load_plain(PLACES_FILE)
        self._stands_at = re.compile(rf"(?:^|{_any_of(self._words['before'])})$")
        self._after = re.compile(rf"^{_any_of(self._words['after'])}?")
        self._here = re.compile(_any_of(self._words["here"]))
        self._same = re.compile(self._words["same_there"])
        self._near = ""
        self._prepared: tuple[PlacesFound, PlaceMeanings] | None = None

    @cached_property
    def _beginnings(self) -> NameBeginnings:
        return NameBeginnings(self._vocabulary)

    def read(self, said: str, near: str) -> list[PlaceRead]:
        """All places in it, from the first to the last."""
        if not self._beginnings.may_stand_in(said):
            return []
        found, meanings = self._prepared_for(near)
        places = found.find(said)
        chances = [meanings.chances(said, places, it) for it in places]
        return [PlaceRead(it, chance[HERE], chance[THERE]) for it, chance in zip(places, chances, strict=True)]

    def spot(self, said: str, near: str, *, is_guide_open: bool = False) -> PlaceInSentence | None:
        """The one place a question asks about; None where none is named, or it only tells where somebody is from."""
        places = [place for place in self.read(said, near) if len(place.found.codes) == 1]
        best = max(places, key=lambda place: place.here + place.there, default=None)
        if best is None:
            return None
        is_beside = is_guide_open and best.there >= ASKED_THERE_BESIDE_GUIDE
        if not is_beside and best.here + best.there < ASKED_THERE:
            return None
        code, start, end = best.found.codes[0], best.found.start, best.found.end
        if self._is_asked_here(said[:start] + said[end:], code, near):
            return None
        rest = self._stands_at.sub("", said[:start]) + self._after.sub("", said[end:], count=1)
        return PlaceInSentence(code, rest) if len(rest) >= SHORTEST_REST else None

    def asks_the_same(self, said: str, near: str) -> str:
        """在萧山呢: the place for which nothing new is asked; empty where there is none."""
        places = [place.found for place in self.read(said, near) if not place.found.is_word]
        if len(places) != 1 or len(places[0].codes) != 1:
            return ""
        found = places[0]
        return found.codes[0] if self._same.fullmatch(said[: found.start] + said[found.end :]) else ""

    def without_names(self, said: str, near: str) -> tuple[str, ...]:
        """What is said with other words for the places in it: whether it is calm hangs on no name. What names none
        stays as it is."""
        if not self._beginnings.may_stand_in(said):
            return (said,)
        places = [found for found in self._prepared_for(near)[0].find(said) if not (found.by_sound or found.is_word)]
        starts, ends = [0, *(found.end for found in places)], [*(found.start for found in places), len(said)]
        pieces = [said[start:end] for start, end in zip(starts, ends, strict=True)]
        return tuple(word.join(pieces) for word in SOME_PLACES) if places else (said,)

    def _is_asked_here(self, rest: str, code: str, near: str) -> bool:
        """我在宁波买房，能提杭州的公积金吗: besides the place it is said that here is meant."""
        own = self._regions().names_around(near, besides=code)
        return bool(own) and bool(self._here.search(rest) or any(name in rest for name in own))

    def _prepared_for(self, near: str) -> tuple[PlacesFound, PlaceMeanings]:
        if self._prepared is None or self._near != near:
            names = self._regions()
            signs = PlaceSigns(self._words["signs"], names, self._vocabulary, near)
            found = PlacesFound(names, self._vocabulary, near, self._words["words_too"])
            meanings = PlaceMeanings(signs, load_place_weights())
            self._near, self._prepared = near, (found, meanings)
        return self._prepared


def _any_of(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
