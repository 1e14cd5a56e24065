"""The words of the wording, ready to be looked up by characters, sound, first letters and with one slip of the hand.

Pure; built once. How a sentence is covered with these words is decided in `spotting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from content.understanding.finding_words import GroupedWords
from content.understanding.normalize import is_letters, plain_text, units_of
from content.understanding.pinyin_input import is_full_pinyin, split_syllables
from content.understanding.syllables import UNKNOWN_SYLLABLE, initial_letter
from content.understanding.wording import Wording

WordKind = Literal["meaning", "aspect", "filler", "foreign"]
TYPED = ""  # the character of a syllable that was typed in letters

LONGEST_WORD_UNITS = 12
SHORTEST_WORD_WITH_SLIPS = 3
SHORTEST_WORD_WITH_GAPS = 4  # three characters less one are too often a word of their own
LONGEST_WORD_WITH_SLIPS = 7


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text in units with their sounds; `characters[i]` is TYPED where only the sound is known."""

    characters: tuple[str, ...]
    sounds: tuple[str, ...]
    folded: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.characters)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary and what it stands for; `names` are meanings or one aspect."""

    text: str
    kind: WordKind
    names: tuple[str, ...]


class Vocabulary:
    """All words of the wording. What several tables hold keeps its first kind: meaning, aspect, foreign, filler."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.fields, self.talk = GroupedWords(wording.fields), GroupedWords(wording.talk)
        self._weights = {meaning.name: meaning.weight for meaning in wording.meanings}
        self._exact: dict[str, Word] = {}
        self._by_sound: dict[str, list[Word]] = defaultdict(list)
        self._by_folded: dict[str, list[Word]] = defaultdict(list)
        self._by_initials: dict[str, Word] = {}
        self._by_slip: dict[str, Word] = {}
        # Of each beginning of a word the word it is, if it is a whole one: one look for each character of a question.
        self.begun: dict[str, Word | None] = {}
        self._folded_beginnings: set[str] = set()
        self._by_blurred: dict[str, list[Word]] = defaultdict(list)
        for word in _words(wording):
            self._add(word)

    def _add(self, word: Word) -> None:
        said = self.read(word.text)
        key = "".join(said.characters)
        if not key or key in self._exact:
            return
        self._exact[key] = word
        self.begun[key] = word
        beginning = ""
        for character in said.characters[:-1]:
            beginning += character
            self.begun.setdefault(beginning, None)
        # Misheard characters spell words of other parts of life by chance; only what is written so speaks against one.
        if UNKNOWN_SYLLABLE not in said.sounds and word.kind != "foreign":
            self._add_sounds(word, said)
        if word.kind == "meaning" and len(key) == len(said) >= SHORTEST_WORD_WITH_SLIPS:
            gaps = gaps_of(key) if len(key) >= SHORTEST_WORD_WITH_GAPS else ()
            for slip in (*wrong_ones_of(key), *gaps):
                self._by_slip.setdefault(slip, word)

    def _add_sounds(self, word: Word, said: Utterance) -> None:
        self._by_sound[" ".join(said.sounds)].append(word)
        self._by_folded[" ".join(said.folded)].append(word)
        self._folded_beginnings.update(" ".join(said.folded[:end]) for end in range(1, len(said) + 1))
        if word.kind == "meaning" and len(said) >= 2:
            self._by_blurred[self._blurred(said.folded)].append(word)
            self._by_initials.setdefault("".join(map(initial_letter, said.sounds)), word)

    def units(self, raw: str) -> list[str]:
        """Any string in its units, before sounds are looked up."""
        return units_of(plain_text(raw, self.wording.traditional))

    def weight_of(self, meaning: str) -> float:
        """How much a meaning tells about which service is wanted, 0 to 1."""
        return self._weights[meaning]

    def read(self, raw: str) -> Utterance:
        """Any string as units with sounds."""
        return self.read_units(self.units(raw))

    def read_units(self, units: Sequence[str]) -> Utterance:
        """Units with their sounds; letters that spell syllables become those syllables."""
        known = self.wording.syllables.all_syllables
        if not any(map(is_letters, units)):
            return self._heard(units, self.wording.syllables.of(units))
        characters: list[str] = []
        for unit in units:
            pieces = split_syllables(unit, known) if is_letters(unit) and unit not in self._exact else [unit]
            is_spelled = len(pieces) == 1 or is_full_pinyin(pieces, known)
            characters += pieces if is_spelled else [unit]
        sounds = self.wording.syllables.of(characters)
        for position, character in enumerate(characters):
            if is_letters(character) and character in known and character not in self._exact:
                sounds[position], characters[position] = character, TYPED
        return self._heard(characters, sounds)

    def _heard(self, characters: Sequence[str], sounds: Sequence[str]) -> Utterance:
        return Utterance(tuple(characters), tuple(sounds), tuple(map(self.wording.confusions.fold, sounds)))

    def find_exact(self, text: str) -> Word | None:
        """The word written like this."""
        return self._exact.get(text)

    def find_by_initials(self, letters: str) -> Word | None:
        """The meaning's word with these first letters."""
        return self._by_initials.get(letters)

    def find_by_sound(self, sounds: Sequence[str]) -> Sequence[Word]:
        """Words that sound exactly like this."""
        return self._by_sound.get(" ".join(sounds), ())

    def find_by_folded(self, folded: Sequence[str]) -> Sequence[Word]:
        """Words that sound like this to those who confuse sounds."""
        return self._by_folded.get(" ".join(folded), ())

    def find_by_blurred(self, folded: Sequence[str]) -> Sequence[Word]:
        """The meanings' words that sound like this on a bad line."""
        return self._by_blurred.get(self._blurred(folded), ())

    def _blurred(self, folded: Sequence[str]) -> str:
        return " ".join(map(self.wording.confusions.blur, folded))

    def find_near(self, text: str) -> Word | None:
        """The meaning's word that `text` was to be: one character wrong, missing, too many, or two swapped."""
        if word := self._by_slip.get(text):
            return word
        for slip in wrong_ones_of(text):
            if word := self._by_slip.get(slip):
                return word
        if len(text) < SHORTEST_WORD_WITH_GAPS:
            return None
        return next((word for near in (*gaps_of(text), *_swaps(text)) if (word := self._long_meaning(near))), None)

    def begins_sound(self, folded: str) -> bool:
        """Whether some word begins with these folded syllables, blanks between them."""
        return folded in self._folded_beginnings

    def _long_meaning(self, text: str) -> Word | None:
        word = self._exact.get(text)
        return word if word and word.kind == "meaning" and len(word.text) >= SHORTEST_WORD_WITH_SLIPS else None


def _words(wording: Wording) -> Iterable[Word]:
    for text, names in wording.compounds.items():
        yield Word(text, "meaning", names)
    for meaning in wording.meanings:
        for text in meaning.words:
            yield Word(text, "meaning", (meaning.name,))
    for aspect, texts in wording.aspects.items():
        for text in texts:
            yield Word(text, "aspect", (aspect,))
    for text in wording.foreign:
        yield Word(text, "foreign", (text,))
    for text in wording.fillers:
        yield Word(text, "filler", ())


def wrong_ones_of(text: str) -> Iterator[str]:
    """The forms of `text` with one character open."""
    for position in range(len(text)):
        yield f"{text[:position]}*{text[position + 1 :]}"


def gaps_of(text: str) -> Iterator[str]:
    """The forms of `text` with one character missing."""
    for position in range(len(text)):
        yield text[:position] + text[position + 1 :]


def _swaps(text: str) -> Iterator[str]:
    for position in range(len(text) - 1):
        yield text[:position] + text[position + 1] + text[position] + text[position + 2 :]
