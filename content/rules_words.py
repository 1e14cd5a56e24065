"""Rules of the words of search: nothing twice, nothing search could never hear. They always bind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from content.faults import Fault, quote
from content.word_entries import ConceptWords, SharedName, Synonyms, WordReading

LONGEST_SAYING_CHARACTERS = 20  # longer is a whole sentence; the words that carry its meaning are enough
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 2.0
FEWEST_SHARING = 2
_CHINESE_WORD = re.compile("[一-鿿]{2,12}")
_SYLLABLE = re.compile("[a-z]{1,6}")
_NO_WORD = re.compile(r"[\s/，。、；：？！,;:?!]")


def find_word_faults(value: Any, others: Iterable[Synonyms]) -> Iterator[Fault]:
    """What is wrong with an entry; none for what is no entry. `others`: all synonyms there are."""
    if isinstance(value, ConceptWords):
        yield from _concept(value)
    elif isinstance(value, Synonyms):
        yield from _synonyms(value, others)
    elif isinstance(value, WordReading):
        yield from _reading(value)
    elif isinstance(value, SharedName) and len(set(value.services)) < FEWEST_SHARING:
        yield Fault("too_few_sharing", "services", {"least": str(FEWEST_SHARING)})


def _concept(concept: ConceptWords) -> Iterator[Fault]:
    if not concept.says:
        yield Fault("missing_part", "says")
    yield from _twice("says", concept.says)
    for position, saying in enumerate(concept.says):
        length = len("".join(saying.split()))
        if length > LONGEST_SAYING_CHARACTERS:
            values = {"count": str(length), "most": str(LONGEST_SAYING_CHARACTERS)}
            yield Fault("saying_too_long", f"says[{position}]", values)


def _synonyms(synonyms: Synonyms, others: Iterable[Synonyms]) -> Iterator[Fault]:
    yield from _twice("words", synonyms.words)
    if not LEAST_WEIGHT <= synonyms.weight <= MOST_WEIGHT:  # not a number is not within either
        yield Fault("odd_weight", "weight", {"least": f"{LEAST_WEIGHT:g}", "most": f"{MOST_WEIGHT:g}"})
    taken = {word: other.name for other in others if other.name != synonyms.name for word in (other.name, *other.words)}
    keys = [("name", synonyms.name), *((f"words[{at}]", word) for at, word in enumerate(synonyms.words))]
    for key, word in keys:
        if _NO_WORD.search(word):
            yield Fault("no_single_word", key, {"text": quote(word)})
        elif word in taken:
            yield Fault("word_taken", key, {"text": quote(word), "name": taken[word]})


def _twice(key: str, texts: Iterable[str]) -> Iterator[Fault]:
    known: dict[str, str] = {}
    for position, text in enumerate(texts):
        place = f"{key}[{position}]"
        other = known.setdefault(" ".join(text.lower().split()), place)
        if other != place:
            yield Fault("said_twice", place, {"text": quote(text), "other": other})


def _reading(reading: WordReading) -> Iterator[Fault]:
    if not _CHINESE_WORD.fullmatch(reading.word):
        yield Fault("no_chinese_word", "word", {"text": quote(reading.word)})
    syllables = reading.reading.split()
    odd = [syllable for syllable in syllables if not _SYLLABLE.fullmatch(syllable)]
    if odd:
        yield Fault("odd_syllable", "reading", {"text": quote(odd[0])})
    elif len(syllables) != len(reading.word):
        yield Fault(
            "odd_number_of_syllables", "reading", {"count": str(len(syllables)), "wanted": str(len(reading.word))}
        )
