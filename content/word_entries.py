"""Words of search that editors keep one by one: what people say instead of a name, synonyms, readings, shared names.

The program brings its own in `wording/`; a content folder's `words/` and the editors' pages replace or complete them.
"""

from __future__ import annotations

from dataclasses import dataclass

COMMON_WEIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptWords:
    """What people say instead of the name of the service `id`, as few words a saying as carry the meaning."""

    id: str
    title: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Words that say the same as `name`. `weight`: how much they tell about which service is wanted."""

    name: str
    words: tuple[str, ...] = ()
    weight: float = COMMON_WEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReading:
    """A word in which a character is read otherwise than alone: its syllables without tones, ü written v."""

    word: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedName:
    """A name that several services bear on purpose; search lets people choose."""

    name: str
    services: tuple[str, ...] = ()


WORD_CLASSES: tuple[type, ...] = (ConceptWords, Synonyms, WordReading, SharedName)
WordEntry = ConceptWords | Synonyms | WordReading | SharedName
