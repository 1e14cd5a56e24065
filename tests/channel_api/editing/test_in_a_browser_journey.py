"""From a desk to a living room: the real server, the real television and real browsers, each a process of its own."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.servers import REGION, Server, api, plain_environment, program, served_television
from tests.channel_api.editing.real_browser import (
    DESK,
    PHONE,
    body_of,
    press_enter,
    tab_to,
    type_text,
    until,
)
from tests.tvapp.serve.chromium import Chromium, Page, fresh_browser

HOME, OVERVIEW = "查进度", "多久"
ONE, ESCAPE = 49, 27
NEW = "九天就能拿到新的。"
OWN = "lantern quilt 71 harbour"
# Whether the picture says it before two hundred more frames are drawn: some three seconds.
SHOWS_SOON = """new Promise(function (resolve) {
  let frames = 0;
  (function look() {
    if (document.getElementById("text").textContent.includes(%s)) { resolve(true); }
    else if (++frames > 200) { resolve(false); } else { requestAnimationFrame(look); }
  })();
})"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server, dict[str, str]]]:
    """A server with accounts made by command, a television that is on, and the first passwords."""
    folder = tmp_path_factory.mktemp("town")
    with api(folder / "server") as server, served_television(folder / "television", server.address) as television:
        yield (
            server,
            television,
            {
                "anna": add_editor(folder / "server", "anna", "editor"),
                "bao": add_editor(folder / "server", "bao", "reviewer", "publisher"),
            },
        )


def add_editor(folder: Path, name: str, *roles: str) -> str:
    """The password the command shows once."""
    command = [program("zhengwu-api"), "editor", "add", name, *(word for role in roles for word in ("--role", role))]
    done = subprocess.run(command, env=plain_environment(folder), capture_output=True, text=True, check=True)
    found = re.search(r"\S{16,}", done.stdout)
    assert found, done.stdout
    return found[0]


async def press_until(screen: Page, key: int, shows: str) -> None:
    """As somebody does who sees nothing happen: the first key of all only wakes a television."""
    for _ in range(20):
        await screen.press(key)
        if await screen.evaluate(SHOWS_SOON % json.dumps(shows)):
            return
    raise AssertionError(f"{shows} never came:\n{await screen.text()}")


async def open_first_guide(screen: Page, server: Server, television: Server) -> dict[str, Any]:
    """Switches on, and presses what leads to the first guide of the first topic; which one that is."""
    await screen.open(television.address)
    await screen.wait_for(HOME)
    await press_until(screen, ONE, "► 1")
    await press_until(screen, ONE, OVERVIEW)
    shown = await screen.text()
    found = [guide for guide in server.items("/v1/services", region=REGION) if guide["title"] in shown]
    assert found, shown
    guide: dict[str, Any] = max(found, key=lambda guide: len(guide["title"]))
    return guide


async def sign_in_with(page: Page, address: str, name: str, passwords: dict[str, str]) -> None:
    """The first time a password of one's own takes the place of the one that was given."""
    await page.open(f"{address}/editors/sign-in")
    await until(page, "document.activeElement.id === 'name'")
    await type_text(page, name)
    await tab_to(page, "#password")
    await type_text(page, passwords[name])
    await page.load_by(press_enter(page))
    if await page.evaluate("location.pathname") == "/editors/password":
        for field, typed in (("old", passwords[name]), ("new", OWN), ("again", OWN)):
            await tab_to(page, f"[name={field}]")
            await type_text(page, typed)
        await page.load_by(press_enter(page))
        passwords[name] = OWN
    assert await page.evaluate("location.pathname") == "/editors/", await body_of(page)


async def press_button(page: Page, selector: str, says: str) -> None:
    """By keyboard, until the page that answers is there."""
    await tab_to(page, selector)
    await page.load_by(press_enter(page))
    assert says in await body_of(page), await body_of(page)


