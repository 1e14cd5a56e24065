"""What is said in passing, guessed from examples: questions about the guide at hand (要约吗, 一般几个月) and what
steers the conversation or asks about one's own case (受累再说一遍, 卡在谁那儿了). Pure.

A logistic regression over the characters and the sounds of a sentence and their pairs: sounds, because a recogniser
writes other characters that sound alike. It is learnt by benchmarks/tune_asked_about.py from benchmarks/examples. It
only speaks where one meaning is clearly likeliest; `open` asks of the guide nothing in particular, `new` for a service,
`other` for nothing of these. One model weighs aspects and commands together, so that neither takes what is
said of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.understanding.learnt import Learnt, read_learnt, signs_of
from content.understanding.vocabulary import Vocabulary
from voice.marks import dense_of

WEIGHT_FILE = Path(__file__).parent / "zh_CN" / "asked_about.weights"
OPEN, OTHER, NEW = "open", "other", "new"  # after the aspects, before the commands
OF_A_CASE = "case_"
# Measured on examples that were left out of what was learnt from.
LEAST_SURE = 0.5  # of an aspect, among all meanings
LEAST_SURE_OF_GUIDE = 0.35  # of an aspect, where it is known to be about the guide at hand
HINTED = 0.2  # more for an aspect whose words were said
LEAST_SURE_COMMAND = 0.53  # of a command, those about a case together: it acts at once
LEAST_SURE_SHORT = 0.6  # of a command of two characters
SHORTEST = 3  # characters; 一下 stands in many questions
SHORTEST_COMMAND = 2
LONGEST = 14  # characters; what is longer tells more than an afterthought
LONGEST_COMMAND = 18  # characters; of those as long, none that was left out asked for anything else
LONGEST_READ = 60  # characters


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely a sentence asks about the guide at hand, for a service, for nothing of ours, or steers the talk; each
    from 0 to 1, together 1."""

    about: float
    new: float
    nothing: float
    command: float


class AskedAbout:
    """Guesses the aspect of a question that names nothing, or the command in passing."""

    def __init__(self, learnt: Learnt, vocabulary: Vocabulary) -> None:
        self._learnt, self._vocabulary = learnt, vocabulary
        self._of_a_case = [n for n, meaning in enumerate(learnt.meanings) if meaning.startswith(OF_A_CASE)]
        self._open, self._nothing, self._new = map(learnt.meanings.index, (OPEN, OTHER, NEW))

    def guess(self, said: str, *, least_sure: float = LEAST_SURE) -> str:
        """The aspect of a short question; empty where none is clear, or something else is likelier."""
        if not SHORTEST <= len(dense_of(said)) <= LONGEST:
            return ""
        chances = self._chances(said)
        best = _likeliest(chances)
        return self._learnt.meanings[best] if best < self._open and chances[best] >= least_sure else ""

    def aspect(self, said: str, hints: Sequence[str]) -> str:
        """The aspect of what is said about the guide at hand, however long; empty where it asks nothing in particular.
        `hints`: aspects that its words tell."""
        chances = self._chances(said)[: self._open + 1]
        whole = sum(chances)
        of_guide = {meaning: chance / whole for meaning, chance in zip(self._learnt.meanings, chances, strict=False)}
        for hint in hints:
            if hint in of_guide:
                of_guide[hint] += HINTED
        best = max(of_guide, key=of_guide.__getitem__)
        return best if best != OPEN and of_guide[best] >= LEAST_SURE_OF_GUIDE else ""

    def likeness(self, said: str) -> Likeness:
        """What a sentence is like, by its words alone."""
        chances = self._chances(said)
        return Likeness(
            sum(chances[: self._open + 1]), chances[self._new], chances[self._nothing], sum(chances[self._new + 1 :])
        )

    def command(self, said: str, *, least_sure: float = LEAST_SURE_COMMAND) -> str:
        """The intent that is meant, as `case_ask:why` with its aspect; empty where none is clear."""
        dense = dense_of(said)
        if not SHORTEST_COMMAND <= len(dense) <= LONGEST_COMMAND:
            return ""
        chances = self._chances(said)
        best = _likeliest(chances)
        if best <= self._new:
            return ""
        # 办好没 may be said before a case is looked up and after: that it is about a case is clear all the same.
        sure = sum(chances[n] for n in self._of_a_case) if best in self._of_a_case else chances[best]
        least = least_sure if len(dense) >= SHORTEST else max(least_sure, LEAST_SURE_SHORT)
        return self._learnt.meanings[best] if sure >= least else ""

    def of_a_case(self, said: str) -> tuple[str, float]:
        """What is likeliest asked about one's own case, as `case_ask:why`, and how likely any such thing is."""
        chances = self._chances(said)
        best = max(self._of_a_case, key=chances.__getitem__)
        return self._learnt.meanings[best], sum(chances[n] for n in self._of_a_case)

    def _chances(self, said: str) -> list[float]:
        return self._learnt.chances(signs_in(said, self._vocabulary))


def _likeliest(chances: Sequence[float]) -> int:
    return max(range(len(chances)), key=chances.__getitem__)


def signs_in(said: str, vocabulary: Vocabulary) -> list[str]:
    """What a sentence is weighed by: its characters and its syllables, as those hear them who confuse sounds."""
    dense = dense_of(said)[:LONGEST_READ]
    return signs_of(dense, vocabulary.read(dense).folded)


@cache
def _learnt() -> Learnt:
    return read_learnt(WEIGHT_FILE)


def load_asked_about(vocabulary: Vocabulary) -> AskedAbout:
    """What comes with the channel."""
    return AskedAbout(_learnt(), vocabulary)
