"""Other assistants of the household ask over Wyoming; nobody's case is told on a loudspeaker."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong

from tests.voice.conftest import CODE, HOME, NUMBER, OpenSession
from tests.voice.fake_knowledge import FakeKnowledge
from voice.gateway.callers import MOST_CALLERS, QUIET_SECONDS, Callers
from voice.gateway.wyoming_server import Gateway

IDENTITY_NUMBER = "11010519491231002X"


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def callers(open_session: OpenSession, clock: Clock) -> Callers:
    return Callers(lambda: open_session(HOME), clock)


def ask(callers: Callers, *events: Eventable, connection: str = "c") -> list[Event]:
    async def all_of_them() -> list[Event]:
        gateway = Gateway(callers)
        answers = [await gateway.answer(one.event(), connection) for one in events]
        return [answer.event() for answer in answers if answer is not None]

    return asyncio.run(all_of_them())


def test_a_question_is_recognised_and_goes_on_in_the_same_conversation(callers: Callers) -> None:
    first, second = ask(
        callers,
        Recognize(text="身份证丢了怎么办", context={"session": "kitchen"}),
        Transcript(text="要带什么", context={"session": "kitchen"}),
    )
    intent = Intent.from_event(first)
    assert intent.name == "ask_guide"
    assert {entity.name: entity.value for entity in intent.entities}["service"] == "id-card-lost"
    assert intent.text
    handled = Handled.from_event(second)
    assert handled.context is not None
    assert handled.context["screen"] == "guide/id-card-lost/materials"
    assert handled.context["session"] == "kitchen"


def test_two_callers_do_not_share_a_conversation(callers: Callers) -> None:
    answers = ask(
        callers,
        Transcript(text="身份证丢了怎么办", context={"session": "a"}),
        Transcript(text="要带什么", context={"session": "b"}),
    )
    assert NotHandled.is_type(answers[1].type)


def test_a_caller_without_a_name_has_the_conversation_of_its_connection(callers: Callers) -> None:
    ask(callers, Transcript(text="身份证丢了怎么办"), connection="one")
    same = ask(callers, Transcript(text="要带什么"), connection="one")
    other = ask(callers, Transcript(text="要带什么"), connection="two")
    assert Handled.is_type(same[0].type)
    assert NotHandled.is_type(other[0].type)


def test_what_is_no_business_of_the_channel_is_not_recognised(callers: Callers) -> None:
    recognised, handled = ask(callers, Recognize(text="讲个故事给我听"), Transcript(text="讲个故事给我听"))
    assert NotRecognized.from_event(recognised).text
    assert NotHandled.from_event(handled).text


@pytest.mark.parametrize("said", ["查进度", f"我的办件编号是{NUMBER}", NUMBER, f"查一下编号{NUMBER}办好没有"])
def test_a_case_is_refused_before_a_digit_of_it_is_kept(callers: Callers, knowledge: FakeKnowledge, said: str) -> None:
    events = [Transcript(text=text, context={"session": "a"}) for text in (said, "是的", CODE, "就这些", CODE)]
    answers = ask(callers, *events)
    first = Handled.from_event(answers[0])
    assert first.text is not None
    assert "请用电视查" in first.text
    assert knowledge.sent == []
    for answer in answers:
        assert NUMBER not in str(answer.data)
        assert CODE not in str(answer.data)
        assert answer.data["context"]["screen"] not in ("case", "case/progress")


def test_a_refused_case_does_not_end_what_was_talked_about(callers: Callers) -> None:
    *_, last = ask(callers, *(Transcript(text=text) for text in ("身份证丢了怎么办", "查进度", "要带什么")))
    assert last.data["context"]["screen"] == "guide/id-card-lost/materials"


def test_nothing_that_ends_in_a_code_is_begun_on_a_loudspeaker(callers: Callers, knowledge: FakeKnowledge) -> None:
    answers = ask(callers, Transcript(text="我要投诉"), Transcript(text="第一个"))
    assert "请用电视" in answers[0].data["text"]
    assert knowledge.sent == []


def test_danger_is_answered_first_on_a_loudspeaker_too(callers: Callers) -> None:
    intent = Intent.from_event(ask(callers, Recognize(text="煤气漏了怎么办"))[0])
    assert intent.name == "emergency"
    fire = Handled.from_event(ask(callers, Transcript(text="着火了"))[0])
    assert "119" in (fire.text or "")


def test_an_identity_number_is_never_repeated(callers: Callers) -> None:
    for event in (Recognize(text=f"我的身份证号是{IDENTITY_NUMBER}"), Transcript(text=IDENTITY_NUMBER)):
        answer = ask(callers, event)[0]
        assert IDENTITY_NUMBER not in str(answer.data)
        assert "身份证号" in answer.data["text"]


def test_quiet_conversations_are_forgotten(callers: Callers, clock: Clock) -> None:
    callers.hear("a", "身份证丢了怎么办")
    clock.seconds = QUIET_SECONDS
    callers.hear("b", "您好")
    assert len(callers) == 1
    assert callers.hear("a", "要带什么").heard.decision == "reject"


def test_the_number_of_conversations_is_bounded_and_the_oldest_goes_first(callers: Callers) -> None:
    callers.hear("first", "身份证丢了怎么办")
    for number in range(MOST_CALLERS - 1):
        callers.hear(f"caller {number}", "您好")
    assert callers.hear("first", "要带什么").heard.decision == "accept"
    callers.hear("one more", "您好")
    assert len(callers) == MOST_CALLERS
    assert callers.hear("first", "多少钱").heard.decision == "accept"


def test_a_caller_without_end_to_its_name_takes_no_room(callers: Callers) -> None:
    callers.hear("x" * 1_000_000, "您好")
    callers.hear("x" * 1_000_001, "您好")
    assert len(callers) == 1


def test_it_says_what_it_is_and_answers_a_ping(callers: Callers) -> None:
    info, pong = ask(callers, Describe(), Ping(text="there?"))
    told = Info.from_event(info)
    assert [program.name for program in told.handle] == [program.name for program in told.intent] == ["zhengwu"]
    assert "zh-CN" in told.handle[0].models[0].languages
    assert Pong.from_event(pong).text == "there?"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def with_gateway(box: Path, talk: Callable[[int], Coroutine[Any, Any, None]]) -> subprocess.CompletedProcess[str]:
    """Runs the real command, and `talk` with its port while it is there."""
    port = free_port()
    command = [sys.executable, "-m", "voice", "gateway", "--uri", f"tcp://127.0.0.1:{port}"]
    environment = {**os.environ, "CHANNEL_DATA_DIR": str(box)}
    with subprocess.Popen(
        [*command, "--api", "http://127.0.0.1:9", "--region", "330106"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("READY")
        try:
            asyncio.run(talk(port))
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_the_command_serves_real_clients_survives_bad_ones_and_ends_when_asked(tmp_path: Path) -> None:
    async def talk(port: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b'{"type": "recognize"}\nno json at all\n')
        await writer.drain()
        writer.close()
        async with AsyncTcpClient("127.0.0.1", port, read_timeout=60) as client:
            await client.write_event(Transcript(text="着火了", context={"session": "a"}).event())
            answer = await client.read_event()
            assert answer is not None
            assert "119" in answer.data["text"]
            await client.write_event(Transcript(text=f"编号{NUMBER}").event())
            answer = await client.read_event()
            assert answer is not None
            assert NUMBER not in str(answer.data)

    done = with_gateway(tmp_path, talk)
    assert done.returncode == 0
    assert NUMBER not in done.stdout + done.stderr


@pytest.mark.parametrize("uri", ["http://127.0.0.1:1", "tcp://127.0.0.1", "stdio://", "10400"])
def test_a_wrong_address_is_refused_in_one_line(uri: str) -> None:
    command = [sys.executable, "-m", "voice", "gateway", "--uri", uri]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1
