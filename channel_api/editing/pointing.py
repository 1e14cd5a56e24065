"""What points at what: before something is withdrawn, everything that still needs it is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from channel_api.editing.kinds import EditedKind

# Of whom, who points: the names of both kinds, and whether this object points at that id.
_POINTS: Mapping[tuple[str, str], Callable[[Any, str], bool]] = {
    ("guide", "overlay"): lambda overlay, id_: overlay.id == id_,
    ("guide", "office"): lambda office, id_: id_ in office.services,
    ("guide", "scenario"): lambda scenario, id_: any(id_ in outcome.services for outcome in scenario.outcomes),
    ("guide", "topic"): lambda topic, id_: id_ in topic.first,
    ("guide", "shared_name"): lambda shared, id_: id_ in shared.services,
    ("topic", "guide"): lambda guide, id_: guide.topic == id_,
    ("topic", "office"): lambda office, id_: id_ in office.topics,
}


@dataclass(frozen=True, slots=True)
class Pointing:
    """One text that points at another. `leaves_too`: it means nothing alone, and is withdrawn together with it."""

    key: str
    title: str
    leaves_too: bool


def pointing_kinds(kind: EditedKind) -> tuple[str, ...]:
    """The kinds whose objects may point at objects of this kind."""
    return tuple(other for wanted, other in _POINTS if wanted == kind.name)


def find_pointing(kind: EditedKind, id_: str, other: EditedKind, things: Iterable[Any]) -> list[Pointing]:
    """Those among the objects of the other kind that point at this id."""
    points = _POINTS[kind.name, other.name]
    found = [thing for thing in things if points(thing, id_)]
    texts = [other.text_of(thing) for thing in found]
    return [Pointing(other.key_of(text), other.title_of(text), other.name == "overlay") for text in texts]
