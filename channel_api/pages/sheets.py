"""Workbooks: given out, looked at cell by cell, and taken in as drafts when somebody has seen what would change."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import quote as quote_address

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.comparing import FieldChange, compare_texts
from channel_api.editing.kinds import kind_of
from channel_api.opened_guide import Token, find_text_at
from channel_api.pages.room import Room, entrance, go_to, page, protect, sorry
from channel_api.pages.words import page_words
from channel_api.sheet_desk import Looked, NoSuchUploadError, SheetConflictError
from channel_api.sheet_trial import Change
from channel_api.sheets.container import LARGEST_FILE_BYTES
from channel_api.sheets.faults import UnreadableFileError, sheet_words
from channel_api.sheets.grid import MOST_ROWS, MOST_ROWS_OF_A_SHEET
from channel_api.sign_in_desk import SignedIn

SHEETS = "/editors/sheets"
LARGEST_UPLOAD_BYTES = LARGEST_FILE_BYTES + (1 << 16)  # what a form adds around its file
CHANGES_ON_A_PAGE = 20
FAULTS_SHOWN = 100
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/sheets`, `/editors/sheets/export`, `/editors/sheets/<token>` and what hangs below."""
    _add_doors(routes, room)
    _add_looking(routes, room)

    @routes.errorhandler(NoSuchUploadError)
    def no_upload(_error: NoSuchUploadError) -> AnyResponse:
        return sorry("no_upload", HTTPStatus.NOT_FOUND, room.signed_in())


def brings_a_file(room: Room) -> bool:
    """Only from somebody who is signed in: ten megabytes of anybody's are not even read."""
    return request.method == "POST" and request.path == SHEETS and room.signed_in(is_use=False) is not None


def _add_doors(routes: Blueprint, room: Room) -> None:
    @routes.get(SHEETS)
    @entrance(room)
    def sheets(signed: SignedIn) -> AnyResponse:
        return _show_doors(room, signed)

    @routes.get(f"{SHEETS}/export")
    @entrance(room)
    def export_sheet(signed: SignedIn) -> AnyResponse:
        topic = request.args.get("topic", "")
        known = {one.id: one.title for one in room.checker.load_topics()}
        try:
            data = room.sheets.export(topic=topic if topic in known else "")
        except UnreadableFileError as error:
            return _show_doors(room, signed, sheet_words().refusal(error))
        name = f"{known.get(topic) or page_words().say['sheets_name']}-{room.services.today().isoformat()}.xlsx"
        return _download(data, name)

    @routes.post(SHEETS)
    @entrance(room, "save")
    def look_at_sheet(signed: SignedIn) -> AnyResponse:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return sorry("no_file", HTTPStatus.UNPROCESSABLE_ENTITY, signed)
        try:
            token = room.sheets.look_at(signed.person, sent.stream.read(), sent.filename)
        except UnreadableFileError as error:
            return _show_doors(room, signed, sheet_words().refusal(error))
        return go_to(f"{SHEETS}/{token}")


def _show_doors(room: Room, signed: SignedIn, refused: str = "") -> AnyResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    limits = {
        "megabytes": LARGEST_FILE_BYTES >> 20,
        "rows": f"{MOST_ROWS_OF_A_SHEET:,}",
        "all_rows": f"{MOST_ROWS:,}",
    }
    topics = {topic.id: topic.title for topic in room.checker.load_topics()}
    done = request.args.get("done", "")
    return page("sheets.html", status, signed, topics=topics, limits=limits, refused=refused, done=done)


def _add_looking(routes: Blueprint, room: Room) -> None:
    @routes.get(f"{SHEETS}/<token>")
    @entrance(room, "save")
    def show_sheet(signed: SignedIn, token: str) -> AnyResponse:
        return _show(room, signed, token, room.sheets.find(signed.person, token))

    @routes.post(f"{SHEETS}/<token>")
    @entrance(room, "save")
    def take_sheet(signed: SignedIn, token: str) -> AnyResponse:
        looked = room.sheets.find(signed.person, token)
        try:
            room.sheets.take_in(signed.person, token, reason=request.form.get("reason", ""))
        except SheetConflictError as error:
            return _show(room, signed, token, looked, HTTPStatus.CONFLICT, conflicts=error.titles)
        return go_to(f"{SHEETS}?done=sheet_taken")

    @routes.get(f"{SHEETS}/<token>/marked")
    @entrance(room, "save")
    def marked_sheet(signed: SignedIn, token: str) -> AnyResponse:
        name = room.sheets.find(signed.person, token).file_name
        return _download(room.sheets.marked(signed.person, token), name)


def _show(
    room: Room,
    signed: SignedIn,
    token: str,
    looked: Looked,
    status: int = HTTPStatus.OK,
    conflicts: list[str] | None = None,
) -> AnyResponse:
    pages = max(1, -(-len(looked.changes) // CHANGES_ON_A_PAGE))
    asked = request.args.get("page", "")
    number = min(int(asked), pages) if _NUMBER.fullmatch(asked) else 1
    some = looked.changes[(number - 1) * CHANGES_ON_A_PAGE : number * CHANGES_ON_A_PAGE]
    return page(
        "sheet.html",
        status,
        signed,
        token=token,
        looked=looked,
        changes=[(change, _differences(room, change)) for change in some],
        new=sum(change.is_new for change in looked.changes),
        most=FAULTS_SHOWN,
        number=number,
        pages=pages,
        conflicts=conflicts or [],
        topic_titles={topic.id: topic.title for topic in room.checker.load_topics()},
    )


def _differences(room: Room, change: Change) -> list[FieldChange]:
    """Beside what the document said when the file was looked at."""
    known, before = Token.parse(change.token), {}
    if known is not None:
        with room.services.database.read() as connection:
            before = find_text_at(connection, change.key, known)
    return compare_texts(before, change.text, kind_of(change.key))


def _download(data: bytes, name: str) -> AnyResponse:
    """A file to keep; its name may be Chinese."""
    response = Response(data, content_type=WORKBOOK_TYPE)
    plain = name if name.isascii() and '"' not in name else "sheet.xlsx"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote_address(name, safe='')}"
    )
    return protect(response)
