"""The cleaned fields of one item, and the place where notes about it go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from channel_api.importing.cleaning import clean_lines, clean_text
from channel_api.importing.report import Report
from channel_api.importing.tables import Tables

_TOKEN = re.compile(r"[?&;#][^=&]*(?:token|session|ticket)[^=&]*=[^&]", re.IGNORECASE)
LONGEST_ADDRESS = 500  # characters; a longer one is a session, not a page

Clean = Callable[[str, Mapping[str, str]], str]


class Fields:
    """`text` and its like are empty where the item says that nothing is given."""

    def __init__(self, item: Mapping[str, Any], line: int, tables: Tables, report: Report) -> None:
        self.tables = tables
        self._item, self._line, self._report = item, line, report
        self._is_cleaned = False

    def note(self, code: str) -> None:
        """Something of this item could not be mapped."""
        self._report.note(code, self._line)

    def raw(self, key: str) -> str:
        """A checked code, as it stands."""
        return str(self._item[key])

    def text(self, key: str) -> str:
        """A text on one line."""
        return self._clean(self._item.get(key) or "", clean_text)

    def lines(self, key: str) -> str:
        """A text with its line breaks."""
        return self._clean(self._item.get(key) or "", clean_lines)

    def texts(self, key: str) -> tuple[str, ...]:
        """The entries of a list, each once; one text counts as a list of one."""
        value = self._item.get(key) or ()
        entries = [value] if isinstance(value, str) else value
        cleaned = (self._clean(entry, clean_text) for entry in entries)
        return tuple(dict.fromkeys(entry for entry in cleaned if entry))

    def flag(self, key: str) -> bool:
        """Whether a field says yes; what says neither is noted and counts as no."""
        word = self.text(key)
        is_known = not word or word in self.tables.words["yes"] or word in self.tables.words["no"]
        if not is_known:
            self.note("flag_unknown")
        return word in self.tables.words["yes"]

    def address(self, key: str, *, refused: str) -> str:
        """An https address; anything else is noted under `refused` and left out."""
        text = self.text(key)
        if not text:
            return ""
        try:
            parts = urlsplit(text)
            is_good = parts.scheme == "https" and bool(parts.hostname) and len(text) <= LONGEST_ADDRESS
        except ValueError:
            is_good = False
        if not is_good or not text.isprintable() or " " in text:
            self.note(refused)
            return ""
        if _TOKEN.search(text):  # somebody's visit of long ago, not a page for everybody
            self.note("url_with_token")
            return ""
        return text

    def finish(self) -> None:
        """Notes once for the whole item that characters were taken out."""
        if self._is_cleaned:
            self.note("cleaned")

    def _clean(self, raw: str, clean: Clean) -> str:
        text = clean(raw, self.tables.words["replacements"])
        self._is_cleaned |= "".join(text.split()) != "".join(raw.split())
        return "" if text in self.tables.not_given else text
