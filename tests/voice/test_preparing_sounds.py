"""What is made beforehand helps what is said and never holds it up."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty, Queue
from threading import Event

import pytest

from tests.voice.sound_fakes import PATIENCE_SECONDS, HeldOutput, tone
from voice.player import RecorderOutput
from voice.preparing_sounds import MOST_FORESEEN, PreparingSounds
from voice.sound_sources import FirstFound
from voice.sounds import Sound
from voice.speaker import SpeechSettings, VoiceSpeaker

NEVER_SECONDS = 0.05  # how long is looked for what must not come
VOICE = "female"


class SlowVoice:
    """Makes a sound when the test lets it; tells what it was asked, in order."""

    def __init__(self) -> None:
        self.asked: Queue[str] = Queue()
        self._may_answer: dict[str, Event] = {}

    def lets_go(self, sentence: str) -> None:
        self._answer(sentence).set()

    def is_asked(self) -> str:
        return self.asked.get(timeout=PATIENCE_SECONDS)

    def is_not_asked(self) -> bool:
        try:
            self.asked.get(timeout=NEVER_SECONDS)
        except Empty:
            return True
        return False

    def find(self, sentence: str, voice: str) -> Sound | None:
        self.asked.put(sentence)
        self._answer(sentence).wait(PATIENCE_SECONDS)
        return tone(0.1)

    def _answer(self, sentence: str) -> Event:
        return self._may_answer.setdefault(sentence, Event())


@pytest.fixture
def slow() -> SlowVoice:
    return SlowVoice()


@pytest.fixture
def preparing(slow: SlowVoice) -> Iterator[PreparingSounds]:
    made = PreparingSounds(FirstFound([slow]))
    yield made
    made.close()


def test_what_was_foreseen_is_there_at_once(slow: SlowVoice, preparing: PreparingSounds) -> None:
    preparing.foresee(["一。"], VOICE)
    assert slow.is_asked() == "一。"
    slow.lets_go("一。")
    assert preparing.want("一。", VOICE).result(PATIENCE_SECONDS) is not None
    assert slow.is_not_asked()


def test_a_sound_that_is_being_made_beforehand_is_not_made_a_second_time(
    slow: SlowVoice, preparing: PreparingSounds
) -> None:
    preparing.foresee(["一。"], VOICE)
    assert slow.is_asked() == "一。"
    future = preparing.want("一。", VOICE)
    assert slow.is_not_asked()
    slow.lets_go("一。")
    assert future.result(PATIENCE_SECONDS) is not None


def test_what_is_wanted_does_not_wait_for_what_was_foreseen(slow: SlowVoice, preparing: PreparingSounds) -> None:
    preparing.foresee(["一。", "二。"], VOICE)
    assert slow.is_asked() == "一。"
    future = preparing.want("三。", VOICE)
    assert slow.is_asked() == "三。"
    slow.lets_go("三。")
    assert future.result(PATIENCE_SECONDS) is not None


def test_nothing_is_made_beforehand_while_something_is_wanted(slow: SlowVoice, preparing: PreparingSounds) -> None:
    preparing.want("三。", VOICE)
    assert slow.is_asked() == "三。"
    preparing.foresee(["一。"], VOICE)
    assert slow.is_not_asked()
    slow.lets_go("三。")
    assert slow.is_asked() == "一。"


def test_a_new_guess_drops_the_older_ones(slow: SlowVoice, preparing: PreparingSounds) -> None:
    preparing.foresee(["一。", "二。", "三。"], VOICE)
    assert slow.is_asked() == "一。"
    preparing.foresee(["四。"], VOICE)
    slow.lets_go("一。")
    assert slow.is_asked() == "四。"
    slow.lets_go("四。")
    assert slow.is_not_asked()


def test_what_follows_on_what_is_being_said_comes_before_every_guess(
    slow: SlowVoice, preparing: PreparingSounds
) -> None:
    preparing.foresee(["一。", "二。"], VOICE)
    assert slow.is_asked() == "一。"
    preparing.follow_with("三。", VOICE)
    slow.lets_go("一。")
    assert slow.is_asked() == "三。"
    slow.lets_go("三。")
    assert slow.is_asked() == "二。"


def test_of_a_long_list_only_the_beginning_is_made(slow: SlowVoice, preparing: PreparingSounds) -> None:
    sentences = [f"第{number}项。" for number in range(3 * MOST_FORESEEN)]
    for sentence in sentences:
        slow.lets_go(sentence)
    preparing.foresee(sentences, VOICE)
    assert [slow.is_asked() for _ in range(MOST_FORESEEN)] == sentences[:MOST_FORESEEN]
    assert slow.is_not_asked()


def test_a_speaker_that_forgets_keeps_nothing_that_was_still_being_made(slow: SlowVoice) -> None:
    source = FirstFound([slow])
    speaker = VoiceSpeaker(source, RecorderOutput([]))
    speaker.foresee(["办件已受理。", "请等三天。"])
    assert slow.is_asked() == "办件已受理。"
    speaker.forget()
    slow.lets_go("办件已受理。")
    assert slow.is_not_asked()
    speaker.close()
    assert not source.holds_any


def test_who_wants_no_sound_has_none_made(slow: SlowVoice) -> None:
    speaker = VoiceSpeaker(FirstFound([slow]), HeldOutput(), SpeechSettings(is_on=False))
    speaker.foresee(["一。"])
    assert slow.is_not_asked()
    speaker.close()
