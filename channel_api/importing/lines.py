"""Reading a JSON Lines file of items, plain or gzipped, line by line. A file broken anywhere is refused whole."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

MEBIBYTE = 1024 * 1024
MOST_UNPACKED_BYTES = 200 * MEBIBYTE  # a province has about 4; more is a bomb or not this kind of file
MOST_LINE_BYTES = MEBIBYTE  # the longest real item has about 8 KiB
GZIP_MAGIC = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{5,89}")
REGION = re.compile(r"[0-9]{6}")
REQUIRED = ("TASK_CODE", "TASK_NAME", "AREACODE")
TEXTS = (
    *("subTaskName", "CATAID", "DEPT_NAME", "LIMIT_SCENE_NUM", "visit_number", "matter_short", "matter_daily"),
    *("handle_location", "handle_time", "handle_time_limit", "accept_standard", "consult_phone", "complain_phone"),
    *("courier_service", "online_book", "online_book_addr", "URL"),
)
LISTS = ("theme_category", "service_object_name", "material_intro")

Item = dict[str, Any]
Progress = Callable[[float], None]  # the share that is read, 0 to 1


class ItemsFileError(Exception):
    """Nothing was imported; `code` is a key of `refused` in words.yaml, `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code} {values}")
        self.code, self.values = code, values


def read_items(path: Path, progress: Progress) -> Iterator[tuple[int, Item]]:
    """Line number and item of each line that is not blank. Raises ItemsFileError, possibly after many items."""
    for number, line in _read_lines(path, progress):
        if line.strip():
            yield number, _checked(_parse(line, number), number)


def _read_lines(path: Path, progress: Progress) -> Iterator[tuple[int, bytes]]:
    try:
        size = max(1, path.stat().st_size)
        packed = path.open("rb")
    except OSError:
        raise ItemsFileError("not_found") from None
    number = unpacked = 0
    with packed:
        stream = _unpacking(packed)
        while True:
            line = _read_line(stream, number + 1)
            if not line:
                return
            number += 1
            unpacked += len(line)
            if unpacked > MOST_UNPACKED_BYTES:
                raise ItemsFileError("too_long_unpacked", most=MOST_UNPACKED_BYTES // MEBIBYTE)
            if len(line) > MOST_LINE_BYTES:
                raise ItemsFileError("too_long_line", line=number, most=MOST_LINE_BYTES // MEBIBYTE)
            progress(min(1.0, packed.tell() / size))
            yield number, line.removeprefix(BOM) if number == 1 else line


def _unpacking(packed: BinaryIO) -> BinaryIO:
    magic = packed.read(len(GZIP_MAGIC))
    packed.seek(0)
    return gzip.GzipFile(fileobj=packed) if magic == GZIP_MAGIC else packed  # type: ignore[return-value]


def _read_line(stream: BinaryIO, number: int) -> bytes:
    try:
        return stream.readline(MOST_LINE_BYTES + 1)
    except EOFError:
        raise ItemsFileError("cut", line=number - 1) from None
    except (gzip.BadGzipFile, zlib.error):
        raise ItemsFileError("damaged", line=number - 1) from None
    except OSError:
        raise ItemsFileError("not_found") from None


def _parse(line: bytes, number: int) -> Any:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise ItemsFileError("wrong_encoding_gbk" if _is_gbk(line) else "wrong_encoding", line=number) from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ItemsFileError("not_json", line=number, column=error.colno) from None
    except (ValueError, RecursionError):  # a number with thousands of digits, lists in lists without end
        raise ItemsFileError("not_json", line=number, column=1) from None


def _is_gbk(line: bytes) -> bool:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _checked(plain: Any, number: int) -> Item:
    """The item, of the right shape. Fields this import does not use are not looked at."""
    if not isinstance(plain, dict):
        raise ItemsFileError("not_an_object", line=number)
    for key in REQUIRED:
        if plain.get(key) in (None, ""):
            raise ItemsFileError("missing", line=number, key=key)
    for key in (*REQUIRED, *TEXTS):
        if not isinstance(plain.get(key), str | None):
            raise ItemsFileError("not_text", line=number, key=key)
    for key in LISTS:
        value = plain.get(key)
        is_list = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        if not (value is None or is_list or isinstance(value, str)):
            raise ItemsFileError("not_a_list", line=number, key=key)
    if not CODE.fullmatch(plain["TASK_CODE"]):
        raise ItemsFileError("not_a_code", line=number, key="TASK_CODE")
    if not REGION.fullmatch(plain["AREACODE"]):
        raise ItemsFileError("not_a_region", line=number, key="AREACODE")
    return plain
