"""Two people changed the same text: what they wrote is brought together; where both wrote in one field, both stay."""

from __future__ import annotations

from dataclasses import dataclass, field

from channel_api.editing.kinds import GUIDES, EditedKind
from channel_api.editing.texts import Text
from content.codec import fields_of


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with the changes of both; of the fields that both changed differently it holds `mine`.

    `theirs` holds what the other one wrote there (nothing: they emptied it); a list counts as one field."""

    text: Text
    theirs: Text = field(default_factory=dict)
    both_changed: tuple[str, ...] = ()
    taken_over: tuple[str, ...] = ()


def merge(base: Text, theirs: Text, mine: Text, kind: EditedKind = GUIDES) -> Merged:
    """`base`: what both started from."""
    merged: Text = {}
    both_changed: list[str] = []
    taken_over: list[str] = []
    for spec in fields_of(kind.form_cls):
        key = spec.key
        was, other, own = base.get(key), theirs.get(key), mine.get(key)
        if own in (was, other):
            chosen = other
            if other != own:
                taken_over.append(key)
        else:
            chosen = own
            if other != was:
                both_changed.append(key)
        if chosen is not None:
            merged[key] = chosen
    kept = {key: theirs[key] for key in both_changed if key in theirs}
    return Merged(kind.tidy(merged), kept, tuple(both_changed), tuple(taken_over))
