"""A workbook with faults, brought in a real browser: each fault with its cell and nothing taken in; then mended."""

from __future__ import annotations

from pathlib import Path

from channel_api.pages.room import Room
from tests.channel_api.editing.real_browser import DESK, Served, body_of, come_in, press_enter, tab_to, tell
from tests.channel_api.editing.workbooks import workbook
from tests.tvapp.serve.chromium import Page

KEY = "passport-renew"


def test_a_workbook_with_faults_changes_nothing_until_it_is_mended(
    browser: str, served: Served, tmp_path: Path
) -> None:
    faulty, mended = tmp_path / "有错的.xlsx", tmp_path / "改好的.xlsx"
    faulty.write_bytes(workbook({"指南": [["编号", "部门"], ["没有这样的编号", "出入境管理"]]}))
    mended.write_bytes(workbook({"指南": [["编号", "部门"], [KEY, "县公安局出入境管理科"]]}))

    async def bring(page: Page, address: str, path: Path) -> str:
        await page.open(f"{address}/editors/sheets")
        document = await page.command("DOM.getDocument")
        found = await page.command(
            "DOM.querySelector", nodeId=document["root"]["nodeId"], selector="main input[type=file]"
        )
        await page.command("DOM.setFileInputFiles", files=[str(path)], nodeId=found["nodeId"])
        await page.evaluate("document.querySelector('main input[type=file]').focus()")
        await tab_to(page, "main form[action='/editors/sheets'] button")
        await page.load_by(press_enter(page))
        return await body_of(page)

    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "chen")
        said = await bring(page, address, faulty)
        assert "指南!A2" in said, said
        assert await page.evaluate("!document.querySelector('main button[type=submit]')"), "nothing can be taken in"
        assert desk.open(KEY).work.state == "published"
        said = await bring(page, address, mended)
        assert "改 1 篇" in said, said
        await tab_to(page, "main form[method=post] button[type=submit]")
        await page.load_by(press_enter(page))
        assert "全部存成草稿了" in await body_of(page)

    desk = Room.of(served[0]).desk
    tell(browser, served[1], DESK, story, expected="422")
    assert desk.open(KEY).work.state == "draft"
    assert desk.open(KEY).text["department"] == "县公安局出入境管理科"
