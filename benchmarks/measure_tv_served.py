"""The television served to browsers: from a key in the socket to the rows it changed, memory a session, and whether
10,000 random keys of twenty browsers, or hundreds that come and go, leave anything behind."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.machine import NO_PROC, PROC, memory_mib
from benchmarks.servers import Server, served_television
from benchmarks.tv_bed import Bed, bed

KEYS_AT_ONE_SCREEN = 120
KEY_AIM_MS = 50.0  # half of the tenth of a second; the network at home and the browser take the rest
HELD_SESSIONS = 50
RANDOM_KEYS, BROWSERS, HALVES, SEED = 10_000, 20, 2, 20261123
KEYS_A_BROWSER = RANDOM_KEYS // BROWSERS // HALVES
COMING_AND_GOING, AT_ONCE = 200, 5  # twice as many as are kept
KEYS_PER_SECOND = 12  # a session hears fifteen
GUARD_SECONDS, ANSWER_SECONDS, QUIET_SECONDS = 0.6, 10.0, 1.0
HELD_MILLISECONDS = 60
FOCUS_MARK = "►"
CODES: Mapping[str, str] = {
    "up": "38",
    "down": "40",
    "left": "37",
    "right": "39",
    "ok": "13",
    "back": "461",
    "home": "36",
}
ARROWS = ("up", "down", "left", "right")
OTHERS = ("ok", "back", "home", *"0123456789", "403", "404", "405", "406", "457", "427", "428")
HOME_KEYS = ("right", "right", "down", "left", "left", "up")


class Browser:
    """What our page does, without a page: keys out, rows in."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._rows: list[Any] = []
        self._milliseconds = 0.0
        self.received_bytes: list[int] = []

    async def press(self, key: str) -> None:
        """Goes down and up."""
        code = CODES.get(key) or (str(ord(key)) if len(key) == 1 else key)
        self._milliseconds += 1000 / KEYS_PER_SECOND
        await self._socket.send_json(["key", code, "press", self._milliseconds])
        await self._socket.send_json(["key", code, "release", self._milliseconds + HELD_MILLISECONDS])

    async def take(self, within_seconds: float = ANSWER_SECONDS) -> float | None:
        """When the next message arrived; None where none came."""
        try:
            message = await self._socket.receive(within_seconds)
        except TimeoutError:
            return None
        arrived = time.perf_counter()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise BenchError("the television closed a connection that was in order")
        self.received_bytes.append(len(message.data.encode()))
        told = message.json()
        self._rows = told.get("rows", self._rows)
        for y, row in told.get("changed", {}).items():
            self._rows[int(y)] = row
        return arrived

    async def settle(self, quiet_seconds: float = QUIET_SECONDS) -> None:
        """Until nothing more comes."""
        while await self.take(quiet_seconds) is not None:
            continue

    def text(self) -> str:
        """The picture."""
        return "\n".join("".join(run[1] for run in row) for row in self._rows)


@dataclass(slots=True)
class Street:
    """A served television, and browsers that come to it."""

    server: Server
    client: aiohttp.ClientSession
    _names: int = field(default=0)

    def memory(self) -> float:
        """Of the whole process, in MiB."""
        return memory_mib(self.server.process.pid)["rss"]

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        """One that was never here before, with its first picture."""
        self._names += 1
        headers = {"Origin": self.server.address, "Cookie": f"television={self._names:032x}"}
        async with self.client.ws_connect(f"{self.server.address}/ws", headers=headers) as socket:
            browser = Browser(socket)
            await browser.settle(0.2)
            yield browser


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """One server after the other, so that each reading of memory begins anew."""
    stories: Sequence[Callable[[Street, Bed], Awaitable[Sequence[Figure]]]] = (_keys, _sessions, _random, _come_and_go)
    with bed(folder / "bed") as found:
        for number, story in enumerate(stories):
            if story is not _keys and not PROC.is_dir():
                yield Unmeasured(id="tv.served.memory", what="memory of the served television", reason=NO_PROC)
                return
            with served_television(folder / f"served-{number}", found.server.address) as server:
                yield from asyncio.run(_told(story, server, found))


async def _told(
    story: Callable[[Street, Bed], Awaitable[Sequence[Figure]]], server: Server, found: Bed
) -> Sequence[Figure]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
        return await story(Street(server, client), found)


