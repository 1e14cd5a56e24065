"""Which service a story asks for: what the whole of it says, and each of its clauses. Pure.

A name is short and fits or does not. A story tells much that no service explains, so that no service fits well; what
tells then is by how much one fits better than all others.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from content.understanding.search import Understanding, Understood
from content.understanding.verdict import SHOWN_CHOICES
from voice.about_guide import ask
from voice.intents import Heard, Intent, Slot
from voice.named_matters import names_something

CLAUSE_END = re.compile(r"[\s，,。！!？?；;、…]+")
SHORTEST_CLAUSE = 3  # characters
SHORTEST_STORY, SHORTEST_DOUBTFUL = 14, 8  # characters that tell something; less is a question with its name in it
WORTH_OF_CLAUSES = 0.6  # what all clauses together add to the whole
# By which share of its own weight the first must lead: to be taken, and to be asked about.
TAKEN_FROM, ASKED_FROM = 0.15, 0.05
LIKELY_A_QUESTION = 0.85  # below this chance a story may be none for the channel, and is asked about
LEAST_FIT = 0.3  # of the whole; what fits less is a word in common
SHOWN_FROM = 0.5  # of the first: what may be offered beside it
_NEVER_NOTHING = 1e-9


class Stories:
    """Reads long sentences over one lexicon."""

    def __init__(self, search: Understanding) -> None:
        self._search = search

    def is_story(self, said: str, understood: Understood) -> bool:
        """Whether more is told than a question with a name in it."""
        if not understood.results or understood.results[0].kind != "service" or understood.features is None:
            return False
        told = len(understood.features.core.replace(" ", ""))
        if understood.verdict == "confident":
            return told >= SHORTEST_STORY
        return told >= SHORTEST_DOUBTFUL or len(clauses_of(said)) > 1

    def decided(self, said: str, understood: Understood, aspect: str) -> Heard:
        """The service that the story as a whole asks for: taken, asked about, or offered beside others."""
        weights = self._weighed(said, understood)
        ranked = sorted(
            (found for found in understood.results if found.kind == "service"),
            key=lambda found: -weights.get(found.id, 0.0),
        )
        first = ranked[0]
        scores = [weights[found.id] for found in ranked[:SHOWN_CHOICES]]
        lead = (scores[0] - (scores[1] if len(scores) > 1 else 0.0)) / max(scores[0], _NEVER_NOTHING)
        is_likely = understood.chance >= LIKELY_A_QUESTION and first.score >= LEAST_FIT
        if lead >= TAKEN_FROM and is_likely:
            return replace(ask(first.id, aspect, said), certainty=first.score)
        slots: dict[str, Slot] = {"service": first.id, "aspect": aspect or "overview"}
        if lead >= ASKED_FROM:
            return Heard("", Intent("ask_guide", slots), "confirm", said, certainty=first.score)
        near = [found.id for found in ranked[:SHOWN_CHOICES] if weights[found.id] >= SHOWN_FROM * scores[0]]
        slots["candidates"] = tuple(near)
        return Heard("", Intent("ask_guide", slots), "choose", said, certainty=first.score)

    def _weighed(self, said: str, understood: Understood) -> Mapping[str, float]:
        """By service what the whole and its clauses say together, each before it is known whether anything is asked."""
        weights: dict[str, float] = defaultdict(float)
        for found in understood.results:
            weights[found.id] = found.score / max(understood.chance, _NEVER_NOTHING)
        clauses = clauses_of(said)
        if len(clauses) < 2:
            return weights
        share = WORTH_OF_CLAUSES / math.sqrt(len(clauses))
        for clause in clauses:
            read = self._search.search(clause)
            if read.features is None or not names_something(read.features):
                continue  # 流程讲一遍
            for one in read.candidates:
                if one.target.id in weights:
                    weights[one.target.id] += share * one.score / max(read.chance, _NEVER_NOTHING)
        return weights


def clauses_of(said: str) -> list[str]:
    """The parts between marks that are long enough to say something."""
    return [clause for clause in CLAUSE_END.split(said) if len(clause) >= SHORTEST_CLAUSE]
