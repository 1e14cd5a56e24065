"""One word, and it stands in names as it is: 老人, 户口. Whoever says no more wants to see what there is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from content.understanding.lexicon import LexiconEntry
from content.understanding.understood import Understood
from content.understanding.verdict import Found, MatchedField, Verdict

SHORTEST, LONGEST = 2, 4  # characters of a word said alone; what is longer is a name or a sentence
LEAST_BESIDE_A_WORD = 0.15  # what only fits the word otherwise stands after these, where it fits at all
LEAST_OF_SIBLING = 0.76  # 换护照 beside 护照: the word with one or two characters before or after it
LEAST_OF_ALIAS = 0.3  # a word is asked for by itself only where it is much of the alias
_TITLE, _ALIAS, _SHARE = 0.6, 0.5, 0.4


def rank_holding(word: str, services: Sequence[LexiconEntry], *, only: frozenset[str] | None = None) -> list[Found]:
    """The services whose names hold the word, titles before aliases, and the more of a name it is the better."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    found = [one for entry in services if only is None or entry.id in only for one in _best(word, entry)]
    return sorted(found, key=lambda one: (-one.score, one.id))


def goes_before(holding: Sequence[Found], word: str, first: Found, verdict: Verdict) -> bool:
    """Whether those that hold the word go before what was found first: by its sound, by a slip of the hand, or, where
    titles hold it, by another word for it."""
    is_held = first.id in {one.id for one in holding}
    if word in first.title or (is_held and holding[0].field != "title"):
        return False
    if first.how in ("pinyin", "fuzzy", "initials"):
        return not is_held
    return holding[0].field == "title" and (verdict == "choose" or first.how == "concept")


def before_others(holding: Sequence[Found], results: Sequence[Found]) -> tuple[Found, ...]:
    """Those that hold the word, then what only fits it otherwise."""
    held = {one.id for one in holding}
    return (*holding, *(one for one in results if one.id not in held and one.score >= LEAST_BESIDE_A_WORD))


def beside_siblings(understood: Understood, holding: Sequence[Found]) -> tuple[Found, ...]:
    """护照 alone may be the first one or a new one for the old: what was found, with those that are called alike right
    after the first and as likely as it; empty where there are none, or nothing was sure."""
    if understood.verdict != "confident" or understood.aspect:
        return ()
    first, *others = understood.results
    siblings = [
        replace(one, score=first.score)
        for one in holding
        if one.id != first.id and one.topic == first.topic and one.score >= LEAST_OF_SIBLING
    ]
    named = {one.id for one in siblings}
    return (first, *siblings, *(one for one in others if one.id not in named)) if siblings else ()


def _best(word: str, entry: LexiconEntry) -> list[Found]:
    best: Found | None = None
    for name in entry.names:
        if word not in name:
            continue
        share, is_title = len(word) / len(name), name == entry.title
        if not is_title and share < LEAST_OF_ALIAS:
            continue
        score = round(((_TITLE if is_title else _ALIAS) + _SHARE * share) * entry.weight, 4)
        if best is None or score > best.score:
            field: MatchedField = "title" if is_title else "alias"
            best = Found("service", entry.id, entry.title, entry.topic, score, field, "words", name)
    return [best] if best else []
