"""Titles and other names of a service, out of fields that hold names, words and lists of both."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from channel_api.importing.cleaning import clean_text

SHORTEST_ALIAS = 3  # 离婚, 资质: what is shorter names a field, not a service
LONGEST_ALIAS = 30
# 会见权、探访权 are two names, 高级中学教师、中等职业学校教师和…认定 is one: only even pieces of this length are names.
LISTED_NAME = range(3, 11)

_SURE_SEPARATORS = "，,;；。."
_OPENING, _CLOSING = "（(［[〔【《“", "）)］]〕】》”"
_DOUBLED = re.compile("（（([^（）]*)））")


def join_title(name: str, part: str) -> str:
    """`name` with `part` in brackets unless it is there already; brackets in Chinese form and never doubled."""
    whole = name if not part or part in name else f"{name}（{part.strip('（）()')}）"
    return _DOUBLED.sub(r"（\1）", whole.replace("(", "（").replace(")", "）"))


def find_aliases(texts: Collection[str], title: str, too_general: Collection[str]) -> tuple[list[str], bool]:
    """Other names, each once and none the title itself; and whether any was left out for saying too little."""
    names = [name for text in texts for name in _names(text)]
    good = [name for name in names if name not in too_general and SHORTEST_ALIAS <= len(name) <= LONGEST_ALIAS]
    return [name for name in dict.fromkeys(good) if name != title], len(good) < len(names)


def _names(text: str) -> Iterator[str]:
    for piece in split_outside_brackets(text, _SURE_SEPARATORS):
        parts = [part.strip() for part in split_outside_brackets(piece, "、")]
        is_list = all(len(part) in LISTED_NAME for part in parts)
        for name in parts if is_list else [piece]:
            tidied = clean_text(name.replace("(", "（").replace(")", "）"), {})
            if tidied:
                yield tidied


def split_outside_brackets(text: str, separators: str) -> list[str]:
    """The pieces between separators; what stands in brackets stays together."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if character in separators and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces
