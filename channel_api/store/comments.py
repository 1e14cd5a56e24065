"""What colleagues say about a text: those with an account, and those who came by a secret link. Rows are added and
marked done; none is removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, String, Table, Text, func, insert, select, update

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

LONGEST_NAME = 60  # characters, of whoever comments
LONGEST_FIELD = 120
NO_LINK = 0  # of what somebody with an account says

# The name is of the time when only links brought comments.
COMMENTS = Table(
    "preview_comments",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("link", Integer, nullable=False),
    Column("key", String(160), nullable=False, index=True),
    Column("field", String(LONGEST_FIELD), nullable=False),
    Column("text", Text, nullable=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("done_by", String(60), nullable=False),
    Column("done_at", String(32), nullable=True),
    Column("revision", Integer, nullable=True),
    Column("live_revision", Integer, nullable=True),
    Column("answers", Integer, nullable=True),
    Column("decision", Integer, nullable=True),
    Column("editor", String(60), nullable=False, server_default=""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One thing that was said. `editor`: whose account said it, empty for a guest, whose `name` nobody has proved.

    `field` empty: about the whole; `revision` and `live_revision`: the text it speaks of, as tokens name it (None: it
    was said before anybody noted that); `answers`: the comment it answers; `decision`: the row of the trail, somebody
    having approved or given back, that it is about; `done_by`: the editor who took care of it."""

    number: int = 0
    key: str
    text: str
    made_at: datetime
    link: int = NO_LINK
    editor: str = ""
    name: str = ""
    field: str = ""
    revision: int | None = None
    live_revision: int | None = None
    answers: int | None = None
    decision: int | None = None
    done_by: str = ""
    done_at: datetime | None = None


def add_comment(connection: Connection, comment: Comment) -> int:
    """Its number."""
    row = {
        "link": comment.link,
        "key": comment.key,
        "field": comment.field,
        "text": comment.text,
        "name": comment.name,
        "made_at": to_stored(comment.made_at),
        "done_by": "",
        "done_at": None,
        "revision": comment.revision,
        "live_revision": comment.live_revision,
        "answers": comment.answers,
        "decision": comment.decision,
        "editor": comment.editor,
    }
    added = connection.execute(insert(COMMENTS).values(row).returning(COMMENTS.c.id))
    return int(added.scalar_one())


def count_comments(connection: Connection, link: int) -> int:
    """How many came by one link, those that are done too."""
    wanted = select(func.count()).select_from(COMMENTS).where(COMMENTS.c.link == link)
    return int(connection.execute(wanted).scalar_one())


def find_comment(connection: Connection, key: str, number: int) -> Comment | None:
    """One comment on this text."""
    row = connection.execute(select(COMMENTS).where(COMMENTS.c.id == number, COMMENTS.c.key == key)).first()
    return None if row is None else _comment(row)


def load_comments(connection: Connection, key: str, *, most: int, link: int | None = None) -> list[Comment]:
    """Those nobody took care of yet first, in the order they came; then the others. `link`: only of this one."""
    is_one = COMMENTS.c.key == key
    if link is not None:
        is_one &= COMMENTS.c.link == link
    is_done = (COMMENTS.c.done_by != "").label("is_done")
    wanted = select(COMMENTS).where(is_one).order_by(is_done, COMMENTS.c.id).limit(most)
    return [_comment(row) for row in connection.execute(wanted)]


def load_waiting(connection: Connection) -> dict[str, tuple[int, datetime]]:
    """By text how many comments nobody took care of, and when the first of them was made; answers are not counted."""
    is_open = (COMMENTS.c.done_by == "") & COMMENTS.c.answers.is_(None)
    counted = select(COMMENTS.c.key, func.count(), func.min(COMMENTS.c.made_at)).where(is_open)
    rows = connection.execute(counted.group_by(COMMENTS.c.key).order_by(COMMENTS.c.key))
    return {key: (int(count), from_stored(first)) for key, count, first in rows}


def mark_done(connection: Connection, key: str, number: int, *, who: str, now: datetime) -> bool:
    """With all that answers it; False where it is no comment of this text that is still open."""
    is_open = (COMMENTS.c.key == key) & (COMMENTS.c.done_by == "")
    told = {"done_by": who, "done_at": to_stored(now)}
    marked = connection.execute(update(COMMENTS).where(is_open, COMMENTS.c.id == number).values(told))
    if marked.rowcount:
        connection.execute(update(COMMENTS).where(is_open, COMMENTS.c.answers == number).values(told))
    return marked.rowcount > 0


def _comment(row: Row[Any]) -> Comment:
    return Comment(
        number=row.id,
        key=row.key,
        text=row.text,
        made_at=from_stored(row.made_at),
        link=row.link,
        editor=row.editor,
        name=row.name,
        field=row.field,
        revision=row.revision,
        live_revision=row.live_revision,
        answers=row.answers,
        decision=row.decision,
        done_by=row.done_by,
        done_at=None if row.done_at is None else from_stored(row.done_at),
    )
