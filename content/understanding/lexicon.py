"""What local understanding needs of the catalogue: shared by server, television box and voice.

Plain data; nothing here computes.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.model import Hotline


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconEntry:
    """What local understanding needs of one service. `names` = title, spoken name, aliases without repetition;
    `syllables` (spaced toneless pinyin), `initials` (`sfz`) and `t9` (`739`) hold one text per name, in that order."""

    id: str
    title: str
    spoken_name: str
    topic: str
    aliases: tuple[str, ...]
    names: tuple[str, ...]
    syllables: tuple[str, ...]
    initials: tuple[str, ...]
    t9: tuple[str, ...]
    concepts: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The whole lexicon of a region; `version` changes with any content of it."""

    version: str
    region: str
    services: tuple[LexiconEntry, ...]
    hotlines: tuple[Hotline, ...]
