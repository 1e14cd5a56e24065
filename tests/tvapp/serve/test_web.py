"""The web side over real connections: who is let in, what a page is told, what it may not do to others."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from content.files import Content
from tests.tvapp.serve.served import FakePage, Street, connect, get_name, new_client, running
from tvapp.serve.web import ELSEWHERE, FULL

ONE, OK, BACK, YELLOW = "49", "13", "461", "405"
Story = Callable[[Street, aiohttp.ClientSession], Awaitable[None]]


@pytest.fixture
def tell(sample_content: Content, tmp_path: Path) -> Callable[..., None]:
    """Runs a story against a served television."""

    def run(story: Story, *, seats: int = 5) -> None:
        async def main() -> None:
            street = Street(sample_content, tmp_path, seats=seats)
            async with running(street), new_client() as client:
                await asyncio.wait_for(story(street, client), 60)

        asyncio.run(main())

    return run


def test_a_page_connects_and_is_driven_by_its_keys(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        page = await connect(client, street, await get_name(client, street))
        await page.take_until("户籍身份")
        await page.press(ONE)
        await page.take_until("居民身份证丢失补领")
        await page.press(BACK)
        await page.take_until("查进度")

    tell(story)


def test_two_browsers_do_not_see_each_other(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        first = await connect(client, street, await get_name(client, street))
        second = await connect(client, street, await get_name(client, street))
        await first.press(ONE)
        await first.take_until("居民身份证丢失补领")
        await second.take_until("户籍身份")
        assert "居民身份证丢失补领" not in second.text
        assert [household.route for household in street.households] == ["topic/household", "home"]

    tell(story)


def test_a_lost_connection_is_taken_up_on_the_same_screen_but_never_on_a_case(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        name = await get_name(client, street)
        page = await connect(client, street, name)
        await page.press(ONE)
        await page.take_until("居民身份证丢失补领")
        await page.socket.close()
        again = await connect(client, street, name)
        await again.take()
        assert "居民身份证丢失补领" in again.text
        await again.press(YELLOW)
        await again.press("51")
        await again.take_until("共1位")
        await again.socket.close()
        last = await connect(client, street, name)
        await last.take()
        assert "居民身份证丢失补领" in last.text
        assert len(street.households) == 1

    tell(story)


def test_a_second_page_of_the_same_browser_takes_over(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        name = await get_name(client, street)
        first = await connect(client, street, name)
        await first.take()
        second = await connect(client, street, name)
        await second.take()
        assert await closing_code(first) == ELSEWHERE
        await second.press(ONE)
        await second.take_until("居民身份证丢失补领")
        assert len(street.households) == 1

    tell(story)


async def closing_code(page: FakePage) -> int | None:
    async for _ in page.socket:
        pass
    return page.socket.close_code


def test_when_every_seat_is_taken_a_page_is_told_so(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        first = await connect(client, street, await get_name(client, street))
        await first.take()
        second = await connect(client, street, await get_name(client, street))
        assert await closing_code(second) == FULL
        await first.press(ONE)
        await first.take_until("居民身份证丢失补领")

    tell(story, seats=1)


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_a_page_from_elsewhere_gets_neither_name_nor_connection(origin: str | None, tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        headers = {"Origin": origin} if origin else {}
        async with client.post(f"{street.address}/session", headers=headers) as answer:
            assert answer.status == 403
            assert not answer.cookies
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await client.ws_connect(f"{street.address}/ws", headers=headers)
        assert street.households == []

    tell(story)


def test_a_name_that_is_not_ours_is_not_answered(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        headers = {"Host": "evil.example", "Origin": "http://evil.example"}
        for path in ("/", "/tv.js", "/livez"):
            async with client.get(f"{street.address}{path}", headers=headers) as answer:
                assert answer.status == 421

    tell(story)


def test_a_browser_keeps_its_name_and_no_script_can_read_it(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        async with client.post(f"{street.address}/session", headers=street.headers) as answer:
            written = answer.headers["Set-Cookie"]
        assert re.search(r"^television=[0-9a-f]{32};", written)
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in written.split(";")}
        assert "Secure" not in written
        name = await get_name(client, street)
        assert await get_name(client, street, name) == name
        assert await get_name(client, street, "chosen-by-somebody-else") != "chosen-by-somebody-else"
        async with client.post(f"{street.address}/session", headers={"Origin": "https://tv.example.cn"}) as answer:
            assert "Secure" in answer.headers["Set-Cookie"]

    tell(story)


def test_a_browser_without_cookies_still_sees_the_television(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        page = FakePage(await client.ws_connect(f"{street.address}/ws", headers=street.headers))
        await page.take_until("户籍身份")

    tell(story)


def test_the_page_and_its_files_load_nothing_from_elsewhere(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        for path in ("/", "/tv.js", "/tv.css"):
            async with client.get(f"{street.address}{path}") as answer:
                assert answer.status == 200
                text = await answer.text()
                policy = answer.headers["Content-Security-Policy"]
            assert re.findall(r"https?://|//[a-z0-9-]+\.|@import|url\(", text) == []
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy

    tell(story)


@pytest.mark.parametrize("path", ["/tv.html", "/../words.yaml", "/tv.js.map", "/web.py", "/session"])
def test_nothing_else_is_given_out(path: str, tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        async with client.get(f"{street.address}{path}") as answer:
            assert answer.status in (404, 405)
            assert "Content-Security-Policy" in answer.headers

    tell(story)


def test_health_counts_pages_and_sessions(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        page = await connect(client, street, await get_name(client, street))
        await page.take()
        async with client.get(f"{street.address}/livez") as answer:
            assert await answer.json() == {"status": "ok", "pages": 1, "sessions": 1}

    tell(story)


@pytest.mark.parametrize("text", ["", "{", "[]", '["key"]', '["key", 1, 2, 3]', '["quit"]', "null", '"key"', "9" * 400])
def test_what_is_no_message_of_ours_is_ignored(text: str, tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        page = await connect(client, street, await get_name(client, street))
        await page.socket.send_str(text)
        await page.press(ONE)
        await page.take_until("居民身份证丢失补领")

    tell(story)


def test_a_page_that_floods_loses_its_own_connection_only(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        calm = await connect(client, street, await get_name(client, street))
        wild = await connect(client, street, await get_name(client, street))
        await wild.socket.send_str("[" * 5000)
        assert await closing_code(wild) == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        await calm.press(ONE)
        await calm.take_until("居民身份证丢失补领")

    tell(story)


def test_a_page_asks_for_its_text_size_by_its_address(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        page = await connect(client, street, await get_name(client, street), query="?size=largest")
        await page.take()
        assert len(page.rows) == 14

    tell(story)


def test_data_that_arrives_in_a_thread_is_shown_without_a_key(tell: Callable[..., None]) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        page = await connect(client, street, await get_name(client, street))
        await page.take_until("户籍身份")
        channel = street.households[0].channel
        channel.is_slow()
        await page.press(ONE)
        await page.take_until("正在取内容")
        channel.comes_back()
        await asyncio.to_thread(channel.on_change)
        await page.take_until("居民身份证丢失补领")

    tell(story)


def test_when_the_server_ends_its_pages_are_told(tell: Callable[..., None], sample_content: Content) -> None:
    async def story(street: Street, client: aiohttp.ClientSession) -> None:
        inner = Street(sample_content, street.folder)
        async with running(inner):
            page = await connect(client, inner, await get_name(client, inner))
            await page.take()
            farewell = asyncio.create_task(closing_code(page))
        assert await farewell == aiohttp.WSCloseCode.GOING_AWAY

    tell(story)
