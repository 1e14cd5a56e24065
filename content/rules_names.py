"""Names and test questions: what is said twice tells search nothing, what two services are called it must ask about.

Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from content.faults import Fault, quote
from content.model import Guide

_PUNCTUATION = re.compile("[，。、；：？！,.;:?!（）()“”\"'‘’ ]")


def bare(text: str) -> str:
    """A text as it is compared: without punctuation and spaces, in small letters."""
    return _PUNCTUATION.sub("", text).lower()


def find_repeated_names(guide: Guide) -> Iterator[Fault]:
    """Two names that are the same are one; a test question that is a name proves nothing."""
    known = {bare(guide.title): "title"}
    for position, alias in enumerate(guide.aliases):
        key = f"aliases[{position}]"
        other = known.setdefault(bare(alias), key)
        if other != key:
            yield Fault("alias_repeats", key, {"text": quote(alias), "other": other})
    for position, question in enumerate(guide.questions):
        key = f"questions[{position}]"
        other = known.setdefault(bare(question), key)
        if other != key:
            yield Fault("question_repeats", key, {"text": quote(question), "other": other})


def find_alike_questions(guide: Guide) -> Iterator[Fault]:
    """Two test questions that share more than half of the shorter one's pairs of characters test the same."""
    pairs = [_character_pairs(question) for question in guide.questions]
    for first, second in combinations(range(len(pairs)), 2):
        shared = len(pairs[first] & pairs[second])
        is_repeat = bare(guide.questions[first]) == bare(guide.questions[second])
        if 2 * shared > min(len(pairs[first]), len(pairs[second])) and not is_repeat:
            values = {"text": quote(guide.questions[second]), "other": f"questions[{first}]"}
            yield Fault("questions_alike", f"questions[{second}]", values)


def _character_pairs(text: str) -> frozenset[str]:
    plain = bare(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def find_shared_names(guides: Iterable[Guide], meant: Mapping[str, frozenset[str]]) -> dict[str, list[Fault]]:
    """Names that more services of the same region bear than are meant to, by the service they stand in.

    `meant`: for a bare name the ids that share it on purpose; search then lets the household choose."""
    bearers: dict[str, list[tuple[Guide, str, str]]] = defaultdict(list)
    for guide in guides:
        names = [("title", guide.title), ("spoken_name", guide.spoken_name)]
        names += [(f"aliases[{at}]", alias) for at, alias in enumerate(guide.aliases)]
        for key, name in names:
            if name:
                bearers[bare(name)].append((guide, key, name))
    faults: dict[str, list[Fault]] = defaultdict(list)
    for plain, places in bearers.items():
        for guide, key, name in places:
            others = _others(guide, [other for other, _, _ in places])
            if others and not meant.get(plain, frozenset()) >= {guide.id, *others}:
                faults[guide.id].append(Fault("name_shared", key, {"text": quote(name), "others": "、".join(others)}))
    return faults


def _others(guide: Guide, bearers: Sequence[Guide]) -> list[str]:
    ids = [other.id for other in bearers if other.id != guide.id and other.region == guide.region]
    return list(dict.fromkeys(ids))
