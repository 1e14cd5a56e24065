"""Which place is meant by a name as people say it: 余杭, 杭州西湖区, 朝阳.

Pure, over the list of all regions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from content.model import Region
from content.regions import ancestry

PLACES_FILE = Path(__file__).parent / "zh_CN" / "places.yaml"
UNDERSTANDING_FILE = Path(__file__).parent / "zh_CN" / "understanding.yaml"
SHORTEST_NAME = 2
MOST_OFFERED = 3
LONGEST_NAME = 16  # characters: 新疆维吾尔自治区 with a city in it
WIDE_LEVELS = frozenset({"province", "city"})


class RegionNames:
    """Finds regions by their names, with or without 市, 区 and the like, after the names of wider ones.

    `words`: those of `places.yaml`."""

    def __init__(self, regions: Sequence[Region], words: Mapping[str, Any]) -> None:
        self._regions = {region.code: region for region in regions}
        self._endings = sorted(words["endings"], key=len, reverse=True)
        self._peoples = re.compile(f"{_any_of(words['peoples_in_names'])}+$")
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        self._beginnings: set[str] = set()
        for region in regions:
            for name in self._names_of(region):
                self._by_name[name].append(region)
                self._beginnings.add(name[:SHORTEST_NAME])

    def _names_of(self, region: Region) -> set[str]:
        short = next((region.name.removesuffix(end) for end in self._endings if region.name.endswith(end)), region.name)
        short = self._peoples.sub("", short) or short  # 景宁畲族
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
        widest_of_all = [region for region in found if len(ancestry(self._regions, region.code)) == widest]
        return sorted(widest_of_all, key=lambda region: region.code)[:MOST_OFFERED]

    def called(self, name: str) -> list[str]:
        """The codes of all places called so, wherever they are."""
        return list(dict.fromkeys(region.code for region in self._candidates(name)))

    def begins(self, text: str) -> bool:
        """Whether any name begins with these two characters."""
        return text in self._beginnings

    def names_of(self, code: str) -> set[str]:
        """As it is written and as it is said."""
        return self._names_of(self._regions[code])

    def heard_around(self, near: str) -> list[str]:
        """The codes of all that may be meant by what only sounds so: places of the same province, and cities."""
        province = self._province(near)
        return [
            code
            for code, region in self._regions.items()
            if region.level in WIDE_LEVELS or (province and self._province(code) == province)
        ]

    def neighbours(self, near: str) -> list[str]:
        """The codes of the city of the household, and of all that lies in it."""
        around = ancestry(self._regions, near) if near in self._regions else []
        city = around[min(2, len(around) - 1)] if len(around) > 2 else ""
        return [code for code in self._regions if city and self.is_within(code, city)]

    def level(self, code: str) -> str:
        """province, city or district."""
        return self._regions[code].level

    def written(self, code: str) -> str:
        """As it is written, without that of any wider one."""
        return self._regions[code].name

    def are_in_one_province(self, code: str, other: str) -> bool:
        """Whether both lie in the same one."""
        return bool(self._province(code)) and self._province(code) == self._province(other)

    def _province(self, code: str) -> str:
        around = ancestry(self._regions, code) if code in self._regions else []
        return around[1] if len(around) > 1 else ""

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

    def names_around(self, near: str, *, besides: str) -> set[str]:
        """What the household's own place and those around it are called; none where `besides` is one of them."""
        around = ancestry(self._regions, near)[1:] if near in self._regions else []
        theirs = ancestry(self._regions, besides)
        if besides in around:
            return set()
        return {name for step in around if step not in theirs for name in self._names_of(self._regions[step])}

    def mentioned(self, said: str, near: str) -> str:
        """The code of the first place elsewhere that a sentence names, however; empty where none is."""
        for start in range(len(said) - 1):
            for end in range(min(len(said), start + LONGEST_NAME), start + 1, -1):
                is_name = said[start : start + SHORTEST_NAME] in self._beginnings
                found = self.find(said[start:end], near) if is_name else []
                if len(found) == 1 and not self.is_within(near, found[0].code):
                    return found[0].code
        return ""

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
