"""A case number dictated in pieces: what is added, taken back, said otherwise, and when it is whole. Pure.

The number is an opaque text of digits and capital letters, never a quantity. Nothing here asks, says or sends anything.
Long because every way of saying which part is wrong reads the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from content.yaml_text import load_plain
from voice.case_entry import LONGEST_NUMBER, Entry, added, corrected, taken_back
from voice.digits_heard import hear
from voice.number_parts import PAUSE, NumberParts, any_of

WORDS_FILE = Path(__file__).parent / "zh_CN" / "dictation.yaml"
MOST_UNKNOWN = 2  # characters beside the digits that a mishearing leaves; with more it was no dictation


class NumberEntry:
    """Reads pieces of dictation. `syllable_of` gives the sound of a character."""

    def __init__(self, words: Mapping[str, Sequence[str]], syllable_of: Callable[[str], str]) -> None:
        self._noise, self._syllable_of = tuple(words["noise"]), syllable_of
        self._finished, self._again, self._undo = (
            sorted(words[key], key=len, reverse=True) for key in ("finished", "again", "undo")
        )
        self._wrong = sorted(words["wrong"], key=len, reverse=True)
        self._parts = NumberParts(words, self._heard)
        self._begins_again = re.compile(rf"{any_of(self._wrong)}*{any_of(words['before_again'])}*{any_of(self._again)}")
        self._cut = re.compile(rf"({any_of(self._wrong)}|{any_of(self._undo)})|{PAUSE}")

    def edit(
        self, said: str, before: Entry, *, lengths: Sequence[int] = (), only_corrects: bool = False
    ) -> Entry | None:
        """The number after this utterance; None where it is no dictation. `only_corrects`: no piece is awaited now."""
        text = unicodedata.normalize("NFKC", said).strip(" ，,。.！!？?、")
        entry = replace(before, is_corrected=False, is_finished=False, is_doubted=False)
        if found := self._parts.corrected(text, entry, lengths):
            return found
        if only_corrects:
            return None
        if again := self._from_again(text):
            return self._begin_again(again, entry)
        return self._pieces(text, entry, is_wrong=before.is_doubted)

    def takes_back(self, said: str) -> bool:
        """把刚才的删了: whether what was said last is to be forgotten."""
        return self._parts.takes_back(unicodedata.normalize("NFKC", said))

    def begins_anew(self, said: str) -> bool:
        """看岔了，重新来: whether all that was said before is to be forgotten."""
        return bool(self._from_again(unicodedata.normalize("NFKC", said)))

    def is_nothing_else(self, said: str) -> bool:
        """Whether `said` is digits and words around digits only: 那个幺幺零 calls nobody."""
        heard = hear(said, noise=(*self._noise, *self._wrong, *self._undo, *self._finished, *self._again))
        return bool(heard.characters) and not heard.rest

    def _from_again(self, text: str) -> str:
        """啊呀看串行了，重新来: what was said from the word on that begins anew; empty where none does."""
        parts = [part for part in re.split(r"[，,。.！!？?；;]", text) if part]
        at = next((n for n, part in enumerate(parts) if self._begins_again.match(re.sub(PAUSE, "", part))), None)
        return "" if at is None or hear("".join(parts[:at])).characters else "，".join(parts[at:])

    def _begin_again(self, text: str, entry: Entry) -> Entry | None:
        for word in (*self._again, *self._wrong):
            text = text.replace(word, " ", 1)
        given = self._heard(text)
        return None if given is None else Entry(given, given, is_corrected=True)

    def _pieces(self, text: str, entry: Entry, *, is_wrong: bool) -> Entry | None:
        """Piece after piece; a word such as 不对 takes back the piece before it, or lets the next one replace it."""
        was_doubted, said_something, here = is_wrong, False, ""
        for piece in self._joined(text):
            if piece in self._wrong or piece in self._undo:
                is_wrong, said_something = True, True
                continue
            for word in self._finished:
                if piece.endswith(word):
                    piece, entry, said_something = piece[: -len(word)], replace(entry, is_finished=True), True
                    break
            given = self._heard(piece)
            if given is None:
                return None
            if given:
                # 五二九，再就是六，错了，五二零六: what is corrected is all that was said in this breath.
                whole = here if is_wrong and len(given) == len(here) else entry.last_piece
                entry = corrected(replace(entry, last_piece=whole), given) if is_wrong else added(entry, given)
                is_wrong, said_something, here = False, True, given if is_wrong else here + given
        if is_wrong and not was_doubted:
            entry = replace(taken_back(entry), is_corrected=True)
        return entry if said_something and len(entry.number) <= LONGEST_NUMBER else None

    def _joined(self, text: str) -> list[str]:
        """The pieces of an utterance. What follows a word of correction belongs together where it is together as long
        as what was said before it: 五八零二三，看错了，五，然后是八零七三 corrects five digits."""
        pieces = [piece for piece in self._cut.split(text) if piece]
        marks = [n for n, piece in enumerate(pieces) if piece in self._wrong or piece in self._undo]
        if not marks:
            return pieces
        before, after = pieces[: marks[0]], pieces[marks[-1] + 1 :]
        said, again = (sum(len(self._heard(one) or "") for one in part) for part in (before, after))
        return [*pieces[: marks[-1] + 1], "".join(after)] if after and said == again else pieces

    def _heard(self, text: str) -> str | None:
        """The characters of a piece; None where it says something else."""
        heard = hear(text, noise=self._noise, syllable_of=self._syllable_of)
        is_dictation = len(heard.rest) <= MOST_UNKNOWN and len(heard.rest) <= len(heard.characters) // 3
        return heard.characters if is_dictation else None


def load_dictation_words() -> Mapping[str, Sequence[str]]:
    """The words around a dictated number."""
    words: Mapping[str, Sequence[str]] = load_plain(WORDS_FILE)
    return words
