"""What the voice bench stands on: the real server on loopback, conversations with it, and what is said in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml

from benchmarks.servers import REGION, plain_environment
from channel_api.client.client import ChannelClient
from channel_api.client.embedded import EmbeddedServer
from content.hours import CHINA
from voice.session import Exchange, Session
from voice.wiring import open_session

DIALOGUES = Path(__file__).parent / "voice_dialogues.yaml"
MORE_DIALOGUES = Path(__file__).parent / "voice_dialogues_more.yaml"
THIRD_DIALOGUES = Path(__file__).parent / "voice_dialogues_third.yaml"
FOURTH_DIALOGUES = Path(__file__).parent / "voice_dialogues_fourth.yaml"
FIFTH_DIALOGUES = Path(__file__).parent / "voice_dialogues_fifth.yaml"
SIXTH_DIALOGUES = Path(__file__).parent / "voice_dialogues_sixth.yaml"
SENTENCES = Path(__file__).parent / "voice_sentences.yaml"
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)  # offices are open
TALKED_ABOUT = "身份证丢了怎么办"
Half = Literal["tuning", "held_back"]
HALVES: tuple[Half, ...] = ("tuning", "held_back")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what it means; `service` empty where it is a command, or `intent` is out_of_domain."""

    kind: Literal["services", "about", "out_of_domain"]
    text: str
    intent: str
    service: str = ""
    aspect: str = ""


def load_sentences(half: Half) -> list[Sentence]:
    """All single sentences of a half."""
    plain = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))[half]
    asked = [Sentence("services", text, "ask_guide", service, *rest) for text, service, *rest in plain["services"]]
    about = [Sentence("about", text, intent, "", *rest) for text, intent, *rest in plain["about"]]
    return [*asked, *about, *(Sentence("out_of_domain", text, "out_of_domain") for text in plain["out_of_domain"])]


def load_dialogues(half: Half) -> Sequence[Mapping[str, Any]]:
    """All conversations of a half."""
    dialogues: Sequence[Mapping[str, Any]] = yaml.safe_load(DIALOGUES.read_text(encoding="utf-8"))[half]
    return dialogues


def load_more_dialogues(half: Half) -> Sequence[Mapping[str, Any]]:
    """All conversations of a half of those that were written later."""
    return _in_half(MORE_DIALOGUES, half)


def load_third_dialogues(half: Half) -> Sequence[Mapping[str, Any]]:
    """All conversations of a half of those that were written without a look at the voice or its words."""
    return _in_half(THIRD_DIALOGUES, half)


def load_fourth_dialogues(half: Half) -> Sequence[Mapping[str, Any]]:
    """All conversations of a half of those written later still, from the guides, again without a look at the voice."""
    return _in_half(FOURTH_DIALOGUES, half)


def load_fifth_dialogues(half: Half) -> Sequence[Mapping[str, Any]]:
    """All conversations of a half of those written last, to tell how strangers are understood; nobody tunes on them."""
    return _in_half(FIFTH_DIALOGUES, half)


def load_sixth_dialogues(half: Half) -> Sequence[Mapping[str, Any]]:
    """All conversations of a half of those written after the voice had learnt from examples; nobody tunes on them."""
    return _in_half(SIXTH_DIALOGUES, half)


def _in_half(scripts: Path, half: Half) -> Sequence[Mapping[str, Any]]:
    dialogues: Sequence[Mapping[str, Any]] = yaml.safe_load(scripts.read_text(encoding="utf-8"))
    return [one for one in dialogues if half_of(str(one["name"])) == half]


def half_of(name: str) -> Half:
    """Which half a conversation belongs to: its name alone decides, before anybody saw how it goes."""
    return HALVES[sha256(name.encode()).digest()[0] % len(HALVES)]


def fault_of(turn: Mapping[str, Any], exchange: Exchange) -> str:
    """What is not as the script expects it; empty where all is. An expected list: any of these would do."""
    plain = exchange.to_plain()
    found = {**plain["slots"], **{key: plain[key] for key in ("intent", "decision", "expects", "screen")}}
    wanted = {key: value for key, value in turn.items() if key != "say"}
    if wanted.get("service"):
        wanted = {"intent": "ask_guide", "decision": "accept", **wanted}
    wrong = [
        f"{key} {found.get(key, '')!r} instead of {value!r}"
        for key, value in wanted.items()
        if found.get(key, "") not in (value if isinstance(value, list) else [value])
    ]
    return "; ".join(wrong)


@contextmanager
def conversations(folder: Path) -> Iterator[Session]:
    """A session with a server of its own; `begin_anew` between conversations."""
    server = EmbeddedServer(plain_environment(folder / "box"))
    try:
        client = ChannelClient(server.address(), folder=folder / "last-known")
        yield open_session(client, REGION, lambda: MONDAY_MORNING)
    finally:
        server.stop()
