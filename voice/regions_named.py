"""Which place is meant by a name as people say it: 余杭, 杭州西湖区, 朝阳; and where in a sentence one is named.

Pure, over the list of all regions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.model import Region
from content.regions import ancestry

UNDERSTANDING_FILE = Path(__file__).parent / "zh_CN" / "understanding.yaml"
SHORTEST_NAME = 2
MOST_OFFERED = 3
SHORTEST_FULL_NAME = 3  # 城区, 郊区 and 矿区 are words as well
LONGEST_NAME = 16  # characters: 新疆维吾尔自治区 with a city in it
SHORTEST_REST = 2  # characters that are left of a question besides the place
_THEIRS = re.compile("[住的，, ]*(?:他|她|老人|老两口|两口子)")  # what is asked is asked for those who live there
_BACK_HOME = re.compile("(?:老家|家乡|娘家|婆家|原籍)(?:是|在)?(?:.{2,3}省?)?$|回(?:老家|去)?(?:.{2}省?)?$")
WIDE_LEVELS = frozenset({"province", "city"})


@dataclass(frozen=True, slots=True)
class PlaceInSentence:
    """A place that is named in a sentence, and the sentence without it."""

    code: str
    rest: str


class RegionNames:
    """Finds regions by their names, with or without 市, 区 and the like, after the names of wider ones.

    `words`: the region_endings and places of `understanding.yaml`."""

    def __init__(self, regions: Sequence[Region], words: Mapping[str, Any]) -> None:
        self._regions = {region.code: region for region in regions}
        self._endings = sorted(words["region_endings"], key=len, reverse=True)
        around = words["places"]
        self._stands_at = re.compile(rf"(?:^|{_any_of(around['before'])})$")
        self._is_of_somebody = re.compile(rf"{_any_of(around['elsewhere_before'])}[是在的到]?$")
        self._goes_on_as = re.compile(_any_of(around["elsewhere_after"]))
        self._after = re.compile(rf"^{_any_of(around['after'])}?")
        self._here = re.compile(_any_of(around["here"]))
        self._asked_there = re.compile(around["asked_there"])
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        self._beginnings: set[str] = set()
        for region in regions:
            for name in self._names_of(region):
                self._by_name[name].append(region)
                self._beginnings.add(name[:SHORTEST_NAME])

    def _names_of(self, region: Region) -> set[str]:
        short = next((region.name.removesuffix(end) for end in self._endings if region.name.endswith(end)), region.name)
        return {name for name in (region.name, short) if len(name) >= SHORTEST_NAME}

    def find(self, name: str, near: str) -> list[Region]:
        """The regions called `name`, at most three: those inside or around `near` first, then the wider ones."""
        found = list({region.code: region for region in self._candidates(name)}.values())
        if not found:
            return []
        path = ancestry(self._regions, near) if near in self._regions else []
        closest = max(self._shared(region, path) for region in found)
        if path and closest > 1:
            found = [region for region in found if self._shared(region, path) == closest]
        widest = min(len(ancestry(self._regions, region.code)) for region in found)
        cities = [region for region in found if len(ancestry(self._regions, region.code)) == widest]
        return sorted(cities if widest < len(ancestry(self._regions, found[-1].code)) else found, key=lambda r: r.code)[
            :MOST_OFFERED
        ]

    def full_name(self, code: str) -> str:
        """杭州市余杭区: the name with that of the city around it."""
        region = self._regions[code]
        around = self._regions.get(region.parent)
        return f"{around.name}{region.name}" if around and region.level == "district" else region.name

    def get(self, code: str) -> Region | None:
        """One region."""
        return self._regions.get(code)

    def is_within(self, code: str, wider: str) -> bool:
        """Whether `code` is `wider` or lies in it."""
        return code in self._regions and wider in ancestry(self._regions, code)

    def spot(self, said: str, near: str) -> PlaceInSentence | None:
        """The one place a question asks about; None where none is named, or it only tells where somebody is from.

        A name without 市, 区 and the like counts only where a place stands in a sentence, and of districts only those
        of the household's own city: 长寿, 和平 and 公安 are places as well."""
        for start in range(len(said) - 1):
            if said[start : start + SHORTEST_NAME] not in self._beginnings:
                continue
            for end in range(min(len(said), start + LONGEST_NAME), start + 1, -1):
                code = self._place_at(said, start, end, near)
                if code and self._is_asked_here(said[:start] + said[end:], code, near):
                    return None
                if code:
                    before = self._stands_at.sub("", said[:start])
                    rest = before + self._after.sub("", said[end:], count=1)
                    return PlaceInSentence(code, rest) if len(rest) >= SHORTEST_REST else None
        return None

    def _place_at(self, said: str, start: int, end: int, near: str) -> str:
        name, before = said[start:end], said[:start]
        found = self.find(name, near)
        if len(found) != 1:
            return ""
        region = found[0]
        is_asked_there = bool(_BACK_HOME.search(before) and self._asked_there.match(said[end:]))
        if is_asked_there:
            return region.code  # 老家在阜阳，那边怎么办; 回六安办
        if _THEIRS.match(said[end:]) and self._stands_at.search(before):
            return region.code  # 我妈在建德，她医保怎么参保
        if self._is_of_somebody.search(before) or self._goes_on_as.match(said[end:]):
            return ""
        is_full = len(name) >= SHORTEST_FULL_NAME and name.endswith(region.name) and region.name != name[-2:]
        is_chain = not name.startswith(tuple(self._names_of(region)))
        is_near = region.level in WIDE_LEVELS or (near in self._regions and self._are_neighbours(region, near))
        return region.code if is_full or is_chain or (is_near and self._stands_at.search(before)) else ""

    def _is_asked_here(self, rest: str, code: str, near: str) -> bool:
        """我在宁波买房，能提杭州的公积金吗: besides the place it is said that here is meant."""
        around = ancestry(self._regions, near)[1:] if near in self._regions else []
        theirs = ancestry(self._regions, code)
        own = [name for step in around if step not in theirs for name in self._names_of(self._regions[step])]
        return code not in around and bool(self._here.search(rest) or any(name in rest for name in own))

    def mentioned(self, said: str, near: str) -> str:
        """The code of the first place elsewhere that a sentence names, however; empty where none is."""
        for start in range(len(said) - 1):
            for end in range(min(len(said), start + LONGEST_NAME), start + 1, -1):
                is_name = said[start : start + SHORTEST_NAME] in self._beginnings
                found = self.find(said[start:end], near) if is_name else []
                if len(found) == 1 and not self.is_within(near, found[0].code):
                    return found[0].code
        return ""

    def find_by_sound(self, name: str, near: str, sounds_of: Callable[[str], Sequence[str]]) -> list[Region]:
        """鱼杭 for 余杭: of the districts around `near`, and its city, those that sound so."""
        if near not in self._regions:
            return []
        around = self._regions[near].parent
        ours = [one for one in self._regions.values() if one.parent == around or one.code == around]
        sounds = tuple(sounds_of(name))
        return [one for one in ours if sounds in {tuple(sounds_of(known)) for known in self._names_of(one)}]

    def _are_neighbours(self, region: Region, near: str) -> bool:
        return region.parent in ancestry(self._regions, near)

    def _candidates(self, name: str) -> list[Region]:
        if exact := self._by_name.get(name):
            return exact
        found: list[Region] = []
        for cut in range(SHORTEST_NAME, len(name) - SHORTEST_NAME + 1):
            wider = {region.code for region in self._by_name.get(name[:cut], ())}
            if wider:
                inner = self._candidates(name[cut:])
                found += [one for one in inner if wider & set(ancestry(self._regions, one.code)[:-1])]
        return found

    def _shared(self, region: Region, path: Sequence[str]) -> int:
        return sum(code in path for code in ancestry(self._regions, region.code))


def _any_of(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
