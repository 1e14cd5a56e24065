"""What the index knows of one target: its names, and which features they have how strongly. Plain enough to be saved.

Worked out once from the names alone, so that it can be kept from one index to the next and from one start to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from content.understanding.features import features_of
from content.understanding.vocabulary import Vocabulary
from content.understanding.weights import Weights

TargetKind = Literal["service", "hotline", "elsewhere"]
NameField = Literal["title", "alias", "concept"]


@dataclass(frozen=True, slots=True)
class Name:
    """One text a target is known by."""

    text: str
    field: NameField


@dataclass(frozen=True, slots=True)
class Target:
    """What can be found. `elsewhere`: a government matter this catalogue does not hold."""

    kind: TargetKind
    id: str
    title: str
    topic: str
    names: tuple[Name, ...]
    weight: float = 1.0


Holding = Sequence[tuple[float, Sequence[int]]]
"""How strongly a feature is in names, and in which; each strength once."""


@dataclass(slots=True)
class TargetNames:
    """A target in the index: its names with what each leaves out, and by feature how strongly which names have it.

    Names that have a feature alike stand together: that is nearly always all of them. Never changed once made: the next
    index takes it over where the target is the same."""

    target: Target
    names: list[Name] = field(default_factory=list)
    left_out: list[float] = field(default_factory=list)
    holders: dict[str, Holding] = field(default_factory=dict)
    by_text: dict[str, int] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Without the target itself, whose names are told by their places."""
        kept = [self.target.names.index(name) for name in self.names]
        return {"names": kept, "left_out": self.left_out, "holders": self.holders, "by_text": self.by_text}

    @classmethod
    def from_plain(cls, target: Target, plain: Mapping[str, Any]) -> TargetNames:
        """As `to_plain` gave it for the same target. Raises LookupError where it was of another."""
        names = [target.names[place] for place in plain["names"]]
        return cls(target, names, plain["left_out"], plain["holders"], plain["by_text"])


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an earlier index, or an earlier start, worked out: by kind and id of the target; and how names are read."""

    targets: Mapping[tuple[str, str], TargetNames]
    names_read: Mapping[str, str]

    def of(self, target: Target) -> TargetNames | None:
        """What is known of a target, where it is still the same."""
        known = self.targets.get((target.kind, target.id))
        return known if known is not None and known.target == target else None


def prepare(target: Target, vocabulary: Vocabulary, weights: Weights) -> TargetNames:
    """A target with its names' features; a name that says exactly what an earlier one says is known by that one."""
    made = TargetNames(target)
    holding: dict[str, dict[float, list[int]]] = {}
    seen: dict[tuple[tuple[str, float], ...], int] = {}
    for name in target.names:
        found = features_of(vocabulary.units(name.text), vocabulary, is_name=True, weights=weights)
        if not found.strengths:
            continue
        left_out = weights.left_out * found.core.count(" ")
        key = (("", left_out), *sorted(found.strengths.items()))
        place = seen.setdefault(key, len(made.names))
        made.by_text.setdefault(found.text, place)
        if place == len(made.names):
            made.names.append(name)
            made.left_out.append(left_out)
            for feature, strength in found.strengths.items():
                holding.setdefault(feature, {}).setdefault(strength, []).append(place)
    # One object for what is the same: the names of one word are looked through with each question.
    same: dict[tuple[int, ...], tuple[int, ...]] = {}
    for feature, strengths in holding.items():
        groups = ((strength, tuple(places)) for strength, places in strengths.items())
        made.holders[feature] = tuple((strength, same.setdefault(places, places)) for strength, places in groups)
    return made


def names_of(texts: Iterable[str], field: NameField) -> tuple[Name, ...]:
    """The texts as names of one field."""
    return tuple(Name(text, field) for text in texts)
