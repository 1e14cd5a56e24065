"""Corrections of a dictated number that say which part they mean: a group, the end, the beginning, one digit instead of
another, what was left out or said twice. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voice.case_entry import Entry, added, taken_back, with_part
from voice.digits import GROUP_CHARACTERS, group
from voice.digits_heard import hear

PAUSE = r"[\s，,、。.；;：:！!？?…~]+"


class NumberParts:
    """`heard`: the characters of a piece, None where it says something else."""

    def __init__(self, words: Mapping[str, Any], heard: Callable[[str], str | None]) -> None:
        self._heard = heard
        parts = {name: any_of(words[name]) for name in ("wrong", "undo", "ends", "starts")}
        parts |= {"pause": PAUSE, "some_pause": PAUSE[:-1], "count": words["count"]}
        for name, part in words["place_parts"].items():  # a part may have those before it in it
            parts[name] = part % parts
        self._starts = frozenset(words["starts"])
        self._place, self._group, self._nth = (
            re.compile(words[key] % parts) for key in ("place_said", "group_said", "nth_said")
        )
        self._groups, self._link_alone = words["of_groups"], re.compile(f"{words['link_alone']}|{PAUSE}")
        self._other_than = re.compile(words["other_than"])
        self._instead, self._missing, self._at_an_end, self._extra, self._dropped, self._counted, self._runs = (
            _templates(words, key)
            for key in ("instead", "missing", "missing_at_an_end", "extra", "dropped", "counted", "runs")
        )
        self._takes_back = re.compile("|".join(words["takes_back"]))

    def corrected(self, text: str, entry: Entry, lengths: Sequence[int]) -> Entry | None:
        """Corrections that say which part they mean: a group, the end, the beginning, one digit instead of another."""
        if (found := self._group.fullmatch(text)) and (given := self._heard(found["given"])) is not None:
            groups, n = group(entry.number), _counted(found["n"])
            if n == len(groups) + 1 and len(entry.number) == GROUP_CHARACTERS * len(groups) and given:
                return added(entry, given)
            if 1 <= n <= len(groups):
                groups[n - 1] = given
                return replace(entry, number="".join(groups), last_piece=given, is_corrected=True)
        if instead := self._as_often(text, entry) or self._instead_of(text, entry):
            return instead
        if (found := self._place.fullmatch(text)) and (
            given := self._heard(self._instead_of_another(found["given"]))
        ) is not None:
            return self._replace_place(found, given, entry, lengths)
        if (found := self._nth.fullmatch(text)) and (given := self._heard(self._instead_of_another(found["given"]))):
            n = _counted(found["n"])
            at = len(entry.number) - n if found["from"] else n - 1
            if 0 <= at < len(entry.number):
                return with_part(entry, at, given, instead_of=1)
        if self.takes_back(text):
            return replace(taken_back(entry), is_corrected=True)
        return self._with_missing(text, entry) or self._shortened(text, entry) or self._of_size(text, entry)

    def takes_back(self, text: str) -> bool:
        """把刚才的删了: whether what was said last is to be forgotten."""
        return bool(self._takes_back.fullmatch(re.sub(PAUSE, "", text)))

    def _instead_of_another(self, given: str) -> str:
        """第三位是一不是零: the one."""
        found = self._other_than.fullmatch(given)
        return found["one"] if found else given

    def _as_often(self, text: str, entry: Entry) -> Entry | None:
        """不是三个是两个零: the same digit, so many times."""
        for template in self._runs:
            if found := template.fullmatch(re.sub(PAUSE, "", text)):
                digit = hear(found["before"] or found["behind"] or found["last"] or "").characters
                n, k = _counted(found["n"] or ""), _counted(found["k"])
                runs = [run for run in re.finditer(f"{digit}+", entry.number) if len(run.group()) == n] if digit else []
                return with_part(entry, runs[-1].start(), digit * k, instead_of=n) if runs else None
        return None

    def _shortened(self, text: str, entry: Entry) -> Entry | None:
        """多了一个零; 最后两位不要了."""
        for template in self._extra:
            if (found := template.fullmatch(text)) and (given := self._heard(found["given"])):
                at = entry.number.rfind(given)
                return with_part(entry, at, "", instead_of=len(given)) if at >= 0 else None
        for template in self._dropped:
            if found := template.fullmatch(text):
                k = min(_counted(found["k"]), len(entry.number))
                return with_part(entry, len(entry.number) - k, "", instead_of=k)
        return None

    def _of_size(self, text: str, entry: Entry) -> Entry | None:
        """中间四位零六二六: the next ones, as many as are said."""
        for template in self._counted:
            if (found := template.fullmatch(text)) and (given := self._heard(found["given"])):
                return added(entry, given) if len(given) == _counted(found["k"]) else None
        return None

    def _instead_of(self, text: str, entry: Entry) -> Entry | None:
        """不是零八是零六, 那个八应该是六, 开头是三三不是二二: the last such part, or the first where that is said."""
        for template in self._instead:
            if found := template.fullmatch(text):
                wrong, right = self._heard(found["wrong"]), self._heard(found["right"])
                is_start = any(word in text for word in self._starts)
                at = (entry.number.find if is_start else entry.number.rfind)(wrong) if wrong else -1
                if wrong and right and at >= 0:
                    return with_part(entry, at, right, instead_of=len(wrong))
        return None

    def _with_missing(self, text: str, entry: Entry) -> Entry | None:
        """六前面还有个零: what was left out, before or behind the last such part."""
        for template in self._missing:
            if found := template.fullmatch(text):
                beside, given = self._heard(found["beside"]), self._heard(found["given"])
                at = entry.number.rfind(beside) if beside else -1
                if beside and given and at >= 0:
                    is_before = found["side"] in self._starts
                    return with_part(entry, at if is_before else at + len(beside), given, instead_of=0)
        for template in self._at_an_end:
            if (found := template.fullmatch(text)) and (given := self._heard(found["given"])):
                is_start = any(word in text for word in self._starts)
                return with_part(entry, 0 if is_start else len(entry.number), given, instead_of=0)
        return None

    def _replace_place(self, found: re.Match[str], given: str, entry: Entry, lengths: Sequence[int]) -> Entry | None:
        number, k = entry.number, _counted(found["k"] or "")
        if found["unit"] == self._groups:
            k = len((group(number) or [""])[-1]) if k <= 1 else k * GROUP_CHARACTERS
        is_one_of_all = bool(found["unit"]) and len(given) == 1 and len(number) in lengths
        says_wrong = is_one_of_all or bool(found["before"] + self._link_alone.sub("", found["link"]))
        if not found["k"] and not says_wrong and (given or not found["unit"]):
            return None  # 后面是0001 goes on, it corrects nothing
        is_start = found["where"] in self._starts
        completes = not is_start and len(number) + len(given) in lengths
        if given and completes and not says_wrong:
            return replace(entry, number=number + given, last_piece=given)
        size = min(k or len(given), len(number))
        number = given + number[size:] if is_start else number[: len(number) - size] + given
        return replace(entry, number=number, last_piece=given, is_corrected=True)


def _counted(text: str) -> int:
    heard = hear(text).characters
    return int(heard) if heard.isdigit() else 0


def _templates(words: Mapping[str, Any], key: str) -> list[re.Pattern[str]]:
    """`{k}` and `{n}` stand for how many, `{wrong}` and the like for what is said there; the rest is a pattern."""
    stand_for = dict.fromkeys(("k", "n"), words["count"])
    return [
        re.compile(re.sub(r"\{([a-z]+)\}", lambda found: _named(found[1], stand_for, words["anything"]), template))
        for template in words[key]
    ]


def _named(name: str, stand_for: Mapping[str, str], anything: str) -> str:
    return f"(?P<{name}>{stand_for.get(name, anything)})"


def any_of(words: Sequence[str]) -> str:
    """One of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