async def open_on_television(screen: Page, shows: str) -> None:
    """Back to the list and into the guide again, until it shows what is wanted: what a household would do."""
    for _ in range(60):
        await press_until(screen, ESCAPE, "► 1")
        await press_until(screen, ONE, OVERVIEW)
        if await screen.evaluate(SHOWS_SOON % json.dumps(shows)):
            return
    raise AssertionError(f"{shows} never came:\n{await screen.text()}")


def test_what_was_written_reviewed_and_published_is_on_the_running_television_until_it_is_rolled_back(
    browser: str, town: tuple[Server, Server, dict[str, str]], tmp_path: Path
) -> None:
    server, television, passwords = town

    async def review_and_publish(page: Page, path: str) -> None:
        await page.open(server.address + path)
        await press_button(page, "form[action$='/approve'] button", "审核通过了")
        await press_button(page, "form[action$='/publish'] button", "已经发布")

    async def story(household: Chromium, desk: Chromium, other: Chromium) -> None:
        async with household.page() as screen, desk.page(*DESK) as anna, other.page(*PHONE) as bao:
            guide = await open_first_guide(screen, server, television)
            path = f"/editors/guides/{guide['id']}"
            assert NEW not in await screen.text()
            await sign_in_with(anna, server.address, "anna", passwords)
            await anna.open(server.address + path)
            before = str(await anna.evaluate("document.querySelector('[name=\"short.time\"]').value"))
            await tab_to(anna, "[name='short.time']")
            await anna.evaluate("document.activeElement.select()")
            await type_text(anna, NEW)
            await press_button(anna, "button[value=save]", "草稿保存好了")
            await press_button(anna, "form[action$='/submit'] button", "已经送审")
            await open_on_television(screen, before[:8])
            await sign_in_with(bao, server.address, "bao", passwords)
            await review_and_publish(bao, path)
            await open_on_television(screen, NEW)
            await screen.screenshot(tmp_path / "television.png")
            await anna.open(f"{server.address}{path}/history/1")
            await press_button(anna, "form[action$='/restore'] button", "恢复成了新草稿")
            await press_button(anna, "form[action$='/submit'] button", "已经送审")
            await review_and_publish(bao, path)
            await open_on_television(screen, before[:8])
            assert screen.problems + anna.problems + bao.problems == []

    async def main() -> None:
        async with fresh_browser(browser) as home, fresh_browser(browser) as desk, fresh_browser(browser) as other:
            await story(home, desk, other)

    asyncio.run(asyncio.wait_for(main(), 240))


def test_two_people_who_write_at_once_both_find_their_words(
    browser: str, town: tuple[Server, Server, dict[str, str]]
) -> None:
    server, _, passwords = town
    path = f"{server.address}/editors/guides/passport-renew"

    async def main() -> None:
        async with (
            fresh_browser(browser) as first,
            fresh_browser(browser) as second,
            first.page(*DESK) as anna,
            second.page(*DESK) as again,
        ):
            for page in (anna, again):
                await sign_in_with(page, server.address, "anna", passwords)
                await page.open(path)
            await type_into(anna, "short.time", "甲乙丙丁戊己")
            await type_into(anna, "notes", "只有甲写的备注")
            await press_button(anna, "button[value=save]", "草稿保存好了")
            await type_into(again, "short.time", "子丑寅卯辰巳")
            await tab_to(again, "button[value=save]")
            await again.load_by(press_enter(again))
            shown = await body_of(again)
            assert "别人也改了这篇" in shown
            assert "甲乙丙丁戊己" in shown, "the other's words stand beside the field"
            assert await again.evaluate("document.querySelector('[name=\"short.time\"]').value") == "子丑寅卯辰巳"
            assert "只有甲写的备注" in await again.evaluate("document.querySelector('[name=notes]').value")
            await press_button(again, "button[value=save]", "草稿保存好了")
            assert [problem for problem in again.problems if "409" not in problem] == []

    async def type_into(page: Page, name: str, text: str) -> None:
        await page.evaluate(f"document.querySelector('[name=\"{name}\"]').focus()")
        await page.evaluate("document.activeElement.select()")
        await type_text(page, text)

    asyncio.run(asyncio.wait_for(main(), 240))
