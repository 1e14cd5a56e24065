"""The pages in a real browser: nothing is blocked, cut or fetched from elsewhere; everything is done by keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from channel_api.app import create_app, make_services
from channel_api.config import Config
from channel_api.editing.workflow import Person
from channel_api.embedded import QuietHandler
from channel_api.pages.room import Room
from channel_api.passwords import hash_password
from channel_api.preparing import prepare_embedded
from channel_api.runtime import Services
from channel_api.store import editors
from content.files import content_folder
from tests.channel_api.editing.people import PASSWORD
from tests.tvapp.serve.chromium import Page, fresh_browser, running_chromium

DESK = (1280, 800)
PHONE = (390, 844)
ZOOMED = (640, 400)  # a desk's screen at 200 %
TAB, ENTER = 9, 13
GUIDE = "/editors/guides/id-card-lost"
PEOPLE = {"anna": ("editor",), "bao": ("reviewer", "publisher"), "chen": ("administrator",)}
FOCUS_ON_NAME = """new Promise(function look(resolve) {
  if (document.activeElement.id === "name") { resolve(true); } else { requestAnimationFrame(() => look(resolve)); }
})"""
# Every text with too little contrast to what lies behind it (WCAG 2.2, 1.4.6: 7:1), as ratio, colours and text.
FAINT = """(() => {
  const part = value => { const c = value / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = numbers(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) { return colour; }
    }
    return [255, 255, 255];
  };
  const says = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")].filter(says).map(element => {
    const [one, other] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return [ratio, element.outerHTML.slice(0, 80)];
  }).filter(([ratio]) => ratio < 7);
})()"""
Story = Callable[[Page, str], Awaitable[None]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, BaseWSGIServer]]:
    """The server with the content that comes with the program, behind a real socket, and three people."""
    folder = tmp_path_factory.mktemp("editing")
    services = make_services(Config(data_folder=folder, database_url=f"sqlite:///{folder}/channel.sqlite3"))
    prepare_embedded(services, content_folder())
    hashed = hash_password(PASSWORD)
    with services.database.write() as connection:
        for name, roles in PEOPLE.items():
            editors.add_editor(connection, name, hashed, roles, services.clock())
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True, request_handler=QuietHandler)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    yield services, server
    server.shutdown()
    server.server_close()
    serving.join()
    services.demand.stop()
    services.database.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_chromium(tmp_path_factory.mktemp("profile")) as address:
        yield address


def tell(browser: str, server: BaseWSGIServer, screen: tuple[int, int], story: Story) -> None:
    async def main() -> None:
        async with fresh_browser(browser) as chromium, chromium.page(*screen) as page:
            await story(page, f"http://127.0.0.1:{server.server_port}")
            assert page.problems == []

    asyncio.run(asyncio.wait_for(main(), 120))


async def type_text(page: Page, text: str) -> None:
    await page.command("Input.insertText", text=text)


async def press_named(page: Page, key: str, code: int, text: str = "") -> None:
    """A key by its name and character, as forms need it to move and to be sent."""
    for kind in ("keyDown", "keyUp"):
        typed = {"text": text} if text and kind == "keyDown" else {}
        await page.command("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **typed)


async def press_enter(page: Page) -> None:
    await press_named(page, "Enter", ENTER, "\r")


async def tab_to(page: Page, wanted: str) -> None:
    """Goes on with the tabulator until the element a selector finds has the focus, which must be visible."""
    for _ in range(400):
        await press_named(page, "Tab", TAB)
        if await page.evaluate(f"document.activeElement.matches({wanted!r})"):
            assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"the tabulator never comes to {wanted}")


async def sign_in(page: Page, address: str, name: str) -> None:
    await page.open(f"{address}/editors/")
    await page.evaluate(FOCUS_ON_NAME)  # the page puts it there by itself, a moment after it has loaded
    await type_text(page, name)
    await tab_to(page, "#password")
    await type_text(page, PASSWORD)
    await page.load_by(press_enter(page))
    assert await page.evaluate("location.pathname") == "/editors/"


async def body_of(page: Page) -> str:
    return str(await page.evaluate("document.body.innerText"))


def test_a_guide_is_written_and_sent_round_by_keyboard_alone(
    browser: str, served: tuple[Services, BaseWSGIServer]
) -> None:
    async def write(page: Page, address: str) -> None:
        await sign_in(page, address, "anna")
        await page.open(address + GUIDE)
        await tab_to(page, "[name='short.time']")
        await page.evaluate("document.activeElement.select()")
        await type_text(page, "一般二十天能拿到。")
        await tab_to(page, "#reason")
        await type_text(page, "时限改了")
        await press_tab_and_send(page)
        assert "草稿保存好了" in await body_of(page)
        await tab_to(page, "form[action$='/submit'] button")
        await page.load_by(press_enter(page))
        assert "已经送审" in await body_of(page)

    async def press_tab_and_send(page: Page) -> None:
        await tab_to(page, "button[value=save]")
        await page.load_by(press_enter(page))

    async def publish(page: Page, address: str) -> None:
        await sign_in(page, address, "bao")
        await page.open(address + GUIDE)
        assert await page.evaluate("[...document.querySelectorAll('ins')].map(e => e.innerText).join('')") != ""
        for step in ("approve", "publish"):
            await tab_to(page, f"form[action$='/{step}'] button")
            await page.load_by(press_enter(page))
        assert "已经发布" in await body_of(page)

    services, server = served
    tell(browser, server, DESK, write)
    tell(browser, server, PHONE, publish)
    services.catalogue.refresh()
    answer = create_app(services).test_client().get("/v1/services/id-card-lost").get_json()
    assert answer["short"]["time"] == "一般二十天能拿到。"


@pytest.mark.parametrize("screen", [DESK, PHONE, ZOOMED, (320, 568)], ids=str)
def test_every_page_is_as_wide_as_its_screen_and_needs_nothing_from_elsewhere(
    browser: str, served: tuple[Services, BaseWSGIServer], screen: tuple[int, int], tmp_path: Path
) -> None:
    async def story(page: Page, address: str) -> None:
        await sign_in(page, address, "chen")
        paths = ("", "?words=身份证", "reviews", "new", "people", "trail", "password", "guides/id-card-lost?check=yes")
        for path in (*paths, "guides/id-card-lost/history"):
            await page.open(f"{address}/editors/{path}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= screen[0], path
            assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 241)", path
            assert await unnamed(page) == [], path
            assert await page.evaluate(FAINT) == [], path
        await page.evaluate("document.querySelector('h1').style.color = '#707070'")
        assert len(await page.evaluate(FAINT)) == 1, "what is faint would be found"
        assert [url for url in page.asked_for if not url.startswith(address)] == []

    async def unnamed(page: Page) -> list[str]:
        """Fields without a label, and buttons and links without a text."""
        found: list[str] = await page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
            ".filter(e => !e.labels || e.labels.length !== 1 || !e.labels[0].textContent.trim())"
            ".concat([...document.querySelectorAll('a,button')].filter(e => !e.textContent.trim()))"
            ".map(e => e.outerHTML)"
        )
        return found

    tell(browser, served[1], screen, story)


def test_what_was_published_is_found_by_its_new_alias_and_no_longer_after_going_back(
    served: tuple[Services, BaseWSGIServer],
) -> None:
    services, _ = served
    client = create_app(services).test_client()
    desk = Room.of(services).desk
    anna, chen = (Person(name, frozenset(PEOPLE[name])) for name in ("anna", "chen"))  # type: ignore[arg-type]
    key, name = "library-card", "橘猫叼走了借阅卡"

    def publish() -> None:
        desk.submit(anna, key, desk.open(key).token)
        desk.approve(chen, key, desk.open(key).token)
        desk.publish(chen, key, desk.open(key).token)
        services.catalogue.refresh()

    def first_found() -> tuple[str, str]:
        answer = client.get("/v1/search", query_string={"q": name}).get_json()
        found = answer["results"][0] if answer["results"] else {"id": "", "matched": {"text": ""}}
        return found["id"], found["matched"]["text"]

    assert first_found() != (key, name)
    opened = desk.open(key)
    desk.save(anna, key, {**opened.text, "aliases": [*opened.text["aliases"], name]}, opened.token)
    publish()
    assert first_found() == (key, name)
    desk.restore(anna, key, 1, desk.open(key).token, "没有人这样说")
    publish()
    assert first_found() != (key, name)
