"""Sentences whose meaning is fixed, from zh_CN/phrases/*.yaml, found by characters and by sound.

Each template stands for a finite list of sentences, so looking one up costs the same however many there are. It must
never guess: what is not one of the sentences is left to the understanding of services.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.understanding.vocabulary import Vocabulary
from content.yaml_text import load_plain
from voice.intents import LAST, Intent, Mode, Slot
from voice.phrase_templates import NUMBER_SLOTS, expand

PHRASE_FOLDER = Path(__file__).parent / "zh_CN" / "phrases"
AFFIX_FILE = Path(__file__).parent / "zh_CN" / "affixes.yaml"
# Shorter sentences sound like too many others; where only a few answers are awaited two syllables are enough.
SHORTEST_BY_SOUND, SHORTEST_BY_FOLDED_SOUND = 3, 4
SHORTEST_AWAITED = 2
COURTESY = frozenset({"greet", "thanks", "confirm"})
SHORTEST_JOINED, LONGEST_JOINED = 4, 16  # characters said in one breath


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
        fixed = {k: _slot(k, v) for k, v in {**entry.get("slots", {}), **given}.items()}
        intent = Intent(entry["intent"], fixed)  # one for thousands of sentences: they stay in memory
        for text, heard in expand(template):
            yield Phrase(text, Intent(intent.name, {**fixed, **heard}) if heard else intent, modes)


def _slot(name: str, value: str) -> Slot:
    if name in NUMBER_SLOTS:
        return LAST if value == "last" else int(value)
    return value


class PhraseBook:
    """Looks sentences up: characters before sounds, and what was awaited before what counts always."""

    def __init__(self, phrases: Sequence[Phrase], vocabulary: Vocabulary, affixes: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary, self._all = vocabulary, phrases
        self._before = [(word, len(word)) for word in sorted(affixes["before"], key=len, reverse=True)]
        self._after = [(word, len(word)) for word in sorted(affixes["after"], key=len, reverse=True)]
        self._folds = _Folds(vocabulary)
        self._heard = {word: self.folded(word) for word, _ in (*self._before, *self._after)}
        self._by_text: dict[Mode | None, dict[str, Phrase]] = defaultdict(dict)
        self._by_folded: dict[Mode | None, dict[str, Phrase]] = defaultdict(dict)
        self._as_folded: dict[Mode | None, dict[str, list[Phrase]]] = defaultdict(dict)
        for phrase in phrases:
            for mode in phrase.modes or (None,):
                self._add(phrase, mode)

    def _add(self, phrase: Phrase, mode: Mode | None) -> None:
        text = phrase.text
        self._by_text[mode].setdefault(text, phrase)
        is_harmless = phrase.intent.name == "thanks"
        if len(text) >= (SHORTEST_AWAITED if mode or is_harmless else SHORTEST_BY_SOUND):
            folded = self._folded(text)
            if self._by_folded[mode].setdefault(folded, phrase) is not phrase:
                self._as_folded[mode].setdefault(folded, []).append(phrase)

    @property
    def phrases(self) -> Sequence[Phrase]:
        """All sentences."""
        return self._all

    def folded(self, text: str) -> list[str]:
        """The syllables of a text as they sound to those who confuse sounds."""
        return [self._folds[character] for character in text]

    def _sounds(self, text: str) -> str:
        """Character by character: thousands of sentences are read at the start, and both sides are read alike."""
        characters = self._vocabulary.wording.syllables.characters
        return " ".join([characters.get(character, character) for character in text])

    def _folded(self, text: str) -> str:
        return " ".join(self.folded(text))

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
                phrase = self._by_text[mode].get(piece) or self._by_text[None].get(piece)
                is_word = piece in self._heard
                if before is not None and (is_word or phrase) and ways[end] is None:
                    ways[end] = [*before, phrase] if phrase and len(piece) >= SHORTEST_AWAITED else before
        return _first_that_asks(ways[-1] or [])

    def is_written(self, units: Sequence[str], mode: Mode) -> bool:
        """Whether the utterance is one of the sentences to the letter, and not only by its sound."""
        return any(text in self._by_text[when] for text in self._stripped("".join(units)) for when in (mode, None))

    def find_opening(self, units: Sequence[str], name: str) -> Phrase | None:
        """等等啊我去拿老花镜: the sentence of this intent that an utterance begins with, whatever comes after it."""
        text = "".join(units)
        for end in range(len(text), SHORTEST_AWAITED - 1, -1):
            phrase = self._by_text[None].get(text[:end])
            if phrase and phrase.intent.name == name:
                return phrase
        return None

    def find_ending(self, units: Sequence[str], name: str) -> tuple[Phrase, str] | None:
        """补驾照分几步: the longest sentence of this intent that an utterance ends with, and what stands before it."""
        text = "".join(units)
        for start in range(1, len(text) - SHORTEST_AWAITED + 1):
            phrase = self._by_text[None].get(text[start:])
            if phrase and phrase.intent.name == name:
                return phrase, text[:start]
        return None

    def _look_up(self, text: str, mode: Mode) -> Phrase | None:
        for when in (mode, None):
            if phrase := self._by_text[when].get(text):
                return phrase
        sounds, folded = self._sounds(text), self._folded(text)
        alike = {when: self._alike(folded, when) for when in (mode, None)}
        for same in alike.values():
            if phrase := next((one for one in same if self._sounds(one.text) == sounds), None):
                return phrase
        is_long = len(text) >= SHORTEST_BY_FOLDED_SOUND
        return next((same[0] for when, same in alike.items() if same and (when or is_long)), None)

    def _alike(self, folded: str, mode: Mode | None) -> list[Phrase]:
        first = self._by_folded[mode].get(folded)
        return [first, *self._as_folded[mode].get(folded, ())] if first else []

    def _stripped(self, text: str) -> Iterator[str]:
        """The text, then without one word of politeness after the other, from both ends."""
        waiting, seen = [text], {text}
        while waiting:
            current = waiting.pop(0)
            yield current
            sounds = self.folded(current)
            shorter = [
                current[n:] for word, n in self._before if current[:n] == word or sounds[:n] == self._heard[word]
            ]
            shorter += [
                current[:-n] for word, n in self._after if current[-n:] == word or sounds[-n:] == self._heard[word]
            ]
            fresh = [one for one in dict.fromkeys(shorter) if one and one not in seen]
            seen.update(fresh)
            waiting += fresh


class _Folds(dict[str, str]):
    """The syllable of each character as it sounds to those who confuse sounds, worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._characters, self._fold = vocabulary.wording.syllables.characters, vocabulary.wording.confusions.fold

    def __missing__(self, character: str) -> str:
        folded = self[character] = self._fold(self._characters.get(character, character))
        return folded


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
