"""Speech is rendered beside everything else: in order, one after the other, through restarts and failures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from channel_api.clock import system_clock
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.speech_command import (
    COMMAND_VARIABLE,
    SENTENCE_SECONDS,
    NotSpokenError,
    SpeechCommand,
    SpeechCommandError,
    speech_command,
)
from channel_api.speech_rendering import TURN, SpeechRendering
from channel_api.store.database import Database
from channel_api.store.speech import find_sound, load_sizes
from content.fixed_speech import FixedSpeech
from content.spoken_sentences import speech_key
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.sample_content import sample_content

PROGRAM = Path(__file__).parent / "speech_program.py"
FIXED = FixedSpeech(sentences=("请再说一遍。", "您好。"))
PATIENCE_SECONDS = 60  # a loaded machine
VOICES = {"female": "f-1", "male": "m-1"}


class FakeRenderer:
    """Renders everything but `unsayable`, and ends after `lasts` sentences."""

    def __init__(self, *, unsayable: str = "\0", lasts: int = 1_000_000) -> None:
        self.unsayable, self.lasts = unsayable, lasts
        self.made: list[tuple[str, str]] = []
        self.opened, self.is_open = 0, False
        self.on_render = lambda sentence: None

    def open(self) -> FakeRenderer:
        self.opened += 1
        self.is_open = True
        return self

    def render(self, sentence: str, voice: str) -> bytes:
        if self.lasts == len(self.made):
            raise SpeechCommandError("the speech program has ended")
        if self.unsayable in sentence:
            raise NotSpokenError("no such sound")
        self.on_render(sentence)
        self.made.append((sentence, voice))
        return f"sound of {sentence}".encode()

    def close(self) -> None:
        self.is_open = False


@pytest.fixture
def renderer() -> FakeRenderer:
    return FakeRenderer()


def rendering_of(services: Services, renderer: FakeRenderer, *, most_bytes: int = 10**9) -> SpeechRendering:
    return SpeechRendering(services.database, renderer.open, VOICES, services.clock, fixed=FIXED, most_bytes=most_bytes)


def said_in(renderer: FakeRenderer, voice: str) -> list[str]:
    return [sentence for sentence, made_in in renderer.made if made_in == voice]


def test_everything_is_rendered_once_in_each_voice(services: Services, renderer: FakeRenderer) -> None:
    rendering = rendering_of(services, renderer)
    assert rendering.render_missing() == len(renderer.made)
    assert rendering.missing() == []
    assert rendering.render_missing() == 0
    assert sorted(said_in(renderer, "f-1")) == sorted(said_in(renderer, "m-1"))
    guide = next(iter(sample_content().guides.values()))
    assert f"{guide.title}。" in said_in(renderer, "f-1")
    with services.database.read() as connection:
        key = speech_key("m-1", f"{guide.title}。")
        assert find_sound(connection, key) == f"sound of {guide.title}。".encode()


def test_what_is_always_said_comes_first_in_both_voices_and_guides_in_one_voice_before_the_other(
    services: Services, renderer: FakeRenderer
) -> None:
    rendering_of(services, renderer).render_missing()
    title = f"{next(iter(sample_content().guides.values())).title}。"
    order = renderer.made.index
    assert order(("请再说一遍。", "m-1")) < order((title, "f-1"))
    assert order((title, "f-1")) < order((title, "m-1"))


def test_it_stops_after_any_sentence_and_goes_on_there(services: Services, renderer: FakeRenderer) -> None:
    stopping = Event()
    renderer.on_render = lambda sentence: stopping.set() if len(renderer.made) == 4 else None
    rendering = rendering_of(services, renderer)
    assert rendering.render_missing(stopping) == 5
    again = FakeRenderer()
    first = rendering.missing()[0]
    rendering.close()
    rendering_of(services, again).render_missing()
    assert again.made[0] == (first.sentence, first.voice)
    assert set(again.made).isdisjoint(renderer.made)


def test_a_publication_in_between_is_taken_up_at_once(services: Services, renderer: FakeRenderer) -> None:
    content = sample_content()

    def publish(_sentence: str) -> None:
        if len(renderer.made) == 3:
            publish_content(services.database, replace(content, notices=()), now=NOW)

    renderer.on_render = publish
    assert rendering_of(services, renderer).render_missing() == 4


def test_a_sentence_that_cannot_be_said_does_not_stop_the_others(services: Services) -> None:
    renderer = FakeRenderer(unsayable="请再说一遍")
    rendering = rendering_of(services, renderer)
    rendering.render_missing()
    assert not [sentence for sentence, _ in renderer.made if "请再说一遍" in sentence]
    assert rendering.missing() == []


def test_only_one_replica_renders_and_another_goes_on_when_it_is_gone(
    services: Services, renderer: FakeRenderer, clock: StandingClock
) -> None:
    stopping = Event()
    renderer.on_render = lambda sentence: stopping.set()
    rendering_of(services, renderer).render_missing(stopping)  # and now it is killed
    other = FakeRenderer()
    assert rendering_of(services, other).render_missing() == 0
    clock.advance(seconds=(TURN + timedelta(seconds=1)).total_seconds())
    assert rendering_of(services, other).render_missing() > 0


def test_a_replica_that_ends_lets_the_next_one_begin_at_once(services: Services, renderer: FakeRenderer) -> None:
    stopping = Event()
    renderer.on_render = lambda sentence: stopping.set()
    rendering_of(services, renderer).run(stopping)
    assert not renderer.is_open
    assert rendering_of(services, FakeRenderer()).render_missing() > 0


def test_a_program_that_ends_is_an_error_and_what_it_made_stays(services: Services) -> None:
    renderer = FakeRenderer(lasts=3)
    with pytest.raises(SpeechCommandError):
        rendering_of(services, renderer).render_missing()
    with services.database.read() as connection:
        assert len(load_sizes(connection)) == 3


def test_the_space_is_never_exceeded(services: Services, renderer: FakeRenderer) -> None:
    rendering_of(services, renderer, most_bytes=500).render_missing()
    with services.database.read() as connection:
        assert 400 < sum(load_sizes(connection).values()) <= 500


def test_what_nobody_says_any_more_goes_when_space_is_needed(services: Services, renderer: FakeRenderer) -> None:
    rendering_of(services, renderer).render_missing()
    content = sample_content()
    with services.database.read() as connection:
        before = load_sizes(connection)
    publish_content(services.database, replace(content, notices=()), now=NOW)
    rendering = SpeechRendering(
        services.database,
        FakeRenderer().open,
        {"other": "o-1"},
        services.clock,
        fixed=FIXED,
        most_bytes=sum(before.values()),
    )
    services.clock.advance(hours=1)  # type: ignore[attr-defined]
    rendering.render_missing()
    with services.database.read() as connection:
        after = load_sizes(connection)
    assert set(after).isdisjoint(before)
    assert after


class HastyClock:
    """Goes on by so much whenever somebody looks."""

    def __init__(self) -> None:
        self.now, self.seconds_a_look = 0.0, 0.0

    def __call__(self) -> float:
        self.now += self.seconds_a_look
        return self.now


@pytest.fixture
def program() -> Iterator[SpeechCommand]:
    command = SpeechCommand([sys.executable, str(PROGRAM)])
    yield command
    command.close()


def test_a_program_renders_one_sentence_after_the_other(program: SpeechCommand) -> None:
    soundfile = pytest.importorskip("soundfile", reason="voice extra is not installed")
    short, long = program.render("好。", "f-1"), program.render("请再说一遍您的问题。", "f-1")
    assert short[:3] in (b"ID3", b"\xff\xf3\xa4") or short[:2] in (b"\xff\xf3", b"\xff\xfb")
    import io

    assert soundfile.info(io.BytesIO(long)).duration > soundfile.info(io.BytesIO(short)).duration


def test_a_sentence_the_program_refuses_is_told_apart_from_a_program_that_fails(program: SpeechCommand) -> None:
    with pytest.raises(NotSpokenError, match="no such sound"):
        program.render("这句不会念。", "f-1")
    assert program.render("好。", "f-1")
    with pytest.raises(SpeechCommandError, match="ended"):
        program.render("死掉。", "f-1")


def test_a_size_that_cannot_be_is_not_waited_for(program: SpeechCommand) -> None:
    with pytest.raises(SpeechCommandError, match="size"):
        program.render("太长。", "f-1")


def test_a_program_that_hangs_is_given_up() -> None:
    clock = HastyClock()
    command = SpeechCommand([sys.executable, str(PROGRAM)], monotonic=clock)
    clock.seconds_a_look = SENTENCE_SECONDS + 1
    try:
        with pytest.raises(SpeechCommandError, match="does not answer"):
            command.render("睡着。", "f-1")
    finally:
        command.close()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ([sys.executable, str(PROGRAM), "broken"], "no model is installed"),
        ([sys.executable, str(PROGRAM), "babbling"], "no answer that can be read"),
        ([sys.executable, "-c", ""], "ended"),
        (["/nowhere/speech-program"], "does not start"),
    ],
)
def test_a_program_that_cannot_speak_says_why_in_one_line(command: list[str], why: str) -> None:
    with pytest.raises(SpeechCommandError, match=why):
        SpeechCommand(command)


def test_the_operator_may_name_another_program() -> None:
    assert speech_command({"CHANNEL_SPEECH_COMMAND": "say-it --voice 'a b'"}) == ["say-it", "--voice", "a b"]
    assert speech_command({})[-2:] == ["voice", "render"]


def test_rendering_that_is_told_to_end_does_so_after_its_sentence_and_leaves_its_turn_to_others(
    tmp_path: Path,
) -> None:
    environment = {
        **os.environ,
        "CHANNEL_DATA_DIR": str(tmp_path),
        "CHANNEL_DATABASE_URL": f"sqlite:///{tmp_path / 'channel.sqlite3'}",
        COMMAND_VARIABLE: f"{sys.executable} {PROGRAM} slow",
    }
    command = [sys.executable, "-m", "channel_api", "speech", "render"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    assert process.stderr.readline() == b"the second sentence is asked for\n"  # so the first is kept
    process.terminate()
    assert process.wait(PATIENCE_SECONDS) == 0
    database = Database.from_url(environment["CHANNEL_DATABASE_URL"])
    renderer = FakeRenderer()
    going_on = SpeechRendering(database, lambda: renderer, VOICES, system_clock, fixed=FIXED)
    with database.read() as connection:
        assert load_sizes(connection)
    assert going_on.render_missing() > 0
    going_on.close()
    database.close()
