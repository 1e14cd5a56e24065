"""The Wyoming side of the gateway: intents and handling over the same conversation. It logs nothing that was said."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from wyoming.asr import Transcript
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Attribution, Describe, HandleModel, HandleProgram, Info, IntentModel, IntentProgram
from wyoming.intent import Entity, Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong
from wyoming.server import AsyncEventHandler, AsyncServer

from content.yaml_text import load_plain
from voice.gateway.callers import GATEWAY_FILE, Callers
from voice.session import Exchange

LANGUAGES = ["zh", "zh-CN"]
PROJECT = "zhengwu-channel"
MOST_CONNECTIONS = 64
SESSION_KEYS = ("session", "conversation_id")  # under which callers name their conversation in `context`


class Gateway:
    """Answers every connection with the same callers, one utterance at a time."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers
        self._turn = asyncio.Lock()
        self.connections = 0
        self.info = describe_channel()

    async def answer(self, event: Event, connection: str) -> Eventable | None:
        """What is sent back; None for events that are none of ours."""
        if Describe.is_type(event.type):
            return self.info
        if Ping.is_type(event.type):
            return Pong(text=Ping.from_event(event).text)
        if Recognize.is_type(event.type):
            asked = Recognize.from_event(event)
            exchange, context = await self._hear(asked.text, asked.context, connection)
            return _recognized(exchange, context)
        if Transcript.is_type(event.type):
            heard = Transcript.from_event(event)
            exchange, context = await self._hear(heard.text, heard.context, connection)
            kind = NotHandled if exchange.heard.decision == "reject" else Handled
            return kind(text=exchange.reply.speech, context=context)
        return None

    async def _hear(
        self, said: str, context: dict[str, Any] | None, connection: str
    ) -> tuple[Exchange, dict[str, Any]]:
        given = context or {}
        name = next((str(given[key]) for key in SESSION_KEYS if given.get(key)), connection)
        async with self._turn:
            exchange = await asyncio.to_thread(self._callers.hear, name, str(said))
        reply = exchange.reply
        return exchange, {**given, "session": name, "screen": reply.screen, "expects": reply.expects}


def _recognized(exchange: Exchange, context: dict[str, Any]) -> Eventable:
    if exchange.heard.decision == "reject":
        return NotRecognized(text=exchange.reply.speech, context=context)
    slots = exchange.to_plain()["slots"]
    is_about_case = exchange.heard.intent.name.startswith("case_")
    entities = [] if is_about_case else [Entity(name=name, value=value) for name, value in slots.items()]
    return Intent(name=exchange.heard.intent.name, entities=entities, text=exchange.reply.speech, context=context)


def describe_channel() -> Info:
    """What the channel says of itself to whoever looks for programs."""
    words = load_plain(GATEWAY_FILE)["describe"]
    told = {
        "name": words["name"],
        "attribution": Attribution(name=PROJECT, url=""),
        "installed": True,
        "description": words["description"],
        "version": None,
    }
    return Info(
        handle=[HandleProgram(**told, models=[HandleModel(**told, languages=LANGUAGES)])],
        intent=[IntentProgram(**told, models=[IntentModel(**told, languages=LANGUAGES)])],
    )


class _Connection(AsyncEventHandler):
    def __init__(self, gateway: Gateway, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._gateway, self._name = gateway, uuid4().hex
        gateway.connections += 1

    async def handle_event(self, event: Event) -> bool:
        """Answers in the order of the questions; a question without its text ends the connection."""
        if self._gateway.connections > MOST_CONNECTIONS:
            return False
        try:
            answer = await self._gateway.answer(event, self._name)
        except (KeyError, TypeError, ValueError):
            return False
        if answer is not None:
            await self.write_event(answer.event())
        return True

    async def disconnect(self) -> None:
        """One less."""
        self._gateway.connections -= 1


async def serve(uri: str, callers: Callers, on_ready: Callable[[], None]) -> None:
    """Listens at `tcp://host:port` until the process is asked to end. Raises OSError."""
    gateway = Gateway(callers)
    server = AsyncServer.from_uri(uri)
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    await server.start(lambda reader, writer: _Connection(gateway, reader, writer))
    on_ready()
    await ending.wait()
    await server.stop()
