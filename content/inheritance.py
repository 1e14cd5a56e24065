"""How a guide is inherited: the rule of the country, then what province, city and district say differently.

Pure. Works field by field and tells for each field whose rule it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from content.codec import decode, decode_kind, encode
from content.model import Guide

KEYED_FIELDS = ("short", "channels", "limits", "phones", "agent")  # each key by itself; all else is replaced whole
NEVER_OVERLAID = ("id", "region", "topic", "questions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What one region says differently about one service. `changes` is plain data, already checked against Guide."""

    id: str
    region: str
    available: bool = True
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideInForce:
    """A guide as it holds in a region; `origins` maps each field that says something (`short.place`) to a region."""

    guide: Guide
    origins: Mapping[str, str]

    def to_plain(self) -> dict[str, Any]:
        """The guide's fields with `origins` beside them; the questions stay behind, they are tests."""
        plain: dict[str, Any] = encode(self.guide, keep_defaults=True)
        del plain["questions"]
        origins = {field: region for field, region in self.origins.items() if field != "questions"}
        return {**plain, "origins": origins}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> GuideInForce:
        """Raises FaultyContentError where the data is not a guide."""
        fields = {key: value for key, value in plain.items() if key != "origins"}
        return cls(
            guide=decode(Guide, fields),
            origins=decode_kind(dict[str, str], plain.get("origins", {}), from_text=False)[0],
        )

    @property
    def most_local_region(self) -> str:
        """The region nearest to the household whose rule is shown anywhere in the guide."""
        return next((code for code in reversed(list(dict.fromkeys(self.origins.values())))), self.guide.region)


def resolve(guide: Guide, overlays: Sequence[Overlay]) -> GuideInForce | None:
    """The guide in force, `overlays` given from the widest region to the narrowest; None where it is not offered."""
    plain: dict[str, Any] = encode(guide)
    origins: dict[str, str] = {}
    for key, value in plain.items():
        _note_origin(origins, key, value, guide.region)
    for overlay in overlays:
        if not overlay.available:
            return None
        for key, value in overlay.changes.items():
            is_keyed = key in KEYED_FIELDS and isinstance(value, Mapping)
            plain[key] = {**(plain.get(key) or {}), **value} if is_keyed else value
            _note_origin(origins, key, value, overlay.region)
    return GuideInForce(guide=decode(Guide, plain), origins=origins)


def _note_origin(origins: dict[str, str], key: str, value: Any, region: str) -> None:
    if key in KEYED_FIELDS and isinstance(value, Mapping):
        for part in value:
            _move_last(origins, f"{key}.{part}", region)
    else:
        _move_last(origins, key, region)


def _move_last(origins: dict[str, str], key: str, region: str) -> None:
    origins.pop(key, None)  # keeps the widest region first, so that the last one is the most local
    origins[key] = region
