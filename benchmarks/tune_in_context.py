"""`python -m benchmarks.tune_in_context`: what shows that a sentence goes on about the guide at hand.

Trees over three readings, grown on the conversations one may look at and on what was written beside every guide, and
kept in voice/zh_CN/in_context.weights. Conversations hold few sentences that are for nothing of ours and few services
asked for by their names, so sentences of search's tuning half are added beside a guide drawn by lot; they count less.
What it is worth is told by cross-validation: all turns of a conversation stand in one fold.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from lightgbm import Booster
from numpy.typing import NDArray

from benchmarks.beside_examples import FOLDS, fold_of
from benchmarks.context_examples import BESIDE, BY_LOT, Said, beside, by_lot, made_of, talk_of
from benchmarks.growing import grown, kept
from benchmarks.learning import Regression, learnt_from
from benchmarks.search_bed import build
from benchmarks.tune_asked_about import learnt_weights, load_all
from benchmarks.tune_told import examples as told_examples
from benchmarks.tune_told import learnt_weights as told_weights
from channel_api.search.lexicon_building import entry_of
from content.understanding import learnt
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from voice.asked_about import AskedAbout, load_asked_about
from voice.context_frames import SIGNS, grams_in, signs_of_frame
from voice.context_signs import ContextSigns
from voice.follow_ups import load_follow_ups
from voice.forest import to_bytes
from voice.guide_words import AtHand, at_hand_of
from voice.in_context import FOREST_FILE, FRAMES_FILE, READINGS, load_signs

LEAST_SEEN = 2  # times that a gram must stand in the examples to be kept
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The signs of all sentences, the grams of their frames, how each is read, what it counts, and its fold."""

    signs: Numbers
    grams: Sequence[Sequence[str]]
    readings: NDArray[np.int64]
    worth: Numbers
    folds: NDArray[np.int64]

    def part(self, chosen: NDArray[np.bool_]) -> Sample:
        """Those that are chosen."""
        grams = [one for one, is_chosen in zip(self.grams, chosen, strict=True) if is_chosen]
        return Sample(self.signs[chosen], grams, self.readings[chosen], self.worth[chosen], self.folds[chosen])


@dataclass(frozen=True)
class Reader:
    """What reads a sentence beside a guide."""

    search: Understanding
    signs: ContextSigns


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
        seen = [self._seen(one, reader) for one, reader in zip(said, readers, strict=True)]
        readings = np.array([READINGS.index(one.reading) for one in said])
        worth = np.array([one.worth for one in said])
        sample = Sample(
            np.array([row for row, _ in seen]), [grams for _, grams in seen], readings, worth, np.array(folds)
        )
        return replace(sample, signs=np.hstack([sample.signs, signs_of_frames(sample)]))

    def _reader_without(self, fold: int) -> Reader:
        told = told_weights(told_examples(self.content, but=fold), self._vocabulary)
        vocabulary = Vocabulary(replace(self._vocabulary.wording, told=told))
        return self._reader(vocabulary, AskedAbout(learnt_weights(load_all(but=fold), vocabulary), vocabulary))

    def _reader(self, vocabulary: Vocabulary, asked_about: AskedAbout) -> Reader:
        search = Understanding(self._entries, vocabulary, hotlines=self.content.hotlines)
        return Reader(search, load_signs(search, self._follow_ups, asked_about))

    def _seen(self, one: Said, reader: Reader) -> tuple[list[float], list[str]]:
        understood = reader.search.search(self._follow_ups.core(one.text))
        at_hand = self._guides[one.service]
        signs = reader.signs.of(one.text, understood, one.service, at_hand)
        return [signs[sign] for sign in reader.signs.names], grams_in(understood, one.service, at_hand)

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
    frames = frames_learnt(sample).kept(READINGS, made_of(), least_seen=LEAST_SEEN)
    FRAMES_FILE.write_bytes(learnt.to_bytes(frames))
    print(f"{len(frames.keys)} grams of frames, {FRAMES_FILE.stat().st_size} bytes")
    forest = kept(_booster(sample), READINGS, (*bed.reader.signs.names, *SIGNS), made_of())
    FOREST_FILE.write_bytes(to_bytes(forest))
    print(f"{len(forest.roots)} trees, {len(forest.asked)} nodes, {FOREST_FILE.stat().st_size} bytes")
    return 0


def signs_of_frames(sample: Sample) -> Numbers:
    """What the frame of each sentence is like, as it was learnt from the other folds."""
    signs = np.zeros((len(sample.grams), len(SIGNS)))
    for fold in range(FOLDS):
        tested = sample.folds == fold
        regression = frames_learnt(sample.part(~tested))
        for place in map(int, np.flatnonzero(tested)):
            chances = regression.chances(sample.grams[place]).tolist()
            signs[place] = [*signs_of_frame(chances).values()]
    return signs


def frames_learnt(sample: Sample) -> Regression:
    """What frames say, learnt from all sentences of a sample."""
    return learnt_from(sample.grams, sample.readings.tolist(), len(READINGS), worth=sample.worth.tolist())


def cross_validated(sample: Sample) -> NDArray[np.int64]:
    """The reading of each sentence by the weights of the other folds."""
    read = np.zeros(len(sample.readings), np.int64)
    for fold in range(FOLDS):
        tested = sample.folds == fold
        read[tested] = np.argmax(_booster(sample.part(~tested)).predict(sample.signs[tested]), axis=1)
    return read


def _booster(sample: Sample) -> Booster:
    return grown(sample.signs, sample.readings, sample.worth, len(READINGS))


if __name__ == "__main__":
    sys.exit(main())
