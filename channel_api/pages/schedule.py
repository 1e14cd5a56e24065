"""What comes when: the plans of all texts, moved and cancelled; and the small form with which a moment is given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Literal

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.clock import day_of
from channel_api.editing.schedules import MomentError, parse_moment
from channel_api.editing_desk import FaultyGuideError, NoSuchGuideError
from channel_api.opened_guide import Opened, Token
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.pages.words import page_words
from channel_api.schedule_desk import PlanRefusedError
from channel_api.sign_in_desk import SignedIn
from channel_api.store.schedules import Schedule, TakenError

SCHEDULE_PATH = "/editors/schedule"
OVER_SHOWN = 30  # what happened lately; everything stands in the trail
LONGEST_TYPED = 20  # characters of a day or a time
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")

Wrong = dict[str, str]
"""By field of the form, what is wrong with it."""


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/schedule`, its buttons, and `/editors/guides/<key>/plan` and `plan-end`."""
    _add_list(routes, room)
    _add_planning(routes, room)

    @routes.context_processor
    def plans() -> dict[str, object]:
        return {"plans_of": room.plans.load_plans, "may_publish_of": may_publish}

    def may_publish(signed: SignedIn, opened: Opened) -> bool:
        return room.desk.within(signed.person, opened).may("publish")

    @routes.errorhandler(PlanRefusedError)
    def refused(error: PlanRefusedError) -> AnyResponse:
        return sorry(error.reason, HTTPStatus.CONFLICT, room.signed_in())

    @routes.errorhandler(TakenError)
    def taken(_error: TakenError) -> AnyResponse:
        return sorry("plan_taken", HTTPStatus.CONFLICT, room.signed_in())


def _add_list(routes: Blueprint, room: Room) -> None:
    @routes.get(SCHEDULE_PATH)
    @entrance(room)
    def schedule(signed: SignedIn) -> AnyResponse:
        return _show_list(room, signed)

    @routes.post(f"{SCHEDULE_PATH}/<number>/move")
    @entrance(room, "publish")
    def move(signed: SignedIn, number: str) -> AnyResponse:
        known, version = _numbers(number)
        try:
            room.plans.move(signed.person, known, version, parse_moment(typed("day"), typed("hour")))
        except MomentError as error:
            said = page_words().moments[error.fault]
            return _show_list(room, signed, HTTPStatus.UNPROCESSABLE_ENTITY, wrong={known: said})
        return go_to(f"{SCHEDULE_PATH}?done=plan_moved")

    @routes.post(f"{SCHEDULE_PATH}/<number>/cancel")
    @entrance(room, "publish")
    def cancel(signed: SignedIn, number: str) -> AnyResponse:
        room.plans.cancel(signed.person, *_numbers(number))
        return go_to(f"{SCHEDULE_PATH}?done=plan_cancelled")

    @routes.post(f"{SCHEDULE_PATH}/<number>/seen")
    @entrance(room, "publish")
    def seen(signed: SignedIn, number: str) -> AnyResponse:
        room.plans.note_seen(signed.person, *_numbers(number))
        return go_to(f"{SCHEDULE_PATH}?done=plan_seen")


def _add_planning(routes: Blueprint, room: Room) -> None:
    @routes.post("/editors/guides/<key>/plan")
    @entrance(room, "publish")
    def plan(signed: SignedIn, key: str) -> AnyResponse:
        token = Token.parse(request.form.get("token", ""))
        if token is None:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        wrong: Wrong = {}
        moment, until = (
            find_moment("day", "hour", wrong),
            find_moment("until_day", "until_hour", wrong, is_needed=False),
        )
        try:
            if moment is not None and not wrong:
                room.plans.plan_publishing(signed.person, key, token, moment, until=until)
                return go_to(f"/editors/guides/{key}?done=planned")
        except MomentError as error:
            wrong[find_wrong_moment(error, moment, until, room)] = said_of(error)
        except FaultyGuideError as error:
            return _ask(room, signed, key, "publish", {}, [room.checker.explain(fault) for fault in error.faults])
        return _ask(room, signed, key, "publish", wrong)

    @routes.post("/editors/guides/<key>/plan-end")
    @entrance(room, "publish")
    def plan_end(signed: SignedIn, key: str) -> AnyResponse:
        live = _number(request.form.get("live", ""))
        wrong: Wrong = {}
        moment = find_moment("day", "hour", wrong)
        try:
            if moment is not None:
                room.plans.plan_end(signed.person, key, live, moment)
                return go_to(f"/editors/guides/{key}?done=planned")
        except MomentError as error:
            wrong["day"] = said_of(error)
        except FaultyGuideError as error:
            return _ask(room, signed, key, "end", {}, [room.checker.explain(fault) for fault in error.faults])
        return _ask(room, signed, key, "end", wrong)


def _show_list(
    room: Room, signed: SignedIn, status: int = HTTPStatus.OK, wrong: Mapping[int, str] | None = None
) -> AnyResponse:
    plans, over = room.plans.load_open(), room.plans.load_over(OVER_SHOWN)
    return page(
        "schedule.html",
        status,
        signed,
        failed=[plan for plan in plans if plan.state == "failed"],
        waiting=[plan for plan in plans if plan.state == "waiting"],
        over=over,
        titles=_titles(room, [*plans, *over]),
        wrong=wrong or {},
        today=room.services.today(),
        now=room.services.clock(),
        day_of=day_of,
        done=request.args.get("done", ""),
    )


def _titles(room: Room, plans: Sequence[Schedule]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for key in {plan.key for plan in plans}:
        try:
            titles[key] = room.desk.open(key).title
        except NoSuchGuideError:
            titles[key] = key
    return titles


def _ask(
    room: Room,
    signed: SignedIn,
    key: str,
    sort: Literal["publish", "end"],
    wrong: Wrong,
    faults: Sequence[tuple[str, str]] = (),
) -> AnyResponse:
    """The form once more, with what was typed and what is wrong with it."""
    opened: Opened = room.desk.open(key)
    typed_in = {name: typed(name) for name in ("day", "hour", "until_day", "until_hour")}
    return page(
        "plan.html",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        signed,
        opened=opened,
        sort=sort,
        wrong=wrong,
        typed=typed_in,
        faults=faults,
        plans=room.plans.load_plans(key),
    )


def find_moment(day: str, hour: str, wrong: Wrong, *, is_needed: bool = True) -> datetime | None:
    """None where nothing was typed and nothing is needed, or where it is wrong, which then is said."""
    if not is_needed and not typed(day):  # the time may be there: it is filled in beforehand
        return None
    try:
        return parse_moment(typed(day), typed(hour))
    except MomentError as error:
        wrong[day] = said_of(error)
        return None


def find_wrong_moment(error: MomentError, moment: datetime | None, until: datetime | None, room: Room) -> str:
    """The field of which of two moments is past, or too far ahead: the first one, unless it is fine."""
    now = room.services.clock()
    is_first_fine = moment is not None and now < moment and (until is None or moment < until)
    is_second = error.fault == "before_begin" or (is_first_fine and until is not None)
    return "until_day" if is_second else "day"


def said_of(error: MomentError) -> str:
    """What is wrong with it, in words."""
    return page_words().moments[error.fault]


def typed(name: str) -> str:
    """A day or a time as it came."""
    return "".join(filter(str.isprintable, request.form.get(name, "").strip()[:LONGEST_TYPED]))


def _numbers(number: str) -> tuple[int, int]:
    """Number and version of a plan; 0 is none."""
    return _number(number), _number(request.form.get("version", ""))


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0
