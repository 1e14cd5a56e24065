"""The wording of the program and the words editors keep one by one, brought together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from content.understanding.syllables import SyllableTable
from content.understanding.wording import Concept, Meaning, Wording
from content.word_entries import ConceptWords, SharedName, Synonyms, WordEntry, WordReading


def entries_of(wording: Wording, readings: Mapping[str, str], shared: Mapping[str, Iterable[str]]) -> list[WordEntry]:
    """The program's own tables, entry by entry. `readings` and `shared` as their files write them."""
    return [
        *(ConceptWords(id=one.id, title=one.title, says=one.says) for one in wording.concepts.values()),
        *(Synonyms(name=one.name, words=_others(one), weight=one.weight) for one in wording.meanings),
        *(WordReading(word=word, reading=reading) for word, reading in readings.items()),
        *(SharedName(name=name, services=tuple(ids)) for name, ids in shared.items()),
    ]


def _others(meaning: Meaning) -> tuple[str, ...]:
    """Its words but the one that names it."""
    return tuple(word for word in meaning.words if word != meaning.name)


def with_entries(wording: Wording, entries: Iterable[WordEntry]) -> Wording:
    """The wording with these entries in place of its own of the same names, or beside them."""
    concepts = dict(wording.concepts)
    meanings = {meaning.name: meaning for meaning in wording.meanings}
    words = dict(wording.syllables.words)
    for entry in entries:
        if isinstance(entry, ConceptWords):
            concepts[entry.id] = Concept(entry.id, entry.title, entry.says)
        elif isinstance(entry, Synonyms):
            said = tuple(dict.fromkeys([entry.name, *entry.words]))
            meanings[entry.name] = Meaning(entry.name, said, entry.weight)
        elif isinstance(entry, WordReading):
            words[entry.word] = entry.reading.split()
    return replace(
        wording,
        concepts=concepts,
        meanings=tuple(meanings.values()),
        syllables=SyllableTable(wording.syllables.characters, words),
    )
