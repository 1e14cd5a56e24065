"""Every number search weighs with, in one place, as measured by benchmarks/tune_search.py on the tuning sentences.

Nothing else in this package holds a number that decides which service comes first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Without unit, relative to one word of full meaning (1.0)."""

    # How much of a feature is not a known word but a piece of one.
    character_pair: float = 0.05
    sound_pair: float = 0.375
    character: float = 0.6
    number_or_letters: float = 0.8
    inside_a_word: float = 0.2
    # Each character of a name that is filler or aspect: what says just the question goes before what says more.
    left_out: float = 0.3
    # What is missing weighs less than what agrees: people tell more than a name holds, and shorten names.
    missing_of_name: float = 0.45
    missing_of_question: float = 0.45
    # Where no telling word agrees but pieces and words that go with much, the name must hold most of the question.
    missing_without_a_word: float = 0.22
    coverage_without_a_word: float = 0.5
    telling: float = 0.65
    # Agreement every comparison lacks: little evidence alone makes no answer.
    doubt: float = 3.0
    doubt_without_a_word: float = 10.0
    # What the other names of a service, and its body, add.
    all_names_together: float = 1.0
    body: float = 0.2
    # Rareness of what stands in no name at all: the question may simply be long.
    rareness_of_unknown: float = 3.0
    # How much rareness counts: 0 not at all, 1 as the logarithm of all services over those that have it.
    rareness: float = 1.0


MEASURED = Weights()
