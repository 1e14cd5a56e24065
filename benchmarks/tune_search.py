"""`python -m benchmarks.tune_search`: tries every weight larger and smaller and keeps what answers more questions.

Looks at the tuning half of the sentences and the guides' questions of that half (as totals, never at their words).
What it prints at the end belongs into content/understanding/weights.py. Takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields, replace

from benchmarks.search_bed import all_cases, build
from benchmarks.search_sentences import Case
from channel_api.search.lexicon_building import entry_of
from content.files import Content
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from content.understanding.weights import MEASURED, Weights

# How much a right first place counts by kind; people tell and mishear more than they mistype.
WORTH = {"plain": 1.0, "told": 1.5, "dialect": 1.2, "homophone": 0.6, "typo": 0.6, "pinyin": 0.5, "question": 0.3}
WORTH_OF_A_CHOICE = 0.3
WORTH_OF_DECLINING = 0.08
SHARE_ALLOWED_TO_BE_DECLINED = 0.02
FACTORS = (0.6, 1.5)
LEAST_GAIN = 0.0003


def main() -> int:
    """Prints each step that helped, then all weights."""
    content, vocabulary, _, _ = build()
    cases = [case for case in all_cases(content, vocabulary, "tuning") if case.kind in WORTH or not case.service]
    weights = MEASURED
    best = value_of(weights, content, vocabulary, cases)
    print(f"{best:.4f} as it is", flush=True)
    for name in (field.name for field in fields(Weights)):
        for factor in FACTORS:
            while True:
                candidate = replace(weights, **{name: round(getattr(weights, name) * factor, 4)})
                value = value_of(candidate, content, vocabulary, cases)
                if value < best + LEAST_GAIN:
                    break
                best, weights = value, candidate
                print(f"{best:.4f} {name} {getattr(weights, name)}", flush=True)
    print(weights)
    return 0


def value_of(weights: Weights, content: Content, vocabulary: Vocabulary, cases: Sequence[Case]) -> float:
    """The share of right answers, weighted by kind, and a little for how well what is no service stays below."""
    entries = [entry_of(guide, vocabulary) for guide in content.guides.values()]
    understanding = Understanding(entries, vocabulary, hotlines=content.hotlines, weights=weights)
    gained = possible = 0.0
    known: list[float] = []
    foreign: list[float] = []
    for case in cases:
        understood = understanding.search(case.text, limit=3)
        score = understood.results[0].score if understood.results else 0.0
        if not case.service:
            foreign.append(0.0 if understood.verdict == "none" else score)
            continue
        found = [result.id for result in understood.results]
        place = found.index(case.service) if case.service in found else -1
        gained += WORTH[case.kind] * (1.0 if place == 0 else WORTH_OF_A_CHOICE if place > 0 else 0.0)
        possible += WORTH[case.kind]
        if case.kind != "question":
            known.append(score)
    limit = sorted(known)[int(len(known) * SHARE_ALLOWED_TO_BE_DECLINED)]
    declined = sum(score < limit for score in foreign) / max(len(foreign), 1)
    return gained / possible + WORTH_OF_DECLINING * declined


if __name__ == "__main__":
    sys.exit(main())
