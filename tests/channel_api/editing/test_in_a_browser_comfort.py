"""Nothing typed is lost: not by a closed tab, an ended session or a server that is away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from channel_api.clock import system_clock
from channel_api.editing.workflow import Person
from channel_api.pages.room import Room
from channel_api.store.drafts import find_draft
from channel_api.store.editing_trail import load_trail
from tests.channel_api.editing.people import PASSWORD
from tests.channel_api.editing.real_browser import (
    DESK,
    PHONE,
    Served,
    address_of,
    body_of,
    come_in,
    listening,
    press_enter,
    serving,
    tab_to,
    tell,
    type_text,
    until,
)
from tests.tvapp.serve.chromium import Page, fresh_browser

KEPT = "document.getElementById('kept-at').textContent.includes('自动存好了')"
AWAY = "!document.getElementById('unreachable').hidden"
NOTES = "document.querySelector('[name=notes]').value"
ANNA = Person("anna", frozenset({"editor"}))


class ClockAhead:
    """The machine's clock, put forward when a test says so."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.ahead


@pytest.fixture(scope="module")
def clock_ahead() -> ClockAhead:
    return ClockAhead()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, clock_ahead: ClockAhead) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("comfort"), clock_ahead) as running:
        yield running


async def write_note(page: Page, text: str) -> None:
    """Types into the notes as a person does: with the focus there."""
    await page.evaluate("document.querySelector('[name=notes]').focus()")
    await type_text(page, text)


async def keep_now(page: Page) -> None:
    """The pause for thought is over."""
    await page.evaluate("htmx.trigger('#keeping', 'keep')")
    await until(page, KEPT)


def test_what_was_typed_is_offered_again_to_its_writer_alone_and_gone_once_saved(browser: str, served: Served) -> None:
    place = "guides/id-card-lost"

    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/{place}")
        await write_note(page, "窗口说要两张照片")
        await until(page, KEPT)  # by itself, after the pause
        await page.open(f"{address}/editors/{place}")
        assert "您有没保存的内容" in await body_of(page)
        assert "窗口说要两张照片" not in await page.evaluate(NOTES), "the form shows what is saved"
        await tab_to(page, "#left-unsaved a")
        await page.load_by(press_enter(page))
        assert "窗口说要两张照片" in await page.evaluate(NOTES)
        assert "还没有保存" in await body_of(page)
        await tab_to(page, "button[value=save]")
        await page.load_by(press_enter(page))
        assert "草稿保存好了" in await body_of(page)
        await page.open(f"{address}/editors/{place}")
        assert "没保存的内容" not in await page.evaluate("document.querySelector('main').innerText")
        assert page.questions == [], "what is kept needs no warning"

    async def look(page: Page, address: str) -> None:
        await come_in(page, served, "chen")
        await page.open(f"{address}/editors/{place}")
        assert "您有没保存的内容" not in await body_of(page)

    services, server = served
    room = Room.of(services)
    tell(browser, server, DESK, look)
    tell(browser, server, DESK, story)
    assert room.autosaves.find(ANNA, place) is None
    with services.database.read() as connection:
        acts = [trace.act for trace in load_trail(connection, most=100, subject="id-card-lost")]
        draft = find_draft(connection, "id-card-lost")
    assert acts == ["save"]
    assert draft is not None
    assert draft.revision == 2, "what was live, and the one save"


def test_a_tab_that_is_closed_in_the_middle_of_a_word_loses_nothing(browser: str, served: Served) -> None:
    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/guides/library-card")
        await write_note(page, "写到一")
        await page.open(f"{address}/editors/")
        assert page.questions == ["beforeunload"], "the browser asks before it leaves what nobody has kept"
        while room.autosaves.find(ANNA, "guides/library-card") is None:
            await page.evaluate("new Promise(requestAnimationFrame)")  # what the closed page sent is on its way
        await page.open(f"{address}/editors/guides/library-card")
        assert "您有没保存的内容" in await body_of(page)
        await page.open(f"{address}/editors/unsaved/guides/library-card")
        assert "写到一" in await page.evaluate(NOTES)
        await until(page, KEPT)
        await page.open(f"{address}/editors/guides/library-card")
        await tab_to(page, "#left-unsaved summary")
        await press_enter(page)
        await tab_to(page, "#left-unsaved button")
        await page.load_by(press_enter(page))
        assert "丢掉了" in await body_of(page)

    room = Room.of(served[0])
    tell(browser, served[1], DESK, story)


