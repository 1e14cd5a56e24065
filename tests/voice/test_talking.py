"""A conversation by ear: one key listens, answers are spoken, and the key cuts them short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Queue
from threading import Thread

import pytest

from channel_api.client.errors import Unreachable
from tests.voice.conftest import CODE, HOME, NUMBER, OpenSession
from tests.voice.hearing_fakes import FakeMicrophone, FakeRecognizer, FakeStream, quiet, speech
from tests.voice.sound_fakes import PATIENCE_SECONDS, FakeVoice, HeldOutput, tone
from voice.commands.talk import converse
from voice.hearing_problems import HearingError, Problem, problem_text, shown_text
from voice.listening import Callbacks, Listener
from voice.player import AudioOutput, RecorderOutput
from voice.session import Exchange, Session
from voice.sound_sources import FirstFound
from voice.speaker import VoiceSpeaker
from voice.talking import Talking, holds_case

SENTENCE = [quiet(0.3), speech(0.6), quiet(1.8)]
SIGN_SECONDS = 0.28


class Room:
    """One conversation with everything a person may do to it, and all that came of it."""

    def __init__(self, session: Session, output: AudioOutput | None) -> None:
        self.session = session
        self.voice, self.recognizer = FakeVoice(everything=tone(0.1)), FakeRecognizer()
        self.pieces: list[bytes | HearingError] = list(SENTENCE)
        self.on_open: Callable[[], None] = lambda: None
        self.notes: list[int] = []
        self.source = FirstFound([self.voice])
        self.speaker = VoiceSpeaker(self.source, output, pause_seconds=0) if output else None
        self.lines: Queue[str] = Queue()
        self.partial: list[str] = []
        self.talking = Talking(
            session, self._listener, self.lines.put, speaker=self.speaker, show_partial=self.partial.append
        )

    def _listener(self, callbacks: Callbacks) -> Listener:
        return Listener(self, self.recognizer, callbacks)

    def open(self) -> FakeStream:
        """As a microphone."""
        self.on_open()
        return FakeMicrophone(self.pieces).open()

    def says(self, text: str) -> None:
        """Somebody presses the key, speaks and is answered."""
        self.recognizer.candidates = (text,) if text else ()
        self.talking.pressed()
        self.talking.wait_for_answer()

    def line(self) -> str:
        return self.lines.get(timeout=PATIENCE_SECONDS)

    def spoken(self) -> list[str]:
        """What the voice was asked for, each sentence once, in order."""
        if self.speaker:
            self.speaker.wait_until_said()
        return list(dict.fromkeys(sentence for sentence, _ in self.voice.asked))

    def close(self) -> None:
        self.talking.close()
        if self.speaker:
            self.speaker.close()


Enter = Callable[..., Room]


@pytest.fixture
def enter(open_session: OpenSession) -> Iterator[Enter]:
    rooms: list[Room] = []

    def entered(output: AudioOutput | None) -> Room:
        rooms.append(Room(open_session(HOME), output))
        return rooms[-1]

    yield entered
    for room in rooms:
        room.close()


def test_the_answer_is_shown_and_spoken(enter: Enter) -> None:
    recorder = RecorderOutput([])
    room = enter(recorder)
    room.says("身份证丢了怎么办")
    assert room.line() == "您说：身份证丢了怎么办"
    speech_shown = room.line()
    assert "".join(room.spoken()) == speech_shown
    assert room.line().startswith("〔guide/id-card-lost")
    assert round(recorder.played[0].seconds, 2) == SIGN_SECONDS
    assert len(recorder.played) == 1 + len(room.spoken())


def test_without_a_speaker_the_same_is_only_shown(enter: Enter) -> None:
    room = enter(None)
    room.says("身份证丢了怎么办")
    assert [room.line() for _ in range(3)][2].startswith("〔guide/id-card-lost")
    assert room.voice.asked == []


def test_the_key_silences_what_is_being_said_before_the_microphone_opens(enter: Enter) -> None:
    output = HeldOutput()
    output.let_on.set()
    room = enter(output)
    room.says("身份证丢了怎么办")
    room.spoken()
    output.let_on.clear()
    output.begun.clear()
    assert room.speaker is not None
    room.speaker.say(["很长很长的一句话。"])
    assert output.begun.wait(PATIENCE_SECONDS)
    before = len(output.played)
    room.on_open = lambda: room.notes.append(len(output.played) - before)
    output.begun.clear()
    pressing = Thread(target=room.talking.pressed)
    pressing.start()
    assert output.begun.wait(PATIENCE_SECONDS)  # the sign to speak comes at once: the long sentence is over
    output.let_on.set()
    pressing.join(PATIENCE_SECONDS)
    room.talking.wait_for_answer()
    (_, was_whole), (sign, was_heard) = output.played[before : before + 2]
    assert (was_whole, round(sign.seconds, 2), was_heard) == (False, SIGN_SECONDS, True)
    assert room.notes == [2]


def test_the_key_while_somebody_speaks_means_that_this_was_all(enter: Enter) -> None:
    room = enter(RecorderOutput([]))
    room.pieces = [quiet(0.1)]  # and then nothing, for ever
    room.recognizer.candidates = ("身份证丢了怎么办",)
    room.talking.pressed()
    assert room.recognizer.has_begun.wait(PATIENCE_SECONDS)
    room.talking.pressed()
    room.talking.wait_for_answer()
    assert room.line() == "您说：身份证丢了怎么办"


@pytest.mark.parametrize(
    ("pieces", "problem"),
    [
        ([quiet(0.5), speech(60.0)], "too_long"),
        ([quiet(0.3), speech(0.5), HearingError("microphone_lost", "unplugged")], "microphone_lost"),
        (SENTENCE, "nothing_heard"),
    ],
)
def test_what_goes_wrong_is_shown_and_spoken_and_the_conversation_goes_on(
    enter: Enter, pieces: list[bytes | HearingError], problem: Problem
) -> None:
    room = enter(RecorderOutput([]))
    room.pieces = pieces
    room.says("")
    assert room.line() == problem_text(problem) == "".join(room.spoken())
    room.pieces = list(SENTENCE)
    room.says("身份证丢了怎么办")
    assert room.line() == "您说：身份证丢了怎么办"


def test_silence_is_met_with_one_gentle_word_and_more_time_and_then_with_none(enter: Enter) -> None:
    room = enter(RecorderOutput([]))
    room.pieces = [quiet(20.0)]
    room.says("")
    gentle = room.line()
    assert gentle
    assert room.line() == ""
    assert "".join(room.spoken()) == gentle


def test_who_thinks_for_a_while_is_heard_after_the_gentle_word(enter: Enter) -> None:
    room = enter(RecorderOutput([]))
    room.pieces = [quiet(20.0)]

    def speaks_the_second_time() -> None:
        room.notes.append(1)
        if len(room.notes) == 2:
            room.pieces = list(SENTENCE)

    room.on_open = speaks_the_second_time
    room.says("身份证丢了怎么办")
    assert [room.line() for _ in range(2)][1] == "您说：身份证丢了怎么办"


def test_a_server_that_goes_away_is_told_and_the_key_works_again(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    def goes_away(said: object) -> Exchange:
        raise Unreachable("no answer")

    room = enter(RecorderOutput([]))
    with monkeypatch.context() as broken:
        broken.setattr(room.session, "hear", goes_away)
        room.says("身份证丢了怎么办")
    assert room.line() == problem_text("no_channel")
    room.says("身份证丢了怎么办")
    assert room.line() == "您说：身份证丢了怎么办"


def test_slower_and_louder_are_heard_at_once(enter: Enter) -> None:
    room = enter(RecorderOutput([]))
    assert room.speaker is not None
    before = room.speaker.settings
    room.says("慢一点")
    room.says("大声一点")
    assert (room.speaker.settings.rate, room.speaker.settings.volume) == (before.rate - 15, before.volume + 20)
    for _ in range(20):
        room.says("慢一点")
    assert room.speaker.settings.rate == 130


def test_no_sound_of_a_case_stays_and_the_code_is_never_spoken(enter: Enter) -> None:
    room = enter(RecorderOutput([]))
    for said in ("查进度", NUMBER, "对", CODE):
        room.says(said)
    assert holds_case(room.session.state)
    assert CODE not in "".join(room.spoken())
    room.says("不查了，回首页")
    room.spoken()
    assert not holds_case(room.session.state)
    assert not any("待补正" in sentence for _, sentence in room.source._remembered)


def test_lines_from_a_file_are_answered_to_the_end(enter: Enter) -> None:
    room = enter(RecorderOutput([]))
    room.recognizer.candidates = ("身份证丢了怎么办",)
    converse(room.talking, ["\n", "\n"], room.lines.put, is_watched=False)
    shown = [room.line() for _ in range(7)]
    assert shown[0] == shown_text("ask")
    assert [line for line in shown if line.startswith("您说")] == ["您说：身份证丢了怎么办"] * 2
    assert room.spoken()
