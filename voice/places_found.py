"""Which names of places stand in a sentence, by their characters or by their sound, and which places they may be. Pure.

Whether anybody lives there, or a matter is asked about for there, is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from content.understanding.vocabulary import Utterance, Vocabulary
from voice.regions_named import LONGEST_NAME, SHORTEST_NAME, WIDE_LEVELS, RegionNames

BETWEEN = ("", "的", "，", "市", "省", "那边的", "这边的")  # 宁波的江北区 is one place
LONGEST_SOUND = 6  # characters that may be misheard altogether
NO_PART_OF_A_NAME = frozenset(
    "的是了还吗呢拿哪那这我你他她它要不就也都么吧啊给把被让"
)  # misheard ones are rarer than these


@dataclass(frozen=True, slots=True)
class Found:
    """`codes`: the places that may be meant, those near the household first; `by_sound`: no place is written so;
    `is_word`: it may be a word as well, as 和平 is, or 抚养 that sounds like 富阳."""

    start: int
    end: int
    codes: tuple[str, ...]
    by_sound: bool = False
    is_word: bool = False


class PlacesFound:
    """Looks through sentences for one household; `near`: where it is; `words`: names that are words as well."""

    def __init__(self, names: RegionNames, vocabulary: Vocabulary, near: str, words: Collection[str]) -> None:
        self._names, self._vocabulary, self._near, self._words = names, vocabulary, near, frozenset(words)
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_folded: dict[tuple[str, ...], list[str]] = {}
        self._heard = frozenset(names.heard_around(near))
        for code in sorted(self._heard):
            self._remember(self._by_sound, code, is_folded=False)
        for code in names.neighbours(near):
            self._remember(self._by_folded, code, is_folded=True)

    def _remember(self, kept: dict[tuple[str, ...], list[str]], code: str, *, is_folded: bool) -> None:
        for name in self._names.names_of(code):
            said = self._vocabulary.read(name)
            if len(said) == len(name) <= LONGEST_SOUND:
                kept.setdefault(said.folded if is_folded else said.sounds, []).append(code)

    def find(self, said: str) -> list[Found]:
        """From the first to the last; a name that says in which wider place it lies is one with it."""
        joined: list[Found] = []
        for found in self._all(said):
            before = joined[-1] if joined else None
            is_next = before is not None and said[before.end : found.start] in BETWEEN
            inner = self._inside(self._called(said, found), before.codes) if before and is_next else ()
            if before and inner:
                joined[-1] = replace(before, end=found.end, codes=inner)
            else:
                joined.append(found)
        told = [self._told_by_others(said, one, joined) for one in joined]
        return [replace(one, is_word=said[one.start : one.end] in self._words) for one in told]

    def _all(self, said: str) -> Iterator[Found]:
        """Those that are written so, and what sounds so in between."""
        start = end = 0
        while start < len(said) - 1:
            found = self._written(said, start)
            if found is None:
                start += 1
                continue
            yield from self._sounding(said, end, start)
            yield self._rather_near(said, found)
            start = end = found.end
        yield from self._sounding(said, end, len(said))

    def _written(self, said: str, start: int) -> Found | None:
        if not self._names.begins(said[start : start + SHORTEST_NAME]):
            return None
        for end in range(min(len(said), start + LONGEST_NAME), start + 1, -1):
            if places := self._names.find(said[start:end], self._near):
                return Found(start, end, tuple(place.code for place in places))
        return None

    def _rather_near(self, said: str, found: Found) -> Found:
        """成安, a county far away, heard in 杭州: rather 淳安."""
        is_far = all(code not in self._heard and self._names.level(code) not in WIDE_LEVELS for code in found.codes)
        near = next(self._sounding(said, found.start, found.end), found) if is_far else found
        return near if (near.start, near.end) == (found.start, found.end) else found

    def _sounding(self, said: str, first: int, end: int) -> Iterator[Found]:
        read = self._vocabulary.read_units(said[first:end]) if end - first >= SHORTEST_NAME else None
        if read is None or len(read) != end - first:
            return
        start = 0
        while start < len(read) - 1:
            size, codes = self._sounds_like(said[first:end], read, start)
            if codes:
                yield Found(first + start, first + start + size, tuple(dict.fromkeys(codes)), by_sound=True)
            start += size

    def _sounds_like(self, said: str, read: Utterance, start: int) -> tuple[int, Sequence[str]]:
        for size in range(min(LONGEST_SOUND, len(read) - start), SHORTEST_NAME - 1, -1):
            if not NO_PART_OF_A_NAME.isdisjoint(said[start : start + size]):
                continue
            for heard, known in ((read.sounds, self._by_sound), (read.folded, self._by_folded)):
                if codes := known.get(heard[start : start + size]):
                    return size, codes
        return 1, ()

    def _told_by_others(self, said: str, one: Found, others: Iterable[Found]) -> Found:
        """江北，宁波的江北区: of several the one that another name of the sentence tells."""
        if len(one.codes) == 1:
            return one
        wider = [other.codes[0] for other in others if len(other.codes) == 1]
        told = self._inside(self._called(said, one), wider)
        return replace(one, codes=told) if len(told) == 1 else one

    def _called(self, said: str, found: Found) -> Sequence[str]:
        return found.codes if found.by_sound else self._names.called(said[found.start : found.end])

    def _inside(self, codes: Iterable[str], wider: Sequence[str]) -> tuple[str, ...]:
        """Those that lie in one of the wider ones, without these."""
        return tuple(
            code for code in codes if code not in wider and any(self._names.is_within(code, one) for one in wider)
        )
