"""How much of recorded speech is heard and understood, through PocketSphinx and the whole conversation.

The recordings are synthetic voices in a quiet room (`speech/utterances` of the test data): what fails here fails at
home; what works here is not yet shown to work there. Questions are asked freely, so that most of them are none of the
recogniser's sentences; what belongs to other fields of life, and speech played backwards, must be taken for nothing.
"""

from __future__ import annotations

import csv
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from voice.commands.hearing_files import recognize
from voice.digits_heard import hear
from voice.endpoint import RECOGNIZED_HZ
from voice.intents import Heard
from voice.recognizers.child import engine_process
from voice.resampling import load_utterance
from voice.session import Session

ROOT = Path(__file__).resolve().parents[1]
MODEL = "speech/pocketsphinx-zh-tdt"
UTTERANCES = "speech/utterances"
A_GUIDE = "身份证丢了怎么办"  # said first, so that steps and materials are somebody's
# What the channel calls the commands of the recordings; all names that are right.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "next_step": ("next",),
    "previous_step": ("previous",),
    "select_1": ("choose",),
    "select_2": ("choose",),
    "select_3": ("choose",),
    "yes": ("confirm",),
    "no": ("deny",),
    "cancel": ("deny", "stop", "back"),
    "exit": ("stop", "back", "home"),
    "next_page": ("page_next",),
    "previous_page": ("page_previous",),
    "larger_text": ("bigger",),
    "case_lookup": ("case_start",),
    "ask_materials": ("ask_guide",),
    "ask_place": ("ask_guide",),
    "ask_fee": ("ask_guide",),
    "ask_time": ("ask_guide",),
    "ask_procedure": ("ask_guide", "next"),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """One file and what is right: `kind` q question, n command, c case number, o out of domain, r backwards."""

    kind: str
    path: Path
    hint: str
    text: str

    def pcm(self) -> bytes:
        """Its sound at 16 kHz."""
        sound = load_utterance(self.path)
        return np.frombuffer(sound, "<i2")[::-1].tobytes() if self.kind == "r" else sound


def recordings(data: Path, every: int = 1) -> Iterator[Recording]:
    """All recordings, or those of every third sentence and so on, and each question once more backwards.

    What must be refused is little and always taken whole: of six files one alone would be a sixth."""
    folder = data / UTTERANCES
    with (folder / "utterances.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in [*rows[::every], *(row for row in rows if row["id"][0] == "o" and row not in rows[::every])]:
        paths = sorted(folder.glob(f"{row['id']}-*.flac"))
        for path in paths:
            yield Recording(row["id"][0], path, row["intent_hint"], row["text"])
        if row["id"][0] == "q":
            yield Recording("r", paths[0], "out_of_domain", "")


def measure_hearing(
    data: Path, open_session: Callable[[], Session], titles: Mapping[str, str], *, every: int = 1
) -> dict[str, dict[str, float]]:
    """Counts and shares by kind. `titles`: the service of each title there is."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in "qncor"}
    with closing(engine_process("pocketsphinx", data / MODEL)) as recognizer:
        for one in recordings(data, every):
            session = open_session()
            _prepare(session, one)
            pcm = one.pcm()
            grammar = session.grammar()
            recognizer.begin(grammar, RECOGNIZED_HZ)  # building the graph is no part of the time
            started = time.perf_counter()
            candidates = recognize(recognizer, pcm, grammar)
            counted = counts[one.kind]
            counted["recognizing_ms"] += round((time.perf_counter() - started) * 1000)
            counted["sound_ms"] += len(pcm) * 1000 // (2 * RECOGNIZED_HZ)
            counted["files"] += 1
            counted["in_grammar"] += one.text in grammar
            counted[_verdict(session, one, candidates, titles)] += 1
            if one.kind == "c":
                counted["digits"] += len(_digits(one))
                counted["digits_right"] += _digits_right(one, candidates)
    return {kind: _shares(counted) for kind, counted in counts.items()}


def _prepare(session: Session, one: Recording) -> None:
    if one.kind == "n":
        session.hear(A_GUIDE)
    elif one.kind == "c":
        session.hear("查进度")


def _verdict(session: Session, one: Recording, candidates: tuple[str, ...], titles: Mapping[str, str]) -> str:
    """`right`, `wrong` or `refused`; for what must be refused the last is right."""
    if not candidates:
        return "refused"
    if one.kind == "c":
        return "right" if _digits_right(one, candidates) == len(_digits(one)) == _length(candidates) else "wrong"
    heard = session.hear(candidates).heard
    if heard.decision == "reject" or heard.intent.name in ("out_of_domain", "not_understood"):
        return "refused"
    return "right" if _is_right(heard, one, titles) else "wrong"


def _is_right(heard: Heard, one: Recording, titles: Mapping[str, str]) -> bool:
    if one.kind == "n":
        name = one.hint.removeprefix("nav=")
        is_named = heard.intent.name in COMMANDS.get(name, (name,))
        return is_named and (not name.startswith("select_") or heard.intent.number("n") == int(name[-1]))
    wanted = one.hint.split(";")[0].partition("=")[2].split("|")
    offered = {heard.intent.text("service"), *heard.intent.texts("candidates")}
    return bool(offered & {titles[title] for title in wanted if title in titles})


def _digits(one: Recording) -> str:
    return one.hint.partition("=")[2]


def _length(candidates: tuple[str, ...]) -> int:
    return len(hear(candidates[0]).characters)


def _digits_right(one: Recording, candidates: tuple[str, ...]) -> int:
    found = hear(candidates[0]).characters if candidates else ""
    blocks = SequenceMatcher(None, _digits(one), found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _shares(counted: Counter[str]) -> dict[str, float]:
    files = max(1, counted["files"])
    shares = {name: round(counted[name] / files, 3) for name in ("right", "wrong", "refused", "in_grammar")}
    figures = {"files": float(counted["files"]), **shares}
    figures["real_time_factor"] = round(counted["recognizing_ms"] / max(1, counted["sound_ms"]), 3)
    if counted["digits"]:
        figures["digits_right"] = round(counted["digits_right"] / counted["digits"], 3)
    return figures


def find_data() -> Path | None:
    """The folder of recordings and model, where there is one."""
    data = Path(os.environ.get("CHANNEL_TEST_DATA", ROOT.parent / "shared"))
    return data if (data / UTTERANCES).is_dir() and (data / MODEL).is_dir() else None
