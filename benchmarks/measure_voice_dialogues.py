"""Whole conversations: how many of the scripts go to their end as they should."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Aim, Figure
from benchmarks.voice_bed import (
    HALVES,
    Half,
    conversations,
    fault_of,
    load_dialogues,
    load_fifth_dialogues,
    load_fourth_dialogues,
    load_more_dialogues,
    load_sixth_dialogues,
    load_third_dialogues,
)
from voice.session import Session

MOST_NOT_COMPLETED = 5.0
Load = Callable[[Half], Sequence[Mapping[str, Any]]]
SCRIPTS: dict[str, tuple[Load, str]] = {
    "dialogues": (load_dialogues, "conversations of several turns, not completed"),
    "dialogues-more": (load_more_dialogues, "conversations written later, not completed"),
    "dialogues-third": (load_third_dialogues, "conversations written without a look at the voice, not completed"),
    "dialogues-fourth": (
        load_fourth_dialogues,
        "conversations written from the guides, without a look at the voice, not completed",
    ),
    "dialogues-fifth": (load_fifth_dialogues, "conversations written last, without a look at the voice, not completed"),
    "dialogues-sixth": (
        load_sixth_dialogues,
        "conversations written after the voice had learnt, without a look at it, not completed",
    ),
}


def measure(folder: Path) -> Iterator[Figure]:
    """Every script in a conversation of its own."""
    with conversations(folder) as session:
        for name, (load, what) in SCRIPTS.items():
            done = {half: [not faults(session, one) for one in load(half)] for half in HALVES}
            yield Figure(
                id=name,
                what=what,
                unit="%",
                values={half.replace("_", "-"): 100 * (1 - sum(ones) / len(ones)) for half, ones in done.items()},
                count=sum(map(len, done.values())),
                aim=Aim("held-back", MOST_NOT_COMPLETED),
                note="every expectation of a script must hold",
            )


def faults(session: Session, dialogue: Mapping[str, Any]) -> list[str]:
    """Where a conversation goes otherwise than its script."""
    session.begin_anew()
    heard = [(turn, session.hear(str(turn["say"]))) for turn in dialogue["turns"]]
    return [f"{turn['say']}: {fault}" for turn, exchange in heard if (fault := fault_of(turn, exchange))]


def show_tuning_faults(folder: Path) -> None:
    """For mending: what goes wrong in the half one may look at."""
    with conversations(folder) as session:
        for dialogue in [one for load, _ in SCRIPTS.values() for one in load("tuning")]:
            for fault in faults(session, dialogue):
                print(f"{dialogue['name']}: {fault}")


if __name__ == "__main__":
    show_tuning_faults(Path(sys.argv[1]))
