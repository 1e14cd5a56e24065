"""What happens at the sound card, with a card that behaves as real ones do: busy, gone, of one rate only."""

from __future__ import annotations

import sys
from threading import Event
from typing import Any

import numpy as np
import pytest

from tests.voice.sound_fakes import tone
from voice.player import BLOCK_SECONDS, DeviceOutput, NullOutput, RecorderOutput, open_output
from voice.sounds import silence


class PortAudioError(Exception):
    """As sounddevice's."""


class FakeCard:
    """Behaves like the sounddevice module with one card. `only_hz`: the one rate it knows; `fails_after` blocks it is
    pulled out; `stop_after` blocks somebody presses a key."""

    PortAudioError = PortAudioError

    def __init__(self, *, only_hz: int = 0, fails_after: int = 10_000, stop_after: int = 10_000) -> None:
        self.only_hz, self.fails_after, self.stop_after = only_hz, fails_after, stop_after
        self.stopping = Event()
        self.blocks: list[Any] = []
        self.opened: list[int] = []
        self.aborted = 0
        self.stands_still, self.looked_at, self.stop_after_looks = False, 0, 3

    def query_devices(self, *_: object, **__: object) -> dict[str, float]:
        return {"default_samplerate": float(self.only_hz or 48_000)}

    def OutputStream(self, *, samplerate: int, **_: object) -> FakeStream:
        self.opened.append(samplerate)
        if self.only_hz and samplerate != self.only_hz:
            raise PortAudioError("Invalid sample rate")
        return FakeStream(self)


class FakeStream:
    def __init__(self, card: FakeCard) -> None:
        self._card, self.active = card, False

    @property
    def write_available(self) -> int:
        self._card.looked_at += 1
        if self._card.stands_still and self._card.looked_at >= self._card.stop_after_looks:
            self._card.stopping.set()
        return 0 if self._card.stands_still else 1_000_000

    def start(self) -> None:
        self.active = True

    def write(self, block: Any) -> None:
        if len(self._card.blocks) >= self._card.fails_after:
            raise PortAudioError("Device unavailable")
        self._card.blocks.append(block)
        if len(self._card.blocks) >= self._card.stop_after:
            self._card.stopping.set()

    def abort(self) -> None:
        self.active = False
        self._card.aborted += 1

    def close(self, **_: object) -> None:
        self.active = False


def test_a_sound_reaches_the_card_whole() -> None:
    card = FakeCard()
    sound = tone(0.1)
    assert DeviceOutput(card).play(sound, card.stopping)
    assert np.concatenate(card.blocks)[:, 0].tolist() == sound.samples.tolist()


def test_a_stop_is_noticed_within_a_block_and_what_the_card_holds_is_thrown_away() -> None:
    card = FakeCard(stop_after=3)
    assert not DeviceOutput(card).play(tone(5.0), card.stopping)
    assert len(card.blocks) == 3
    assert card.aborted == 1
    assert BLOCK_SECONDS <= 0.05


def test_a_card_that_stands_still_is_stopped_as_well() -> None:
    card = FakeCard()
    card.stands_still = True
    assert not DeviceOutput(card).play(tone(5.0), card.stopping)
    assert (card.blocks, card.aborted, card.looked_at) == ([], 1, 3)


def test_a_card_that_never_tells_its_room_is_written_to_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.player.STANDSTILL_SECONDS", 0.0)
    card = FakeCard()
    card.stands_still = True
    assert DeviceOutput(card).play(tone(0.1), card.stopping)
    assert sum(map(len, card.blocks)) == 2_400


def test_the_card_plays_again_after_a_stop() -> None:
    card = FakeCard(stop_after=3)
    output = DeviceOutput(card)
    output.play(tone(5.0), card.stopping)
    card.stop_after = 10_000
    assert output.play(tone(0.1), Event())
    assert card.opened == [24_000]


def test_a_card_of_one_rate_gets_that_rate() -> None:
    card = FakeCard(only_hz=48_000)
    assert DeviceOutput(card).play(tone(0.1), card.stopping)
    assert card.opened == [24_000, 48_000]
    assert sum(map(len, card.blocks)) == pytest.approx(4_800, abs=50)


def test_a_card_pulled_out_in_mid_sentence_ends_nothing_and_is_tried_again() -> None:
    card = FakeCard(fails_after=2)
    output = DeviceOutput(card)
    assert output.play(tone(0.1), card.stopping)  # the rest passes in silence
    card.fails_after = 10_000
    assert output.play(tone(0.1), card.stopping)
    assert card.opened == [24_000, 24_000]


def test_no_card_and_no_library_mean_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert isinstance(open_output(), NullOutput)


def test_a_library_without_any_card_means_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCard(FakeCard):
        def query_devices(self, *_: object, **__: object) -> dict[str, float]:
            raise PortAudioError("Error querying device -1")

    monkeypatch.setitem(sys.modules, "sounddevice", NoCard())
    assert isinstance(open_output(), NullOutput)


def test_silence_takes_its_time_unless_it_is_stopped() -> None:
    stopping = Event()
    assert NullOutput().play(silence(0.01), stopping)
    stopping.set()
    assert not NullOutput().play(silence(3_600), stopping)


def test_a_recorder_keeps_what_was_played_and_not_what_was_stopped_before() -> None:
    recorder, stopping = RecorderOutput([]), Event()
    assert recorder.play(tone(0.1), stopping)
    stopping.set()
    assert not recorder.play(tone(0.2), stopping)
    assert [round(sound.seconds, 1) for sound in recorder.played] == [0.1]
