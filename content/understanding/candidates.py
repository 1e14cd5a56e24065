"""Which services a text may mean: every name, alias and saying is compared with it, the best of a service counts.

Pure Python over an inverted index; nothing here knows regions, servers or thresholds.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from content.understanding.features import Features, features_of
from content.understanding.vocabulary import Vocabulary
from content.understanding.weights import MEASURED, Weights

TargetKind = Literal["service", "hotline", "elsewhere"]
NameField = Literal["title", "alias", "concept"]

_COMMON_ENOUGH_TO_SKIP = 0.15  # of all targets, in large catalogues only
_SMALL_CATALOGUE = 400
_NOTHING = 1e-6
_WIDE_FIELD = 40  # targets looked at closely


@dataclass(frozen=True, slots=True)
class Name:
    """One text a target is known by."""

    text: str
    field: NameField


@dataclass(frozen=True, slots=True)
class Target:
    """What can be found. `elsewhere`: a government matter this catalogue does not hold."""

    kind: TargetKind
    id: str
    title: str
    topic: str
    names: tuple[Name, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target, how well it fits (0 to 1) and the name that fits best."""

    target: Target
    score: float
    name: Name
    features: tuple[str, ...] = ()


@dataclass(slots=True)
class _Posted:
    """A name in the index: whose it is and what all its features weigh."""

    target: int
    name: Name
    mass: float


class CandidateIndex:
    """All targets, found by the features of their names."""

    def __init__(self, targets: Sequence[Target], vocabulary: Vocabulary, *, weights: Weights = MEASURED) -> None:
        self._targets = targets
        self._vocabulary = vocabulary
        self._weights = weights
        self._posted: list[_Posted] = []
        self._by_text: dict[str, set[int]] = defaultdict(set)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._features_of_target: list[set[str]] = [set() for _ in targets]
        self._rareness: dict[str, float] = {}
        self._build()

    def _build(self) -> None:
        strengths: list[dict[str, float]] = []
        for position, target in enumerate(self._targets):
            for name in target.names:
                found = features_of(name.text, self._vocabulary, is_name=True, weights=self._weights)
                if found.strengths:
                    self._by_text[found.text].add(len(self._posted))
                    self._posted.append(_Posted(position, name, self._weights.left_out * found.core.count(" ")))
                    self._features_of_target[position].update(found.strengths)
                    strengths.append(found.strengths)
        seen: dict[str, int] = defaultdict(int)
        for features in self._features_of_target:
            for feature in features:
                seen[feature] += 1
        count = max(len(self._targets), 1)
        power = self._weights.rareness
        self._rareness = {feature: 1.0 + power * math.log(count / often) for feature, often in seen.items()}
        is_large = count > _SMALL_CATALOGUE
        skipped = {f for f, often in seen.items() if is_large and often > _COMMON_ENOUGH_TO_SKIP * count}
        for position, said in enumerate(strengths):
            for feature, strength in said.items():
                self._posted[position].mass += strength * self._rareness[feature]
                if feature not in skipped:
                    self._postings[feature].append((position, strength))

    def find(
        self,
        features: Features,
        *,
        limit: int,
        only: frozenset[str] | None = None,
        also: Mapping[str, float] | None = None,
    ) -> list[Candidate]:
        """The best candidates first. `only`: services allowed; `also`: other evidence by target id, 0 to 1."""
        agreed, told = self._agreement(features)
        asked = sum(strength * self._rareness_of(feature) for feature, strength in features.strengths.items())
        same = self._by_text.get(features.text, ())
        best: dict[int, tuple[float, int]] = {}
        for position, common in agreed.items():
            posted = self._posted[position]
            of_name, of_question = max(posted.mass - common, 0.0), max(asked - common, 0.0)
            has_word = position in told
            each = self._weights.missing_of_question if has_word else self._weights.missing_without_a_word
            against = self._weights.doubt if has_word else self._weights.doubt_without_a_word
            missing = self._weights.missing_of_name * of_name + each * of_question
            is_same = position in same or missing < _NOTHING
            share = 1.0 if is_same else common / (common + missing + against)
            score = self._targets[posted.target].weight * share
            if score > best.get(posted.target, (0.0, 0))[0]:
                best[posted.target] = (score, position)
        if only is not None:
            best = {one: found for one, found in best.items() if self._is_open(one, only)}
        near = heapq.nlargest(_WIDE_FIELD, best.items(), key=lambda item: item[1][0])
        found = [self._candidate(target, score, position, features, asked, also) for target, (score, position) in near]
        found.sort(key=lambda candidate: (-candidate.score, candidate.target.id))
        return found[:limit]

    def _is_open(self, target: int, only: frozenset[str]) -> bool:
        return self._targets[target].kind != "service" or self._targets[target].id in only

    def _agreement(self, features: Features) -> tuple[dict[int, float], set[int]]:
        """By name: how much agrees; and the names that share a telling word with the question."""
        agreed: dict[int, float] = defaultdict(float)
        told: set[int] = set()
        for feature, strength in features.strengths.items():
            rareness = self._rareness.get(feature)
            if rareness is None:
                continue
            postings = self._postings.get(feature, ())
            for position, wanted in postings:
                agreed[position] += rareness * (strength if strength < wanted else wanted)
            if strength >= self._weights.telling and feature.startswith("m:"):
                told.update(position for position, _ in postings)
        return agreed, told

    def _candidate(
        self,
        target: int,
        score: float,
        position: int,
        features: Features,
        asked: float,
        also: Mapping[str, float] | None,
    ) -> Candidate:
        known = self._features_of_target[target]
        shared = [feature for feature in features.strengths if feature in known]
        covered = sum(features.strengths[feature] * self._rareness_of(feature) for feature in shared) / max(asked, 1e-9)
        more = self._weights.all_names_together * covered
        if also:
            more += self._weights.body * also.get(self._targets[target].id, 0.0)
        total = (score + (1.0 - score) * score * more) * self._weights.foreign_word ** len(features.foreign)
        return Candidate(self._targets[target], min(total, 1.0), self._posted[position].name, tuple(shared))

    def _rareness_of(self, feature: str) -> float:
        return self._rareness.get(feature, self._weights.rareness_of_unknown)


def names_of(texts: Iterable[str], field: NameField) -> tuple[Name, ...]:
    """The texts as names of one field."""
    return tuple(Name(text, field) for text in texts)
