"""Notes on plain language: officialese, double negation, characters that many cannot read.

They tell an editor where a listener of 78 would stop listening; they never stop anything. Pure: the tables of words are
given. Names that are not ours to change (titles of services, laws and papers) and words people say are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from content.faults import Fault
from content.inheritance import Overlay
from content.model import Guide, Notice, Scenario
from content.rules_text import find_overlong_sentences, texts_of

LONGEST_GAP_CHARACTERS = 8  # what may stand in the … of a phrase; more would join words that have nothing to do
_GAP = f"[^，。；：！？、]{{1,{LONGEST_GAP_CHARACTERS}}}?"
_POSITIONS = re.compile(r"\[[0-9]+\]")
_OF_GUIDES = frozenset(
    [
        *("id", "region", "topic", "audience", "codes", "kind", "status", "phones", "sources"),
        *("title", "aliases", "department", "legal_basis", "questions", "notes"),
        *("materials.name", "materials.source", "fees.name", "fees.basis", "results.name", "channels.online"),
    ]
)
# By kind of object: the keys whose texts are names, codes or what other people say.
_NOT_OUR_WORDS: Mapping[type, frozenset[str]] = {
    Guide: _OF_GUIDES,
    Overlay: _OF_GUIDES,
    Notice: frozenset({"id", "region", "source"}),
    Scenario: frozenset({"id", "questions.id", "questions.answers.leads_to", "outcomes.id", "outcomes.services"}),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to avoid, what to say `instead`, and the everyday words that only look like it."""

    pattern: re.Pattern[str]
    instead: str = ""
    unless: tuple[str, ...] = ()

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Phrase:
        """`says` with … for a gap."""
        parts = [re.escape(part) for part in str(plain["says"]).split("…")]
        return cls(re.compile(_GAP.join(parts)), plain.get("instead", ""), tuple(plain.get("unless", ())))

    def find(self, text: str) -> str:
        """The words as they stand in the text; empty where they do not."""
        found = self.pattern.search(text)
        if found and self.unless:
            for harmless in self.unless:
                text = text.replace(harmless, "，" * len(harmless))  # no gap reaches over a comma
            found = self.pattern.search(text)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLanguage:
    """The tables editors complete: phrases to avoid, and the characters everybody can read."""

    officialese: tuple[Phrase, ...] = ()
    double_negation: tuple[Phrase, ...] = ()
    characters: frozenset[str] = frozenset()
    known_words: tuple[str, ...] = ()

    @classmethod
    def from_plain(cls, phrases: Mapping[str, Any], characters: Mapping[str, Any]) -> PlainLanguage:
        """From the files `officialese.yaml` and `common_characters.yaml`."""
        return cls(
            officialese=tuple(Phrase.from_plain(each) for each in phrases["officialese"]),
            double_negation=tuple(Phrase.from_plain(each) for each in phrases["double_negation"]),
            characters=frozenset("".join(characters["characters"])),
            known_words=tuple(characters["known_words"]),
        )

    def uncommon_in(self, text: str) -> list[str]:
        """The characters beyond the common ones, each once, in order; none where no table was given."""
        if not self.characters or self.characters.issuperset(text):
            return []
        for word in self.known_words:
            text = text.replace(word, "")
        return list(dict.fromkeys(each for each in text if "一" <= each <= "鿿" and each not in self.characters))


def find_language_notes(value: Any, language: PlainLanguage) -> Iterator[Fault]:
    """What could be said more simply in a guide, an overlay, a notice or a scenario; one of each sort a text."""
    for key, text in our_words(value):
        officialese = next(((phrase, found) for phrase in language.officialese if (found := phrase.find(text))), None)
        if officialese:
            yield Fault("officialese", key, {"phrase": officialese[1], "instead": officialese[0].instead})
        negation = next((found for phrase in language.double_negation if (found := phrase.find(text))), "")
        if negation:
            yield Fault("double_negation", key, {"phrase": negation})
        if key.startswith("faq["):  # heard too, but on request: here the length binds nobody
            yield from find_overlong_sentences(key, text)
        uncommon = language.uncommon_in(text)
        if uncommon:
            yield Fault("uncommon_characters", key, {"characters": " ".join(uncommon)})


def our_words(value: Any) -> Iterator[tuple[str, str]]:
    """The texts that somebody here worded, with their keys; none for kinds of objects that hold only facts."""
    left_alone = _NOT_OUR_WORDS.get(type(value))
    if left_alone is None:
        return
    for key, text in texts_of(value.changes if isinstance(value, Overlay) else value):
        plain_key = _POSITIONS.sub("", key)
        if plain_key not in left_alone and plain_key.split(".")[0] not in left_alone:
            yield key, text