def test_while_the_server_is_away_the_text_stays_on_this_computer_and_goes_in_when_it_is_back(
    browser: str, served: Served
) -> None:
    services, _ = served

    async def story() -> None:
        async with fresh_browser(browser) as chromium, chromium.page(*DESK) as page:
            with listening(services) as server:
                port, address = server.server_port, address_of(server)
                await come_in(page, (services, server), "anna")
                await page.open(f"{address}/editors/guides/driver-health")
            await write_note(page, "断网的时候写的")
            await until(page, AWAY)
            assert "内容还在这台电脑上，会自动再试" in await body_of(page)
            await page.evaluate("document.querySelector('button[value=save]').click()")
            await until(page, "!document.getElementById('not-saved').hidden")
            assert "断网的时候写的" in await page.evaluate(NOTES), "the page with the text is still there"
            with listening(services, port):
                await page.evaluate("dispatchEvent(new Event('online'))")
                await until(page, KEPT)
                assert await page.evaluate("Object.keys(localStorage).length") == 0
                await page.load_by(page.evaluate("document.querySelector('button[value=save]').click()"))
                assert "草稿保存好了" in await body_of(page)
            assert [problem for problem in page.problems if "ERR_CONNECTION" not in problem] == []

    asyncio.run(asyncio.wait_for(story(), 120))


def test_a_tab_closed_while_the_server_is_away_leaves_a_copy_that_signing_out_clears(
    browser: str, served: Served
) -> None:
    services, _ = served

    async def story() -> None:
        async with fresh_browser(browser) as chromium:
            with listening(services) as server:
                port, address = server.server_port, address_of(server)
                async with chromium.page(*DESK) as page:
                    await come_in(page, (services, server), "anna")
                    await page.open(f"{address}/editors/guides/marriage")
                    server.shutdown()
                    server.server_close()
                    await write_note(page, "身份证号 11010519491231002X 的人来问过")
                    await until(page, AWAY)
                    await page.command("Page.close")
            with listening(services, port):
                async with chromium.page(*DESK) as page:
                    await page.open(f"{address}/editors/guides/marriage")
                    assert "这台电脑上还留着" in await body_of(page)
                    assert "11010519491231002" not in await page.evaluate("JSON.stringify({...localStorage})")
                    await page.load_by(page.evaluate("document.querySelector('#keeping section button').click()"))
                    assert "〔数字〕 的人来问过" in await page.evaluate(NOTES)
                    assert await page.evaluate("localStorage.length") == 0
                    await page.evaluate("localStorage.setItem('zhengwu.unsaved.anna.guides/x', '{}')")
                    await page.evaluate("localStorage.setItem('of-others', 'x')")
                    await page.load_by(page.evaluate("document.querySelector('form.who button').click()"))
                    assert await page.evaluate("Object.keys(localStorage)") == ["of-others"]

    asyncio.run(asyncio.wait_for(story(), 120))


def test_a_session_that_ends_while_somebody_writes_costs_no_word(
    browser: str, served: Served, clock_ahead: ClockAhead
) -> None:
    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/guides/passport-first")
        clock_ahead.ahead += timedelta(hours=2)
        await write_note(page, "写了两个小时")
        await until(page, "!document.getElementById('session-over').hidden")
        await page.load_by(page.evaluate("document.querySelector('button[value=save]').click()"))
        assert "您写的内容还在" in await body_of(page)
        await until(page, "document.activeElement.id === 'name'")
        await type_text(page, "anna")
        await tab_to(page, "#password")
        await type_text(page, PASSWORD)
        await page.load_by(press_enter(page))
        assert "写了两个小时" in await page.evaluate(NOTES)
        await page.load_by(page.evaluate("document.querySelector('button[value=save]').click()"))
        assert "草稿保存好了" in await body_of(page)

    tell(browser, served[1], DESK, story, expected="401")


