"""The editors' pages behind a real socket and in a real browser: what all tests that drive one share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from werkzeug.serving import BaseWSGIServer, make_server

from channel_api.app import create_app, make_services
from channel_api.clock import Clock, system_clock
from channel_api.config import Config
from channel_api.embedded import QuietHandler
from channel_api.passwords import hash_password
from channel_api.preparing import prepare_embedded
from channel_api.runtime import Services
from channel_api.store import editors
from content.files import content_folder
from tests.channel_api.editing.people import PASSWORD
from tests.tvapp.serve.chromium import Page, fresh_browser

DESK = (1280, 800)
PHONE = (390, 844)
ZOOMED = (640, 400)  # a desk's screen at 200 %
TAB, ENTER, SPACE = 9, 13, 32
PEOPLE = {"anna": ("editor",), "bao": ("reviewer", "publisher"), "chen": ("administrator",)}
FOCUS_ON_NAME = """new Promise(function look(resolve) {
  if (document.activeElement.id === "name") { resolve(true); } else { requestAnimationFrame(() => look(resolve)); }
})"""
# Resolves as soon as an expression holds, looked at with every picture the browser draws.
AS_SOON_AS = """new Promise(function look(resolve) {
  if (%s) { resolve(true); } else { requestAnimationFrame(() => look(resolve)); }
})"""
Story = Callable[[Page, str], Awaitable[None]]
Served = tuple[Services, BaseWSGIServer]


@contextmanager
def serving(folder: Path, clock: Clock = system_clock) -> Iterator[Served]:
    """The server with the content that comes with the program, and three people."""
    config = Config(data_folder=folder, database_url=f"sqlite:///{folder}/channel.sqlite3")
    services = make_services(config, clock=clock)
    prepare_embedded(services, content_folder())
    hashed = hash_password(PASSWORD)
    with services.database.write() as connection:
        for name, roles in PEOPLE.items():
            editors.add_editor(connection, name, hashed, roles, services.clock())
    with listening(services) as server:
        yield services, server
    services.demand.stop()
    services.database.close()


@contextmanager
def listening(services: Services, port: int = 0) -> Iterator[BaseWSGIServer]:
    """The same services behind a socket; ended and begun again they are a server that was away."""
    server = make_server("127.0.0.1", port, create_app(services), threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def tell(
    browser: str, server: BaseWSGIServer, screen: tuple[int, int], story: Story, *, expected: str = "nothing"
) -> None:
    """One person's story at one screen. `expected`: a part of those complaints of the browser that belong to it."""

    async def main() -> None:
        async with fresh_browser(browser) as chromium, chromium.page(*screen) as page:
            await story(page, address_of(server))
            assert [problem for problem in page.problems if expected not in problem] == []

    asyncio.run(asyncio.wait_for(main(), 120))


def address_of(server: BaseWSGIServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


async def come_in(page: Page, served: Served, name: str) -> str:
    """Signed in without the door, which has tests of its own; the server's address."""
    services, server = served
    with services.database.write() as connection:
        token = editors.begin_session(connection, name, services.clock())
    await page.command("Network.setCookie", name="editors", value=token, url=address_of(server), path="/editors")
    return address_of(server)


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


async def until(page: Page, condition: str) -> None:
    """Waits until the page itself says so."""
    try:
        await page.evaluate(AS_SOON_AS % condition)
    except TimeoutError:
        raise AssertionError(f"never came true: {condition}\n{await body_of(page)}\n{page.problems}") from None


async def body_of(page: Page) -> str:
    return str(await page.evaluate("document.body.innerText"))
