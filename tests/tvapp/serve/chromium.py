"""A real browser without a window, driven by its own debugging protocol: trusted keys with any code, and pictures."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import aiohttp
import pytest

PATIENCE_SECONDS = 30
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# The mirror of the picture, for screen readers, holds `wanted`; resolved by the page itself as soon as it does.
AWAIT_TEXT = """new Promise(function (resolve) {
  var text = document.getElementById(%s), wanted = %s;
  function look() { if (text.textContent.indexOf(wanted) >= 0) { watch.disconnect(); resolve(true); } }
  var watch = new MutationObserver(look);
  watch.observe(text, {childList: true, characterData: true, subtree: true});
  look();
})"""


def find_browser() -> str:
    """The program, or a skip that says what to install."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no browser; install the package chromium")
    return found


class Page:
    """One tab. Awaited commands are those of the debugging protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked_for: list[str] = []
        self.problems: list[str] = []
        self.questions: list[str] = []  # of dialogues of the browser; answered with `agrees`
        self.agrees = True
        self._loaded = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            elif told["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                params = told["params"]
                self.asked_for.append(params.get("url") or params["request"]["url"])
            elif told["method"] == "Page.javascriptDialogOpening":
                self.questions.append(told["params"]["message"] or told["params"]["type"])
                answer = {"id": next(self._numbers), "method": "Page.handleJavaScriptDialog"}
                self._answers[answer["id"]] = asyncio.get_running_loop().create_future()
                await self._socket.send_json(answer | {"params": {"accept": self.agrees}})
            elif told["method"] == "Page.loadEventFired":
                self._loaded.set()
            elif told["method"] == "Runtime.exceptionThrown":
                self.problems.append(told["params"]["exceptionDetails"].get("exception", {}).get("description", "?"))
            elif told["method"] == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                self.problems.append(told["params"]["entry"]["text"])

    async def command(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its answer."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._socket.send_json({"id": number, "method": method, "params": params})
        told = await asyncio.wait_for(answer, PATIENCE_SECONDS)
        assert "error" not in told, told
        result: dict[str, Any] = told["result"]
        return result

    async def begin(self, width: int, height: int) -> None:
        """A screen of this size; from now on what the page asks for is noted."""
        for domain in ("Page", "Runtime", "Network", "Log"):
            await self.command(f"{domain}.enable")
        await self.resize(width, height)

    async def resize(self, width: int, height: int) -> None:
        """The same page on a screen of another size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.command("Emulation.setDeviceMetricsOverride", **size)

    async def open(self, url: str) -> None:
        """Loads an address, and no more: nothing is clicked."""
        await self.load_by(self.command("Page.navigate", url=url))

    async def load_by(self, doing: Awaitable[Any]) -> None:
        """Does what leads to another page, and waits until that is there."""
        self._loaded.clear()
        await doing
        await asyncio.wait_for(self._loaded.wait(), PATIENCE_SECONDS)

    async def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""
        answer = await self.command("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def press(self, code: int) -> None:
        """A key of this code goes down and up, as a remote's does."""
        await self.key_down(code)
        await self.key_up(code)

    async def key_down(self, code: int, *, repeats: bool = False) -> None:
        await self.command("Input.dispatchKeyEvent", type="rawKeyDown", windowsVirtualKeyCode=code, autoRepeat=repeats)

    async def key_up(self, code: int) -> None:
        await self.command("Input.dispatchKeyEvent", type="keyUp", windowsVirtualKeyCode=code)

    async def wait_for(self, wanted: str, *, where: str = "text") -> None:
        """Until the picture, or the element of that id, says it."""
        try:
            await self.evaluate(AWAIT_TEXT % (json.dumps(where), json.dumps(wanted)))
        except TimeoutError:
            shown = await self.evaluate(f"document.getElementById('{where}').textContent")
            raise AssertionError(f"{wanted} never appeared; the page shows:\n{shown}\n{self.problems}") from None

    async def text(self) -> str:
        """The picture as text."""
        return str(await self.evaluate("document.getElementById('text').textContent"))

    async def screenshot(self, path: Path) -> None:
        shot = await self.command("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    async def end(self) -> None:
        self._listening.cancel()
        await self._socket.close()


class Chromium:
    """One household's browser: its own cookies, seen by all its pages."""

    def __init__(self, client: aiohttp.ClientSession, port: int, root: Page, context: str) -> None:
        self._client, self._port, self._root, self._context = client, port, root, context

    @asynccontextmanager
    async def page(self, width: int = 1280, height: int = 720) -> AsyncIterator[Page]:
        """A new tab."""
        made = await self._root.command("Target.createTarget", url="about:blank", browserContextId=self._context)
        address = f"ws://127.0.0.1:{self._port}/devtools/page/{made['targetId']}"
        page = Page(await self._client.ws_connect(address, max_msg_size=0))
        await page.begin(width, height)
        try:
            yield page
        finally:
            await page.end()


@asynccontextmanager
async def fresh_browser(address: str) -> AsyncIterator[Chromium]:
    """A browser without any cookie; `address` is that of a running one's debugging protocol."""
    async with aiohttp.ClientSession() as client:
        root = Page(await client.ws_connect(address, max_msg_size=0))
        context = (await root.command("Target.createBrowserContext"))["browserContextId"]
        try:
            yield Chromium(client, int(address.split(":")[2].split("/")[0]), root, context)
        finally:
            await root.command("Target.disposeBrowserContext", browserContextId=context)
            await root.end()


@contextmanager
def running_chromium(folder: Path) -> Iterator[str]:
    """The address of a browser of our own, with an empty profile and no way to any other host."""
    command = [
        find_browser(),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--remote-debugging-port=0",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        f"--user-data-dir={folder}",
        "about:blank",
    ]
    browser = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert browser.stderr is not None
    try:
        begin = "DevTools listening on "
        line = next((line for line in browser.stderr if line.startswith(begin)), "")
        Thread(target=browser.stderr.read, daemon=True).start()  # a full pipe would stop it
        yield line.removeprefix(begin).strip()
    finally:
        browser.terminate()
        browser.wait()
