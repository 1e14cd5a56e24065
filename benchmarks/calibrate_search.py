"""`python -m benchmarks.calibrate_search`: which thresholds decline what is no service and keep what is one.

Prints the curve over the written sentences of the tuning half; what was chosen stands in understanding/verdict.py.
Out of domain is shown twice: as it is, and as if none of its words were in out_of_domain.yaml, which is nearer to what
people will say that nobody has thought of.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from benchmarks.search_bed import all_cases, build
from benchmarks.search_sentences import Case
from channel_api.search.lexicon_building import entry_of
from content.understanding.search import Understanding
from content.understanding.verdict import Thresholds
from content.understanding.weights import MEASURED

STEPS = [step / 100 for step in range(20, 64, 2)]
WRITTEN = ("plain", "told", "dialect", "homophone", "typo")
OFFER_ALL = Thresholds(answerable=0.0)


def main() -> int:
    """Prints what each threshold declines and what it answers for sure."""
    content, vocabulary, _, _ = build()
    entries = [entry_of(guide, vocabulary) for guide in content.guides.values()]
    cases = all_cases(content, vocabulary, "tuning")
    as_it_is = Understanding(entries, vocabulary, hotlines=content.hotlines, thresholds=OFFER_ALL)
    unforeseen = Understanding(
        entries,
        vocabulary,
        hotlines=content.hotlines,
        thresholds=OFFER_ALL,
        weights=replace(MEASURED, foreign_word=1.0),
    )
    written = [scored(as_it_is, case) for case in cases if case.kind in WRITTEN]
    foreign = [scored(as_it_is, case)[0] for case in cases if not case.service]
    unforeseen_foreign = [scored(unforeseen, case)[0] for case in cases if not case.service]
    print("threshold  declined: out of domain  unforeseen  answerable  answered at it or above: wrong")
    for step in STEPS:
        sure = [is_right for score, is_right in written if score >= step]
        print(
            f"{step:9.2f}  {_below(foreign, step):23.1%}  {_below(unforeseen_foreign, step):10.1%}"
            f"  {_below([score for score, _ in written], step):10.1%}  {1 - sum(sure) / max(len(sure), 1):30.1%}"
        )
    return 0


def scored(understanding: Understanding, case: Case) -> tuple[float, bool]:
    """The score of the first result, 0 where the matter is known to be elsewhere; and whether it is right."""
    understood = understanding.search(case.text, limit=3)
    if not understood.results or understood.is_elsewhere:
        return 0.0, False
    return understood.results[0].score, understood.results[0].id == case.service


def _below(scores: list[float], threshold: float) -> float:
    return sum(score < threshold for score in scores) / max(len(scores), 1)


if __name__ == "__main__":
    sys.exit(main())
