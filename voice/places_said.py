"""Where somebody says to be, changes to, or points back at: 我在余杭; 不是西湖区是拱墅区; 那边呢. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from content.model import Region
from content.understanding.vocabulary import Vocabulary
from voice.clauses import CLAUSE_END
from voice.corrections import Corrections
from voice.intents import Heard, Intent, Situation
from voice.regions_named import LONGEST_NAME, SHORTEST_NAME, RegionNames


class PlacesSaid:
    """`regions` is asked for only when a place may be named: all names of China take a moment to load."""

    def __init__(self, corrections: Corrections, regions: Callable[[], RegionNames], vocabulary: Vocabulary) -> None:
        self._corrections, self._regions, self._vocabulary = corrections, regions, vocabulary

    def place(self, said: str, situation: Situation) -> Heard | None:
        """The place that is meant from now on; None where none is."""
        near = situation.region
        for names in self._corrections.places_changed_to(said):
            known = [self._places(name, near) for name in names]
            if all(known):
                return _placed(known[-1])
        if self._corrections.is_place_before(said) and (code := self._regions().mentioned(situation.question, near)):
            return Heard("", Intent("set_region", {"region": code}))
        parts = [said, *[clause for clause in CLAUSE_END.split(said) if clause][-1:]]  # 我在女儿家，滨江区
        is_awaited = situation.mode == "region"
        called = [name for part in parts if (name := self._corrections.place_in(part, is_awaited=is_awaited))]
        found = next((places for name in called if (places := self._places(name, near))), None)
        return _placed(found) if found else None

    def _places(self, name: str, near: str) -> Sequence[Region]:
        """By name, or by sound of those around."""
        if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
            return ()
        found = self._regions().find(name, near)
        return found or self._regions().find_by_sound(name, near, lambda text: self._vocabulary.read(text).folded)


def _placed(found: Sequence[Region]) -> Heard:
    codes = tuple(region.code for region in found)
    if len(codes) == 1:
        return Heard("", Intent("set_region", {"region": codes[0]}))
    return Heard("", Intent("set_region", {"region": codes[0], "candidates": codes}), "choose")
