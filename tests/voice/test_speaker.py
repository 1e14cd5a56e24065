"""What is said reaches the output, sentence by sentence, and ends at once when it shall."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from threading import Event

import pytest

from tests.voice.sound_fakes import PATIENCE_SECONDS, BrokenVoice, FakeVoice, HeldOutput, StuckVoice, tone
from voice.player import AudioOutput, RecorderOutput
from voice.sound_sources import FirstFound, SoundSource
from voice.sounds import Sound
from voice.speaker import NATURAL_RATE, SpeechSettings, VoiceSpeaker, make_engine

A, B, C = "身份证丢了。", "带户口本。", "去派出所。"


class Told:
    """What the speaker told of its sentences."""

    def __init__(self, speaker: VoiceSpeaker) -> None:
        self.events: Queue[tuple[str, str]] = Queue()
        speaker.on_started = lambda sentence: self.events.put(("started", sentence))
        speaker.on_finished = lambda sentence: self.events.put(("finished", sentence))

    def next(self, count: int) -> list[tuple[str, str]]:
        return [self.events.get(timeout=PATIENCE_SECONDS) for _ in range(count)]


@pytest.fixture
def recorder() -> RecorderOutput:
    return RecorderOutput([])


@pytest.fixture
def speakers() -> Iterator[list[VoiceSpeaker]]:
    made: list[VoiceSpeaker] = []
    yield made
    for speaker in made:
        speaker.close()


def make(
    speakers: list[VoiceSpeaker], source: SoundSource, output: AudioOutput, settings: SpeechSettings | None = None
) -> tuple[VoiceSpeaker, Told]:
    remembering = source if isinstance(source, FirstFound) else FirstFound([source])
    speaker = VoiceSpeaker(remembering, output, settings, pause_seconds=0)
    speakers.append(speaker)
    return speaker, Told(speaker)


def test_sentences_are_said_one_after_the_other_and_each_is_told(
    speakers: list[VoiceSpeaker], recorder: RecorderOutput
) -> None:
    sounds = {A: tone(0.1), B: tone(0.2), C: tone(0.3)}
    speaker, told = make(speakers, FakeVoice(sounds), recorder)
    speaker.say([A, B, C])
    assert told.next(6) == [(what, sentence) for sentence in (A, B, C) for what in ("started", "finished")]
    assert [round(sound.seconds, 1) for sound in recorder.played] == [0.1, 0.2, 0.3]


def test_what_is_said_next_replaces_what_is_being_said(speakers: list[VoiceSpeaker]) -> None:
    output = HeldOutput()
    speaker, told = make(speakers, FakeVoice(everything=tone()), output)
    speaker.say([A, B])
    assert told.next(1) == [("started", A)]
    speaker.say([C])
    assert told.next(2) == [("finished", A), ("started", C)]
    output.let_on.set()
    assert told.next(1) == [("finished", C)]
    assert [was_whole for _, was_whole in output.played] == [False, True]


def test_stop_ends_the_sentence_and_those_behind_it(speakers: list[VoiceSpeaker]) -> None:
    output = HeldOutput()
    speaker, told = make(speakers, FakeVoice(everything=tone()), output)
    speaker.say([A, B])
    assert told.next(1) == [("started", A)]
    speaker.stop()
    assert told.next(1) == [("finished", A)]
    speaker.say([C])
    assert told.next(1) == [("started", C)]


def test_a_sound_that_is_still_being_made_holds_up_neither_stop_nor_what_comes_next(
    speakers: list[VoiceSpeaker], recorder: RecorderOutput
) -> None:
    stuck = StuckVoice()
    speaker, told = make(speakers, stuck, recorder)
    speaker.say([A])
    assert stuck.asked.wait(PATIENCE_SECONDS)
    speaker.stop()
    assert told.next(1) == [("finished", A)]
    assert not speaker.is_speaking
    stuck.let_go.set()
    speaker.say([B])
    assert told.next(2) == [("started", B), ("finished", B)]
    assert len(recorder.played) == 1


@pytest.mark.parametrize("source", [FakeVoice(), BrokenVoice()], ids=["unknown", "broken"])
def test_a_sentence_without_sound_passes_in_silence_as_long_as_it_would_take(
    speakers: list[VoiceSpeaker], recorder: RecorderOutput, source: SoundSource
) -> None:
    speaker, told = make(speakers, source, recorder)
    speaker.say([A])
    told.next(2)
    assert recorder.played[0].seconds == pytest.approx(60 * len(A) / 185, abs=0.01)
    assert not recorder.played[0].samples.any()


def test_speech_that_is_off_asks_nobody_and_is_silent(speakers: list[VoiceSpeaker], recorder: RecorderOutput) -> None:
    source = FakeVoice(everything=tone())
    speaker, told = make(speakers, source, recorder, SpeechSettings(is_on=False))
    speaker.say([A])
    told.next(2)
    assert source.asked == []
    assert not recorder.played[0].samples.any()


def test_rate_volume_and_voice_may_change_between_two_sentences(
    speakers: list[VoiceSpeaker], recorder: RecorderOutput
) -> None:
    source = FakeVoice(everything=tone(1.0))
    speaker, told = make(speakers, source, recorder, SpeechSettings(rate=NATURAL_RATE, volume=100))
    speaker.say([A])
    told.next(2)
    speaker.settings = SpeechSettings(rate=130, volume=50, voice="male")
    speaker.say([B])
    told.next(2)
    first, second = recorder.played
    assert second.seconds == pytest.approx(first.seconds * NATURAL_RATE / 130, rel=0.01)
    assert abs(second.samples).max() < 0.4 * abs(first.samples).max()
    assert {("带户口本。", "male")} <= set(source.asked)


def test_a_rate_beyond_what_people_follow_is_kept_within_it(
    speakers: list[VoiceSpeaker], recorder: RecorderOutput
) -> None:
    speaker, told = make(speakers, FakeVoice(everything=tone(1.0)), recorder, SpeechSettings(rate=900))
    speaker.say([A])
    told.next(2)
    assert recorder.played[0].seconds == pytest.approx(NATURAL_RATE / 245, rel=0.02)


def test_the_next_sentence_is_fetched_while_this_one_is_heard(speakers: list[VoiceSpeaker]) -> None:
    asked: Queue[str] = Queue()

    class Telling:
        def find(self, sentence: str, voice: str) -> Sound | None:
            asked.put(sentence)
            return tone()

    speaker, _ = make(speakers, FirstFound([Telling()]), HeldOutput())
    speaker.say([A, B])
    assert {asked.get(timeout=PATIENCE_SECONDS), asked.get(timeout=PATIENCE_SECONDS)} == {A, B}


def test_closing_lets_go_of_the_output() -> None:
    output = HeldOutput()
    speaker = VoiceSpeaker(FakeVoice(everything=tone()), output)
    speaker.say([A])
    assert output.begun.wait(PATIENCE_SECONDS)
    speaker.close()
    assert output.is_closed


class Sayer:
    """Says by noting, for the engine alone."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.stopped = Event()

    def say_one(self, sentence: str, on_begin: object) -> bool:
        if callable(on_begin):
            on_begin()
        self.said.append(sentence)
        return True

    def stop(self) -> None:
        self.stopped.set()

    def get_property(self, name: str) -> object:
        return {"rate": 185}[name]

    def set_property(self, name: str, value: object) -> None:
        self.said.append(f"{name}={value}")


