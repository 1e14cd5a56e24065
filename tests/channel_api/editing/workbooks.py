"""Workbooks as offices make them: built cell by cell, as bytes to be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from tests.channel_api.editing.people import Browser

SHEETS = "/editors/sheets"


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], change: Callable[[Workbook], None] | None = None) -> bytes:
    """By sheet name its rows; `change` does the rest with the open book."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    """A workbook that somebody opened, changed and saved."""
    book = load_workbook(BytesIO(data))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def rows_of(data: bytes, name: str) -> list[list[Any]]:
    """What stands in a sheet."""
    return [list(row) for row in load_workbook(BytesIO(data))[name].iter_rows(values_only=True)]


def send(browser: Browser, data: bytes, name: str = "材料表.xlsx") -> Browser:
    """Brings a workbook as the form does."""
    secret = browser.open(SHEETS).form(SHEETS).fields["form"]
    fields = {"form": secret, "file": (BytesIO(data), name)}
    response: TestResponse = browser.client.post(SHEETS, data=fields, follow_redirects=True)
    return browser._take(response)


def export(browser: Browser, topic: str = "") -> bytes:
    """The workbook the page gives out."""
    response = browser.client.get(f"{SHEETS}/export", query_string={"topic": topic})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data()
