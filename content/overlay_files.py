"""An overlay as its file writes it: a few fields of a guide, each read as the guide would read it.

The groups of `KEYED_FIELDS` may be written in part; everything else is whole.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import Any

from content.codec import FieldSpec, Plain, decode_kind, encode, fields_of
from content.faults import Fault, quote
from content.inheritance import KEYED_FIELDS, NEVER_OVERLAID, Overlay
from content.model import Guide

_OWN_KEYS = ("id", "region", "available")


def overlay_fields() -> dict[str, FieldSpec]:
    """The fields of a guide that an overlay may change."""
    return {spec.key: spec for spec in fields_of(Guide) if spec.key not in NEVER_OVERLAID}


def decode_overlay(plain: Plain) -> tuple[Overlay | None, list[Fault]]:
    """The overlay a file describes, or None and everything that is wrong with it."""
    if not isinstance(plain, Mapping):
        return None, [Fault("wrong_type", "", {"wanted": "mapping", "found": quote(plain)})]
    allowed = overlay_fields()
    known = "、".join([*_OWN_KEYS, *allowed])
    strange = [key for key in plain if key not in allowed and key not in _OWN_KEYS]
    faults = [Fault("unknown_key", key, {"known": known}) for key in strange]
    own: dict[str, Any] = {"available": True}
    for key, kind in (("id", str), ("region", str), ("available", bool)):
        if key in plain:
            own[key], inner = decode_kind(kind, plain[key], from_text=True)
            faults += [fault.under(key) for fault in inner]
        elif key != "available":
            faults.append(Fault("missing_key", key))
    changes: dict[str, Plain] = {}
    for key, spec in allowed.items():  # in canonical order, whatever the order of the file
        if key in plain:
            changes[key], inner = _decode_change(spec, plain[key])
            faults += [fault.under(key) for fault in inner]
    return (None if faults else Overlay(**own, changes=changes)), faults


def _decode_change(spec: FieldSpec, plain: Plain) -> tuple[Plain, list[Fault]]:
    if spec.key in KEYED_FIELDS:
        return _decode_part(_group_class(spec.kind), plain)
    value, faults = decode_kind(spec.kind, plain, from_text=True)
    return _encode_change(value), faults


def _decode_part(group: type, plain: Plain) -> tuple[Plain, list[Fault]]:
    if not isinstance(plain, Mapping):
        return None, [Fault("wrong_type", "", {"wanted": "mapping", "found": quote(plain)})]
    specs = {spec.key: spec for spec in fields_of(group)}
    faults = [Fault("unknown_key", key, {"known": "、".join(specs)}) for key in plain if key not in specs]
    part: dict[str, Plain] = {}
    for key, spec in specs.items():
        if key in plain:
            value, inner = decode_kind(spec.kind, plain[key], from_text=True)
            part[key] = _encode_change(value)
            faults += [fault.under(key) for fault in inner]
    return part, faults


def _group_class(kind: Any) -> type:
    arms: tuple[type, ...] = typing.get_args(kind)
    return next(arm for arm in arms if dataclasses.is_dataclass(arm))


def _encode_change(value: Any) -> Plain:
    """Plain data; a group that says only defaults (`booking: {required: false}`) still shows what it says."""
    plain = encode(value)
    if plain == {}:
        group: type = type(value)
        first = fields_of(group)[0]
        return {first.key: encode(first.default)}
    return plain


def plain_of_overlay(overlay: Overlay) -> dict[str, Plain]:
    """The overlay as its file writes it, in canonical order."""
    own: dict[str, Plain] = {"id": overlay.id, "region": overlay.region}
    if not overlay.available:
        own["available"] = False
    ordered = {key: overlay.changes[key] for key in overlay_fields() if key in overlay.changes}
    return {**own, **ordered}
