"""Sentences whose meaning is fixed, from zh_CN/phrases/*.yaml, found by characters and by sound.

Each template stands for a finite list of sentences, so looking one up costs the same however many there are. It must
never guess: what is not one of the sentences is left to the understanding of services.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from content.understanding.vocabulary import Vocabulary
from content.yaml_text import load_plain
from voice.intents import LAST, Intent, Mode, Slot

PHRASE_FOLDER = Path(__file__).parent / "zh_CN" / "phrases"
AFFIX_FILE = Path(__file__).parent / "zh_CN" / "affixes.yaml"
# Shorter sentences sound like too many others; where only a few answers are awaited two syllables are enough.
SHORTEST_BY_SOUND, SHORTEST_BY_FOLDED_SOUND = 3, 4
SHORTEST_AWAITED = 2
COURTESY = frozenset({"greet", "thanks", "confirm"})
SHORTEST_JOINED, LONGEST_JOINED = 4, 16  # characters said in one breath
MOST_SENTENCES = 4000  # of one template: more is a mistake in the file
NUMBER_SLOTS: Mapping[str, Mapping[str, int]] = {
    "n": dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2},
    "stars": dict(zip("一二三四五", range(1, 6), strict=True)) | {"两": 2},
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence with what it means; `modes` empty: whatever is awaited."""

    text: str
    intent: Intent
    modes: frozenset[Mode]


def load_phrases(folder: Path = PHRASE_FOLDER) -> list[Phrase]:
    """All sentences of all files. Raises FaultyContentError for a damaged file, ValueError for a damaged template."""
    entries = [entry for path in sorted(folder.glob("*.yaml")) for entry in load_plain(path)]
    return [phrase for entry in entries for phrase in _phrases_of(entry)]


def _phrases_of(entry: Mapping[str, Any]) -> Iterator[Phrase]:
    modes: frozenset[Mode] = frozenset(entry.get("when", ()))
    for sentence in entry["sentences"]:
        template, given = (sentence, {}) if isinstance(sentence, str) else next(iter(sentence.items()))
        fixed = {**entry.get("slots", {}), **given}
        for text, heard in expand(template):
            yield Phrase(text, Intent(entry["intent"], {**{k: _slot(k, v) for k, v in fixed.items()}, **heard}), modes)


def _slot(name: str, value: str) -> Slot:
    if name in NUMBER_SLOTS:
        return LAST if value == "last" else int(value)
    return value


def expand(template: str) -> Iterator[tuple[str, dict[str, Slot]]]:
    """Every sentence of a template with its slots: `[再]说(一遍|一次)`, `第{n}个`. Raises ValueError."""
    parts, end = _parse(template, 0, "")
    if end != len(template):
        raise ValueError(f"a bracket is closed that was not opened: {template}")
    if len(parts) > MOST_SENTENCES:
        raise ValueError(f"{len(parts)} sentences in one template: {template}")
    yield from parts


def _parse(template: str, start: int, closing: str) -> tuple[list[tuple[str, dict[str, Slot]]], int]:
    """The alternatives from `start` up to the closing bracket, and where that stands."""
    found: list[tuple[str, dict[str, Slot]]] = []
    sequence: list[list[tuple[str, dict[str, Slot]]]] = []
    position = start
    while position < len(template) and template[position] not in ")]":
        character = template[position]
        if character in "([":
            inner, position = _parse(template, position + 1, ")" if character == "(" else "]")
            sequence.append(inner + ([("", {})] if character == "[" else []))
        elif character == "{":
            position, name = template.index("}", position), template[position + 1 : template.index("}", position)]
            sequence.append([(word, {name: value}) for word, value in NUMBER_SLOTS[name].items()])
        elif character == "|":
            found += _join(sequence)
            sequence = []
        else:
            sequence.append([(character, {})])
        position += 1
    if closing != (template[position] if position < len(template) else ""):
        raise ValueError(f"a bracket is missing: {template}")
    return [*found, *_join(sequence)], position


def _join(sequence: Sequence[Sequence[tuple[str, dict[str, Slot]]]]) -> list[tuple[str, dict[str, Slot]]]:
    return [
        ("".join(text for text, _ in parts), {name: value for _, slots in parts for name, value in slots.items()})
        for parts in product(*sequence)
    ]


