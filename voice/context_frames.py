"""The frame of a sentence: what is said around the matters it names, whatever they are called. Pure.

签注要多少钱 and 婚检要多少钱 have one frame: another service, 要多少钱. What was learnt of some services holds for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from content.understanding.candidates import Candidate
from content.understanding.features import Features
from content.understanding.learnt import MOST_SIGNS
from content.understanding.spotting import Spot
from content.understanding.understood import Understood
from voice.guide_words import AtHand

# What stands for a word that is named: whether the other service is called so, and the one at hand; whether it is one
# of the papers of the guide, or one of its words; none of these.
OTHER, AT_HAND, PAPER, IN_GUIDE, ELSE = "X", "G", "P", "p", "m"
_EDGE = "^"
_LEAST = 0.001
# Of each reading, in their order.
SIGNS = ("frame_about", "frame_new", "frame_strange")


def signs_of_frame(chances: Sequence[float]) -> dict[str, float]:
    """What its frame is like, by the names in SIGNS. `chances`: of each reading, as they were learnt."""
    return {sign: math.log(max(chance, _LEAST)) for sign, chance in zip(SIGNS, chances, strict=True)}


def grams_in(understood: Understood, service: str, at_hand: AtHand) -> list[str]:
    """By what the frame of a sentence is weighed, while `service` is at hand: its parts, and the twos and threes of
    them, each once."""
    if understood.features is None:
        return []
    framed = (_EDGE, *frame_of(understood.features, *own_and_other(understood, service), at_hand), _EDGE)
    twos = (first + second for first, second in pairwise(framed))
    threes = ("".join(three) for three in zip(framed, framed[1:], framed[2:], strict=False))
    return list(dict.fromkeys((*framed, *twos, *threes)))[:MOST_SIGNS]


def own_and_other(understood: Understood, service: str) -> tuple[Candidate | None, Candidate | None]:
    """The service at hand, as far as it was found, and the one that fits best besides."""
    services = [one for one in understood.candidates if one.target.kind == "service"]
    own = next((one for one in services if one.target.id == service), None)
    return own, next((one for one in services if one.target.id != service), None)


def frame_of(features: Features, own: Candidate | None, other: Candidate | None, at_hand: AtHand) -> tuple[str, ...]:
    """The characters, with a mark in the place of each word that is named. `own`: the service at hand, `other`: the
    one that fits best besides."""
    named = {one.start: one for one in features.spots if one.word.kind == "meaning"}
    frame, place, text = [], 0, features.text
    while place < len(text):
        spot = named.get(place)
        frame.append(_mark(text[spot.start : spot.end], spot, own, other, at_hand) if spot else text[place])
        place = spot.end if spot else place + 1
    return tuple(frame)


def is_called_by(candidate: Candidate | None, spot: Spot) -> bool:
    """Whether a word that is named is a word of the service."""
    return candidate is not None and any(f"m:{name}" in candidate.features for name in spot.word.names)


def _mark(word: str, spot: Spot, own: Candidate | None, other: Candidate | None, at_hand: AtHand) -> str:
    is_paper = any(word in name for name in at_hand.papers)
    is_in_guide = is_paper or any(word in part.text for part in at_hand.parts)
    marks = (
        OTHER if is_called_by(other, spot) else "",
        AT_HAND if is_called_by(own, spot) else "",
        PAPER if is_paper else IN_GUIDE if is_in_guide else "",
    )
    return f"<{''.join(marks) or ELSE}>"