def test_pyttsx3_says_all_queued_sentences_in_order_and_tells_their_names() -> None:
    """What its own drivers fail at: only the last sentence, names mixed up, an early return."""
    sayer = Sayer()
    engine = make_engine(sayer)
    told: list[tuple[str, str]] = []
    engine.connect("started-utterance", lambda name: told.append(("started", name)))
    engine.connect("finished-utterance", lambda name, completed: told.append(("finished", name)))
    for name, sentence in (("a", A), ("b", B), ("c", C)):
        engine.say(sentence, name)
    engine.runAndWait()
    assert sayer.said == [A, B, C]
    assert told == [(what, name) for name in "abc" for what in ("started", "finished")]


def test_pyttsx3_reaches_the_settings_of_the_speaker(speakers: list[VoiceSpeaker], recorder: RecorderOutput) -> None:
    speaker, _ = make(speakers, FakeVoice(), recorder)
    engine = make_engine(speaker)
    engine.startLoop(False)
    engine.iterate()
    engine.setProperty("rate", 150)
    engine.setProperty("volume", 0.4)
    engine.setProperty("voice", "male")
    assert speaker.settings == SpeechSettings(rate=150, volume=40, voice="male")
    assert [voice.id for voice in engine.getProperty("voices")] == ["female", "male"]


def test_the_sign_to_speak_is_heard_before_it_returns(speakers: list[VoiceSpeaker], recorder: RecorderOutput) -> None:
    speaker, _ = make(speakers, FakeVoice({}), recorder)
    speaker.sign()
    assert [round(sound.seconds, 2) for sound in recorder.played] == [0.28]


def test_who_wants_no_sound_gets_no_sign(speakers: list[VoiceSpeaker], recorder: RecorderOutput) -> None:
    speaker, _ = make(speakers, FakeVoice({}), recorder, SpeechSettings(is_on=False))
    speaker.sign()
    assert recorder.played == []


def test_no_sound_of_a_case_stays(speakers: list[VoiceSpeaker], recorder: RecorderOutput) -> None:
    source = FirstFound([FakeVoice({A: tone(0.1)})])
    speaker, told = make(speakers, source, recorder)
    speaker.say([A])
    told.next(2)
    assert source.holds_any
    speaker.forget()
    assert not source.holds_any
