"""A recogniser of the household, asked over Wyoming; the server is a real one, on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from threading import Event as ThreadEvent
from threading import Thread

import pytest
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event
from wyoming.server import AsyncEventHandler, AsyncTcpServer

from tests.voice.hearing_fakes import PATIENCE_SECONDS, speech
from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError
from voice.recognizers.wyoming_recognizer import WyomingRecognizer, parse_address


class HouseholdServer:
    """Answers how much sound came; `hangs_up` and `falls_silent` are what other machines do."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.manner = "answers"
        self.languages: list[str | None] = []
        self._ready, self._loop = ThreadEvent(), asyncio.new_event_loop()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE_SECONDS)

    @property
    def uri(self) -> str:
        return f"wyoming://127.0.0.1:{self.port}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = AsyncTcpServer("127.0.0.1", self.port)
        self._loop.run_until_complete(server.start(lambda reader, writer: _Handler(self, reader, writer)))
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        self._loop.run_until_complete(server.stop())

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)


class _Handler(AsyncEventHandler):
    def __init__(self, server: HouseholdServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._server, self._bytes, self._rate = server, 0, 0

    async def handle_event(self, event: Event) -> bool:
        if Transcribe.is_type(event.type):
            self._server.languages.append(Transcribe.from_event(event).language)
        elif AudioStart.is_type(event.type):
            self._rate = AudioStart.from_event(event).rate
        elif AudioChunk.is_type(event.type):
            self._bytes += len(AudioChunk.from_event(event).audio)
        elif AudioStop.is_type(event.type):
            if self._server.manner == "hangs up":
                return False
            if self._server.manner == "has no model":
                await self.write_event(Error(text="no model").event())
            elif self._server.manner == "answers":
                await self.write_event(Transcript(text=f" {self._bytes} 字节 {self._rate} ").event())
        return True


@pytest.fixture
def server() -> Iterator[HouseholdServer]:
    started = HouseholdServer()
    yield started
    started.stop()


def hear(recognizer: WyomingRecognizer, pcm: bytes) -> tuple[str, ...]:
    recognizer.begin(("下一步",), RECOGNIZED_HZ)
    for start in range(0, len(pcm), 3200):
        assert recognizer.feed(pcm[start : start + 3200]) is None
    return recognizer.finish()


def test_sound_goes_to_the_other_machine_and_its_text_comes_back(server: HouseholdServer) -> None:
    recognizer = WyomingRecognizer(server.uri)
    pcm = speech(1.0)
    for _ in range(2):
        assert hear(recognizer, pcm) == (f"{len(pcm)} 字节 {RECOGNIZED_HZ}",)
    assert server.languages == ["zh-CN", "zh-CN"]


@pytest.mark.parametrize("manner", ["hangs up", "has no model", "falls silent"])
def test_a_machine_that_fails_costs_one_sentence(server: HouseholdServer, manner: str) -> None:
    recognizer = WyomingRecognizer(server.uri, answer_seconds=0.5)
    server.manner = manner
    with pytest.raises(HearingError) as failed:
        hear(recognizer, speech(0.3))
    assert failed.value.problem == "recognizer_failed"
    server.manner = "answers"
    assert hear(recognizer, b"") == (f"0 字节 {RECOGNIZED_HZ}",)


def test_a_machine_that_is_off_is_told_as_a_missing_recogniser(server: HouseholdServer) -> None:
    server.stop()
    with pytest.raises(HearingError) as failed:
        hear(WyomingRecognizer(server.uri), b"")
    assert failed.value.problem == "no_recognizer"


@pytest.mark.parametrize("host", ["8.8.8.8", "[2001:4860:4860::8888]", "0.0.0.0", "203.0.113.300"])
def test_speech_never_leaves_the_household(host: str) -> None:
    with pytest.raises(HearingError) as failed:
        WyomingRecognizer(f"wyoming://{host}:10300").begin((), RECOGNIZED_HZ)
    assert failed.value.problem == "no_recognizer"


@pytest.mark.parametrize("uri", ["wyoming://", "tcp://127.0.0.1:1", "wyoming://127.0.0.1:x", "", "wyoming:/x"])
def test_what_is_no_address_is_refused(uri: str) -> None:
    with pytest.raises(HearingError):
        parse_address(uri)


def test_the_usual_port_need_not_be_written() -> None:
    assert parse_address("wyoming://192.168.1.5") == ("192.168.1.5", 10300)


def test_a_sentence_that_was_not_begun_is_refused(server: HouseholdServer) -> None:
    with pytest.raises(HearingError):
        WyomingRecognizer(server.uri).feed(b"\0\0")
