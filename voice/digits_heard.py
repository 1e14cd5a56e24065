"""How numbers that identify (case numbers, codes) are heard, digit by digit, whatever else is said with them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain

WORDS_FILE = Path(__file__).parent / "zh_CN" / "digits.yaml"
MOST_REPEATS = 9  # 九个零; what counts more is no repetition
SHARE_SURE = 0.6  # of the characters of a piece that must be digits before others are read by their sound
SHORTEST_BY_SOUND = 4  # syllables; fewer sound like a word
PUNCTUATION = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Dictated:
    """What was heard of a number, and whatever else was said with it; `rest` empty: nothing but digits and letters."""

    characters: str
    rest: str


def hear(text: str, *, noise: Sequence[str] = (), syllable_of: Callable[[str], str] | None = None) -> Dictated:
    """The digits and letters in a piece of dictation. `noise`: words around them that mean nothing;
    `syllable_of`: the sound of a character, to read by ear what was written otherwise."""
    return _hearing().hear(text, noise, syllable_of)


class DigitHearing:
    """Reads the words of `digits.yaml`."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._digits: Mapping[str, str] = words["digits"]
        self._by_sound: Mapping[str, str] = words["by_sound"]
        self._ten: str = words["ten"]
        numeral = f"[{words['numerals']}]"
        self._no_digit = re.compile("|".join(pattern.replace("{N}", numeral) for pattern in words["no_digit"]))
        self._repeated, self._doubled, self._letter = (
            re.compile(words[key]) for key in ("repeated", "doubled", "letter")
        )

    def hear(self, text: str, noise: Sequence[str], syllable_of: Callable[[str], str] | None) -> Dictated:
        """What was heard of a number."""
        plain = unicodedata.normalize("NFKC", text).upper()
        plain = self._no_digit.sub(" ", plain)
        # Around a word left out stays a mark, so that 第三是四 never becomes one word.
        for word in sorted(noise, key=len, reverse=True):
            plain = plain.replace(word, " ")
        plain = self._read_tens("".join(self._digits.get(one, one) for one in PUNCTUATION.sub(" ", plain)))
        plain = self._letter.sub(r"\1", plain)
        plain = self._repeated.sub(_repeat, self._doubled.sub(r"\1\1", plain))
        dense = plain.replace(" ", "")
        dense = self._by_ear(dense, syllable_of) if syllable_of and dense else dense
        return Dictated(
            "".join(filter(is_number_character, dense)),
            "".join(character for character in dense if not is_number_character(character)),
        )

    def _by_ear(self, dense: str, syllable_of: Callable[[str], str]) -> str:
        """Other characters read as the digits they sound like; all as they are where too few are digits."""
        sure = sum(is_number_character(character) for character in dense)
        if not sure and len(dense) < SHORTEST_BY_SOUND:
            return dense
        by_ear = "".join(
            character if is_number_character(character) else self._by_sound.get(syllable_of(character), character)
            for character in dense
        )
        # Where every syllable is a digit, none of them need be written as one: 山山领一.
        return by_ear if sure / len(dense) >= SHARE_SURE or all(map(is_number_character, by_ear)) else dense

    def _read_tens(self, plain: str) -> str:
        """Two-digit numbers said as such: 二十三 is 23, 二十 is 20, 十三 is 13."""
        said: list[str] = []
        for position, character in enumerate(plain):
            if character != self._ten:
                said.append(character)
                continue
            is_counted = position > 0 and plain[position - 1].isdigit()
            goes_on = position + 1 < len(plain) and plain[position + 1].isdigit()
            said.append(
                {(True, True): "", (True, False): "0", (False, True): "1", (False, False): "10"}[is_counted, goes_on]
            )
        return "".join(said)


def is_number_character(character: str) -> bool:
    """Whether it can stand in a case number."""
    return character.isascii() and (character.isdigit() or character.isalpha())


def _repeat(found: re.Match[str]) -> str:
    count = int(found.group(1))
    return found.group(2) * count if 2 <= count <= MOST_REPEATS else found.group(2)


@cache
def _hearing() -> DigitHearing:
    return DigitHearing(load_plain(WORDS_FILE))
