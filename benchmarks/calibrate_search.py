"""`python -m benchmarks.calibrate_search`: which thresholds decline what is no service and keep what is one.

Prints two curves over the written sentences of the tuning half; what was chosen stands in understanding/verdict.py.
Out of domain is shown twice: as it is, and as if no word of out_of_domain.yaml and fields_of_life.yaml were known,
which is worse than what people will say that nobody has thought of.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.search_bed import all_cases, build
from benchmarks.search_sentences import Case, load_wide_cases
from channel_api.search.lexicon_building import entry_of
from content.understanding.search import Understanding
from content.understanding.verdict import CALIBRATED, Thresholds
from content.understanding.vocabulary import Vocabulary

CHANCES = [step / 100 for step in range(30, 96, 5)]
SCORES = [step / 100 for step in range(20, 72, 4)]
WRITTEN = ("plain", "told", "dialect", "homophone", "typo", "wide-long", "wide-dialect", "wide-misheard")
OFFER_ALL = Thresholds(answerable=0.0, confident=0.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely a sentence is one for the channel; the score of its first answer, its lead, whether it is right."""

    chance: float
    score: float
    lead: float
    is_right: bool


def main() -> int:
    """Prints what each threshold declines and what it answers for sure."""
    content, vocabulary, _, _ = build()
    bare = Vocabulary(replace(vocabulary.wording, foreign=(), fields={}))
    cases = [*all_cases(content, vocabulary, "tuning"), *load_wide_cases("tuning")]
    as_it_is, unforeseen = (
        Understanding(
            [entry_of(guide, words) for guide in content.guides.values()],
            words,
            hotlines=content.hotlines,
            thresholds=OFFER_ALL,
        )
        for words in (vocabulary, bare)
    )
    written = [judged(as_it_is, case) for case in cases if case.kind in WRITTEN]
    foreign = [judged(as_it_is, case) for case in cases if not case.service]
    unknown = [judged(unforeseen, case) for case in cases if not case.service]
    sys.stdout.writelines(_declining(written, foreign, unknown))
    sys.stdout.writelines(_being_sure(written, foreign))
    return 0


def judged(understanding: Understanding, case: Case) -> Judged:
    """One sentence as search judges it; no chance where the matter is known to be elsewhere."""
    understood = understanding.search(case.text, limit=3)
    results = understood.results
    if not results or understood.is_elsewhere:
        return Judged(0.0, 0.0, 0.0, is_right=False)
    lead = results[0].score - results[1].score if len(results) > 1 else 1.0
    return Judged(understood.chance, results[0].score, lead, results[0].id == case.service)


def _declining(written: Sequence[Judged], foreign: Sequence[Judged], unknown: Sequence[Judged]) -> Iterator[str]:
    yield "chance  declined: out of domain  unforeseen  answerable\n"
    for chance in CHANCES:
        shares = [sum(one.chance < chance for one in ones) / max(len(ones), 1) for ones in (foreign, unknown, written)]
        yield f"{chance:6.2f}  {shares[0]:23.1%}  {shares[1]:10.1%}  {shares[2]:10.1%}\n"


def _being_sure(written: Sequence[Judged], foreign: Sequence[Judged]) -> Iterator[str]:
    yield "score  answered for sure  of these wrong  out of domain answered for sure\n"
    for score in SCORES:
        sure, taken = ([one for one in ones if _is_sure(one, score)] for ones in (written, foreign))
        wrong = sum(not one.is_right for one in sure) / max(len(sure), 1)
        yield f"{score:5.2f}  {len(sure) / len(written):17.1%}  {wrong:14.1%}  {len(taken) / len(foreign):31.1%}\n"


def _is_sure(one: Judged, score: float) -> bool:
    return one.chance >= CALIBRATED.likely and one.score >= score and one.lead >= CALIBRATED.margin


if __name__ == "__main__":
    sys.exit(main())
