"""A guide's names with their syllables, first letters and number-pad digits, as the lexicon ships them."""

from __future__ import annotations

from content.model import Guide
from content.understanding.abbreviations import initials_of
from content.understanding.lexicon import LexiconEntry
from content.understanding.t9 import t9_of
from content.understanding.vocabulary import Vocabulary

# A service everybody may need stands before an imported item of the same words.
STANDARD_WEIGHT = 1.0
IMPORTED_WEIGHT = 0.93


def entry_of(guide: Guide, vocabulary: Vocabulary, *, weight: float = STANDARD_WEIGHT) -> LexiconEntry:
    """What the lexicon holds of one guide. Its questions stay out: they are tests of search."""
    names = tuple(dict.fromkeys(name for name in (guide.title, guide.spoken_name, *guide.aliases) if name))
    spoken = [vocabulary.wording.syllables.of(_dense(name, vocabulary)) for name in names]
    initials = tuple(initials_of(_dense(name, vocabulary), sounds) for name, sounds in zip(names, spoken, strict=True))
    concept = vocabulary.wording.concepts.get(guide.id)
    return LexiconEntry(
        id=guide.id,
        title=guide.title,
        spoken_name=guide.spoken_name,
        topic=guide.topic,
        aliases=guide.aliases,
        names=names,
        syllables=tuple(" ".join(sounds) for sounds in spoken),
        initials=initials,
        t9=tuple(t9_of(letters) for letters in initials),
        concepts=concept.says if concept else (),
        weight=weight,
    )


def _dense(name: str, vocabulary: Vocabulary) -> list[str]:
    return vocabulary.units(name)
