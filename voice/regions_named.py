"""Which place is meant by a name as people say it: 余杭, 杭州西湖区, 朝阳. Pure, over the list of all regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from content.model import Region
from content.regions import ancestry

UNDERSTANDING_FILE = Path(__file__).parent / "zh_CN" / "understanding.yaml"
SHORTEST_NAME = 2
MOST_OFFERED = 3


class RegionNames:
    """Finds regions by their names, with or without 市, 区 and the like, after the names of wider ones."""

    def __init__(self, regions: Sequence[Region], endings: Sequence[str]) -> None:
        self._regions = {region.code: region for region in regions}
        self._endings = sorted(endings, key=len, reverse=True)
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        for region in regions:
            for name in self._names_of(region):
                self._by_name[name].append(region)

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
