"""Which part of the guide at hand speaks of what a question names: 合同 is one of its papers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.model import Guide

LEAST_COVERED = 0.6  # of the characters that are asked about: with less the guide only shares a word by chance
SHORTEST_ASKED = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a guide; `question`: its position among the frequent ones, -1 where it is none."""

    aspect: str
    text: str
    question: int = -1


@dataclass(frozen=True, slots=True)
class AtHand:
    """What the guide at hand answers besides its aspects: frequent questions, papers by name, and all its words."""

    questions: Sequence[str] = ()
    papers: Sequence[str] = ()
    parts: Sequence[Part] = ()


NOTHING_AT_HAND = AtHand()


def at_hand_of(guide: Guide) -> AtHand:
    """What can be asked about a guide."""
    return AtHand(tuple(one.q for one in guide.faq), tuple(one.name for one in guide.materials), parts_of(guide))


def parts_of(guide: Guide) -> tuple[Part, ...]:
    """What a guide says, its frequent questions first."""
    questions = [Part("overview", f"{one.q} {one.a}", n) for n, one in enumerate(guide.faq)]
    papers = " ".join(f"{one.name} {one.note} {one.when} {one.alternative}" for one in guide.materials)
    steps = " ".join(f"{one.title} {one.detail} {one.speech}" for one in guide.steps)
    fees = " ".join(f"{one.name} {one.amount}" for one in guide.fees)
    rest = [("materials", papers), ("eligibility", " ".join(guide.eligibility)), ("fee", fees), ("steps", steps)]
    return (*questions, *(Part(aspect, text) for aspect, text in rest if text))


def part_about(asked: str, parts: Sequence[Part]) -> Part | None:
    """The part that holds most of `asked`, where blanks stand for words that name nothing; None where none does."""
    size = len(asked.replace(" ", ""))
    if size < SHORTEST_ASKED:
        return None
    covered = [(covered_share(asked, part.text), part) for part in parts]
    best, part = max(covered, key=lambda one: one[0], default=(0.0, None))
    return part if best >= LEAST_COVERED else None


def covered_share(asked: str, text: str) -> float:
    """How much of `asked` stands in `text`, from 0 to 1."""
    size = len(asked.replace(" ", ""))
    return _covered(asked, text) / size if size else 0.0


def _covered(asked: str, text: str) -> int:
    """How many characters of `asked` stand in `text` as pairs."""
    held: set[int] = set()
    for start in range(len(asked) - 1):
        pair = asked[start : start + 2]
        if " " not in pair and pair in text:
            held.update((start, start + 1))
    return len(held)
