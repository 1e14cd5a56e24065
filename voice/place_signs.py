"""What the words around the name of a place tell of it: that the household is there, asks for there, or only tells.

Each sign is some characters or syllables before, after or around the name, whoever is spoken of, and what kind of
place it is; how much each weighs is learnt by benchmarks/tune_places.py. Pure but for the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from content.understanding.learnt import MOST_SIGNS, Learnt, read_learnt
from content.understanding.vocabulary import Vocabulary
from voice.marks import clauses_marked
from voice.places_found import Found
from voice.regions_named import RegionNames

WEIGHT_FILE = Path(__file__).parent / "zh_CN" / "places.weights"
HERE, THERE, TOLD = MEANINGS = ("here", "there", "told")
IT, OTHER, SOMEBODY = "①", "②", "③"  # in place of the name, of other names, and of whoever is no part of the household
LONGEST_BEFORE, LONGEST_AFTER, LONGEST_SOUND = 5, 4, 3
LENGTHS = (4, 7, 11, 16, 24)  # characters besides the names


class PlaceSigns:
    """`words`: the signs of `places.yaml`, patterns of whom and what a sentence speaks of, with
    {it} and {other} for the names."""

    def __init__(self, words: Mapping[str, Any], names: RegionNames, vocabulary: Vocabulary, near: str) -> None:
        self._people = re.compile(words["people"])
        self._forms = {name: re.compile(_with_names(pattern)) for name, pattern in words["forms"].items()}
        self._names, self._vocabulary, self._near = names, vocabulary, near

    def of(self, said: str, places: Sequence[Found], it: Found) -> list[str]:
        """The signs of one of the `places` in what was said, each once."""
        before, after = self._around(said, places, it)
        signs = dict.fromkeys((*self._of_kind(said, it), *_of_order(places, it), *self._of_words(before, after)))
        return list(signs)[:MOST_SIGNS]

    def _around(self, said: str, places: Sequence[Found], it: Found) -> tuple[str, str]:
        pieces, start = [""], 0
        for place in places:
            pieces[-1] += self._plain(said[start : place.start])
            if place == it:
                pieces.append("")
            else:
                pieces[-1] += OTHER if place.codes != it.codes else IT
            start = place.end
        pieces[-1] += self._plain(said[start:])
        return "^" + pieces[0].lstrip("，"), pieces[1].rstrip("，") + "$"

    def _plain(self, text: str) -> str:
        return self._people.sub(SOMEBODY, clauses_marked(text))

    def _of_kind(self, said: str, it: Found) -> Iterator[str]:
        level, name = self._names.level(it.codes[0]), said[it.start : it.end]
        is_near = self._names.are_in_one_province(it.codes[0], self._near)
        is_full = any(name.endswith(self._names.written(code)) for code in it.codes)
        how = "sound" if it.by_sound else "full" if is_full else "bare"
        yield f"={how}"
        yield f"={level}"
        yield f"={how}{level}{is_near}"
        if it.is_word:
            yield f"=word{is_near}"
        if len(it.codes) > 1:
            yield "=several"

    def _of_words(self, before: str, after: str) -> Iterator[str]:
        text = f"{before}{IT}{after}"
        for size in range(1, LONGEST_BEFORE + 1):
            if size <= len(before):
                yield f"<{before[-size:]}"
        for size in range(1, LONGEST_AFTER + 1):
            if size <= len(after):
                yield f">{after[:size]}"
        for left, right in ((1, 1), (2, 1), (1, 2), (2, 2)):
            yield f"{before[-left:]}{IT}{after[:right]}"
        sounds = self._vocabulary.read_units(before).folded, self._vocabulary.read_units(after).folded
        for size in range(1, LONGEST_SOUND + 1):
            yield f"<'{' '.join(sounds[0][-size:])}"
            yield f">'{' '.join(sounds[1][:size])}"
        clause = f"{before.rsplit('，', 1)[-1]}{IT}{after.split('，', 1)[0]}"
        for size in (2, 3):
            yield from (text[start : start + size] for start in range(len(text) - size + 1))
            yield from (f"/{clause[start : start + size]}" for start in range(len(clause) - size + 1))
        for name, form in self._forms.items():
            if form.search(text):
                yield f"={name}"
            if form.search(clause):
                yield f"=/{name}"
        yield from (f"=longer{length}" for length in LENGTHS if len(text) > length)


def _with_names(pattern: str) -> str:
    return pattern.replace("{it}", IT).replace("{other}", OTHER)


def _of_order(places: Sequence[Found], it: Found) -> Iterator[str]:
    same = [place for place in places if place.codes == it.codes]
    others = [place for place in places if place.codes != it.codes]
    yield "=only" if not others else "=last" if places[-1].codes == it.codes else "=notlast"
    if len(same) > 1:
        yield "=twice"


class PlaceMeanings:
    """What is meant by each place of a sentence."""

    def __init__(self, signs: PlaceSigns, learnt: Learnt) -> None:
        self._signs, self._learnt = signs, learnt

    def chances(self, said: str, places: Sequence[Found], it: Found) -> dict[str, float]:
        """How likely each of MEANINGS is."""
        return dict(zip(self._learnt.meanings, self._learnt.chances(self._signs.of(said, places, it)), strict=True))


def load_place_weights() -> Learnt:
    """What was learnt and comes with the channel."""
    return read_learnt(WEIGHT_FILE)
