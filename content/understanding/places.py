"""Names of places in a question: they tell where, and nothing about which service, so that search passes over them.

Pure, over the regions it is given. A name that says what kind of place it is (西湖区) is one wherever it stands; a bare
one (余杭) only after a word that places follow, or as the beginning of a longer name (浙江杭州).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from content.model import Region
from content.understanding.wording import PlaceWords

SHORTEST_FULL_NAME = 3  # 城区 and 郊区 are words as well
SHORTEST_NAME = 2
WIDE_LEVELS = frozenset({"province", "city"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at `start` up to `end`, with what says that somebody lives there; `codes`: the regions called so,
    those inside the wider one named first."""

    start: int
    end: int
    codes: tuple[str, ...]


class PlaceNames:
    """Finds regions by their names. Regions that are matters of their own (香港) are not to be passed in."""

    def __init__(self, regions: Iterable[Region], words: PlaceWords) -> None:
        self._words = words
        self._parents: dict[str, str] = {}
        self._full: dict[str, list[Region]] = defaultdict(list)
        self._bare: dict[str, list[Region]] = defaultdict(list)
        for region in regions:
            self._parents[region.code] = region.parent
            self._full[region.name].append(region)
            ending = next((end for end in words.endings if region.name.endswith(end)), "")
            bare = region.name.removesuffix(ending)
            if SHORTEST_NAME <= len(bare) < len(region.name):
                self._bare[bare].append(region)
        self._longest = max(map(len, self._full), default=0)
        self._beginnings = frozenset(name[:SHORTEST_NAME] for name in (*self._full, *self._bare))

    def find(self, text: str, is_word: Callable[[str], bool]) -> tuple[Place, ...]:
        """The places named in `text`, one character a unit. `is_word`: says more than where it is, as 北京 for far."""
        found = []
        start = 0
        while start < len(text):
            may_begin = text[start : start + SHORTEST_NAME] in self._beginnings
            place = self._chain_at(text, start, is_word) if may_begin else None
            if place:
                found.append(place)
            start = place.end if place else start + 1
        return tuple(found)

    def _chain_at(self, text: str, start: int, is_word: Callable[[str], bool]) -> Place | None:
        """The name that begins at `start`, with the names of narrower places that follow at once."""
        end, regions, is_sure = start, list[Region](), False
        while following := self._name_at(text, end, regions):
            is_full, end_of_name, inner = following
            stays = is_full or (bool(regions) and not is_full)
            stays = stays or self._stands_after_a_word_for_it(text, start, inner)
            is_sure = is_sure or (stays and not is_word(text[end:end_of_name]))
            end, regions = end_of_name, inner
        if not is_sure:
            return None
        lives = next((words for words in self._words.lives if text[:start].endswith(words)), "")
        return Place(start - len(lives), end, tuple(region.code for region in regions))

    def _name_at(self, text: str, start: int, around: list[Region]) -> tuple[bool, int, list[Region]] | None:
        """The longest name there: whether it is a full one, where it ends and the regions called so inside `around`."""
        if text[start : start + SHORTEST_NAME] not in self._beginnings:
            return None
        for end in range(min(len(text), start + self._longest), start + SHORTEST_NAME - 1, -1):
            name = text[start:end]
            for is_full, names in ((True, self._full), (False, self._bare)):
                shortest = SHORTEST_NAME if around or not is_full else SHORTEST_FULL_NAME
                inside = [region for region in names.get(name, ()) if not around or self._is_inside(region, around)]
                if inside and len(name) >= shortest:
                    return is_full, end, inside
        return None

    def _stands_after_a_word_for_it(self, text: str, start: int, regions: list[Region]) -> bool:
        is_wide = any(region.level in WIDE_LEVELS for region in regions)
        return text[:start].endswith(self._words.before) or (is_wide and start == 0)

    def _is_inside(self, region: Region, around: list[Region]) -> bool:
        codes = {one.code for one in around}
        code = self._parents.get(region.code, "")
        while code:
            if code in codes:
                return True
            code = self._parents.get(code, "")
        return False
