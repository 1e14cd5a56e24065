"""A department's workbook in a real browser: chosen, looked at, mended and taken in; nothing is cut on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from channel_api.opened_guide import open_guide
from tests.channel_api.editing.real_browser import DESK, PHONE, Served, body_of, come_in, tell
from tests.channel_api.editing.workbooks import SHEETS, workbook
from tests.tvapp.serve.chromium import Page

HEADINGS = ["编号", "部门", "核实状态"]
FAULTY = [["2026年指南修改表"], HEADINGS, ["id-card-lost", "=1+1", "查过了"]]


def merge_title(book: Workbook) -> None:
    book.active.merge_cells("A1:C1")


async def send_file(page: Page, address: str, path: Path) -> None:
    await page.open(address + SHEETS)
    document = await page.command("DOM.getDocument")
    found = await page.command("DOM.querySelector", nodeId=document["root"]["nodeId"], selector="#file")
    await page.command("DOM.setFileInputFiles", files=[str(path)], nodeId=found["nodeId"])
    await page.load_by(page.evaluate("document.querySelector('form[enctype] button').click()"))


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_workbook_is_looked_at_mended_and_taken_in(
    browser: str, served: Served, screen: tuple[int, int], tmp_path: Path
) -> None:
    department = f"公安局户政科{screen[0]}"
    good = [["2026年指南修改表"], HEADINGS, ["id-card-lost", department, "示例"]]
    for name, rows in (("faulty", FAULTY), ("good", good)):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook({"指南": rows}, merge_title))

    async def story(page: Page, _address: str) -> None:
        address = await come_in(page, served, "anna")
        await send_file(page, address, tmp_path / "faulty.xlsx")
        said = await body_of(page)
        assert "指南!B3" in said
        assert "指南!C3" in said
        assert "全部存成草稿" not in said
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await send_file(page, address, tmp_path / "good.xlsx")
        assert "改 1 篇，新写 0 篇" in await body_of(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.load_by(page.evaluate("document.querySelector('.acts button').click()"))
        assert "全部存成草稿了" in await body_of(page)

    tell(browser, served[1], screen, story)
    with served[0].database.read() as connection:
        opened = open_guide(connection, "id-card-lost")
    assert opened is not None
    assert (opened.text["department"], opened.work.state) == (department, "draft")
