"""What kind of file came, and whether unpacking it is safe: asked before any library reads it.

An .xlsx file is a zip archive of XML. A few kilobytes of zip can hold gigabytes, and old or locked files look alike.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from channel_api.sheets.faults import UnreadableFileError

LARGEST_FILE_BYTES = 10 << 20  # a catalogue of a thousand guides takes two
LARGEST_UNPACKED_BYTES = 100 << 20
MOST_MEMBERS = 400  # a workbook has about ten, and one for each sheet, drawing and comment besides
HIGHEST_RATIO = 200  # texts shrink to a tenth, empty rows to a fiftieth
RATIO_COUNTS_FROM_BYTES = 1 << 20  # a small member may well be all the same
CHUNK_BYTES = 1 << 16

WORKBOOK = "xl/workbook.xml"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    "word/document.xml": "word",
    "ppt/presentation.xml": "other_office",
    "xl/workbook.bin": "binary_workbook",
    "content.xml": "open_document",
}
# Where a document type stands in XML, entities may follow that grow when they are read; no workbook has one.
_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGES = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError)
"""What reading a broken archive raises; the last for a member that is locked or packed in an unknown way."""


def require_workbook(data: bytes) -> None:
    """Raises UnreadableFileError for whatever is no workbook, or not safe to unpack."""
    if len(data) > LARGEST_FILE_BYTES:
        raise UnreadableFileError("too_large", most=LARGEST_FILE_BYTES >> 20)
    if not data.startswith(_ZIP):
        raise UnreadableFileError(_kind_of_other(data))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _require_small(archive)
            _require_parts(archive)
            for member in archive.infolist():
                _require_honest(archive, member)
    except _DAMAGES as error:
        raise UnreadableFileError("damaged") from error


def _kind_of_other(data: bytes) -> str:
    """What came instead of a zip archive."""
    if not data:
        return "empty"
    if data.startswith(_OLE):
        return "locked" if _LOCKED in data else "old_excel"
    begin = data[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if begin.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        return "web_page"
    if b"\x00" not in data[:2000] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "plain_text"
    return "not_excel"


def _require_small(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableFileError("too_many_parts")
    if sum(member.file_size for member in members) > LARGEST_UNPACKED_BYTES:
        raise UnreadableFileError("unpacks_too_large", most=LARGEST_UNPACKED_BYTES >> 20)
    for member in members:
        is_big = member.file_size > RATIO_COUNTS_FROM_BYTES
        if is_big and member.file_size > HIGHEST_RATIO * max(1, member.compress_size):
            raise UnreadableFileError("unpacks_too_large", most=LARGEST_UNPACKED_BYTES >> 20)


def _require_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(set(names)) != len(names):
        raise UnreadableFileError("damaged")
    if WORKBOOK not in names:
        found = [reason for name, reason in _OTHERS.items() if name in names]
        raise UnreadableFileError(found[0] if found else "not_excel")


def _require_honest(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpacks it once: never more than it says of itself, the checksum right, and no document type inside."""
    size, is_xml, last = 0, member.filename.endswith((".xml", ".rels")), b""
    for chunk in _chunks(archive, member.filename):
        size += len(chunk)
        if is_xml and _TYPE.search(last + chunk):
            raise UnreadableFileError("damaged")
        last = chunk[-16:]
    if size != member.file_size:
        raise UnreadableFileError("damaged")


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
