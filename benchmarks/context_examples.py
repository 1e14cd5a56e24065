"""What is said beside a guide, and how it is to be read: what benchmarks/tune_in_context.py learns from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.beside_examples import load_beside
from benchmarks.learning import sum_of
from benchmarks.search_bed import all_cases
from benchmarks.search_sentences import load_wide_cases
from benchmarks.voice_bed import (
    HALVES,
    load_dialogues,
    load_fifth_dialogues,
    load_fourth_dialogues,
    load_more_dialogues,
    load_sixth_dialogues,
    load_third_dialogues,
)
from content.files import Content
from voice.in_context import Reading

UNSURE = 0.6  # of a turn that may as well be declined
WORTH_BY_LOT: Mapping[Reading, float] = {"new": 0.4, "strange": 0.4}
PASSED_OVER = ("initials", "t9", "pinyin")
SEED = 7
TALK, BY_LOT, BESIDE = "conversations", "by lot", "beside guides"
WORTH_BESIDE: Mapping[Reading, float] = {"about": 0.25, "new": 0.5, "strange": 0.5}


@dataclass(frozen=True)
class Said:
    """A sentence beside a guide, and how it is to be read; `group`: all of it stand in one fold."""

    text: str
    service: str
    reading: Reading
    group: str
    kind: str
    worth: float = 1.0


def beside() -> Iterator[Said]:
    """What was written for every guide."""
    for one in load_beside():
        yield Said(one.text, one.guide, one.reading, one.text, BESIDE, WORTH_BESIDE[one.reading])


def talk_of() -> Iterator[Said]:
    """The turns of the conversations one may look at that are said beside a guide, as their scripts go on."""
    whole = (load_dialogues, load_more_dialogues, load_third_dialogues)
    half_seen = (load_fourth_dialogues, load_fifth_dialogues, load_sixth_dialogues)
    seen = [dialogue for load in whole for half in HALVES for dialogue in load(half)]
    for dialogue in [*seen, *(dialogue for load in half_seen for dialogue in load("tuning"))]:
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


def made_of() -> str:
    """A sum over what was written to be learnt from."""
    return sum_of((f"{one.reading} {one.service}", one.text) for one in (*talk_of(), *beside()))
