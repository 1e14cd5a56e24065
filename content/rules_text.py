"""How texts must be written: characters every television draws, sentences an ear can hold, Chinese punctuation.

Pure; each rule takes a text or an object full of texts and gives faults.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from content.codec import FieldSpec, fields_of
from content.faults import Fault, quote

LONGEST_SENTENCE_CHARACTERS = 30  # what a listener of 78 holds in memory; a rule of the product
MOST_SPOKEN_SENTENCES = 2  # then silence; a rule of the product

_COMMON = re.compile("[ -~一-鿿，。、；：？！“”‘’（）《》〈〉「」【】〔〕—…·￥×÷±〇々]*")
_BREAKS_UNNAMED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Mn", "Me"})  # showing it would break too
# Other symbols, marks and numerals (①②③ ℃ ○ → ²), formats and controls: they overlap, vanish or are read wrongly.
_BREAKING_CATEGORIES = _BREAKS_UNNAMED | {"So", "Sm", "Sk", "Nl", "No"}
_BREAKING_PUNCTUATION = frozenset("※•‖′″‰")

_SENTENCE = re.compile("[^。！？；!?;\n]+[。！？；!?;\n]*")
_SPACE_IN_CHINESE = re.compile("[一-鿿，。、；：？！]( +)[一-鿿，。、；：？！]")
_HALF_WIDTH = re.compile("[一-鿿”’）》]([,:;?!()])|([(])[一-鿿]")
_WITHOUT_PROSE = frozenset(
    {"url", "id", "region", "topic", "date", "catalog", "implementation", "leads_to", "parent", "code"}
)


def texts_of(value: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text in an object of the model, or in plain data, with its key path."""
    found: list[tuple[str, str]] = []
    _gather_texts(value, key, found)
    return found


def _gather_texts(value: Any, key: str, found: list[tuple[str, str]]) -> None:
    if isinstance(value, str):
        if value:
            found.append((key, value))
    elif isinstance(value, (tuple, list)):
        for position, item in enumerate(value):
            _gather_texts(item, f"{key}[{position}]", found)
    elif specs := _specs_of(value.__class__):
        for spec in specs:
            _gather_texts(getattr(value, spec.name), f"{key}.{spec.key}" if key else spec.key, found)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            _gather_texts(item, f"{key}.{name}" if key else str(name), found)


@cache
def _specs_of(cls: type) -> tuple[FieldSpec, ...]:
    return fields_of(cls) if dataclasses.is_dataclass(cls) else ()


def find_breaking_characters(value: Any) -> Iterator[Fault]:
    """Characters that break on televisions, once for each text."""
    for key, text in texts_of(value):
        if _COMMON.fullmatch(text):
            continue
        found = dict.fromkeys(character for character in text if _breaks(character))
        if found:
            yield Fault("breaking_character", key, {"characters": " ".join(_name_of(character) for character in found)})


def _breaks(character: str) -> bool:
    if _COMMON.fullmatch(character):
        return False
    return character in _BREAKING_PUNCTUATION or unicodedata.category(character) in _BREAKING_CATEGORIES


def _name_of(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return code if unicodedata.category(character) in _BREAKS_UNNAMED else f"{character}（{code}）"


def find_careless_writing(value: Any) -> Iterator[Fault]:
    """Spaces inside Chinese (a folded line leaves one) and half-width marks after Chinese."""
    for key, text in texts_of(value):
        if re.sub(r".*\.|\[[0-9]+\]", "", key) in _WITHOUT_PROSE:
            continue
        if _SPACE_IN_CHINESE.search(text):
            yield Fault("space_in_chinese", key, {"text": _around(text, _SPACE_IN_CHINESE)})
        if _HALF_WIDTH.search(text):
            yield Fault("half_width_mark", key, {"text": _around(text, _HALF_WIDTH)})


def _around(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text)
    return quote(text[max(0, found.start() - 4) : found.end() + 4]) if found else ""


def sentences_of(text: str) -> list[str]:
    """The sentences as a voice would pause between them, each with its closing mark."""
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def find_overlong_sentences(key: str, text: str) -> Iterator[Fault]:
    """Sentences longer than an ear can hold."""
    for sentence in sentences_of(text):
        if len(sentence) > LONGEST_SENTENCE_CHARACTERS:
            values = {"text": quote(sentence), "count": str(len(sentence)), "most": str(LONGEST_SENTENCE_CHARACTERS)}
            yield Fault("sentence_too_long", key, values)


def find_unspeakable(key: str, text: str) -> Iterator[Fault]:
    """What an ear cannot hold in a text that is spoken as it stands."""
    yield from find_overlong_sentences(key, text)
    sentences = sentences_of(text)
    if len(sentences) > MOST_SPOKEN_SENTENCES:
        values = {"count": str(len(sentences)), "most": str(MOST_SPOKEN_SENTENCES)}
        yield Fault("too_many_sentences", key, values)
