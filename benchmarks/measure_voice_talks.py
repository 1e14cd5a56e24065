"""Cries for help, dictated numbers and cases asked about, changes of region, and small wordings: each in two halves."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Aim, Figure
from benchmarks.voice_bed import HALVES, Half, conversations
from benchmarks.voice_talks import (
    NUMBERS,
    REGIONS,
    fault_of_small,
    faults_of_talk,
    load_cries,
    load_small,
    load_talks,
    number_shown,
)
from voice.session import Session

MOST_MISSED = MOST_FALSE = 2.0
MOST_WRONG_NUMBER = 2.0
MOST_NOT_COMPLETED = 5.0


def measure_emergencies(folder: Path) -> Iterator[Figure]:
    """How many cries are not taken for one, how many lead to another number, and how much else is taken for a cry."""
    with conversations(folder) as session:
        found = {half: [(cry, number_shown(session, cry)) for cry in load_cries(half)] for half in HALVES}
    cries = {half: [one for one in ones if one[0].numbers] for half, ones in found.items()}
    calm = {half: [one for one in ones if not one[0].numbers] for half, ones in found.items()}
    missed = {half: [not shown for _, shown in ones] for half, ones in cries.items()}
    wrong = {half: [shown not in cry.numbers for cry, shown in ones if shown] for half, ones in cries.items()}
    false = {half: [bool(shown) for _, shown in ones] for half, ones in calm.items()}
    yield _share("emergencies.missed", "cries for help, not taken for one", missed, MOST_MISSED)
    yield _share("emergencies.number", "cries for help, led to a wrong number", wrong, MOST_WRONG_NUMBER)
    yield _share("emergencies.false", "what only resembles a cry, taken for one", false, MOST_FALSE)


def measure_talks(folder: Path) -> Iterator[Figure]:
    """Every talk in a conversation of its own."""
    parts = {
        "number-talks": (NUMBERS, "numbers dictated and cases asked about, talks not completed"),
        "region-talks": (REGIONS, "regions moved to or only spoken of, talks not completed"),
    }
    for name, (path, what) in parts.items():
        with conversations(folder / name) as session:
            faulty = {half: [bool(faults_of_talk(session, one)) for one in load_talks(path, half)] for half in HALVES}
        yield _share(name, what, faulty, MOST_NOT_COMPLETED)


def measure_small(folder: Path) -> Iterator[Figure]:
    """Every wording after a question was answered."""
    with conversations(folder) as session:
        faulty = {half: [bool(fault_of_small(session, one)) for one in load_small(half)] for half in HALVES}
    yield _share("small-intents", "opinions, thanks, loudness, partings, not understood", faulty, MOST_NOT_COMPLETED)


def _share(name: str, what: str, faulty: dict[Half, list[bool]], at_most: float) -> Figure:
    return Figure(
        id=name,
        what=what,
        unit="%",
        values={half.replace("_", "-"): 100 * sum(ones) / len(ones) for half, ones in faulty.items()},
        count=sum(map(len, faulty.values())),
        aim=Aim("held-back", at_most),
    )


def show_tuning_faults(folder: Path, parts: Sequence[str]) -> None:
    """For mending: what goes wrong in the half one may look at."""
    with conversations(folder) as session:
        if "emergencies" in parts:
            _show_cries(session)
        for part, path in (("numbers", NUMBERS), ("regions", REGIONS)):
            for talk in load_talks(path, "tuning") if part in parts else ():
                for fault in faults_of_talk(session, talk):
                    print(f"{talk.name}: {fault}")
        for small in load_small("tuning") if "small" in parts else ():
            if fault := fault_of_small(session, small):
                print(f"{small.said}: {fault} instead of {'not ' * small.only_resembles}{'|'.join(small.intents)}")


def _show_cries(session: Session) -> None:
    for cry in load_cries("tuning"):
        shown = number_shown(session, cry)
        if (shown not in cry.numbers) if cry.numbers else shown:
            print(f"{cry.said}: {shown or 'none'} instead of {' '.join(cry.numbers) or 'none'}")


if __name__ == "__main__":
    show_tuning_faults(Path(sys.argv[1]), sys.argv[2:])
