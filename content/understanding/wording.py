"""The words of understanding, as editors keep them in wording/*.yaml.

Reads files and nothing else; what the words mean for search is decided in `vocabulary` and `candidates`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from content.understanding.learnt import Learnt, read_learnt
from content.understanding.syllables import ConfusionSets, SyllableTable


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words that say the same to search. `weight` 0 to 1: how much the meaning tells about which service is wanted."""

    name: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """What people say instead of a service's name. `title` tells editors which service is meant."""

    id: str
    title: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What names of places may leave out at their end, the longest first; what stands before one that does; and what
    before a name only says that somebody lives there, the longest first."""

    endings: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    lives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """All tables together. `compounds`: a word that says several meanings at once, by the meanings' names.

    `elsewhere`: matters of government that are in no catalogue of this channel, by title; `measures`: words after which
    a number counts something and calls nobody; `fields`: words of everyday life with the field they belong to; `talk`:
    words that tell what kind of talk a sentence is; `answerable`: how much each sign of a question weighs; `told`: how
    people come to each service, learnt from examples, None where nothing was."""

    syllables: SyllableTable
    confusions: ConfusionSets
    traditional: Mapping[int, str] = field(default_factory=dict)
    meanings: tuple[Meaning, ...] = ()
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aspects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    talk: Mapping[str, str] = field(default_factory=dict)
    answerable: Mapping[str, float] = field(default_factory=dict)
    places: PlaceWords = PlaceWords()
    told: Learnt | None = None


def load_wording(folder: Path) -> Wording:
    """The tables in `folder`. Raises OSError where a file is missing."""
    meanings = _read(folder / "meanings.yaml")
    return Wording(
        syllables=_syllable_table(
            _read(folder / "syllables.yaml"), _read(folder / "place_readings.yaml"), _read(folder / "readings.yaml")
        ),
        confusions=_confusion_sets(_read(folder / "confusions.yaml")),
        traditional=_traditional(_read(folder / "traditional.yaml")),
        meanings=tuple(_meanings(meanings)),
        compounds={word: tuple(parts.split()) for word, parts in meanings["compounds"].items()},
        aspects={name: tuple(_words(text)) for name, text in _read(folder / "aspects.yaml").items()},
        fillers=tuple(word for text in _read(folder / "fillers.yaml").values() for word in _words(text)),
        foreign=tuple(word for text in _read(folder / "out_of_domain.yaml").values() for word in _words(text)),
        elsewhere={title: tuple(says) for title, says in _read(folder / "elsewhere.yaml").items()},
        measures=frozenset(_words(_read(folder / "measures.yaml")["after_numbers"])),
        fields=_by_word(_read(folder / "fields_of_life.yaml")),
        talk=_by_word(_read(folder / "kinds_of_talk.yaml")),
        answerable={sign: float(weight) for sign, weight in _read(folder / "answerable.yaml").items()},
        places=_place_words(_read(folder / "places.yaml")),
        told=_learnt(folder / "told.weights"),
        concepts={
            service: Concept(service, entry["title"], tuple(entry["says"]))
            for service, entry in _read(folder / "concepts.yaml").items()
        },
    )


def _learnt(file: Path) -> Learnt | None:
    return read_learnt(file) if file.exists() else None


def _read(path: Path) -> Any:
    # The base loader knows no types: every scalar is a text, as everywhere in content.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506


def _words(text: str | list[str]) -> list[str]:
    return text.split() if isinstance(text, str) else [word for line in text for word in line.split()]


def _place_words(plain: Mapping[str, list[str]]) -> PlaceWords:
    endings, lives = (tuple(sorted(plain[key], key=len, reverse=True)) for key in ("endings", "lives"))
    return PlaceWords(endings, tuple(plain["before"]), lives)


def _by_word(plain: Mapping[str, str]) -> dict[str, str]:
    """Each word with the first group that holds it."""
    groups: dict[str, str] = {}
    for name, text in plain.items():
        for word in _words(text):
            groups.setdefault(word, name)
    return groups


def _meanings(plain: Mapping[str, Any]) -> list[Meaning]:
    return [
        Meaning(name, tuple(dict.fromkeys([name, *_words(words)])), float(group["weight"]))
        for group in plain["groups"]
        for name, words in group["words"].items()
    ]


def _syllable_table(made: Mapping[str, Any], places: Mapping[str, str], chosen: Mapping[str, str]) -> SyllableTable:
    characters = {character: syllable for syllable, text in made["characters"].items() for character in text}
    toneless = {name: re.sub("[1-5]", "", spoken) for name, spoken in places.items()}
    words = {word: spoken.split() for word, spoken in {**made["words"], **toneless, **chosen}.items()}
    return SyllableTable(characters, words)


def _confusion_sets(plain: Mapping[str, Any]) -> ConfusionSets:
    return ConfusionSets(
        beginnings=tuple(plain["beginnings"].items()),
        endings=tuple(plain["endings"].items()),
        whole=plain["whole"],
        near_beginnings=_by_first(plain["near_beginnings"]),
        near_endings=_by_first(plain["near_endings"]),
    )


def _by_first(groups: list[str]) -> dict[str, str]:
    """Each word of a group with the first of its group; a word in two groups belongs to the first."""
    firsts: dict[str, str] = {}
    for group in groups:
        first, *_ = group.split()
        for word in group.split():
            firsts.setdefault(word, first)
    return firsts


def _traditional(plain: Mapping[str, Any]) -> dict[int, str]:
    pairs = zip("".join(plain["traditional"]), "".join(plain["simplified"]), strict=True)
    return {ord(traditional): simplified for traditional, simplified in pairs}