async def _keys(street: Street, found: Bed) -> Sequence[Figure]:
    figures = []
    async with street.browser() as browser:
        for name, what, opening in (
            ("home", "on home", ()),
            ("list", f"on a list of {len(found.titles)}", ("1",)),
            ("guide", "on a guide", ("1", "1")),
        ):
            times = await _walk(browser, opening)
            drawn = browser.received_bytes[-KEYS_AT_ONE_SCREEN:]
            figures.append(
                Figure(
                    id=f"tv.served.{name}",
                    what=f"served: key in the socket to the rows it changed, {what}",
                    unit="ms",
                    values=summary(times, "worst"),
                    count=len(times),
                    aim=Aim("p95", KEY_AIM_MS),
                    note=f"{sum(drawn) / len(drawn):.0f} bytes a key",
                )
            )
    return figures


async def _walk(browser: Browser, opening: Sequence[str]) -> list[float]:
    for key in ("home", *opening):
        await browser.press(key)
        await browser.settle(GUARD_SECONDS)
    way = HOME_KEYS if not opening else ("down",) * 6 + ("up",) * 6
    times = []
    for turn in range(KEYS_AT_ONE_SCREEN):
        begun = time.perf_counter()
        await browser.press(way[turn % len(way)])
        arrived = await browser.take()
        if arrived is None:
            raise BenchError("an arrow changed nothing on a served screen")
        times.append((arrived - begun) * 1000)
        await asyncio.sleep(max(0.0, begun + 1 / KEYS_PER_SECOND - time.perf_counter()))
    return times


async def _sessions(street: Street, found: Bed) -> Sequence[Figure]:
    """The first browser pays for what all share."""
    async with street.browser() as first:
        await _visit(first)
        before = street.memory()
    visited = asyncio.Barrier(HELD_SESSIONS + 1)

    async def stay() -> None:
        async with street.browser() as browser:
            await _visit(browser)
            await visited.wait()  # all are in front of it at the same time
            await visited.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(HELD_SESSIONS):
            group.create_task(stay())
        await visited.wait()
        after = street.memory()
        await visited.wait()
    return [
        Figure(
            id="tv.served.memory",
            what="served: memory of the process with one browser, and what each other adds",
            unit="MiB",
            values={"one": before, "each": (after - before) / HELD_SESSIONS},
            count=HELD_SESSIONS,
        )
    ]


async def _visit(browser: Browser) -> None:
    """A topic, a guide, home again."""
    for key in ("1", "1", "home"):
        await browser.press(key)
        await browser.settle(0.2)


async def _random(street: Street, found: Bed) -> Sequence[Figure]:
    chance = random.Random(SEED)
    weights = [3] * len(ARROWS) + [1] * len(OTHERS)
    async with street.browser() as first:
        await _visit(first)
    readings = [street.memory()]
    for _ in range(HALVES):
        keys = [chance.choices((*ARROWS, *OTHERS), weights, k=KEYS_A_BROWSER) for _ in range(BROWSERS)]
        await asyncio.gather(*(_press_randomly(street, some) for some in keys))
        readings.append(street.memory())
    return [
        Figure(
            id="tv.served.random",
            what=f"served: memory after {RANDOM_KEYS:,} random keys of {HALVES * BROWSERS} browsers",
            unit="MiB",
            values=dict(zip(("start", "half", "rss"), readings, strict=True)),
            count=RANDOM_KEYS,
            note=f"seed {SEED}; no connection was lost, the focus was always in sight",
        )
    ]


async def _press_randomly(street: Street, keys: Sequence[str]) -> None:
    async with street.browser() as browser:
        for turn, key in enumerate(keys):
            await browser.press(key)
            await browser.settle(1 / KEYS_PER_SECOND)
            if FOCUS_MARK not in browser.text():
                await browser.settle()
            if FOCUS_MARK not in browser.text():
                raise BenchError(f"after random key {turn + 1} nothing on a served screen has the focus")


async def _come_and_go(street: Street, found: Bed) -> Sequence[Figure]:
    readings = []
    for _ in range(3):
        for _ in range(0, COMING_AND_GOING, AT_ONCE):
            await asyncio.gather(*(_look_in(street) for _ in range(AT_ONCE)))
        readings.append(street.memory())
    return [
        Figure(
            id="tv.served.sessions",
            what=f"served: memory after {COMING_AND_GOING}, {2 * COMING_AND_GOING}, {3 * COMING_AND_GOING} browsers",
            unit="MiB",
            values={"first": readings[0], "second": readings[1], "rss": readings[2]},
            count=3 * COMING_AND_GOING,
        )
    ]


async def _look_in(street: Street) -> None:
    async with street.browser() as browser:
        await browser.press("1")
        await browser.settle(0.05)
