"""What a number in an utterance means: a piece of a case number, a code, or a long number nobody asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from content.yaml_text import load_plain
from voice.case_entry import Entry
from voice.case_number import WORDS_FILE, NumberEntry
from voice.digits_heard import hear
from voice.guard import hide_all_digits, hide_numbers
from voice.intents import Heard, Intent, Situation, Slot

SHORTEST_PIECE = 2
CODE_DIGITS = 6
MOST_OF_TALK = 5  # one digit in so many characters is none: 等一下
WRONG = "，不对，"
PART_END = re.compile(r"[，,。.！!？?；;]+")


class NumberHearing:
    """Reads numbers as the conversation stands."""

    def __init__(self, entry: NumberEntry, words: Mapping[str, Any]) -> None:
        self._entry = entry
        self._slips, self._pointers, self._denials, self._asked_after, self._said_before = (
            re.compile(words[key]) for key in ("slips", "pointers", "denials", "asked_after", "said_before")
        )
        self._named, self._on_a_slip, self._code_named = (
            re.compile("|".join(words[key])) for key in ("case_named", "slip_named", "code_named")
        )
        self._pointed = re.compile(words["pointed"])
        self._parts = [(re.compile(pattern), part) for part, pattern in words["other_parts"].items()]

    def is_nothing_else(self, said: str) -> bool:
        """Whether `said` is digits and words around digits only."""
        return self._entry.is_nothing_else(said)

    def dictated(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        """A piece or a correction of the number or the code that is awaited; None where it is none."""
        is_code, raw = situation.mode == "case_code", said
        said = self._slips.sub(WRONG, self._asked_after.sub("", said))
        said = self._said_before.sub("", said) or said
        for places, part in self._parts:
            said = places.sub(part, said)
        if not situation.entry.number or is_code:
            said = self._pointers.sub("", said, count=1)
        is_mended = bool(is_code and situation.code) or situation.can_mend_code
        if is_mended and (heard := self._mended_code(said, situation, lengths)):
            return replace(heard, said=hide_all_digits(raw))
        entry = self._entry.edit(said, situation.entry, lengths=lengths, only_corrects=is_code)
        if entry is None and (pieces := self._pieces(said)):
            entry = self._entry.edit(pieces, situation.entry, lengths=lengths, only_corrects=is_code)
        if entry is None and is_code:
            entry = self._said_anew(said, situation, lengths)
        if entry is not None:
            name = "case_correct" if entry.is_corrected else "case_number"
            slots: dict[str, Slot] = {"digits": entry.number}
            if name == "case_number":
                slots["complete"] = entry.is_finished or len(entry.number) in lengths
            return Heard(said, Intent(name, slots), entry=entry)
        return (self._code(said, situation.code) or self._code(self._pieces(said), situation.code)) if is_code else None

    def _mended_code(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        """把刚才的删了 while the code is read out; 哦看反了，七三一九四六 after it was not the right one."""
        if situation.code:
            if self._entry.takes_back(said):
                return Heard("", Intent("case_code", {"digits": ""}))
            is_of_number = self._named.search(said) or self._said_anew(said, situation, lengths)
            return None if is_of_number else self._code(said, situation.code)
        given = self._entry.edit(said, Entry())
        is_code = given is not None and given.number.isdigit() and len(given.number) == CODE_DIGITS
        if given is None or not is_code or not (given.is_corrected or self._code_named.search(said)):
            return None
        return Heard("", Intent("case_code", {"digits": given.number}))

    def _code(self, said: str, before: str) -> Heard | None:
        """More of the code, or what of it was said wrong: it is corrected as the number is."""
        given = self._entry.edit(said, Entry(before, before))
        if given is not None and len(given.number) > CODE_DIGITS and len(given.last_piece) == CODE_DIGITS:
            given = replace(given, number=given.last_piece)  # said once more, or after a slip
        if given is not None and (given.number.isdigit() or (before and given.is_corrected and not given.number)):
            return Heard("", Intent("case_code", {"digits": given.number}))
        return None

    def _said_anew(self, said: str, situation: Situation, lengths: Sequence[int]) -> Entry | None:
        """The whole number again or 重新来, where a code is awaited: the number was read back wrong."""
        if not situation.code and self._entry.begins_anew(said):
            return self._entry.edit(said, situation.entry)
        given = self._entry.edit(said, Entry())
        whole = given.number if given is not None else ""
        return Entry(whole, whole, is_corrected=True) if len(whole) in lengths and len(whole) > CODE_DIGITS else None

    def _after_asking(self, said: str, situation: Situation) -> Heard | None:
        """What is said when asked whether a number is one of a case. Six digits: it is, and this is its code."""
        if not situation.asked_number:
            return None
        if self._denials.fullmatch(said.strip(" ，。！")):
            return Heard("", Intent("deny"))
        given = self._entry.edit(said, Entry())
        is_code = given is not None and given.number.isdigit() and len(given.number) == CODE_DIGITS
        return Heard("", Intent("case_code", {"digits": given.number})) if given is not None and is_code else None

    def _pieces(self, said: str) -> str:
        """没事了，零六二六: the parts that are dictation, where the others hold no digit at all."""
        parts = [part for part in PART_END.split(said) if part]
        dictated = [part for part in parts if (piece := self._entry.edit(part, Entry())) and piece.number]
        others = "".join(part for part in parts if part not in dictated)
        is_talk = len(hear(others).characters) * MOST_OF_TALK <= len(others)  # 等一下，我翻个面
        return "，".join(dictated) if others and is_talk else ""

    def unasked(self, said: str, situation: Situation, lengths: Sequence[int], *, is_about_case: bool) -> Heard | None:
        """A long number nobody asked for: with words about a case it is one, alone it is asked about.

        `is_about_case`: what is said around it asks how far a case has come."""
        if answered := self._after_asking(said, situation):
            return answered
        if self._named.search(said):
            begun = self._entry.edit(said, Entry())
            if begun is not None and len(begun.number) >= SHORTEST_PIECE:
                return _number(begun.number, lengths, begun)
        if hide_numbers(said) == said:
            return None
        rest = self._pointers.sub("", said, count=1)
        given = self._entry.edit(rest, Entry())
        if given is not None and given.number:
            is_pointed = rest != said or self._pointed.search(said) or self._named.search(said)
            if len(given.number) in lengths and is_pointed:
                return _number(given.number, lengths, given)  # 头一个，三三零一…
            return Heard("", Intent("case_start"), "confirm", entry=given)
        number = _number_in(said)
        if not number:
            return None
        is_whole = len(number) in lengths
        if is_about_case or (is_whole and (self._pointed.search(said) or self._on_a_slip.search(said))):
            return _number(number, lengths, Entry(number, number))
        return Heard("", Intent("case_start"), "confirm", entry=Entry(number, number)) if is_whole else None


def _number_in(said: str) -> str:
    """What is read out between other words: 还没到账，三三零一零六，二六三六九零. A single digit is part of a word."""
    heard = (hear(part).characters for part in PART_END.split(said))
    return "".join(characters for characters in heard if len(characters) >= SHORTEST_PIECE)


def _number(number: str, lengths: Sequence[int], entry: Entry) -> Heard:
    slots: dict[str, Slot] = {"digits": number, "complete": len(number) in lengths}
    return Heard("", Intent("case_number", slots), entry=entry)


def load_number_hearing(entry: NumberEntry) -> NumberHearing:
    """With the words that come with the channel."""
    return NumberHearing(entry, load_plain(WORDS_FILE))