def test_signing_in_anew_in_another_tab_costs_no_word_either(browser: str, served: Served) -> None:
    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/guides/social-card-first")
        await come_in(page, served, "anna")  # another session takes the place of the one this page knows
        await write_note(page, "在另一页登录过")
        await page.load_by(page.evaluate("document.querySelector('button[value=save]').click()"))
        assert "您写的内容还在" in await body_of(page)
        await page.load_by(page.evaluate("document.querySelector('main form button').click()"))
        assert "在另一页登录过" in await page.evaluate(NOTES)
        await page.load_by(page.evaluate("document.querySelector('button[value=save]').click()"))
        assert "草稿保存好了" in await body_of(page)

    tell(browser, served[1], DESK, story, expected="403")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
def test_rows_come_move_and_go_without_loading_the_page_and_the_keyboard_goes_on_in_them(
    browser: str, served: Served, screen: tuple[int, int]
) -> None:
    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/guides/id-card-lost")
        await page.evaluate("window.isSamePage = true")
        rows = int(await page.evaluate("document.querySelectorAll('#materials > fieldset.row').length"))
        await page.evaluate("document.querySelector(\"button[value='add:materials']\").focus()")
        await press_enter(page)
        await until(page, f"document.activeElement.id === 'materials.{rows}'")
        await tab_to(page, f"[name='materials.{rows}.name']")
        await type_text(page, "新的材料")
        await tab_to(page, f"button[value='up:materials:{rows}']")
        await press_enter(page)
        await until(page, f"document.activeElement.id === 'materials.{rows - 1}'")
        assert (
            await page.evaluate(f"document.querySelector('[name=\"materials.{rows - 1}.name\"]').value") == "新的材料"
        )
        await tab_to(page, f"button[value='remove:materials:{rows - 1}']")
        page.agrees = False
        await press_enter(page)
        await until(page, "true")
        assert page.questions == ["这一条里写了字。确定删除吗？"]
        assert await page.evaluate("document.querySelectorAll('#materials > fieldset.row').length") == rows + 1
        page.agrees = True
        await press_enter(page)
        await until(page, f"document.querySelectorAll('#materials > fieldset.row').length === {rows}")
        await until(page, f"document.activeElement.id === 'materials.{rows - 1}'")
        assert await page.evaluate("window.isSamePage") is True

    tell(browser, served[1], screen, story)


def test_two_people_with_the_same_text_open_are_told_and_told_again_when_one_leaves(
    browser: str, served: Served
) -> None:
    async def story() -> None:
        async with (
            fresh_browser(browser) as first,
            fresh_browser(browser) as second,
            first.page(*DESK) as anna,
            second.page(*DESK) as chen,
        ):
            address = await come_in(anna, served, "anna")
            await come_in(chen, served, "chen")
            path = f"{address}/editors/guides/passport-renew"
            await anna.open(path)
            await until(anna, "document.querySelector('#others input')")
            await chen.open(path)
            assert "现在也打开着这一篇：anna" in await body_of(chen)
            await anna.evaluate("htmx.trigger('#here', 'load')")
            await until(anna, "document.getElementById('others').textContent.includes('chen')")
            await chen.open(f"{address}/editors/")
            await anna.evaluate("htmx.trigger('#here', 'load')")
            await until(anna, "!document.getElementById('others').textContent.includes('chen')")
            assert anna.problems + chen.problems == []

    asyncio.run(asyncio.wait_for(story(), 120))


def test_a_page_left_open_keeps_no_session_alive(browser: str, served: Served, clock_ahead: ClockAhead) -> None:
    async def story(page: Page, address: str) -> None:
        await come_in(page, served, "anna")
        await page.open(f"{address}/editors/guides/id-card-lost")
        for _ in range(3):
            clock_ahead.ahead += timedelta(minutes=25)
            await page.evaluate("document.getElementById('here') && htmx.trigger('#here', 'load')")
        await until(page, "!document.getElementById('session-over').hidden")

    tell(browser, served[1], DESK, story, expected="401")
