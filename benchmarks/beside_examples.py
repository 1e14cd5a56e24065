"""What people say about every guide, beside it and to begin with: benchmarks/beside, written from the guides alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain
from voice.in_context import Reading

FOLDER = Path(__file__).parent / "beside"
STEERING = FOLDER / "commands.yaml"  # what is said to the channel itself
OPEN = "open"  # about the guide, but nothing in particular of it
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence said while `guide` is at hand; `aspects`: that would do, the best first; `service`: what it asks."""

    text: str
    guide: str
    reading: Reading
    aspects: tuple[str, ...] = ()
    service: str = ""


def load_beside() -> Iterator[Beside]:
    """Of all guides."""
    for guide, said in _blocks():
        for aspects, texts in said["about"].items():
            named = () if aspects == OPEN else tuple(aspects.split("|"))
            yield from (Beside(str(text), guide, "about", named, guide) for text in texts)
        for one in said["new"]:
            aspect = (str(one["aspect"]),) if one.get("aspect") else ()
            yield Beside(str(one["say"]), guide, "new", aspect, str(one["service"]))
        yield from (Beside(str(text), guide, "strange") for text in said["strange"])


def load_openings() -> Iterator[tuple[str, str]]:
    """First sentences, and the service each asks for."""
    for guide, said in _blocks():
        yield from ((str(text), guide) for text in said["opening"])


def load_steering() -> dict[str, Any]:
    """By what is wanted: `commands` by intent, `strange` sentences, `regions`."""
    return dict(load_plain(STEERING))


def fold_of(name: str) -> int:
    """The fold in which a guide, or a sentence that belongs to none, is tested."""
    return sha256(name.encode()).digest()[1] % FOLDS


def _blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        if file != STEERING:
            yield from load_plain(file).items()
