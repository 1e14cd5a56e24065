"""What stands on the page of a text besides its form: what it harms, what points at it, what could be said better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from channel_api.editing.forms import FormField, all_fields, form_of
from channel_api.editing.kinds import EditedKind
from channel_api.editing_errors import NoSuchGuideError
from channel_api.opened_guide import Opened
from channel_api.pages.fault_words import explain
from channel_api.pages.named_ids import OF_GUIDES, OF_TOPICS, names_of_ids
from channel_api.pages.room import Room
from channel_api.pages.words import page_words
from channel_api.text_advice import Harm


class Titled(Protocol):
    """A text as lists and pages know it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> EditedKind: ...


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
        "title": titles_of(room, [opened]).get(opened.key, opened.title),
        "id_names": names_of_ids(room, form),
        "id_fields": (*OF_GUIDES, *OF_TOPICS),
        "in_guide": _in_guide(room, opened) if kind.name == "overlay" else {},
        "region_name": _region_name(room, str(opened.text.get("region", ""))),
        "stays": [one for one in pointing if not one.leaves_too],
        "leaves": [one for one in pointing if one.leaves_too],
        "harm": [_harm_in_words(room, one) for one in harm],
        "notes": explain(room, notes, form, kind),
        "note_count": len(notes),
        "listening": listening,
        "can_withdraw": room.leaving.can_withdraw(opened),
        "can_release": not is_written and room.leaving.find_origin(opened) is not None,
    }


def titles_of(room: Room, texts: Iterable[Titled]) -> dict[str, str]:
    """What regional differences are called: as the guide they change, and where. All others have own titles."""
    overlays = [one for one in texts if one.kind.name == "overlay"]
    names = room.checker.load_guide_names() if overlays else {}
    said = {one.key: one.key.split(":") for one in overlays}
    return {
        key: f"{names[parts[2]].title}（{_region_name(room, parts[1])}）"
        for key, parts in said.items()
        if parts[2] in names
    }


def _in_guide(room: Room, overlay: Opened) -> dict[str, str]:
    """By field, what the guide says that a regional difference changes: nobody need look it up."""
    try:
        guide = room.desk.open(str(overlay.text.get("id", "")))
    except NoSuchGuideError:
        return {}
    fields = all_fields(form_of(guide.live_text or {}))
    said = {field.name: (field, field.value.replace("\n", "、")) for field in fields if field.value}
    options = page_words().options
    return {
        name: options.get(value, value)
        for name, (field, value) in said.items()
        if field.shape not in ("switch", "rows")
    }


def _region_name(room: Room, code: str) -> str:
    regions = room.services.catalogue.current().regions
    return regions[code].name if code in regions else code


def _harm_in_words(room: Room, harm: Harm) -> dict[str, Any]:
    place = _region_name(room, harm.key.split(":")[1])
    return {
        "key": harm.key,
        "place": f"{page_words().kinds['overlay'].name} {place}",
        "said": [room.checker.explain(fault) for fault in harm.faults],
    }
