"""Which services a text may mean: every name, alias and saying is compared with it, the best of a service counts.

Pure Python over an inverted index; nothing here knows regions, servers or thresholds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from content.understanding.features import Features, features_of
from content.understanding.vocabulary import Vocabulary

TargetKind = Literal["service", "hotline", "elsewhere"]
NameField = Literal["title", "alias", "concept"]

# What is missing weighs less than what agrees: people tell more than a name holds, and shorten names.
_MISSING_OF_NAME = 0.75
_MISSING_OF_QUESTION = 0.3
_FOREIGN_WORD = 5.0
_ALL_NAMES_TOGETHER = 0.2
_RARENESS_OF_UNKNOWN = 2.0  # words in no name tell little: the question may be long
_COMMON_ENOUGH_TO_SKIP = 0.15  # of all targets, in large catalogues only
_SMALL_CATALOGUE = 400
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

    def __init__(self, targets: Sequence[Target], vocabulary: Vocabulary) -> None:
        self._targets = targets
        self._vocabulary = vocabulary
        self._posted: list[_Posted] = []
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._features_of_target: list[set[str]] = [set() for _ in targets]
        self._rareness: dict[str, float] = {}
        self._build()

    def _build(self) -> None:
        strengths: list[dict[str, float]] = []
        for position, target in enumerate(self._targets):
            for name in target.names:
                found = features_of(name.text, self._vocabulary).strengths
                if found:
                    self._posted.append(_Posted(position, name, 0.0))
                    self._features_of_target[position].update(found)
                    strengths.append(found)
        seen: dict[str, int] = defaultdict(int)
        for features in self._features_of_target:
            for feature in features:
                seen[feature] += 1
        count = max(len(self._targets), 1)
        self._rareness = {feature: 1.0 + math.log(count / often) for feature, often in seen.items()}
        is_large = count > _SMALL_CATALOGUE
        skipped = {f for f, often in seen.items() if is_large and often > _COMMON_ENOUGH_TO_SKIP * count}
        for position, found in enumerate(strengths):
            for feature, strength in found.items():
                self._posted[position].mass += strength * self._rareness[feature]
                if feature not in skipped:
                    self._postings[feature].append((position, strength))

    def find(self, features: Features, *, limit: int, also: Mapping[str, float] | None = None) -> list[Candidate]:
        """The best candidates first. `also`: other evidence by target id, 0 to 1, such as words of guide bodies."""
        agreed = self._agreement(features)
        asked = sum(strength * self._rareness_of(feature) for feature, strength in features.strengths.items())
        foreign = _FOREIGN_WORD * len(features.foreign)
        best: dict[int, tuple[float, int]] = {}
        for position, common in agreed.items():
            posted = self._posted[position]
            missing = _MISSING_OF_NAME * max(posted.mass - common, 0.0) + _MISSING_OF_QUESTION * max(
                asked - common, 0.0
            )
            score = self._targets[posted.target].weight * common / (common + missing + foreign)
            if score > best.get(posted.target, (0.0, 0))[0]:
                best[posted.target] = (score, position)
        near = sorted(best.items(), key=lambda item: item[1][0], reverse=True)[:_WIDE_FIELD]
        found = [self._candidate(target, score, position, features, asked, also) for target, (score, position) in near]
        found.sort(key=lambda candidate: (-candidate.score, candidate.target.id))
        return found[:limit]

    def _agreement(self, features: Features) -> dict[int, float]:
        agreed: dict[int, float] = defaultdict(float)
        for feature, strength in features.strengths.items():
            rareness = self._rareness.get(feature)
            if rareness is None:
                continue
            for position, wanted in self._postings.get(feature, ()):
                agreed[position] += rareness * (strength if strength < wanted else wanted)
        return agreed

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
        more = _ALL_NAMES_TOGETHER * covered
        if also:
            more += _ALL_NAMES_TOGETHER * also.get(self._targets[target].id, 0.0)
        total = score + (1.0 - score) * score * more
        return Candidate(self._targets[target], min(total, 1.0), self._posted[position].name, tuple(shared))

    def _rareness_of(self, feature: str) -> float:
        return self._rareness.get(feature, _RARENESS_OF_UNKNOWN)


def names_of(texts: Iterable[str], field: NameField) -> tuple[Name, ...]:
    """The texts as names of one field."""
    return tuple(Name(text, field) for text in texts)
