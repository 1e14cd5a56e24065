"""Signing in with the account of one's organisation as a browser does it: there, back from another site, and in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.serving import BaseWSGIServer

from channel_api.config import Provider
from channel_api.runtime import Services
from channel_api.store import editor_identities, editors
from channel_api.store.editor_identities import Identity
from tests.channel_api.editing.providers import CLIENT_ID, real_provider
from tests.channel_api.editing.real_browser import (
    DESK,
    PHONE,
    address_of,
    body_of,
    come_in,
    listening,
    press_enter,
    serving,
    tab_to,
    type_text,
)
from tests.tvapp.serve.chromium import Page, fresh_browser

SUBJECT = "fang-at-the-town-hall"
GUIDE = "/editors/guides/id-card-lost"
DOOR = "a[href^='/editors/provider']"
# The provider's page has no icon and asks for a style sheet of another host; what is refused here is an error too.
EXPECTED = "Failed to load resource"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*deprecated")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, BaseWSGIServer]]:
    """The channel at 127.0.0.1 with a provider at localhost: two sites to a browser, so strict cookies stay at home."""
    with serving(tmp_path_factory.mktemp("house")) as (services, _), real_provider() as issuer:
        port = _free_port()
        provider = Provider(issuer=issuer, client_id=CLIENT_ID, client_secret="s" * 20)
        config = replace(services.config, provider=provider, public_url=f"http://127.0.0.1:{port}")
        changed = replace(services, config=config)
        with listening(changed, port) as server:
            yield changed, server


def _free_port() -> int:
    """What the provider sends people back to is said before the server listens there."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


async def go_to_the_provider(page: Page) -> None:
    await tab_to(page, DOOR)
    await page.load_by(press_enter(page))
    assert await page.evaluate("location.hostname") == "localhost"


async def say_who(page: Page, subject: str) -> None:
    await page.evaluate("document.querySelector('[name=sub]').focus()")
    await type_text(page, subject)
    await page.load_by(press_enter(page))


async def arrive(page: Page, path: str) -> None:
    """The page behind the door opens by itself, after one that brings the cookie."""
    for _ in range(500):
        if await page.evaluate("location.pathname + document.readyState") == f"{path}complete":
            return
    raise AssertionError(f"never came to {path}: {await body_of(page)}")


def unexpected(page: Page) -> list[str]:
    return [problem for problem in page.problems if EXPECTED not in problem]


def test_who_is_linked_comes_in_from_the_provider_and_works_there_as_with_a_password(
    browser: str, house: tuple[Services, BaseWSGIServer], tmp_path: Path
) -> None:
    address = address_of(house[1])

    async def main() -> None:
        async with (
            fresh_browser(browser) as hers,
            fresh_browser(browser) as his,
            hers.page(*PHONE) as anna,
            his.page(*DESK) as chen,
        ):
            await anna.open(f"{address}/editors/reviews")
            await go_to_the_provider(anna)
            await say_who(anna, SUBJECT)
            assert SUBJECT in await body_of(anna), "what she tells an administrator"
            await anna.screenshot(tmp_path / "unlinked.png")

            await come_in(chen, house, "chen")
            await chen.open(f"{address}/editors/people/anna")
            await tab_to(chen, "#subject")
            await type_text(chen, SUBJECT)
            await chen.load_by(press_enter(chen))
            assert "连接好了" in await body_of(chen)

            await anna.open(f"{address}/editors/reviews")
            await go_to_the_provider(anna)
            await say_who(anna, SUBJECT)
            await arrive(anna, "/editors/reviews")
            assert "已登录：anna" in await body_of(anna)
            await anna.load_by(anna.evaluate("document.querySelector('.who').requestSubmit()"))
            assert await anna.evaluate("location.pathname") == "/editors/sign-in", "the session is ours to end"
            await anna.open(f"{address}/editors/")
            assert await anna.evaluate("location.pathname") == "/editors/sign-in"
            assert unexpected(anna) == []
            assert chen.problems == []

    asyncio.run(asyncio.wait_for(main(), 120))


def test_who_says_no_there_reads_what_to_do_and_is_not_in(browser: str, house: tuple[Services, BaseWSGIServer]) -> None:
    async def main() -> None:
        async with fresh_browser(browser) as chromium, chromium.page(*DESK) as page:
            await page.open(f"{address_of(house[1])}/editors/")
            await go_to_the_provider(page)
            await page.load_by(page.evaluate("document.querySelector('[value=deny]').click()"))
            assert "没有登录成功" in await body_of(page)
            await page.load_by(page.evaluate("document.querySelector('main a').click()"))
            assert await page.evaluate("location.pathname") == "/editors/sign-in", "and can try once more"
            assert unexpected(page) == []

    asyncio.run(asyncio.wait_for(main(), 120))


def test_what_was_typed_before_the_session_ended_is_there_again_after_a_sign_in_in_another_tab(
    browser: str, house: tuple[Services, BaseWSGIServer]
) -> None:
    services, _ = house

    async def main() -> None:
        async with fresh_browser(browser) as chromium, chromium.page(*DESK) as chen, chromium.page(*DESK) as other:
            address = await come_in(chen, house, "chen")
            await chen.open(f"{address}/editors/people/chen")
            assert "连接单位的统一账号" not in await body_of(chen), "one's own account is another's to link"
            await chen.open(address + GUIDE)
            await chen.evaluate("document.querySelector('[name=notes]').focus()")
            await chen.evaluate("document.activeElement.select()")
            await type_text(chen, "写到一半登录就结束了")
            with services.database.write() as connection:
                editors.end_sessions(connection, "chen")
            _link(house, "chen", "chen-there")
            # Past the script, which would keep the page as it is: without one the door carries what was typed.
            await chen.load_by(chen.evaluate("HTMLFormElement.prototype.submit.call(document.forms['text-form'])"))
            assert await chen.evaluate(f'document.querySelector("{DOOR}").target') == "_blank"
            await other.open(str(await chen.evaluate(f'document.querySelector("{DOOR}").href')))
            await say_who(other, "chen-there")
            await arrive(other, GUIDE)
            go_on = "document.querySelector('form[action=\"/editors/sign-in/go-on\"]')"
            await chen.load_by(chen.evaluate(f"{go_on}.requestSubmit()"))
            assert await chen.evaluate("document.querySelector('[name=notes]').value") == "写到一半登录就结束了"

    asyncio.run(asyncio.wait_for(main(), 120))


def _link(house: tuple[Services, BaseWSGIServer], name: str, subject: str) -> None:
    services, _ = house
    assert services.config.provider
    with services.database.write() as connection:
        identity = Identity(services.config.provider.issuer, subject)
        editor_identities.link(connection, identity, name, by="anna", now=services.clock())
