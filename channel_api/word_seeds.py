"""The words of search that come with the program, entry by entry: what stands where nobody kept another text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from channel_api.editing.kinds import KINDS, EditedKind
from channel_api.editing.texts import Text
from content.files import content_folder
from content.understanding.kept_words import entries_of
from content.understanding.wording import load_wording
from content.word_entries import WordEntry
from content.yaml_text import load_plain


@cache
def load_seeds(folder: Path | None = None) -> Mapping[str, WordEntry]:
    """All of them by the keys of their drafts; read when somebody first opens a word, for boxes never need them."""
    wording = folder or content_folder() / "wording"
    readings: Mapping[str, str] = load_plain(wording / "readings.yaml")
    shared: Mapping[str, list[str]] = load_plain(wording / "shared_names.yaml")
    by_class = {kind.cls: kind for kind in KINDS}
    entries = entries_of(load_wording(wording), readings, shared)
    keyed = ((by_class[type(entry)], entry) for entry in entries)
    return {kind.key_of(kind.text_of(entry)): entry for kind, entry in keyed}


def seed_of(kind: EditedKind, key: str) -> Text | None:
    """What the program says under this key; None for kinds it has no words of, and for what it does not know."""
    entry = load_seeds().get(key) if kind.is_seeded else None
    return None if entry is None else kind.text_of(entry)
