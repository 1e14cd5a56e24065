"""Which services a text may mean: the best of a service's names counts, and what all its names hold together.

Two steps: what a whole service shares with the question picks a few services, whose names are then compared one by one.
So a question costs the same however many services there are. Pure; knows no regions, servers or thresholds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from content.understanding.features import Features
from content.understanding.target_names import Holding, Name, Prepared, Target, TargetNames, prepare
from content.understanding.vocabulary import Vocabulary
from content.understanding.weights import MEASURED, Weights

_COMMON_ENOUGH_TO_SKIP = 0.15  # of all targets, in large catalogues only: it tells nothing and costs most
_SMALL_CATALOGUE = 400
_WIDE_FIELD = 40  # targets whose names are compared
_FAR_BEHIND = 0.8  # of the best score: what cannot reach it is not compared name by name
_NOTHING = 1e-6
_SAFELY = 0.999  # beyond what rounding may move
_SECOND, _FIRST_TWO = itemgetter(1), itemgetter(0, 1)

_Known = tuple[str, float, float, bool]
"""A feature of the question that some name has, how strongly it was said, its rareness, whether it is a telling one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target, how well it fits (0 to 1) and the name that fits best; `name_share`: how much of that name was said;
    `features`: what question and target have in common."""

    target: Target
    score: float
    name: Name
    name_share: float = 0.0
    features: tuple[str, ...] = ()

    def with_score(self, score: float) -> Candidate:
        """The same with another score."""
        return Candidate(self.target, score, self.name, self.name_share, self.features)


class CandidateIndex:
    """All targets, found by the features of their names."""

    def __init__(
        self,
        targets: Sequence[Target],
        vocabulary: Vocabulary,
        *,
        weights: Weights = MEASURED,
        earlier: Prepared | None = None,
    ) -> None:
        """`earlier`: of the same vocabulary and weights; what it holds of unchanged targets is taken over."""
        self._weights = weights
        self._entries: list[TargetNames] = [
            (earlier.of(target) if earlier else None) or prepare(target, vocabulary, weights) for target in targets
        ]
        often: dict[str, int] = defaultdict(int)
        for entry in self._entries:
            for feature in entry.holders:
                often[feature] += 1
        count = max(len(self._entries), 1)
        self._rareness = {one: 1.0 + weights.rareness * math.log(count / times) for one, times in often.items()}
        most = _COMMON_ENOUGH_TO_SKIP * count if count > _SMALL_CATALOGUE else count
        self._holding: dict[str, list[int]] = {one: [] for one, times in often.items() if times <= most}
        self._open: dict[frozenset[str], bytes] = {}
        # What each name weighs depends on all the others; by entry and name.
        self._masses = [list(entry.left_out) for entry in self._entries]
        for position, entry in enumerate(self._entries):
            masses = self._masses[position]
            for feature, names in entry.holders.items():
                if feature in self._holding:
                    self._holding[feature].append(position)
                rareness = self._rareness[feature]
                for strength, places in names:
                    worth = strength * rareness
                    for name in places:
                        masses[name] += worth

    @property
    def prepared(self) -> Mapping[tuple[str, str], TargetNames]:
        """What the next index may take over, by kind and id."""
        return {(entry.target.kind, entry.target.id): entry for entry in self._entries}

    def find(
        self,
        features: Features,
        *,
        limit: int,
        only: frozenset[str] | None = None,
        also: Mapping[str, float] | None = None,
    ) -> list[Candidate]:
        """The best candidates first. `only`: services allowed; `also`: other evidence by target id, 0 to 1."""
        known, shared, asked, skipped = self._shared(features.strengths)
        if only is not None:
            is_open = self._open_to(only)
            shared = {one: much for one, much in shared.items() if is_open[one]}
        near = sorted(shared.items(), key=_SECOND, reverse=True)[:_WIDE_FIELD]
        found: list[tuple[float, str, TargetNames, Name, float, list[_Known]]] = []
        best = 0.0
        for position, much in near:
            if self._most_for(much + skipped, asked) < _FAR_BEHIND * best:
                break
            entry = self._entries[position]
            holders = entry.holders
            held = [one for one in known if one[0] in holders]
            score, name, share = self._best_name(entry, self._masses[position], held, features.text, asked)
            more = self._weights.all_names_together * much / max(asked, _NOTHING)
            more += self._weights.body * also.get(entry.target.id, 0.0) if also else 0.0
            total = min(score + (1.0 - score) * score * more, 1.0)
            best = max(best, total)
            found.append((-total, entry.target.id, entry, entry.names[name], share, held))
        found.sort(key=_FIRST_TWO)
        return [
            Candidate(entry.target, -total, name, share, tuple(one[0] for one in held))
            for total, _, entry, name, share, held in found[:limit]
        ]

    def _shared(self, strengths: Mapping[str, float]) -> tuple[list[_Known], dict[int, float], float, float]:
        """What of the question stands in any name; by position what each target shares of it; how much all of the
        question weighs, and how much of that is too common to be looked up."""
        telling, unknown = self._weights.telling, self._weights.rareness_of_unknown
        known: list[_Known] = []
        shared: dict[int, float] = defaultdict(float)
        asked = skipped = 0.0
        for feature, strength in strengths.items():
            rareness = self._rareness.get(feature)
            if rareness is None:
                asked += strength * unknown
                continue
            known.append((feature, strength, rareness, strength >= telling and feature.startswith("m:")))
            worth = strength * rareness
            asked += worth
            positions = self._holding.get(feature)
            if positions is None:
                skipped += worth
            else:
                for position in positions:
                    shared[position] += worth
        return known, shared, asked, skipped

    def _most_for(self, shared: float, asked: float) -> float:
        """No name of a service that shares so much with the question scores higher."""
        missing = self._weights.missing_without_a_word * max(asked - shared, 0.0)
        score = shared / (shared + missing + self._weights.doubt)
        return score + (1.0 - score) * score * self._weights.all_names_together

    def _best_name(
        self, entry: TargetNames, masses: Sequence[float], held: Sequence[_Known], text: str, asked: float
    ) -> tuple[float, int, float]:
        """The score of the name that fits best, which it is, and how much of it was said. `held`: what the question and
        the target have in common."""
        agreed, told = _agreement(entry.holders, held)
        same = entry.by_text.get(text, -1)
        weights = self._weights
        of_name, power = weights.missing_of_name, weights.coverage_without_a_word
        with_word = (weights.missing_of_question, weights.doubt)
        without = (weights.missing_without_a_word, weights.doubt_without_a_word)
        best, best_name = 0.0, 0
        # What agrees in less than this can score no higher than the best so far, were nothing of its name missing.
        least, lowest_each, lowest_doubt = 0.0, min(with_word[0], without[0]), min(with_word[1], without[1])
        for name, common in agreed.items():
            if common < least and name != same:
                continue
            each, doubt = with_word if name in told else without
            missing = of_name * (masses[name] - common) + each * (asked - common)
            if name == same or missing < _NOTHING:
                score = 1.0
            else:
                score = common / (common + missing + doubt)
                if name not in told and score > best:
                    score *= (common / asked) ** power
            if score > best:
                best, best_name = score, name
                most = best * (lowest_each * asked + lowest_doubt) / (1.0 - best * (1.0 - lowest_each))
                least = _SAFELY * min(most, asked)
        share = agreed.get(best_name, 0.0) / max(masses[best_name], _NOTHING) if masses else 0.0
        return best * entry.target.weight, best_name, min(share, 1.0)

    def _open_to(self, only: frozenset[str]) -> bytes:
        """By position 1 where a target may be shown; remembered, for the same few sets come with every question."""
        is_open = self._open.get(only)
        if is_open is None:
            targets = (entry.target for entry in self._entries)
            is_open = bytes(target.kind != "service" or target.id in only for target in targets)
            self._open[only] = is_open
        return is_open


def _agreement(holders: Mapping[str, Holding], held: Sequence[_Known]) -> tuple[dict[int, float], set[int]]:
    """By name: how much agrees; and the names that share a telling word with the question."""
    agreed: dict[int, float] = defaultdict(float)
    told: set[int] = set()
    for feature, strength, rareness, is_telling in held:
        names = holders[feature]
        said = rareness * strength
        for wanted, places in names:
            worth = said if strength < wanted else rareness * wanted
            for name in places:
                agreed[name] += worth
            if is_telling:
                told.update(places)
    return agreed, told
