"""The pages in a real browser as wide as a telephone: nothing is cut or fetched, a typed code leads to the list."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from channel_api.app import create_app, make_services
from channel_api.config import Config
from channel_api.embedded import QuietHandler
from channel_api.preparing import prepare_embedded
from content.files import content_folder
from tests.tvapp.serve.chromium import Page, fresh_browser, running_chromium

PHONE = (390, 844)
SMALL_PHONE = (320, 568)
ENTER = 13
Story = Callable[[Page], Awaitable[None]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, BaseWSGIServer]]:
    """The server with the content that comes with the program, behind a real socket."""
    folder = tmp_path_factory.mktemp("phone")
    config = Config(data_folder=folder, database_url=f"sqlite:///{folder}/channel.sqlite3")
    services = make_services(config)
    prepare_embedded(services, content_folder())
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=QuietHandler)
    app = create_app(replace(services, config=replace(config, public_url=f"http://127.0.0.1:{server.server_port}")))
    server.app = app
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    yield app, server
    server.shutdown()
    server.server_close()
    serving.join()
    services.demand.stop()
    services.database.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_chromium(tmp_path_factory.mktemp("profile")) as address:
        yield address


@pytest.fixture
def receipt(served: tuple[Flask, BaseWSGIServer]) -> dict[str, str]:
    told = {"service": "id-card-lost", "region": "330106", "ticked": ["居民户口簿"]}
    answered: dict[str, str] = served[0].test_client().post("/v1/takes", json=told).get_json()
    return answered


def tell(browser: str, screen: tuple[int, int], story: Story) -> None:
    async def main() -> None:
        async with fresh_browser(browser) as chromium, chromium.page(*screen) as page:
            await story(page)

    asyncio.run(asyncio.wait_for(main(), 120))


async def body_of(page: Page) -> str:
    return str(await page.evaluate("document.body.innerText"))


async def measure(page: Page, expression: str) -> Any:
    return await page.evaluate(expression)


@pytest.mark.parametrize("screen", [PHONE, SMALL_PHONE], ids=str)
def test_the_list_is_as_wide_as_a_telephone_and_needs_nothing_else(
    browser: str, receipt: dict[str, str], screen: tuple[int, int], tmp_path: Path
) -> None:
    async def story(page: Page) -> None:
        await page.open(receipt["url"])
        said = await body_of(page)
        assert "居民身份证丢失补领" in said
        assert "还要带" in said
        assert "备好了" in said
        assert await measure(page, "document.documentElement.scrollWidth") <= screen[0]
        assert await measure(page, "getComputedStyle(document.body).fontSize") == "19px", "the style was let through"
        assert [urlsplit(url).path for url in page.asked_for] == [urlsplit(receipt["url"]).path]
        assert page.problems == []

    tell(browser, screen, story)


def test_a_box_is_ticked_by_a_touch_and_is_large_enough_for_a_finger(browser: str, receipt: dict[str, str]) -> None:
    async def story(page: Page) -> None:
        await page.open(receipt["url"])
        assert await measure(page, "document.querySelector('label').getBoundingClientRect().height") >= 48
        await page.evaluate("document.querySelector('label').click()")
        assert await measure(page, "document.querySelector('input').checked") is True

    tell(browser, PHONE, story)


def test_a_code_typed_on_the_telephone_leads_to_the_list(
    browser: str, served: tuple[Flask, BaseWSGIServer], receipt: dict[str, str]
) -> None:
    async def story(page: Page) -> None:
        await page.open(f"http://127.0.0.1:{served[1].server_port}/k")
        await type_code(page, "22222222")
        assert "这个码不对" in await body_of(page)
        await type_code(page, receipt["code"].lower())
        assert "居民身份证丢失补领" in await body_of(page)
        path = await measure(page, "location.pathname")
        assert path.startswith("/T/")
        assert path != urlsplit(receipt["url"]).path

    async def type_code(page: Page, code: str) -> None:
        await page.evaluate("document.getElementById('code').focus()")
        await page.command("Input.insertText", text=code)
        await page.load_by(page.evaluate("document.querySelector('button').click()"))

    tell(browser, PHONE, story)
