"""Previews behind a real socket, drawn by the real program and looked at in a real browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from channel_api.app import create_app
from channel_api.store import editors
from tests.channel_api.editing.every_page import member
from tests.channel_api.editing.people import Browser
from tests.channel_api.editing.real_browser import (
    DESK,
    PHONE,
    Served,
    address_of,
    body_of,
    come_in,
    press_enter,
    serving,
    tab_to,
    tell,
    type_text,
)
from tests.tvapp.serve.chromium import Page, running_chromium

GUIDE = "/editors/guides/id-card-lost"
TITLE = "身份证丢了怎么补（草稿）"
# Each picture: whether it was drawn, and whether it fits its page.
PICTURES = """[...document.images].map(one => one.complete && one.naturalWidth > 300 && one.width <= innerWidth)"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("preview")) as found:
        member(found[0], "anna").open(GUIDE).send(GUIDE, do="save", title=TITLE)
        yield found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_chromium(tmp_path_factory.mktemp("profile")) as address:
        yield address


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "telephone"])
def test_the_television_draws_the_draft_at_four_sizes_and_the_browser_shows_it(
    browser: str, served: Served, screen: tuple[int, int]
) -> None:
    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        for part in ("", "materials", "steps/2", "offices", "fees", "conditions", "faq"):
            await page.open(f"{address}{GUIDE}/preview?part={part}")
            drawn = await page.evaluate(PICTURES)
            assert len(drawn) >= 4, await body_of(page)
            assert all(drawn)
            sizes = await page.evaluate("[...document.querySelectorAll('section.size h2')].map(one => one.innerText)")
            assert [next(size for size in ("101×28", "80×23", "68×19", "50×14") if size in said) for said in sizes] == [
                "101×28",
                "80×23",
                "68×19",
                "50×14",
            ]
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), part
        await page.open(f"{address}{GUIDE}/preview")
        letters = await page.evaluate("document.querySelector('.sheet pre').textContent")
        assert TITLE in letters.replace("\n", "")

    tell(browser, served[1], screen, story)


def test_a_household_sees_what_is_live_while_editors_look_at_the_draft(served: Served) -> None:
    response = create_app(served[0]).test_client().get("/v1/services/id-card-lost")
    assert response.json["title"] == "居民身份证丢失补领"


def test_a_new_guide_of_nothing_but_a_title_can_be_looked_at(browser: str, served: Served) -> None:
    anna = member(served[0], "anna").open("/editors/new")
    anna.send("/editors/new", id="brand-new", region="000000", topic="household", title="全新的事项")

    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        for part in ("", "materials", "offices"):
            await page.open(f"{address}/editors/guides/brand-new/preview?part={part}")
            assert all(await page.evaluate(PICTURES)), await body_of(page)
            assert len(await page.evaluate(PICTURES)) >= 4, await body_of(page)

    tell(browser, served[1], DESK, story)


@pytest.mark.parametrize("key", ["notice:{}", "office:{}", "hotline:{}", "scenario:{}"])
def test_other_kinds_are_drawn_on_their_own_screens(browser: str, served: Served, key: str) -> None:
    catalogue = served[0].catalogue.current()
    first = {
        "notice": [notice.id for notice in catalogue.notices],
        "office": [office.id for office in catalogue.offices],
        "hotline": [hotline.number for hotline in catalogue.hotlines],
        "scenario": [scenario.id for scenario in catalogue.scenarios],
    }[key.partition(":")[0]]

    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/guides/{key.format(first[0])}/preview")
        assert len(await page.evaluate(PICTURES)) >= 4, await body_of(page)

    tell(browser, served[1], DESK, story)


def test_a_colleague_with_a_telephone_reads_and_says_what_is_wrong_by_keyboard_alone(
    browser: str, served: Served
) -> None:
    links = f"{GUIDE}/links"
    anna = member(served[0], "anna").open(links).send(links, days="3")
    found = re.search(r"/preview/([A-Za-z0-9_-]{43})", anna.page)
    assert found is not None
    path = found[1]

    async def story(page: Page, address: str) -> None:
        await page.open(f"{address}/preview/{path}")
        assert TITLE in await body_of(page)
        assert all(await page.evaluate(PICTURES))
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.open(f"{address}/preview/{path}?about=fees#comment")
        await tab_to(page, "#text")
        await type_text(page, "现在不收费了。")
        await tab_to(page, "#name")
        await type_text(page, "窗口小陈")
        await page.load_by(press_enter(page))
        assert "意见收到了" in await body_of(page)

    tell(browser, served[1], PHONE, story)
    assert anna.open(GUIDE).reads("现在不收费了。")
    assert anna.reads("窗口小陈")


def test_pages_asked_for_at_once_are_all_answered_and_the_server_stays_free(served: Served) -> None:
    """More people look at previews than may be drawn for at once: the others are told to come again."""
    app = create_app(served[0])
    address = address_of(served[1])

    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        readers = [reader_of(app, served) for _ in range(6)]
        await asyncio.gather(*(loop.run_in_executor(None, look, reader, address) for reader in readers))
        return [reader.page for reader in readers]

    pages = asyncio.run(main())
    drawn = sum("data:image/svg+xml" in page for page in pages)
    asked_again = sum("别的同事正在看预览" in page for page in pages)
    assert drawn + asked_again == 6
    assert drawn >= 1
    assert app.test_client().get("/livez").status_code == 200


def reader_of(app: Flask, served: Served) -> Browser:
    """One of those who share a process of the server."""
    browser, services = Browser(app, "anna"), served[0]
    with services.database.write() as connection:
        token = editors.begin_session(connection, "anna", services.clock())
    browser.client.set_cookie("editors", token, path="/editors")
    return browser


def look(reader: Browser, address: str) -> None:
    """As a request to the server behind the socket, so that the program finds it."""
    port = address.rpartition(":")[2]
    response = reader.client.get(
        f"{GUIDE}/preview", environ_overrides={"SERVER_NAME": "127.0.0.1", "SERVER_PORT": port}
    )
    reader.page = response.get_data(as_text=True)
