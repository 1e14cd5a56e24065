"""How a sentence is read: words, syllables with tones, sounds. For the voice that is made from phonemes.

Characters of several sounds are read as the tables of `content` want them; 一 and 不 change their tone as people say
them. The libraries it needs come with the extra `speech` and are loaded when the first sentence is read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from content.files import content_folder
from content.spoken_numbers import read_numbers
from content.spoken_readings import SpokenReadings
from content.yaml_text import load_plain

_CHINESE = "一-鿿〇"
_RUN = re.compile(f"[{_CHINESE}]+|[A-Za-z]|[^{_CHINESE}A-Za-z]+")
# Marks become the pauses the model knows; brackets and quotes are for the eye.
_MARKS = {
    "，": ", ",
    "、": ", ",
    "；": "; ",
    "：": ": ",
    "。": ". ",
    "！": "! ",
    "？": "? ",
    "（": ", ",
    "）": ", ",
    "·": " ",
}
_DIGITS = frozenset("零〇一二三四五六七八九十百千万亿两幺第")
_DATES = frozenset("月号日楼级")
_LEFT_OUT = chr(815)  # the mark of a syllabic consonant, which the model does not know


class MandarinReading:
    """Reads sentences as phonemes. `letters`: how the names of Latin letters sound."""

    def __init__(self, letters: Mapping[str, str], wording: Path | None = None) -> None:
        """Raises ImportError where the extra `speech` is not installed."""
        import jieba
        from misaki.zh import ZHG2P
        from pypinyin import Style, lazy_pinyin

        jieba.setLogLevel(logging.WARNING)  # it tells where its cache lies
        self._cut: Callable[[str], list[str]] = jieba.lcut
        self._sound_of: Callable[[str], str] = ZHG2P.py2ipa
        self._pinyin: Callable[[str], list[str]] = partial(lazy_pinyin, style=Style.TONE3, neutral_tone_with_five=True)
        folder = wording or content_folder() / "wording"
        self._readings = SpokenReadings.load(folder)
        self._places = {name: text.split() for name, text in load_plain(folder / "place_readings.yaml").items()}
        self._letters = letters

    def phonemes(self, sentence: str) -> str:
        """What the model is given."""
        spoken = read_numbers(sentence)
        syllables = iter(self.syllables(spoken))
        said: list[str] = []
        for run in _RUN.findall(spoken):
            if run in self._letters or run.upper() in self._letters:
                said.append(f" {self._letters[run.upper()]} ")
            elif re.match(f"[{_CHINESE}]", run):
                words = [[next(syllables) for _ in word] for word in self._cut(run)]
                said.append(" ".join("".join(map(self._sound, word)) for word in words))
            else:
                said.append("".join(_MARKS.get(mark, mark if mark in ",.;:!? " else " ") for mark in run))
        return re.sub(r"\s+", " ", re.sub(r"([,.;:!?])[ ,]+(?=[,.;:!?])", r"\1", "".join(said))).strip()

    def syllables(self, spoken: str) -> list[str]:
        """One for each Chinese character, with its tone: `yin2 hang2`."""
        read = dict(self._usual(spoken))
        for found in self._readings.find(spoken):
            if found.syllable:
                read[found.position] = found.syllable
        for name, sounds in self._places.items():
            for begin in _places_of(name, spoken):
                read.update(zip(range(begin, begin + len(name)), sounds, strict=False))
        return [_in_context(spoken, position, read) for position in sorted(read)]

    def _usual(self, spoken: str) -> Iterator[tuple[int, str]]:
        for found in re.finditer(f"[{_CHINESE}]+", spoken):
            position = found.start()
            for word in self._cut(found.group()):
                for syllable in self._pinyin(word.replace("〇", "零")):
                    yield position, syllable
                    position += 1

    def _sound(self, syllable: str) -> str:
        return str(self._sound_of(syllable)).replace(_LEFT_OUT, "")


def _places_of(name: str, text: str) -> Iterator[int]:
    begin = text.find(name)
    while begin >= 0:
        yield begin
        begin = text.find(name, begin + 1)


def _in_context(spoken: str, position: int, read: Mapping[int, str]) -> str:
    """The tones of 一 and 不 depend on what follows: yi2 ge4, yi4 nian2, bu2 yao4; as a digit 一 stays yi1."""
    character, after = spoken[position], read.get(position + 1, "")
    if character == "不" and after.endswith("4"):
        return "bu2"
    if character != "一" or not after:
        return read[position]
    before, follower = spoken[position - 1 : position], spoken[position + 1]
    if before in _DIGITS or follower in _DIGITS or follower in _DATES:
        return "yi1"
    if before and before == follower:  # 看一看
        return "yi5"
    return "yi2" if after[-1] in "45" else "yi4"
