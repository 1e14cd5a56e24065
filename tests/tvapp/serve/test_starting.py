"""The command as an operator runs it: its own API, real content, and a memory that outlives a restart."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from tests.tvapp.serve.served import FakePage, new_client
from tvapp.serve.web import COOKIE

Story = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a running `zhengwu-tv --serve`."""
    command = [sys.executable, "-m", "tvapp", "--serve", f"127.0.0.1:{free_port()}"]
    environment = {"CHANNEL_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        assert process.wait(30) == 0


def tell(address: str, story: Story) -> None:
    async def main() -> None:
        async with new_client() as client:
            await asyncio.wait_for(story(client, address), 60)

    asyncio.run(main())


async def connect(client: aiohttp.ClientSession, address: str, name: str = "a" * 32) -> FakePage:
    headers = {"Origin": address, "Cookie": f"{COOKIE}={name}"}
    return FakePage(await client.ws_connect(f"{address}/ws", headers=headers))


def test_a_browser_is_welcomed_once_sees_the_real_content_and_is_known_after_a_restart(tmp_path: Path) -> None:
    async def begin(client: aiohttp.ClientSession, address: str) -> None:
        page = await connect(client, address)
        await page.take_until("欢迎")
        await page.press("461")
        await page.take_until("户籍身份")
        await page.press("49")
        await page.take_until("居民身份证丢失补领")

    async def come_back(client: aiohttp.ClientSession, address: str) -> None:
        page = await connect(client, address)
        await page.take_until("户籍身份")
        assert "欢迎" not in page.text
        other = await connect(client, address, "b" * 32)
        await other.take_until("欢迎")

    for story in (begin, come_back):
        with served(tmp_path) as address:
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
            tell(address, story)
