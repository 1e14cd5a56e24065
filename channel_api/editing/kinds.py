"""The kinds of content that are edited on the pages: of which class each is, what names it, what is asked first.

A draft's key tells kind and id: `office:330106-hall`, `overlay:330106:marriage`; a guide's is its id alone, for most
of what is written here are guides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from channel_api.editing.overlay_texts import overlay_form, overlay_of, overlay_text_of, tidy_overlay
from channel_api.editing.texts import Text, text_of, tidy
from content.codec import decode, try_decode
from content.faults import Fault
from content.inheritance import Overlay
from content.model import Guide, Hotline, Notice, Office, Scenario, Topic
from content.word_entries import ConceptWords, SharedName, Synonyms, WordReading

JOINT = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedKind:
    """One kind. `cls`: what is published; `id_fields`: what makes its id, the widest first; `fixed`: what stays as it
    was begun, for others point at it and people may write by region; `begun_with`: what is asked before anything else,
    `asked_too`: what may be left open then; `title_field`: how lists call it; `is_seeded`: the program brings texts of
    its own, which no database holds."""

    name: str
    cls: type
    id_fields: tuple[str, ...] = ("id",)
    fixed: tuple[str, ...] = ("id", "region")
    begun_with: tuple[str, ...] = ("id", "region", "title")
    asked_too: tuple[str, ...] = ()
    title_field: str = "title"
    is_seeded: bool = False

    @property
    def form_cls(self) -> type:
        """The class whose fields make the form."""
        return overlay_form() if self.cls is Overlay else self.cls

    @property
    def label_prefix(self) -> str:
        """What its labels begin with; where there is no such label, a guide's field of this name lends its own."""
        return "" if self.cls is Guide else f"{self.name}{JOINT}"

    def key_of(self, text: Mapping[str, Any]) -> str:
        """The key of a text's draft."""
        return self.label_prefix + JOINT.join(str(text.get(name, "")) for name in self.id_fields)

    def id_of(self, key: str) -> str:
        """What the published document of this key is called."""
        name = key.removeprefix(self.label_prefix)
        return "/".join(name.split(JOINT, len(self.id_fields) - 1))

    def title_of(self, text: Mapping[str, Any]) -> str:
        """How people call it; empty where nothing is written yet."""
        return str(text.get(self.title_field, ""))

    def tidy(self, text: Mapping[str, Any]) -> Text:
        """The canonical form of a text."""
        return tidy_overlay(text) if self.cls is Overlay else tidy(self.cls, text)

    def text_of(self, thing: Any) -> Text:
        """What an object says, as texts."""
        return overlay_text_of(thing) if self.cls is Overlay else text_of(thing)

    def thing_of(self, text: Text) -> tuple[Any, list[Fault]]:
        """The object, or None and what keeps the text from being one."""
        return overlay_of(text) if self.cls is Overlay else try_decode(self.cls, text, from_text=True)

    def text_of_body(self, body: str) -> Text:
        """The text of a stored document."""
        plain = json.loads(body)
        return self.text_of(Overlay(**plain) if self.cls is Overlay else decode(self.cls, plain))


DEPARTMENT = ("department",)  # whoever has a role in one department begins texts of no other
GUIDES = EditedKind(name="guide", cls=Guide, begun_with=("id", "region", "topic", "title"), asked_too=DEPARTMENT)
KINDS: tuple[EditedKind, ...] = (
    GUIDES,
    EditedKind(name="overlay", cls=Overlay, id_fields=("region", "id"), begun_with=("id", "region"), title_field="id"),
    EditedKind(
        name="office",
        cls=Office,
        begun_with=("id", "region", "name", "kind"),
        asked_too=DEPARTMENT,
        title_field="name",
    ),
    EditedKind(name="notice", cls=Notice, begun_with=("id", "region", "title", "text"), asked_too=DEPARTMENT),
    EditedKind(name="scenario", cls=Scenario, begun_with=("id", "title"), asked_too=DEPARTMENT),
    EditedKind(
        name="hotline",
        cls=Hotline,
        id_fields=("number",),
        fixed=("number",),
        begun_with=("number", "name"),
        asked_too=DEPARTMENT,
        title_field="name",
    ),
    EditedKind(name="topic", cls=Topic, fixed=("id",), begun_with=("id", "title", "order")),
    EditedKind(name="concept", cls=ConceptWords, fixed=("id",), begun_with=("id", "title"), is_seeded=True),
    EditedKind(
        name="synonyms",
        cls=Synonyms,
        id_fields=("name",),
        fixed=("name",),
        begun_with=("name", "words"),
        title_field="name",
        is_seeded=True,
    ),
    EditedKind(
        name="reading",
        cls=WordReading,
        id_fields=("word",),
        fixed=("word",),
        begun_with=("word", "reading"),
        title_field="word",
        is_seeded=True,
    ),
    EditedKind(
        name="shared_name",
        cls=SharedName,
        id_fields=("name",),
        fixed=("name",),
        begun_with=("name", "services"),
        title_field="name",
        is_seeded=True,
    ),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def is_kind(name: str) -> bool:
    return name in _BY_NAME


def find_kind(name: str) -> EditedKind:
    """Raises KeyError."""
    return _BY_NAME[name]


def kind_of(key: str) -> EditedKind:
    """The kind a draft's key speaks of."""
    name, joint, _ = key.partition(JOINT)
    return _BY_NAME.get(name, GUIDES) if joint else GUIDES
