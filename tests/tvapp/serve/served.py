"""A served television on a free port of this machine, over invented content; each browser gets its own household."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from content.files import Content
from tests.tvapp.serve.conftest import Household
from tvapp.remote import load_profile
from tvapp.serve.session import Session
from tvapp.serve.sessions import Sessions
from tvapp.serve.sounds import Sounds
from tvapp.serve.web import COOKIE, Served


@dataclass
class Street:
    """What runs: its address, the households in the order they came, and the web side."""

    content: Content
    folder: Path
    seats: int = 5
    sounds: Sounds | None = None
    households: list[Household] = field(default_factory=list)
    address: str = ""
    served: Served = field(init=False)

    def __post_init__(self) -> None:
        sessions = Sessions(self._move_in, clock=lambda: 0.0, most=self.seats)
        self.served = Served(sessions, load_profile("browser"), public_url="https://tv.example.cn", sounds=self.sounds)

    def _move_in(self, browser: str) -> Session:
        household = Household(self.content, self.folder / browser, sounds=self.sounds)
        household.channel.has_feeds_in(["330106"])
        household.channel.on_change = self.served.data_arrived
        self.households.append(household)
        return household.session

    def forgets_everybody(self) -> None:
        """As a program that was started anew."""
        self.served._sessions._seats.clear()

    @property
    def headers(self) -> dict[str, str]:
        """Those our own page would send."""
        return {"Origin": self.address}


@asynccontextmanager
async def running(street: Street) -> AsyncIterator[Street]:
    """Serves until the block ends."""
    server = TestServer(street.served.application())
    await server.start_server()
    street.address = f"http://{server.host}:{server.port}"
    try:
        yield street
    finally:
        await server.close()


class FakePage:
    """A page without a browser: connects as ours does and applies what it is told."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.rows: list[Any] = []
        self.messages = 0
        self._milliseconds = 0

    async def take(self) -> None:
        """The next message."""
        told = await self.socket.receive_json(timeout=10)
        self.messages += 1
        self.rows = told.get("rows", self.rows)
        for y, row in told.get("changed", {}).items():
            self.rows[int(y)] = row

    async def take_until(self, wanted: str) -> None:
        """Messages until the picture says it."""
        while wanted not in self.text:
            await self.take()

    async def press(self, code: str) -> None:
        self._milliseconds += 1000
        await self.socket.send_json(["key", code, "press", self._milliseconds])
        await self.socket.send_json(["key", code, "release", self._milliseconds + 80])

    @property
    def text(self) -> str:
        return "\n".join("".join(run[1] for run in row) for row in self.rows)


async def get_name(client: aiohttp.ClientSession, street: Street, name: str = "") -> str:
    """The cookie this browser is given, or keeps."""
    cookie = {"Cookie": f"{COOKIE}={name}"} if name else {}
    async with client.post(f"{street.address}/session", headers={**street.headers, **cookie}) as answer:
        assert answer.status == 204
        return answer.cookies[COOKIE].value


async def connect(client: aiohttp.ClientSession, street: Street, name: str, *, query: str = "") -> FakePage:
    """A page of the browser of this name."""
    headers = {**street.headers, "Cookie": f"{COOKIE}={name}"}
    return FakePage(await client.ws_connect(f"{street.address}/ws{query}", headers=headers))


def new_client() -> aiohttp.ClientSession:
    """Keeps no cookies by itself: every test says which browser it is."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
