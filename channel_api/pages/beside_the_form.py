"""What stands on the page of a text besides its form: what it harms, what points at it, what could be said better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from channel_api.editing.forms import FormField
from channel_api.opened_guide import Opened
from channel_api.pages.fault_words import explain
from channel_api.pages.room import Room
from channel_api.pages.words import page_words
from channel_api.text_advice import Harm


def beside(room: Room, opened: Opened, form: Sequence[FormField], *, is_check: bool) -> dict[str, Any]:
    """The values its template needs. Advice costs a moment, so it is given where somebody asked to check."""
    kind, today = opened.kind, room.services.today()
    id_ = kind.id_of(opened.key)
    pointing = room.checker.find_pointing(kind, id_) if opened.is_withdrawal else []
    is_written = opened.work.state != "published"
    harm = room.advice.find_harm(opened.text, opened.live_text, today, kind) if is_written else []
    notes = room.advice.find_notes(opened.text, today, kind) if is_check else []
    listening = room.advice.listen(opened.text, today, kind) if is_check else None
    return {
        "stays": [one for one in pointing if not one.leaves_too],
        "leaves": [one for one in pointing if one.leaves_too],
        "harm": [_harm_in_words(room, one) for one in harm],
        "notes": explain(room, notes, form, kind),
        "note_count": len(notes),
        "listening": listening,
        "can_withdraw": room.leaving.can_withdraw(opened),
        "can_release": not is_written and room.leaving.find_origin(opened) is not None,
    }


def _harm_in_words(room: Room, harm: Harm) -> dict[str, Any]:
    region = harm.key.split(":")[1]
    regions = room.services.catalogue.current().regions
    kind_name = page_words().kinds["overlay"].name
    place = regions[region].name if region in regions else region
    return {
        "key": harm.key,
        "place": f"{kind_name} {place}",
        "said": [room.checker.explain(fault) for fault in harm.faults],
    }
