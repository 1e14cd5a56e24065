"""The work list of what viewers say is wrong: taken, left, and done with a note."""

from __future__ import annotations

import re
from datetime import datetime
from http import HTTPStatus
from typing import get_args
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.asked.tasks import TaskState
from channel_api.asked_desk import LONGEST_NOTE, FeedbackTasks, NoNoteError
from channel_api.pages.asked import Names, plain_name
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.sign_in_desk import SignedIn
from channel_api.store.feedback_tasks import TaskKey

TASKS = "/editors/asked/feedback"
ROWS_ON_A_PAGE = 50
_NUMBER = re.compile(r"[0-9]{1,9}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/asked/feedback`, `take`, `leave`, `finish`."""
    tasks = FeedbackTasks(room.services.database, room.services.clock)

    @routes.get(TASKS)
    @entrance(room)
    def list_tasks(signed: SignedIn) -> AnyResponse:
        return _show(room, signed, tasks)

    @routes.post(f"{TASKS}/take")
    @entrance(room, "save")
    def take_task(signed: SignedIn) -> AnyResponse:
        key, version, _ = _named()
        tasks.take(signed.person, key, version)
        return go_to(_back("taken"))

    @routes.post(f"{TASKS}/leave")
    @entrance(room, "save")
    def leave_task(signed: SignedIn) -> AnyResponse:
        key, version, _ = _named()
        tasks.leave(signed.person, key, version)
        return go_to(_back("left"))

    @routes.post(f"{TASKS}/finish")
    @entrance(room, "save")
    def finish_task(signed: SignedIn) -> AnyResponse:
        key, version, seen = _named()
        if seen is None:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        note = request.form.get("note", "")
        try:
            tasks.finish(signed.person, key, version, seen=seen, note=note)
        except NoNoteError:
            return sorry("no_note", HTTPStatus.UNPROCESSABLE_ENTITY, signed)
        return go_to(_back("finished"))


def _show(room: Room, signed: SignedIn, tasks: FeedbackTasks) -> AnyResponse:
    service = plain_name(request.args.get("guide", ""))
    asked = request.args.get("state", "")
    state = asked if asked in get_args(TaskState) else ""
    everything = tasks.load_tasks(service or None)
    wanted = [task for task in everything if (task.state == state if state else task.state != "done")]
    pages = max(1, -(-len(wanted) // ROWS_ON_A_PAGE))
    typed = request.args.get("page", "")
    number = min(max(1, int(typed)), pages) if _NUMBER.fullmatch(typed) else 1
    return page(
        "asked_tasks.html",
        signed=signed,
        names=Names(room.services.catalogue.current()),
        tasks=wanted[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE],
        counts={one: sum(task.state == one for task in everything) for one in get_args(TaskState)},
        state=state,
        service=service,
        number=number,
        pages=pages,
        query=urlencode({"guide": service, "state": state}),
        can_work=signed.person.may_somewhere("save"),
        longest_note=LONGEST_NOTE,
        done=request.args.get("done", ""),
    )


def _named() -> tuple[TaskKey, int, datetime | None]:
    """The task a form speaks of, the version and the latest message its page showed."""
    form = request.form
    key = TaskKey(*(plain_name(form.get(name, "")) for name in ("service", "region", "choice")))
    version = form.get("version", "")
    try:
        seen = datetime.fromisoformat(form.get("seen", ""))
    except ValueError:
        seen = None
    has_offset = seen is not None and seen.tzinfo is not None
    return key, int(version) if _NUMBER.fullmatch(version) else -1, seen if has_offset else None


def _back(done: str) -> str:
    """The list as it was, of one guide or of all."""
    service = plain_name(request.form.get("only", ""))
    return f"{TASKS}?{urlencode({'guide': service, 'done': done} if service else {'done': done})}"
