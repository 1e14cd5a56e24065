"""What televisions and voices say by themselves, as sentences that can be rendered beforehand. Pure.

The front ends keep their words in files of their own, which the server does not know; `wording/fixed_speech.yaml` holds
what of them is spoken, written by a test that compares it with those files at every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import ascii_uppercase

from content.spoken_sentences import as_sentence
from content.yaml_text import load_plain

FIXED_SPEECH_FILE = Path(__file__).parent / "wording" / "fixed_speech.yaml"
HIGHEST_COUNT = 20  # 第20项: longer lists are rare, and a number beyond is joined of its digits
SLOT = "{}"
DIGIT_WORDS = "零一二三四五六七八九幺两"
LETTERS = tuple(f"字母{letter}" for letter in ascii_uppercase)
CALLING = re.compile(r"(?<!已)[打话]\{\}")  # 已打8位 counts digits
_SPELLED = re.compile(f"字母[A-Z]|[{DIGIT_WORDS}]")


@dataclass(frozen=True)
class FixedSpeech:
    """`sentences` as they are said; `counted` with a place for a number; `pieces` begin or end sentences whose rest
    is not known beforehand (听到…)."""

    sentences: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path = FIXED_SPEECH_FILE) -> FixedSpeech:
        """What comes with the channel."""
        plain = load_plain(path)
        return cls(*(tuple(plain[name]) for name in ("sentences", "counted", "pieces")))

    def all_sentences(self, phone_numbers: Sequence[str] = ()) -> Iterator[str]:
        """Everything to be rendered, most wanted first; `phone_numbers` are the hotlines one is told to call."""
        calling = [pattern for pattern in self.counted if CALLING.search(pattern)]
        yield from (pattern.replace(SLOT, number) for number in phone_numbers for pattern in calling)
        yield from self.sentences
        yield from (as_sentence(word) for word in (*DIGIT_WORDS, *self.pieces))
        for number in range(1, HIGHEST_COUNT + 1):
            yield from (pattern.replace(SLOT, str(number)) for pattern in self.counted)
        yield from (as_sentence(letter) for letter in LETTERS)

    def cut(self, clause: str) -> list[str]:
        """A clause as sentences that may each be known: its fixed beginning and end, digits one by one."""
        bare = as_sentence(clause).rstrip("。")
        cut: list[str] = []
        if found := self._beginning.match(bare):
            cut.append(found.group())
            bare = bare[found.end() :]
        end = self._end.search(bare)
        middle = bare[: end.start()] if end else bare
        spelled = _SPELLED.findall(middle)
        cut += spelled if "".join(spelled) == middle else [middle]
        if end:
            cut.append(end.group())
        return [sentence for sentence in map(as_sentence, cut) if sentence]

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        return re.compile(self._any_piece)

    @cached_property
    def _end(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self._any_piece})$")

    @cached_property
    def _any_piece(self) -> str:
        longest_first = sorted(self.pieces, key=len, reverse=True)
        return "|".join(map(re.escape, longest_first)) or r"(?!)"
