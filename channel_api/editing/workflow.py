"""The way of a text: draft, in review, approved, published, or returned with a reason. Nothing here is stored or shown.

Every act takes the work as it is and gives the work as it then is; what is not allowed raises, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from channel_api.editing.grants import ROLES as ROLES  # the others take it from here
from channel_api.editing.grants import Grant, Place, roles_at
from channel_api.editing.grants import Role as Role

State = Literal["draft", "in_review", "approved", "published", "returned"]
Act = Literal["save", "submit", "approve", "return", "publish"]
Refusal = Literal[
    "role", "state", "own_change", "no_reason", "faulty", "live_changed", "being_written", "not_from_files"
]

ACTS: tuple[Act, ...] = get_args(Act)

# An administrator may do whatever any of these may.
ROLE_FOR: dict[Act, Role] = {
    "save": "editor",
    "submit": "editor",
    "approve": "reviewer",
    "return": "reviewer",
    "publish": "publisher",
}
# From which states an act leads anywhere. What is published is saved into a new draft; it stays live meanwhile.
FROM: dict[Act, frozenset[State]] = {
    "save": frozenset(get_args(State)),
    "submit": frozenset(("draft", "returned")),
    "approve": frozenset(("in_review",)),
    "return": frozenset(("in_review", "approved")),
    "publish": frozenset(("approved",)),
}


class RefusedError(Exception):
    """An act that is not allowed now, or not to this person; `reason` is a key of the words of the pages."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. `roles` hold everywhere, `grants` in some departments or regions only: whoever forgets
    to ask `within` refuses too much and never allows too much."""

    name: str
    roles: frozenset[Role]
    grants: frozenset[Grant] = frozenset()

    def may(self, act: Act) -> bool:
        """Whether any role of theirs allows this everywhere."""
        return _allows(self.roles, act)

    def may_somewhere(self, act: Act) -> bool:
        """Whether there is any text at all with which they may do this."""
        return _allows(self.roles | {grant.role for grant in self.grants}, act)

    def within(self, places: Iterable[Place]) -> Person:
        """The same person as far as they may act on what belongs to all of these places."""
        return Person(self.name, self.roles | roles_at(self.grants, places)) if self.grants else self

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.roles

    @property
    def is_administrator_somewhere(self) -> bool:
        return self.is_administrator or any(grant.role == "administrator" for grant in self.grants)

    @property
    def all_grants(self) -> frozenset[Grant]:
        """Those that hold everywhere among the others."""
        return self.grants | {Grant(role) for role in self.roles}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where a text is on its way. `authors`: who changed it since it was last live; `version` counts every act."""

    state: State = "published"
    version: int = 0
    authors: frozenset[str] = field(default_factory=frozenset)
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The work after an act; `restarted`: a review had begun and begins anew; `overrode`: only an administrator may."""

    work: Work
    restarted: bool = False
    overrode: bool = False


def save(work: Work, who: Person, *, is_as_live: bool = False) -> Done:
    """The text changed. `is_as_live`: it now says what is published, so there is no draft any more.

    Give only real changes: a text that says what it said before is nothing to save. Raises RefusedError."""
    _require(work, who, "save")
    restarted = work.state in ("in_review", "approved")
    if is_as_live:
        return Done(_moved(work, "published", authors=frozenset()), restarted)
    return Done(_moved(work, "draft", authors=work.authors | {who.name}), restarted)


def submit(work: Work, who: Person, *, faults: int = 0, has_live_changed: bool = False) -> Done:
    """To the colleagues. Raises RefusedError."""
    _require(work, who, "submit")
    _require_sound(faults, has_live_changed)
    return Done(_moved(work, "in_review", authors=work.authors))


def approve(work: Work, who: Person) -> Done:
    """Somebody else has read it; an administrator who changed it too may approve it, and that is marked.

    Raises RefusedError."""
    _require(work, who, "approve")
    is_own = who.name in work.authors
    if is_own and not who.is_administrator:
        raise RefusedError("own_change")
    return Done(replace(_moved(work, "approved", authors=work.authors), approved_by=who.name), overrode=is_own)


def give_back(work: Work, who: Person, reason: str) -> Done:
    """To its authors, who are told why. Raises RefusedError."""
    _require(work, who, "return")
    if not reason.strip():
        raise RefusedError("no_reason")
    return Done(replace(_moved(work, "returned", authors=work.authors), reason=reason.strip()))


def publish(work: Work, who: Person, *, faults: int = 0, has_live_changed: bool = False) -> Done:
    """To the living rooms. Raises RefusedError."""
    _require(work, who, "publish")
    _require_sound(faults, has_live_changed)
    return Done(_moved(work, "published", authors=frozenset()))


def acts_open_to(work: Work, who: Person) -> frozenset[Act]:
    """What this person can do next; a page offers nothing else."""
    is_own = who.name in work.authors and not who.is_administrator
    open_acts = {act for act in ACTS if who.may(act) and work.state in FROM[act]}
    return frozenset(open_acts - {"approve"} if is_own else open_acts)


def _allows(roles: frozenset[Role], act: Act) -> bool:
    return ROLE_FOR[act] in roles or "administrator" in roles


def _require(work: Work, who: Person, act: Act) -> None:
    if not who.may(act):
        raise RefusedError("role")
    if work.state not in FROM[act]:
        raise RefusedError("state")


def _require_sound(faults: int, has_live_changed: bool) -> None:
    if has_live_changed:
        raise RefusedError("live_changed")
    if faults:
        raise RefusedError("faulty")


def _moved(work: Work, state: State, *, authors: frozenset[str]) -> Work:
    return Work(state=state, version=work.version + 1, authors=authors)
