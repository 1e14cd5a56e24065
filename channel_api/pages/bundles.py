"""One plan for many texts: which of the approved drafts go live together, when, and when all is as it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.bundle_desk import BundleRefusedError, Chosen, FaultyTogetherError
from channel_api.cases.texts import IdentityNumberError
from channel_api.editing.schedules import MomentError, Problem
from channel_api.opened_guide import Token
from channel_api.pages.room import Room, entrance, go_to, page
from channel_api.pages.schedule import SCHEDULE_PATH, Wrong, find_moment, find_wrong_moment, said_of, typed
from channel_api.pages.words import page_words
from channel_api.sign_in_desk import SignedIn
from channel_api.store.plan_bundles import Bundle
from channel_api.store.schedules import Schedule
from content.understanding.identity_numbers import mask_digit_runs

TOGETHER_PATH = f"{SCHEDULE_PATH}/together"
MOMENTS = ("day", "hour", "until_day", "until_hour")
LONGEST_TYPED = 200  # characters of a title that are looked at
MOST_READ = 1_000  # boxes


@dataclass(frozen=True, slots=True)
class Heap:
    """What a list of plans shows as one line each: by the number of the first plan, all that happens with it; what each
    bundle is called; and what would keep one from happening, by plan."""

    parts: Mapping[int, Sequence[Schedule]]
    bundles: Mapping[int, Bundle]
    troubles: Mapping[int, Problem]


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/schedule/together`."""

    @routes.get(TOGETHER_PATH)
    @entrance(room, "publish")
    def choose_together(signed: SignedIn) -> AnyResponse:
        return _show(room, signed)

    @routes.post(TOGETHER_PATH)
    @entrance(room, "publish")
    def plan_together(signed: SignedIn) -> AnyResponse:
        wrong: Wrong = {}
        moment = find_moment("day", "hour", wrong)
        until = find_moment("until_day", "until_hour", wrong, is_needed=False)
        title = request.form.get("title", "")[:LONGEST_TYPED]
        try:
            if moment is not None and not wrong:
                room.bundles.plan(signed.person, title, _read_chosen(), moment, until=until)
                return go_to(f"{SCHEDULE_PATH}?done=planned_together")
        except MomentError as error:
            wrong[find_wrong_moment(error, moment, until, room)] = said_of(error)
        except BundleRefusedError as error:
            wrong["title" if error.reason == "bundle_title" else "texts"] = page_words().sorry[error.reason]
        except IdentityNumberError:
            wrong["title"] = page_words().sorry["personal_said"]
        except FaultyTogetherError as error:
            return _show(room, signed, {}, error)
        return _show(room, signed, wrong)

    @routes.context_processor
    def heaps() -> dict[str, object]:
        return {"heap_of": heap_of}

    def heap_of(plans: Sequence[Schedule]) -> Heap:
        return _heap_of(room, plans)


def _show(
    room: Room, signed: SignedIn, wrong: Wrong | None = None, faulty: FaultyTogetherError | None = None
) -> AnyResponse:
    candidates = room.bundles.find_candidates(signed.person)
    titles = {one.key: one.title for one in candidates}
    faults = {
        titles.get(key, key): [room.checker.explain(fault) for fault in found]
        for key, found in (faulty.faults if faulty else {}).items()
    }
    return page(
        "together.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong or faulty else HTTPStatus.OK,
        signed,
        candidates=candidates,
        chosen={one.key for one in _read_chosen()},
        wrong=wrong or {},
        faults=faults,
        typed={name: typed(name) for name in MOMENTS},
        title=mask_digit_runs(request.form.get("title", "")[:LONGEST_TYPED]),
    )


def _read_chosen() -> list[Chosen]:
    """Each ticked box says which text it is and how the page showed it; what no page of ours holds is left out. One box
    stands for all that were shown."""
    read: dict[str, Chosen] = {}
    for value in request.form.getlist("shown" if request.form.get("all") == "yes" else "text")[:MOST_READ]:
        shown, _, key = value.partition(" ")
        token = Token.parse(shown)
        if token is not None and key:
            read[key] = Chosen(key, token)
    return list(read.values())


def _heap_of(room: Room, plans: Sequence[Schedule]) -> Heap:
    parts: dict[tuple[int, str, str], list[Schedule]] = {}
    for plan in plans:
        at = (-plan.number, plan.slot, plan.state) if plan.bundle is None else (plan.bundle, plan.slot, plan.state)
        parts.setdefault(at, []).append(plan)
    # What kept all of them back stands before those that could have gone.
    told = [sorted(some, key=lambda plan: (plan.problem == "not_together", plan.number)) for some in parts.values()]
    return Heap({some[0].number: some for some in told}, room.bundles.load(plans), room.bundles.find_troubles(plans))
