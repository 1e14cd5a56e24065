"""Text from other systems made safe to show: no control characters, terminal sequences, HTML, odd characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping

# Escape sequences of terminals (ECMA-48): CSI, then strings up to their end, then what is left of any other.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c|$)"
    "|\x1b[ -/]*[0-~]?"
)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINE_TAGS = re.compile(r"</?(?:br|p|div|li|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\s*\n\s*")
_BLANK_IN_CHINESE = re.compile("(?<=[一-鿿，。；：、）》]) (?=[一-鿿（《])")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_lines(text: str, replacements: Mapping[str, str]) -> str:
    """`text` with nothing but visible characters, single blanks and line breaks."""
    text = _ESCAPES.sub("", text)
    text = _HIDDEN.sub("", html.unescape(text))
    text = _TAGS.sub("", _LINE_TAGS.sub("\n", text))
    shown = "".join(_shown(character, replacements) for character in text)
    return _BLANK_LINES.sub("\n", _BLANKS.sub(" ", shown)).strip()


def clean_text(text: str, replacements: Mapping[str, str]) -> str:
    """The same on one line; a blank between Chinese characters means nothing and is left out."""
    line = clean_lines(text, replacements).replace("\n", " ")
    return _BLANK_IN_CHINESE.sub("", line)


def _shown(character: str, replacements: Mapping[str, str]) -> str:
    if character in replacements:
        return replacements[character]
    if character in "\n\t\r\v\f\x85\u2028\u2029":
        return " " if character == "\t" else "\n"
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category in ("No", "So"):  # ① and its like overlap their neighbours on televisions
        plain = unicodedata.normalize("NFKC", character)
        is_number = plain.isascii() and plain.isdigit()
        return f"（{plain}）" if is_number else (plain if plain.isalnum() else "")
    return character
