"""Which screens of the television show a text, and what their addresses are. Pure."""

from __future__ import annotations

from typing import Any

from content.model import Guide

STEP = "steps/"
BEFORE_STEPS = ("", "materials")
AFTER_STEPS = ("offices", "fees", "conditions", "faq")
# Whole screens of the other kinds; what is not here has no screen of its own.
ROUTES = {
    "office": "office/{id}",
    "notice": "notices",
    "scenario": "scenario/{id}",
    "hotline": "emergency/{number}",
}


def parts_of(kind: str, thing: Any) -> list[str]:
    """The screens that show it; of a guide one each step."""
    if not isinstance(thing, Guide):
        return [""] if kind in ROUTES else []
    steps = [f"{STEP}{number}" for number in range(1, len(thing.steps) + 1)]
    parts = [*BEFORE_STEPS, *steps, *AFTER_STEPS]
    return parts if thing.faq else [part for part in parts if part != "faq"]


def route_of(kind: str, thing: Any, part: str) -> str | None:
    """The address of one of `parts_of`; None where it is none of them."""
    if part not in parts_of(kind, thing):
        return None
    if isinstance(thing, Guide):
        return f"guide/{thing.id}/{part}".rstrip("/")
    return ROUTES[kind].format(id=getattr(thing, "id", ""), number=getattr(thing, "number", ""))
