"""`python -m benchmarks.tune_answerable`: what each sign weighs that a question is one for the channel.

A logistic regression over the signs of the tuning half, written into content/wording/answerable.yaml. What it is worth
is told by cross-validation: all sentences of a service, and a sentence without one, stand in one fold.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_bed import all_cases, build
from benchmarks.search_sentences import Case, disturbed, load_wide_cases
from channel_api.search.lexicon_building import entry_of
from content.files import Content, content_folder
from content.understanding.answerable import ALWAYS, SIGNS
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary

# What people say counts whole; what was made from it counts less, so that no sentence counts thrice.
WORTH = {"homophone": 0.5, "typo": 0.5, "wide-homophone": 0.5}
PASSED_OVER = ("initials", "t9", "question", "pinyin")
FOLDS = 8
STIFFNESS = 1.0  # of the ridge, on signs of unit variance
ROUNDS = 50
ALLOWED_SHARES = (0.005, 0.01, 0.02, 0.03)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The signs of all sentences; `is_ours` 1 or 0, `worth`, and the fold each belongs to."""

    signs: Numbers
    is_ours: Numbers
    worth: Numbers
    folds: NDArray[np.int64]


def main() -> int:
    """Prints the curve, writes the weights."""
    content, vocabulary, _, _ = build()
    sample = sample_of(tuning_cases(content, vocabulary), content, vocabulary)
    tested = cross_validated(sample)
    ours, foreign = tested[sample.is_ours == 1], tested[sample.is_ours == 0]
    print(f"{len(ours)} answerable, {len(foreign)} out of domain, each judged by weights that never saw it")
    for share in ALLOWED_SHARES:
        line = float(np.quantile(ours, share))
        declined = f"{share:.1%} of the answerable, {np.mean(foreign < line):.1%} of the others"
        print(f"answerable {line:.2f}: declined {declined}")
    write_weights(fitted(sample), content_folder() / "wording" / "answerable.yaml")
    return 0


def tuning_cases(content: Content, vocabulary: Vocabulary) -> list[Case]:
    """All sentences of the tuning half, as they are and disturbed."""
    cases = [case for case in all_cases(content, vocabulary, "tuning") if case.kind not in PASSED_OVER]
    wide = load_wide_cases("tuning")
    spoken = [case for case in wide if case.kind != "wide-misheard"]
    misheard = [case for case in disturbed(spoken, vocabulary) if case.kind == "homophone"]
    return [*cases, *wide, *misheard]


def sample_of(cases: Iterable[Case], content: Content, vocabulary: Vocabulary) -> Sample:
    """The signs of those cases that are weighed at all."""
    entries = [entry_of(guide, vocabulary) for guide in content.guides.values()]
    understanding = Understanding(entries, vocabulary, hotlines=content.hotlines)
    rows, is_ours, worth, folds = [], [], [], []
    for case in cases:
        signs = understanding.search(case.text, limit=3).signs
        if signs:
            rows.append([1.0, *(signs[sign] for sign in SIGNS)])
            is_ours.append(float(bool(case.service)))
            worth.append(WORTH.get(case.kind, 1.0))
            folds.append(hashlib.sha256((case.service or case.text).encode()).digest()[1] % FOLDS)
    return Sample(np.array(rows), np.array(is_ours), np.array(worth), np.array(folds))


def cross_validated(sample: Sample) -> Numbers:
    """The chance of each sentence by the weights of the other folds."""
    chances = np.zeros(len(sample.is_ours))
    for fold in range(FOLDS):
        tested = sample.folds == fold
        weights = fitted(
            Sample(sample.signs[~tested], sample.is_ours[~tested], sample.worth[~tested], sample.folds[~tested])
        )
        chances[tested] = _chances(sample.signs[tested], weights)
    return chances


def fitted(sample: Sample) -> Numbers:
    """The weights: Newton's steps on the penalised likelihood, over signs scaled to unit variance."""
    centre, spread = sample.signs.mean(axis=0), sample.signs.std(axis=0)
    centre[0], spread[0] = 0.0, 1.0
    spread[spread == 0] = 1.0
    scaled = (sample.signs - centre) / spread
    penalty = STIFFNESS * np.eye(scaled.shape[1])
    penalty[0, 0] = 0.0
    weights = np.zeros(scaled.shape[1])
    for _ in range(ROUNDS):
        chance = _chances(scaled, weights)
        slope = scaled.T @ (sample.worth * (chance - sample.is_ours)) + penalty @ weights
        bend = (scaled * (sample.worth * chance * (1 - chance))[:, None]).T @ scaled + penalty
        weights -= np.linalg.solve(bend, slope)
    weights /= spread
    weights[0] -= float(np.sum(weights[1:] * centre[1:]))
    return weights


def write_weights(weights: Sequence[float] | Numbers, path: Path) -> None:
    """Replaces the weights and keeps the remarks above them."""
    remarks = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines = [f"{sign}: '{weight:.3f}'" for sign, weight in zip((ALWAYS, *SIGNS), weights, strict=True)]
    path.write_text("\n".join([*remarks, *lines]) + "\n", encoding="utf-8")


def _chances(signs: Numbers, weights: Numbers) -> Numbers:
    chances: Numbers = 1.0 / (1.0 + np.exp(-signs @ weights))
    return chances


if __name__ == "__main__":
    sys.exit(main())
