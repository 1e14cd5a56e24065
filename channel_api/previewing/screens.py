"""Which screens of the television show a text, and what their addresses are. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from content.model import Guide, Scenario

STEP = "steps/"
QUESTION, OUTCOME = "question/", "outcome/"
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
    """The screens that show it; of a guide one each step, of a scenario one each question and outcome that some answers
    lead to."""
    if isinstance(thing, Scenario):
        return list(_ways(thing))
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


def answers_of(thing: Any, part: str) -> tuple[int, ...]:
    """Which answers, counted from 1, lead somebody to this screen of a scenario by the shortest way."""
    return _ways(thing).get(part, ()) if isinstance(thing, Scenario) else ()


@dataclass(frozen=True, slots=True)
class Leading:
    """An answer of the question in sight, and the screen it leads to."""

    text: str
    part: str


def leads_on(thing: Any, part: str) -> list[Leading]:
    """Where each answer of a scenario's question leads; nothing where the path ends."""
    if not isinstance(thing, Scenario):
        return []
    first = thing.questions[0].id if thing.questions else ""
    here = part.removeprefix(QUESTION) or first
    question = next((one for one in thing.questions if one.id == here), None)
    found = [Leading(one.text, _part_of(thing, one.leads_to)) for one in question.answers] if question else []
    return [one for one in found if one.part in _ways(thing)]


def _ways(scenario: Scenario) -> dict[str, tuple[int, ...]]:
    """Every screen that can be reached, the questions first, with the answers that lead there."""
    if not scenario.questions:
        return {"": ()}
    by_id = {question.id: question for question in reversed(scenario.questions)}
    ways: dict[str, tuple[int, ...]] = {scenario.questions[0].id: ()}
    waiting = deque(ways)
    while waiting:
        here = waiting.popleft()
        for number, answer in enumerate(by_id[here].answers if here in by_id else (), start=1):
            if answer.leads_to not in ways:
                ways[answer.leads_to] = (*ways[here], number)
                waiting.append(answer.leads_to)
    known = [question.id for question in scenario.questions] + [outcome.id for outcome in scenario.outcomes]
    return {_part_of(scenario, id_): ways[id_] for id_ in known if id_ in ways}


def _part_of(scenario: Scenario, id_: str) -> str:
    """The first question is the screen itself."""
    if scenario.questions and scenario.questions[0].id == id_:
        return ""
    is_question = any(question.id == id_ for question in scenario.questions)
    return f"{QUESTION if is_question else OUTCOME}{id_}"
