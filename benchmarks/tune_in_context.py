"""`python -m benchmarks.tune_in_context`: what each sign weighs that a sentence goes on about the guide at hand.

A logistic regression over three readings, fitted to the conversations one may look at and written into
voice/zh_CN/in_context.yaml. Conversations hold few sentences that are for nothing of ours and few services asked for
by their names, so sentences of search's tuning half are added beside a guide drawn by lot; they count less. What it
is worth is told by cross-validation: all turns of a conversation stand in one fold.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.beside_examples import FOLDS, fold_of, load_beside
from benchmarks.search_bed import all_cases, build
from benchmarks.search_sentences import load_wide_cases
from benchmarks.tune_asked_about import learnt_weights, load_all
from benchmarks.tune_told import examples as told_examples
from benchmarks.tune_told import learnt_weights as told_weights
from benchmarks.voice_bed import (
    HALVES,
    load_dialogues,
    load_fourth_dialogues,
    load_more_dialogues,
    load_third_dialogues,
)
from channel_api.search.lexicon_building import entry_of
from content.files import Content
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from voice.asked_about import AskedAbout, load_asked_about
from voice.follow_ups import load_follow_ups
from voice.guide_words import AtHand, at_hand_of
from voice.in_context import ALWAYS, READINGS, WEIGHT_FILE, InContext, Reading

STIFFNESS = 3.0  # of the ridge, on signs of unit variance
ROUNDS, STEP = 200, 0.6
UNSURE = 0.6  # of a turn that may as well be declined
WORTH_BY_LOT: Mapping[Reading, float] = {"new": 0.4, "strange": 0.4}
PASSED_OVER = ("initials", "t9", "pinyin")
SEED = 7
TALK, BY_LOT, BESIDE = "conversations", "by lot", "beside guides"
WORTH_BESIDE: Mapping[Reading, float] = {"about": 0.25, "new": 0.5, "strange": 0.5}
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Said:
    """A sentence beside a guide, and how it is to be read; `group`: all of it stand in one fold."""

    text: str
    service: str
    reading: Reading
    group: str
    kind: str
    worth: float = 1.0


@dataclass(frozen=True)
class Sample:
    """The signs of all sentences, how each is read, what it counts, and its fold."""

    signs: Numbers
    readings: NDArray[np.int64]
    worth: Numbers
    folds: NDArray[np.int64]

    def part(self, chosen: NDArray[np.bool_]) -> Sample:
        """Those that are chosen."""
        return Sample(self.signs[chosen], self.readings[chosen], self.worth[chosen], self.folds[chosen])


@dataclass(frozen=True)
class Reader:
    """What reads a sentence beside a guide."""

    search: Understanding
    context: InContext


class Bed:
    """Reads signs. What was learnt from the sentences of a fold is never asked about that fold."""

    def __init__(self) -> None:
        self.content, self._vocabulary, _, _ = build()
        self._follow_ups = load_follow_ups(self._vocabulary)
        self._guides: dict[str, AtHand] = {one: at_hand_of(guide) for one, guide in self.content.guides.items()}
        self._entries = [entry_of(guide, self._vocabulary) for guide in self.content.guides.values()]
        self.reader = self._reader(self._vocabulary, load_asked_about(self._vocabulary))

    def sample(self, said: Sequence[Said]) -> Sample:
        """Their signs."""
        folds = [fold_of(one.group) for one in said]
        blind = [self._reader_without(fold) for fold in range(FOLDS)]
        readers = [blind[fold] if one.kind == BESIDE else self.reader for one, fold in zip(said, folds, strict=True)]
        rows = [self._row(one, reader) for one, reader in zip(said, readers, strict=True)]
        readings = np.array([READINGS.index(one.reading) for one in said])
        return Sample(np.array(rows), readings, np.array([one.worth for one in said]), np.array(folds))

    def _reader_without(self, fold: int) -> Reader:
        told = told_weights(told_examples(self.content, but=fold), self._vocabulary)
        vocabulary = Vocabulary(replace(self._vocabulary.wording, told=told))
        return self._reader(vocabulary, AskedAbout(learnt_weights(load_all(but=fold), vocabulary), vocabulary))

    def _reader(self, vocabulary: Vocabulary, asked_about: AskedAbout) -> Reader:
        search = Understanding(self._entries, vocabulary, hotlines=self.content.hotlines)
        return Reader(search, InContext(search, self._follow_ups, asked_about))

    def _row(self, one: Said, reader: Reader) -> list[float]:
        understood = reader.search.search(reader.context.core(one.text))
        signs = reader.context.signs_of(one.text, understood, one.service, self._guides[one.service])
        return [1.0, *(signs[sign] for sign in reader.context.signs)]

    def said(self) -> list[Said]:
        """All that is learnt from."""
        return [*talk_of(), *by_lot(self.content, self._vocabulary), *beside()]


def main() -> int:
    """Prints what it is worth, writes the weights."""
    bed = Bed()
    said = bed.said()
    sample = bed.sample(said)
    tested = cross_validated(sample)
    for kind in dict.fromkeys(one.kind for one in said):
        chosen = np.array([one.kind == kind for one in said])
        right = (tested == sample.readings)[chosen]
        print(f"{kind}: {right.mean():.1%} of {len(right)} read right by weights that never saw them")
        for place, reading in enumerate(READINGS):
            of_it = chosen & (sample.readings == place)
            print(f"  {reading}: {[int((tested[of_it] == other).sum()) for other in range(len(READINGS))]}")
    if "--wrong" in sys.argv:
        for one, read in zip(said, tested, strict=True):
            if READINGS[read] != one.reading and one.kind != BY_LOT:
                print(f"  {one.reading} as {READINGS[read]}: {one.text} [{one.service}]")
    write_weights(fitted(sample), bed.reader.context.signs, WEIGHT_FILE)
    return 0


def beside() -> Iterator[Said]:
    """What was written for every guide."""
    for one in load_beside():
        yield Said(one.text, one.guide, one.reading, one.text, BESIDE, WORTH_BESIDE[one.reading])


def talk_of() -> Iterator[Said]:
    """The turns of the conversations one may look at that are said beside a guide, as their scripts go on."""
    loads = (load_dialogues, load_more_dialogues, load_third_dialogues)
    seen = [dialogue for load in loads for half in HALVES for dialogue in load(half)]
    for dialogue in [*seen, *load_fourth_dialogues("tuning")]:
        service = ""
        for turn in dialogue["turns"]:
            reading = reading_of(turn, service) if service else None
            if reading is not None:
                worth = UNSURE if "" in services_of(turn) else 1.0
                yield Said(str(turn["say"]), service, reading, str(dialogue["name"]), TALK, worth)
            named = [one for one in services_of(turn) if one]
            service = named[0] if len(named) == 1 else service


def services_of(turn: Mapping[str, Any]) -> Sequence[str]:
    """The services a script accepts."""
    wanted = turn.get("service", [])
    return wanted if isinstance(wanted, list) else [wanted]


def reading_of(turn: Mapping[str, Any], service: str) -> Reading | None:
    """How a script wants a turn to be read; None where it leaves that open, or it is a command."""
    named = [one for one in services_of(turn) if one]
    if not named:
        intents = turn.get("intent", [])
        wanted = set(intents if isinstance(intents, list) else [intents])
        return "strange" if wanted and wanted <= {"out_of_domain", "not_understood"} else None
    if service in named:
        return "about" if len(named) == 1 else None
    return "new"


def by_lot(content: Content, vocabulary: Any) -> Iterator[Said]:
    """Sentences that stand alone, beside a guide that they do not belong to."""
    lot = random.Random(SEED)
    cases = [one for one in all_cases(content, vocabulary, "tuning") if one.kind not in PASSED_OVER]
    for case in [*cases, *load_wide_cases("tuning")]:
        reading: Reading = "new" if case.service else "strange"
        beside = lot.choice([one for one in sorted(content.guides) if one != case.service])
        yield Said(case.text, beside, reading, case.service or case.text, BY_LOT, WORTH_BY_LOT[reading])


def cross_validated(sample: Sample) -> NDArray[np.int64]:
    """The reading of each sentence by the weights of the other folds."""
    read = np.zeros(len(sample.readings), np.int64)
    for fold in range(FOLDS):
        tested = sample.folds == fold
        read[tested] = np.argmax(sample.signs[tested] @ fitted(sample.part(~tested)), axis=1)
    return read


def fitted(sample: Sample) -> Numbers:
    """The weights, one column for each reading: Newton's steps on the penalised likelihood, column by column."""
    centre, spread = sample.signs.mean(axis=0), sample.signs.std(axis=0)
    centre[0], spread[0] = 0.0, 1.0
    spread[spread == 0] = 1.0
    scaled = (sample.signs - centre) / spread
    wanted = np.eye(len(READINGS))[sample.readings]
    penalty = STIFFNESS * np.eye(scaled.shape[1])
    penalty[0, 0] = 1e-6
    weights = np.zeros((scaled.shape[1], len(READINGS)))
    for _ in range(ROUNDS):
        chances = _chances(scaled, weights)
        slope = scaled.T @ ((chances - wanted) * sample.worth[:, None]) + penalty @ weights
        for place in range(len(READINGS)):
            bend = sample.worth * chances[:, place] * (1 - chances[:, place])
            weights[:, place] -= STEP * np.linalg.solve((scaled * bend[:, None]).T @ scaled + penalty, slope[:, place])
    weights /= spread[:, None]
    weights[0] -= (weights[1:] * centre[1:, None]).sum(axis=0)
    return weights


def _chances(signs: Numbers, weights: Numbers) -> Numbers:
    totals = signs @ weights
    raised = np.exp(totals - totals.max(axis=1, keepdims=True))
    chances: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return chances


def write_weights(weights: Numbers, signs: Sequence[str], path: Path) -> None:
    """Replaces the weights and keeps what stands above them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(tuple(f"{one}:" for one in READINGS))]
    for place, reading in enumerate(READINGS):
        much = ", ".join(f"{s}: '{w:.2f}'" for s, w in zip((ALWAYS, *signs), weights[:, place], strict=True))
        kept.append(f"{reading}: {{{much}}}")
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
