"""The web side of the television: the page, the cookie that finds a session again, and one connection a page.

It decides nothing about screens; `session` does. Nothing a viewer does is logged.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tvapp.remote import Command, Profile
from tvapp.serve.gate import is_own_host, is_own_origin
from tvapp.serve.page_files import KINDS, load_file, render_page, security_headers
from tvapp.serve.place import parse_place
from tvapp.serve.session import Session, parse_key
from tvapp.serve.sessions import Sessions
from tvapp.serve.sounds import Sounds

COOKIE = "television"
COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep none longer
BROWSER_CHARACTERS = 32  # 128 random bits
ELSEWHERE, FULL = 4001, 4003  # why we close; the page knows both
HEARTBEAT_SECONDS = 15.0
LOOK_SECONDS = 1.0  # private screens count seconds
LARGEST_MESSAGE_BYTES = 512  # a key is about 40

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served:
    """The web application around the sessions."""

    def __init__(
        self, sessions: Sessions, profile: Profile, *, public_url: str = "", sounds: Sounds | None = None
    ) -> None:
        self._sessions, self._profile, self._public_url = sessions, profile, public_url
        self._sounds = sounds
        self._changed: dict[Session, asyncio.Event] = {}
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._closing: set[asyncio.Future[bool]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_refreshing = False

    def application(self) -> web.Application:
        """Everything there is to ask for."""
        application = web.Application(middlewares=[self._guard], client_max_size=LARGEST_MESSAGE_BYTES)
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/{name:tv\\.(?:css|js)}", self._file),
                web.post("/session", self._welcome),
                web.get("/ws", self._connect),
                web.get("/sound/{key:[0-9a-f]{32}}", self._sound),
                web.get("/livez", self._livez),
            ]
        )
        application.cleanup_ctx.append(self._look)
        application.on_shutdown.append(self._close_all)
        return application

    def data_arrived(self) -> None:
        """Called from fetching threads, often several times at once."""
        if self._loop is not None and not self._is_refreshing:
            self._is_refreshing = True
            with suppress(RuntimeError):  # the loop has ended: so has every page
                self._loop.call_soon_threadsafe(self._refresh)

    # -- what is asked for --

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_own_host(request.host, self._public_url):
            return web.Response(status=421, text="unknown host")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status, text=error.reason)
        if not response.prepared:
            response.headers.update(security_headers(request.host))
        return response

    async def _page(self, request: web.Request) -> web.Response:
        page = render_page(self._profile)
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-cache"})

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        headers = {"Cache-Control": "no-cache"}
        return web.Response(text=load_file(name), content_type=KINDS[name], charset="utf-8", headers=headers)

    async def _welcome(self, request: web.Request) -> web.Response:
        """Gives a browser its name, or lets it keep the one it has; a page may say where it was."""
        origin = self._check_origin(request)
        browser = _browser_of(request) or secrets.token_hex(BROWSER_CHARACTERS // 2)
        self._sessions.expect(browser, parse_place(await request.read()))
        response = web.Response(status=204)
        response.set_cookie(
            COOKIE,
            browser,
            max_age=COOKIE_SECONDS,
            path=request.path.removesuffix("session"),
            httponly=True,
            samesite="Strict",
            secure=origin.startswith("https:"),
        )
        return response

    async def _sound(self, request: web.Request) -> web.Response:
        """What a page was told to play; made beside the loop, for a voice takes its time."""
        key = request.match_info["key"]
        data = await asyncio.to_thread(self._sounds.find, key) if self._sounds else None
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="audio/mpeg", headers={"Cache-Control": "private, max-age=600"})

    async def _livez(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "pages": self._sessions.connected, "sessions": self._sessions.kept})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        self._check_origin(request)
        # A browser that keeps no cookies gets a name for this connection alone.
        browser = _browser_of(request) or secrets.token_hex(BROWSER_CHARACTERS // 2)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=LARGEST_MESSAGE_BYTES, compress=False)
        await socket.prepare(request)
        self._dismiss(browser)
        session = self._sessions.enter(browser)
        if session is None:
            await socket.close(code=FULL)
            return socket
        self._sockets[browser] = socket
        session.enter(request.query.get("size", ""))
        try:
            await self._converse(socket, session)
        finally:
            if self._sockets.get(browser) is socket:
                del self._sockets[browser]
                self._sessions.leave(browser)
        return socket

    def _dismiss(self, browser: str) -> None:
        """One page a browser: the one opened last. The one before may be dead, so nobody waits for its farewell."""
        before = self._sockets.pop(browser, None)
        if before is not None:
            self._sessions.leave(browser)
            closing = asyncio.ensure_future(before.close(code=ELSEWHERE))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def _check_origin(self, request: web.Request) -> str:
        origin = request.headers.get("Origin", "")
        if not is_own_origin(origin, request.host, self._public_url):
            raise web.HTTPForbidden
        return origin

    # -- one page --

    async def _converse(self, socket: web.WebSocketResponse, session: Session) -> None:
        changed = self._changed[session] = asyncio.Event()
        sending = asyncio.create_task(_send_changes(socket, session, changed))
        changed.set()
        try:
            async for message in socket:
                is_ours = self._changed.get(session) is changed  # no longer where another page has taken over
                if is_ours and message.type == WSMsgType.TEXT:
                    _hear(session, message.data)
                    changed.set()
        finally:
            if self._changed.get(session) is changed:
                del self._changed[session]
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    def _refresh(self) -> None:
        self._is_refreshing = False
        self._sessions.refresh_waiting()
        self._tell_all()

    def _tell_all(self) -> None:
        for changed in self._changed.values():
            changed.set()

    async def _look(self, application: web.Application) -> Any:
        """Time passes for all sessions while the application runs."""
        self._loop = asyncio.get_running_loop()
        looking = asyncio.create_task(self._look_forever())
        yield
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)

    async def _look_forever(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._sessions.pass_time()
            self._tell_all()

    async def _close_all(self, application: web.Application) -> None:
        for socket in list(self._sockets.values()):
            await socket.close(code=WSCloseCode.GOING_AWAY)


async def _send_changes(socket: web.WebSocketResponse, session: Session, changed: asyncio.Event) -> None:
    """A page that reads slowly gets fewer pictures, never a queue of old ones."""
    with suppress(ConnectionError):
        while not socket.closed:
            await changed.wait()
            changed.clear()
            message = session.message()
            if message is not None:
                await socket.send_str(json.dumps(message, ensure_ascii=False, separators=(",", ":")))


def _hear(session: Session, text: str) -> None:
    """One message of a page; whatever is not one of ours is ignored."""
    try:
        match json.loads(text):
            case ["key", key, motion, at]:
                event = parse_key(key, motion, at)
                if event is not None:
                    session.hear(event)
            case ["back"]:
                session.press(Command.BACK)
    except ValueError:
        return


def _browser_of(request: web.Request) -> str:
    name = request.cookies.get(COOKIE, "")
    is_ours = len(name) == BROWSER_CHARACTERS and all(character in "0123456789abcdef" for character in name)
    return name if is_ours else ""
