"""Items of invented content, thirty lines with everything that is hard, and ways to write broken files of them."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channel_api.importing.fields import Fields
from channel_api.importing.lines import read_items
from channel_api.importing.mapping import map_item
from channel_api.importing.report import Report
from channel_api.importing.tables import tables
from content.model import Guide

ITEMS_FILE = Path(__file__).with_name("items.jsonl")
TOPICS = {"household", "medical", "other"}  # those of the sample content

WriteItems = Callable[..., Path]


def item(code: str = "11440000000000001X", **fields: Any) -> dict[str, Any]:
    """The least an item can be, and what else is given."""
    return {"TASK_CODE": code, "TASK_NAME": "风筝放飞场地登记", "AREACODE": "440000", **fields}


def map_one(report: Report | None = None, **fields: Any) -> Guide:
    """The guide of one item."""
    return map_item(Fields(item(**fields), 1, tables(), report or Report()), topics=TOPICS)


@pytest.fixture
def write_items(tmp_path: Path) -> WriteItems:
    """Writes items, or raw bytes for lines that are none, as a file; gzipped where the name says so."""

    def write(*lines: dict[str, Any] | bytes, name: str = "items.jsonl") -> Path:
        data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


@pytest.fixture(scope="session")
def mapped() -> tuple[dict[str, Guide], Report]:
    """The guides of the thirty lines by title, and the report."""
    report = Report()
    guides = [
        map_item(Fields(plain, line, tables(), report), topics=TOPICS)
        for line, plain in read_items(ITEMS_FILE, lambda _: None)
    ]
    return {guide.title: guide for guide in guides}, report
