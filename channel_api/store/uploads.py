"""Spreadsheets between looking at what they would change and taking them in: an hour, for whoever sent them.

The token stands here as a hash only, and who sent the sheet must be the one who asks. What is kept is what was read of
the sheet, packed; the file itself is not kept.
"""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, String, Table, delete, insert, select

from channel_api.clock import to_stored
from channel_api.store.editors import hash_token
from channel_api.store.metadata import METADATA

KEPT_FOR = timedelta(hours=1)  # to look at two hundred changes, and to ask the department about one of them
MOST_OF_ONE_PERSON = 3  # a sheet, the mended one, and one more: what nobody comes back for shall not fill the disk
TOKEN_BYTES = 24  # 192 random bits
LONGEST_FILE_NAME = 120  # characters

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("editor", String(60), nullable=False, index=True),
    Column("made_at", String(32), nullable=False),
    Column("file_name", String(LONGEST_FILE_NAME), nullable=False),
    Column("findings", LargeBinary, nullable=False),
    Column("sheets", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """What was found in a file: plain data that its writer understands."""

    file_name: str
    findings: Any


def add_upload(
    connection: Connection, editor: str, *, file_name: str, findings: Any, sheets: Any, now: datetime
) -> str:
    """The token that opens it, readable this once. What is over an hour old is forgotten, whoever sent it."""
    connection.execute(delete(UPLOADS).where(UPLOADS.c.made_at <= to_stored(now - KEPT_FOR)))
    own = select(UPLOADS.c.token_hash).where(UPLOADS.c.editor == editor).order_by(UPLOADS.c.made_at.desc())
    surplus = list(connection.execute(own).scalars())[MOST_OF_ONE_PERSON - 1 :]
    connection.execute(delete(UPLOADS).where(UPLOADS.c.token_hash.in_(surplus)))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {
        "token_hash": hash_token(token),
        "editor": editor,
        "made_at": to_stored(now),
        "file_name": file_name[:LONGEST_FILE_NAME],
        "findings": _pack(findings),
        "sheets": _pack(sheets),
    }
    connection.execute(insert(UPLOADS).values(row))
    return token


def find_upload(connection: Connection, editor: str, token: str, now: datetime) -> Upload | None:
    """None where it is not theirs, over, or was never there."""
    wanted = select(UPLOADS.c.file_name, UPLOADS.c.findings).where(_is_theirs(editor, token, now))
    row = connection.execute(wanted).first()
    return None if row is None else Upload(row.file_name, _unpack(row.findings))


def find_sheets(connection: Connection, editor: str, token: str, now: datetime) -> Any | None:
    """What stood in the cells; as `find_upload`."""
    packed = connection.execute(select(UPLOADS.c.sheets).where(_is_theirs(editor, token, now))).scalar_one_or_none()
    return None if packed is None else _unpack(packed)


def remove_upload(connection: Connection, editor: str, token: str) -> bool:
    """It was taken in; False where somebody was faster."""
    is_it = (UPLOADS.c.token_hash == hash_token(token)) & (UPLOADS.c.editor == editor)
    return connection.execute(delete(UPLOADS).where(is_it)).rowcount > 0


def _is_theirs(editor: str, token: str, now: datetime) -> Any:
    is_fresh = UPLOADS.c.made_at > to_stored(now - KEPT_FOR)
    return (UPLOADS.c.token_hash == hash_token(token)) & (UPLOADS.c.editor == editor) & is_fresh


def _pack(plain: Any) -> bytes:
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _unpack(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))
