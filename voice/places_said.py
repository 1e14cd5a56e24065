"""Where somebody says to be, changes to, or points back at: 我在余杭; 不是西湖区是拱墅区; 那边呢. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content.understanding.vocabulary import Vocabulary
from voice.about_guide import ask
from voice.corrections import Corrections
from voice.intents import Heard, Intent, Situation
from voice.places_found import Found
from voice.places_read import PlaceRead, PlaceReader
from voice.regions_named import RegionNames

SURELY_HERE, SURE_OF_A_WORD, HERE_IF_AWAITED = 0.5, 0.9, 0.08
NEARLY_AS_SURE = 0.1  # of two the later one is meant: 萧山，不，滨江


class PlacesSaid:
    """`regions` is asked for only when a place may be named: all names of China take a moment to load."""

    def __init__(self, corrections: Corrections, regions: Callable[[], RegionNames], vocabulary: Vocabulary) -> None:
        self._corrections, self._regions = corrections, regions
        self._reader = PlaceReader(regions, vocabulary)

    def place(self, said: str, situation: Situation) -> Heard | None:
        """The place that is meant from now on; None where none is."""
        near = situation.region
        if self._corrections.is_place_before(said) and (code := self._regions().mentioned(situation.question, near)):
            return Heard("", Intent("set_region", {"region": code}))
        is_asking = bool(situation.service or situation.offered)
        if is_asking and (code := self._reader.asks_the_same(said, near)):
            if not situation.service:
                return Heard("", Intent("set_region", {"region": code}))  # 那平湖的呢, before one was chosen
            asked = ask(situation.service, situation.aspect, situation.question)
            return replace(asked, intent=replace(asked.intent, slots={**asked.intent.slots, "region": code}))
        is_awaited = situation.mode == "region"
        places = [place for place in self._reader.read(said, near) if is_awaited or _is_sure(said, place)]
        best = max((place.here for place in places), default=0.0)
        if best < (HERE_IF_AWAITED if is_awaited else SURELY_HERE):
            return None
        return _placed([place.found for place in places if place.here >= best - NEARLY_AS_SURE][-1])

    def asked_there(self, heard: Heard, said: str, situation: Situation) -> Heard:
        """我们搬到余杭了，居住证怎么办: what one clause asks for is asked for the place the other names."""
        slots = heard.intent.slots
        if heard.intent.name != "ask_guide" or not slots.get("service") or "region" in slots:
            return heard
        spotted = self._reader.spot(said, situation.region)
        if spotted is None or self._regions().is_within(situation.region, spotted.code):
            return heard
        return replace(heard, intent=replace(heard.intent, slots={**slots, "region": spotted.code}))

    def without_names(self, said: str, situation: Situation) -> tuple[str, ...]:
        """The same with other words for the places in it."""
        return self._reader.without_names(said, situation.region)


def _is_sure(said: str, place: PlaceRead) -> bool:
    """公安 alone is no county."""
    found = place.found
    return not found.is_word or (place.here >= SURE_OF_A_WORD and found.end - found.start < len(said))


def _placed(found: Found) -> Heard:
    if len(found.codes) == 1:
        return Heard("", Intent("set_region", {"region": found.codes[0]}))
    return Heard("", Intent("set_region", {"region": found.codes[0], "candidates": found.codes}), "choose")
