"""A case number dictated in pieces: what is added, taken back, said otherwise, and when it is whole. Pure.

The number is an opaque text of digits and capital letters, never a quantity. Nothing here asks, says or sends anything.
Long because every way of saying which part is wrong reads the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from content.yaml_text import load_plain
from voice.digits import GROUP_CHARACTERS, group, hear

WORDS_FILE = Path(__file__).parent / "zh_CN" / "dictation.yaml"
SHORTEST_NUMBER, LONGEST_NUMBER = 6, 50
MOST_UNKNOWN = 2  # characters beside the digits that a mishearing leaves; with more it was no dictation
_COUNT = "[一二两三四五六七八九十0-9]+"
_PAUSE = r"[\s，,、。.；;：:！!？?…~]+"


@dataclass(frozen=True, slots=True)
class Entry:
    """The number so far and the piece heard last; `is_corrected`: something said before was changed; `is_finished`:
    the person said that this is all; `is_doubted`: it was called wrong, and the next piece stands for a part of it."""

    number: str = ""
    last_piece: str = ""
    is_corrected: bool = False
    is_finished: bool = False
    is_doubted: bool = False


NO_ENTRY = Entry()


class NumberEntry:
    """Reads pieces of dictation. `syllable_of` gives the sound of a character."""

    def __init__(self, words: Mapping[str, Sequence[str]], syllable_of: Callable[[str], str]) -> None:
        self._noise, self._syllable_of = tuple(words["noise"]), syllable_of
        self._finished, self._again, self._undo = (
            sorted(words[key], key=len, reverse=True) for key in ("finished", "again", "undo")
        )
        self._wrong = sorted(words["wrong"], key=len, reverse=True)
        wrong, undo = _any_of(self._wrong), _any_of(self._undo)
        follows = rf"(?:{_PAUSE}|{wrong}|应该|要|改成|换成|改为|换为|改|换|是|为)*"
        where = rf"(?P<where>{_any_of(words['ends'])}|{_any_of(words['starts'])})的?"
        place = rf"{where}(?:(?P<k>{_COUNT})?(?P<unit>位数?|个数?字?|组|那个|那位))?"
        link = rf"(?P<link>(?:{follows}不是(?P<not>[^是，。不]+?){_PAUSE[:-1]}*(?=是|应该|而))?(?:而|{follows})*)"
        self._starts = frozenset(words["starts"])
        self._place = re.compile(rf"(?P<before>(?:{wrong}|{_PAUSE}|{undo}|把)*){place}{link}(?P<given>.*)")
        self._group = re.compile(rf"(?:{wrong}|{_PAUSE}|把)*第(?P<n>{_COUNT})组{follows}(?P<given>.*)")
        nth = rf"(?P<from>倒数)?第(?P<n>{_COUNT})[位个](?:数字?|字)?"
        self._nth = re.compile(rf"(?:{wrong}|{_PAUSE}|把)*{nth}{link}(?P<given>.*)")
        self._instead = _templates(words["instead"])
        self._missing, self._extra = _templates(words["missing"]), _templates(words["extra"])
        self._dropped = [re.compile(one.replace("{k}", f"(?P<k>{_COUNT})")) for one in words["dropped"]]
        self._counted = [re.compile(one.replace("{k}", f"(?P<k>{_COUNT})")) for one in words["counted"]]
        self._begins_again = re.compile(rf"{wrong}*{_any_of(words['before_again'])}*{_any_of(self._again)}")
        self._cut = re.compile(rf"({_any_of(self._wrong)}|{undo})|{_PAUSE}")

    def edit(
        self, said: str, before: Entry, *, lengths: Sequence[int] = (), only_corrects: bool = False
    ) -> Entry | None:
        """The number after this utterance; None where it is no dictation. `only_corrects`: no piece is awaited now."""
        text = unicodedata.normalize("NFKC", said).strip(" ，,。.！!？?、")
        entry = replace(before, is_corrected=False, is_finished=False, is_doubted=False)
        if found := self._named_part(text, entry, lengths):
            return found
        if only_corrects:
            return None
        if again := self._from_again(text):
            return self._begin_again(again, entry)
        return self._pieces(text, entry, is_wrong=before.is_doubted)

    def begins_anew(self, said: str) -> bool:
        """看岔了，重新来: whether all that was said before is to be forgotten."""
        return bool(self._from_again(unicodedata.normalize("NFKC", said)))

    def is_nothing_else(self, said: str) -> bool:
        """Whether `said` is digits and words around digits only: 那个幺幺零 calls nobody."""
        heard = hear(said, noise=(*self._noise, *self._wrong, *self._undo, *self._finished, *self._again))
        return bool(heard.characters) and not heard.rest

    def _named_part(self, text: str, entry: Entry, lengths: Sequence[int]) -> Entry | None:
        """Corrections that say which part they mean: a group, the end, the beginning, one digit instead of another."""
        if (found := self._group.fullmatch(text)) and (given := self._heard(found["given"])) is not None:
            groups, n = group(entry.number), _counted(found["n"])
            if n == len(groups) + 1 and len(entry.number) == GROUP_CHARACTERS * len(groups) and given:
                return _added(entry, given)
            if 1 <= n <= len(groups):
                groups[n - 1] = given
                return replace(entry, number="".join(groups), last_piece=given, is_corrected=True)
        if instead := self._instead_of(text, entry):
            return instead
        if (found := self._place.fullmatch(text)) and (
            given := self._heard(_instead_of_another(found["given"]))
        ) is not None:
            return self._replace_place(found, given, entry, lengths)
        if (found := self._nth.fullmatch(text)) and (given := self._heard(_instead_of_another(found["given"]))):
            n = _counted(found["n"])
            at = len(entry.number) - n if found["from"] else n - 1
            if 0 <= at < len(entry.number):
                return _with(entry, at, given, instead_of=1)
        return self._with_missing(text, entry) or self._shortened(text, entry) or self._of_size(text, entry)

    def _shortened(self, text: str, entry: Entry) -> Entry | None:
        """多了一个零; 最后两位不要了."""
        for template in self._extra:
            if (found := template.fullmatch(text)) and (given := self._heard(found["given"])):
                at = entry.number.rfind(given)
                return _with(entry, at, "", instead_of=len(given)) if at >= 0 else None
        for template in self._dropped:
            if found := template.fullmatch(text):
                k = min(_counted(found["k"]), len(entry.number))
                return _with(entry, len(entry.number) - k, "", instead_of=k)
        return None

    def _of_size(self, text: str, entry: Entry) -> Entry | None:
        """中间四位零六二六: the next ones, as many as are said."""
        for template in self._counted:
            if (found := template.fullmatch(text)) and (given := self._heard(found["given"])):
                return _added(entry, given) if len(given) == _counted(found["k"]) else None
        return None

    def _instead_of(self, text: str, entry: Entry) -> Entry | None:
        """不是零八是零六, 那个八应该是六, 开头是三三不是二二: the last such part, or the first where that is said."""
        for template in self._instead:
            if found := template.fullmatch(text):
                wrong, right = self._heard(found["wrong"]), self._heard(found["right"])
                is_start = any(word in text for word in self._starts)
                at = (entry.number.find if is_start else entry.number.rfind)(wrong) if wrong else -1
                if wrong and right and at >= 0:
                    return _with(entry, at, right, instead_of=len(wrong))
        return None

    def _with_missing(self, text: str, entry: Entry) -> Entry | None:
        """六前面还有个零: what was left out, before or behind the last such part."""
        for template in self._missing:
            if found := template.fullmatch(text):
                beside, given = self._heard(found["beside"]), self._heard(found["given"])
                at = entry.number.rfind(beside) if beside else -1
                if beside and given and at >= 0:
                    is_before = found["side"] in self._starts
                    return _with(entry, at if is_before else at + len(beside), given, instead_of=0)
        return None

    def _replace_place(self, found: re.Match[str], given: str, entry: Entry, lengths: Sequence[int]) -> Entry | None:
        number, k = entry.number, _counted(found["k"] or "")
        if found["unit"] == "组":
            k = len((group(number) or [""])[-1]) if k <= 1 else k * GROUP_CHARACTERS
        is_one_of_all = bool(found["unit"]) and len(given) == 1 and len(number) in lengths
        says_wrong = is_one_of_all or bool(found["before"] + re.sub("是|为|应该|" + _PAUSE, "", found["link"]))
        if not found["k"] and not says_wrong and (given or not found["unit"]):
            return None  # 后面是0001 goes on, it corrects nothing
        is_start = found["where"] in self._starts
        completes = not is_start and len(number) + len(given) in lengths
        if given and completes and not says_wrong:
            return replace(entry, number=number + given, last_piece=given)
        size = min(k or len(given), len(number))
        number = given + number[size:] if is_start else number[: len(number) - size] + given
        return replace(entry, number=number, last_piece=given, is_corrected=True)

    def _from_again(self, text: str) -> str:
        """啊呀看串行了，重新来: what was said from the word on that begins anew; empty where none does."""
        parts = [part for part in re.split(r"[，,。.！!？?；;]", text) if part]
        at = next((n for n, part in enumerate(parts) if self._begins_again.match(re.sub(_PAUSE, "", part))), None)
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
                entry = _corrected(replace(entry, last_piece=whole), given) if is_wrong else _added(entry, given)
                is_wrong, said_something, here = False, True, given if is_wrong else here + given
        if is_wrong and not was_doubted:
            entry = replace(_taken_back(entry), is_corrected=True)
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


def _instead_of_another(given: str) -> str:
    """第三位是一不是零: the one."""
    return re.split(r"[，,]?(?:而)?不是", given)[0] if not given.startswith("不是") else given


def _with(entry: Entry, at: int, given: str, *, instead_of: int) -> Entry:
    number = entry.number[:at] + given + entry.number[at + instead_of :]
    return replace(entry, number=number, last_piece=given, is_corrected=True)


def _added(entry: Entry, given: str) -> Entry:
    return replace(entry, number=entry.number + given, last_piece=given)


def _corrected(entry: Entry, given: str) -> Entry:
    """`given` instead of the piece heard last; a shorter one stands for the part of it that is most like it."""
    piece = entry.last_piece or (group(entry.number) or [""])[-1]
    kept = entry.number[: len(entry.number) - len(piece)]
    if len(given) < len(piece):
        starts = range(len(piece) - len(given), -1, -1)
        best = min(starts, key=lambda start: _differing(piece[start : start + len(given)], given))
        piece = piece[:best] + given + piece[best + len(given) :]
    else:
        piece = given
    return replace(entry, number=kept + piece, last_piece=piece, is_corrected=True)


def _taken_back(entry: Entry) -> Entry:
    piece = entry.last_piece or (group(entry.number) or [""])[-1]
    return replace(entry, number=entry.number[: len(entry.number) - len(piece)], last_piece="")


def _differing(one: str, other: str) -> int:
    return sum(first != second for first, second in zip(one, other, strict=True))


def _counted(text: str) -> int:
    heard = hear(text).characters
    return int(heard) if heard.isdigit() else 0


def _templates(templates: Sequence[str]) -> list[re.Pattern[str]]:
    """`{wrong}` and the like stand for what is said there, everything else is a pattern."""
    return [re.compile(re.sub(r"\{([a-z]+)\}", r"(?P<\1>[^是改换]+?)", template)) for template in templates]


def _any_of(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def load_dictation_words() -> Mapping[str, Sequence[str]]:
    """The words around a dictated number."""
    words: Mapping[str, Sequence[str]] = load_plain(WORDS_FILE)
    return words