class PhraseBook:
    """Looks sentences up: characters before sounds, and what was awaited before what counts always."""

    def __init__(self, phrases: Sequence[Phrase], vocabulary: Vocabulary, affixes: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary, self._all = vocabulary, phrases
        self._before = [(word, len(word)) for word in sorted(affixes["before"], key=len, reverse=True)]
        self._after = [(word, len(word)) for word in sorted(affixes["after"], key=len, reverse=True)]
        self._heard = {word: self._folded(word).split(" ") for word, _ in (*self._before, *self._after)}
        self._by_text: dict[tuple[Mode | None, str], Phrase] = {}
        self._by_sound: dict[tuple[Mode | None, str], Phrase] = {}
        self._by_folded: dict[tuple[Mode | None, str], Phrase] = {}
        for phrase in phrases:
            for mode in phrase.modes or (None,):
                self._add(phrase, mode)

    def _add(self, phrase: Phrase, mode: Mode | None) -> None:
        text = phrase.text
        self._by_text.setdefault((mode, text), phrase)
        is_harmless = phrase.intent.name == "thanks"
        if len(text) >= (SHORTEST_AWAITED if mode or is_harmless else SHORTEST_BY_SOUND):
            self._by_sound.setdefault((mode, self._sounds(text)), phrase)
        if len(text) >= (SHORTEST_AWAITED if mode else SHORTEST_BY_FOLDED_SOUND):
            self._by_folded.setdefault((mode, self._folded(text)), phrase)

    @property
    def phrases(self) -> Sequence[Phrase]:
        """All sentences."""
        return self._all

    def folded(self, text: str) -> list[str]:
        """The syllables of a text as they sound to those who confuse sounds."""
        return self._folded(text).split(" ")

    def _sounds(self, text: str) -> str:
        """Character by character: thousands of sentences are read at the start, and both sides are read alike."""
        characters = self._vocabulary.wording.syllables.characters
        return " ".join([characters.get(character, character) for character in text])

    def _folded(self, text: str) -> str:
        characters, fold = self._vocabulary.wording.syllables.characters, self._vocabulary.wording.confusions.fold
        return " ".join([fold(characters.get(character, character)) for character in text])

    def find(self, units: Sequence[str], mode: Mode) -> Phrase | None:
        """The sentence that the units of an utterance are, whole or without politeness around it."""
        for stripped in self._stripped("".join(units)):
            if found := self._look_up(stripped, mode):
                return found
        return None

    def find_in_clauses(self, clauses: Sequence[Sequence[str]], mode: Mode) -> Phrase | None:
        """等一下，我找找: several clauses that each are a sentence mean what the first of them does that asks for
        something; 好的 and 你好 before it are courtesy."""
        found = [self.find(units, mode) for units in clauses]
        known = [phrase for phrase in found if phrase is not None]
        if not known or len(known) < len(found):
            return None
        return _first_that_asks(known)

    def find_joined(self, units: Sequence[str], mode: Mode) -> Phrase | None:
        """好吧我知道了: sentences said in one breath, with nothing between them that is none; by characters only, for
        recognisers write no commas."""
        text = "".join(units)
        if not SHORTEST_JOINED <= len(text) <= LONGEST_JOINED:
            return None
        ways: list[list[Phrase] | None] = [[], *[None] * len(text)]
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - LONGEST_JOINED), end):
                before, piece = ways[start], text[start:end]
                phrase = self._by_text.get((mode, piece)) or self._by_text.get((None, piece))
                is_word = piece in self._heard
                if before is not None and (is_word or phrase) and ways[end] is None:
                    ways[end] = [*before, phrase] if phrase and len(piece) >= SHORTEST_AWAITED else before
        return _first_that_asks(ways[-1] or [])

    def is_written(self, units: Sequence[str], mode: Mode) -> bool:
        """Whether the utterance is one of the sentences to the letter, and not only by its sound."""
        return any((when, text) in self._by_text for text in self._stripped("".join(units)) for when in (mode, None))

    def find_opening(self, units: Sequence[str], name: str) -> Phrase | None:
        """等等啊我去拿老花镜: the sentence of this intent that an utterance begins with, whatever comes after it."""
        text = "".join(units)
        for end in range(len(text), SHORTEST_AWAITED - 1, -1):
            phrase = self._by_text.get((None, text[:end]))
            if phrase and phrase.intent.name == name:
                return phrase
        return None

    def find_ending(self, units: Sequence[str], name: str) -> tuple[Phrase, str] | None:
        """补驾照分几步: the longest sentence of this intent that an utterance ends with, and what stands before it."""
        text = "".join(units)
        for start in range(1, len(text) - SHORTEST_AWAITED + 1):
            phrase = self._by_text.get((None, text[start:]))
            if phrase and phrase.intent.name == name:
                return phrase, text[:start]
        return None

    def _look_up(self, text: str, mode: Mode) -> Phrase | None:
        sounds, folded = self._sounds(text), self._folded(text)
        for table, key in ((self._by_text, text), (self._by_sound, sounds), (self._by_folded, folded)):
            for when in (mode, None):
                if phrase := table.get((when, key)):
                    return phrase
        return None

    def _stripped(self, text: str) -> Iterator[str]:
        """The text, then without one word of politeness after the other, from both ends."""
        waiting, seen = [text], {text}
        while waiting:
            current = waiting.pop(0)
            yield current
            sounds = self._folded(current).split(" ")
            shorter = [
                current[n:] for word, n in self._before if current[:n] == word or sounds[:n] == self._heard[word]
            ]
            shorter += [
                current[:-n] for word, n in self._after if current[-n:] == word or sounds[-n:] == self._heard[word]
            ]
            fresh = [one for one in dict.fromkeys(shorter) if one and one not in seen]
            seen.update(fresh)
            waiting += fresh


def _first_that_asks(phrases: Sequence[Phrase]) -> Phrase | None:
    """The first that is more than courtesy; else the last, if any. What says something by itself goes before an answer
    that is only awaited, as in 好了，我回来了, and what is wanted before a no: 不是，第二个."""
    asking = [phrase for phrase in phrases if phrase.intent.name not in COURTESY]
    wanting = [phrase for phrase in asking if phrase.intent.name != "deny"]
    by_itself = [phrase for phrase in wanting if not phrase.modes]
    return next(iter(by_itself or wanting or asking), phrases[-1] if phrases else None)


def load_phrase_book(vocabulary: Vocabulary) -> PhraseBook:
    """The sentences that come with the channel."""
    return PhraseBook(load_phrases(), vocabulary, load_plain(AFFIX_FILE))
