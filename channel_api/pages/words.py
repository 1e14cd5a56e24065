"""The words of the editors' pages, read once when first needed: a file of `wording/` for each group of pages."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from channel_api.cases.data_files import load_data_file
from channel_api.editing.grants import ROLES
from channel_api.people_desk import OPERATOR
from content.codec import decode

EMPTIED = ":emptied.field"
# A role as the trail spells it, with a department and a region where it holds only there: `editor:民政@330100`.
_GRANT = re.compile(rf"\b(?P<role>{'|'.join(ROLES)})\b(?::(?P<department>[^@\s]+))?(?:@(?P<region>[0-9]{{6}}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """What stands before a field, and what helps to fill it."""

    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """What a kind of content is called: all of them, beginning one, and what it is good for."""

    name: str
    new: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """All of `wording/`. `options`: what a choice is called where its own word is not for people; `faults` and
    `fault_kinds`: what the check says in other words where nobody sees a file."""

    say: dict[str, str]
    states: dict[str, str]
    roles: dict[str, str]
    acts: dict[str, str]
    orders: dict[str, str]
    options: dict[str, str]
    details: dict[str, str]
    done: dict[str, str]
    sorry: dict[str, str]
    password: dict[str, str]
    common_in_passwords: tuple[str, ...]
    kinds: dict[str, KindWords] = dataclasses.field(default_factory=dict)
    faults: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    fault_kinds: dict[str, str] = dataclasses.field(default_factory=dict)
    fields: dict[str, FieldWords] = dataclasses.field(default_factory=dict)
    plans: dict[str, str] = dataclasses.field(default_factory=dict)
    outcomes: dict[str, str] = dataclasses.field(default_factory=dict)
    moments: dict[str, str] = dataclasses.field(default_factory=dict)
    problems: dict[str, str] = dataclasses.field(default_factory=dict)

    def text(self, name: str, /, **values: object) -> str:
        """A sentence with `{name}` filled in."""
        return self.say[name].format(**values)

    def field(self, label: str) -> FieldWords:
        """The words of a field. What a kind does not call otherwise is called as in a guide: `office:region`."""
        return self.fields.get(label) or self.fields[label.rpartition(":")[2]]

    def choice(self, label: str, word: str) -> str:
        """What may be chosen in a field as people read it; a region's emptied places are called as their fields."""
        is_field = label.endswith(EMPTIED) and word in self.fields  # a form can be sent with any word there
        return self.label_of(word) if is_field else self.options.get(word, word)

    @property
    def said_otherwise(self) -> dict[str, dict[str, Any]]:
        """What the check says in other words on the pages, by part of its own words."""
        return {"faults": dict(self.faults), "kinds": dict(self.fault_kinds)}

    def said_in_trail(self, name: str, value: object) -> str:
        """What the trail holds in short: roles as the page of people calls them, the operator, sides of a choice."""
        said = str(value)
        if name == "who":
            return self.say["trail_operator"] if said == OPERATOR else said
        return _GRANT.sub(self._grant_said, said) if name in ("grants", "given", "taken", "roles") else said

    def _grant_said(self, found: re.Match[str]) -> str:
        where = "，".join(part for part in (found["department"], found["region"]) if part)
        return self.roles[found["role"]] + (f"（{where}）" if where else "")

    def id_of(self, key: str) -> str:
        """A key as people read it, without its kind, which stands in the heading: `office:330106-hall`."""
        return key.rpartition(":")[2]

    def list_path(self, kind: str) -> str:
        """Where the list of a kind is; the guides' is the first page."""
        return "/editors/" if kind == "guide" else f"/editors/lists/{kind}"

    def label_of(self, path: str) -> str:
        """`materials.name` with the group it stands in: 申报材料 · 名称."""
        kind, joint, inside = path.rpartition(":")
        parts = inside.split(".")
        names = [kind + joint + ".".join(parts[: end + 1]) for end in range(len(parts))]
        return " · ".join(self.field(name).label for name in names)


@cache
def page_words() -> PageWords:
    """Raises content.faults.FaultyContentError where a file is wrong, ValueError where two say the same thing; a test
    reads them."""
    together: dict[str, Any] = {}
    folder = files("channel_api.pages").joinpath("wording")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        for section, words in load_data_file("channel_api.pages", f"wording/{file.name}").items():
            known = together.setdefault(section, type(words)())
            if isinstance(words, dict):
                twice = known.keys() & words.keys()
                if twice:
                    raise ValueError(f"{file.name} says once more under {section}: {sorted(twice)}")
                known.update(words)
            else:
                known.extend(words)
    return decode(PageWords, together)
