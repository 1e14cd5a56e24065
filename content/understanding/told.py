"""Which service a sentence is like, learnt from what people say about each: a story need not name it. Pure.

Names and words say what a service is called; this says how people come to it. It knows the services that it was learnt
for; of all others it has no opinion, and they stand as their names do. Learnt by benchmarks/tune_told.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.understanding.candidates import Candidate
from content.understanding.features import Features
from content.understanding.learnt import Learnt, signs_of

NOTHING_OF_OURS = "other"
SHORTEST, LONGEST = 3, 60  # characters
# Measured on stories and sentences that nothing was learnt from.
LEAST_LIKELY = 0.05  # what is less likely counts as little more: it may be called by its name
POWER = 0.5  # of how much likelier the likeliest is
RAISED = 0.5  # of what a score lacks, where a service is surely meant
LIKELIER = 0.75  # of the chances of all that names fit about as well
CLEARLY = 1.5  # times as far behind as what is no longer near
NAMED_SURELY = 0.98  # the score of a name that was said: it needs no other evidence


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely each known service is, and that none of them is meant; together they are 1."""

    services: Mapping[str, float]
    nothing: float

    @property
    def best(self) -> float:
        """Of the likeliest service."""
        return max(self.services.values(), default=0.0)


NO_OPINION = Likely({}, 0.0)


class Told:
    """Reads sentences in the light of what was learnt."""

    def __init__(self, learnt: Learnt) -> None:
        self._learnt = learnt

    def likely(self, features: Features) -> Likely:
        """Of a sentence; a word alone is a name, or none."""
        if len(features.core.replace(" ", "")) < SHORTEST:
            return NO_OPINION
        signs = signs_of(features.text[:LONGEST], features.folded[:LONGEST])
        chances = dict(zip(self._learnt.meanings, self._learnt.chances(signs), strict=True))
        nothing = chances.pop(NOTHING_OF_OURS, 0.0)
        return Likely(chances, nothing)


def reweighed(candidates: Sequence[Candidate], likely: Likely) -> list[Candidate]:
    """The candidates in the light of what the sentence is like, best first. Services that nothing was learnt about,
    and what is no service, stay as they are."""
    known = [likely.services[one.target.id] for one in candidates if _is_known(one, likely)]
    if not known:
        return list(candidates)
    best = max(known)
    scored = [one.with_score(_score(one, likely, best)) if _is_known(one, likely) else one for one in candidates]
    return sorted(scored, key=lambda one: (-one.score, one.target.id))


def told_apart(candidates: Sequence[Candidate], likely: Likely, nearer_than: float) -> list[Candidate]:
    """The candidates, best first, where the names that were said fit several about as well: the one that people far
    likelier mean by the sentence goes clearly before those. What is exactly a name stays as it is."""
    first = candidates[0].score if candidates else 0.0
    near = [one for one in candidates if one.score > first - nearer_than and _is_known(one, likely)]
    chances = {one.target.id: likely.services[one.target.id] for one in near}
    best = max(near, key=lambda one: chances[one.target.id], default=None)
    if best is None or first >= NAMED_SURELY or chances[best.target.id] < LIKELIER * sum(chances.values()):
        return list(candidates)
    moved = dict.fromkeys(chances, first - CLEARLY * nearer_than) | {best.target.id: first}
    scored = [one.with_score(moved[one.target.id]) if one in near else one for one in candidates]
    return sorted(scored, key=lambda one: (-one.score, one.target.id))


def _is_known(one: Candidate, likely: Likely) -> bool:
    return one.target.kind == "service" and one.target.id in likely.services


def _score(one: Candidate, likely: Likely, best: float) -> float:
    chance = likely.services[one.target.id]
    if one.score >= NAMED_SURELY:
        return one.score
    behind = math.pow((chance + LEAST_LIKELY) / (best + LEAST_LIKELY), POWER)
    return (one.score + (1.0 - one.score) * RAISED * chance) * behind
