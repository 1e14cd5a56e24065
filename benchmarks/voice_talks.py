"""Short conversations in one line each, and single sentences by what they mean: read, held against a session. A turn is
what is said, or that and what must hold after it, `key value` after commas, alternatives by |."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.voice_bed import TALKED_ABOUT, Half, half_of
from voice.session import Exchange, Session

FOLDER = Path(__file__).parent
EMERGENCIES = FOLDER / "voice_emergencies.yaml"
NUMBERS = FOLDER / "voice_numbers_talks.yaml"
REGIONS = FOLDER / "voice_regions.yaml"
SMALL_INTENTS = FOLDER / "voice_small_intents.yaml"
NOTHING = '""'


@dataclass(frozen=True, slots=True)
class Turn:
    """`wanted`: by key, the values that would do; none where anything would."""

    said: str
    wanted: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Talk:
    """Turns in a conversation of its own."""

    name: str
    turns: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Cry:
    """`numbers`: those that would help, none where nobody cries for help."""

    said: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Small:
    """`intents`: what it may mean, or what it must not where it only resembles them."""

    said: str
    intents: Sequence[str]
    only_resembles: bool


def load_talks(path: Path, half: Half) -> list[Talk]:
    """All talks of a half."""
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Talk(one["name"], [_turn(turn) for turn in one["talk"]]) for one in plain if half_of(one["name"]) == half]


def load_cries(half: Half) -> list[Cry]:
    """All cries and what only resembles them, of a half."""
    plain = yaml.safe_load(EMERGENCIES.read_text(encoding="utf-8"))
    cries = [Cry(said, numbers.split()) for numbers, ones in plain["cries"].items() for said in ones]
    calm = [Cry(said, ()) for said in (*plain["harmless"], *plain["chatter"])]
    return [one for one in (*cries, *calm) if half_of(one.said) == half]


def load_small(half: Half) -> list[Small]:
    """All small intents of a half."""
    plain = yaml.safe_load(SMALL_INTENTS.read_text(encoding="utf-8"))
    return [
        Small(said, key.removeprefix("!").split("|"), key.startswith("!"))
        for key, ones in plain.items()
        for said in ones
        if half_of(said) == half
    ]


def faults_of_talk(session: Session, talk: Talk) -> list[str]:
    """Where a talk goes otherwise than it should, from its first to its last turn."""
    session.begin_anew()
    return [f"{turn.said}: {fault}" for turn in talk.turns for fault in _faults(turn, session, session.hear(turn.said))]


def number_shown(session: Session, cry: Cry) -> str:
    """The emergency number a sentence leads to in a new conversation; empty where it is none."""
    session.begin_anew()
    intent = session.hear(cry.said).heard.intent
    return intent.text("number") if intent.name == "emergency" else ""


def fault_of_small(session: Session, small: Small) -> str:
    """What it was taken for, if that is wrong; empty where it is right."""
    session.begin_anew()
    session.hear(TALKED_ABOUT)
    name = session.hear(small.said).heard.intent.name
    return name if (name in small.intents) == small.only_resembles else ""


def _turn(plain: str | Sequence[Any]) -> Turn:
    if isinstance(plain, str):
        return Turn(plain, {})
    said, wanted = str(plain[0]), plain[1]
    pairs = (one.strip().split(" ", 1) for one in str(wanted).split(","))
    return Turn(said, {key: ["" if one == NOTHING else one for one in value.split("|")] for key, value in pairs})


def _faults(turn: Turn, session: Session, exchange: Exchange) -> list[str]:
    state, plain = session.state, exchange.to_plain()
    found = {
        **plain["slots"],
        **{key: plain[key] for key in ("intent", "expects", "screen")},
        "number": state.entry.number,
        "region": state.region,
        "case": state.case.service.id if state.case else "",
    }
    return [
        f"{key} {found.get(key, '')!r} instead of {'|'.join(values)!r}"
        for key, values in turn.wanted.items()
        if str(found.get(key, "")) not in values
    ]
