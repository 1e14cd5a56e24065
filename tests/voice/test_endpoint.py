"""When a sentence begins and ends: with made sound at many levels, and with every recording in a noisy room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.voice.hearing_fakes import quiet, speech
from voice.endpoint import RECOGNIZED_HZ, WHILE_DICTATING, WHILE_TALKING, Endpointer, Moment, Patience, loudness_db

PIECE = 320 * 2


def end_of(pcm: bytes, patience: Patience = WHILE_TALKING) -> tuple[Moment, float]:
    """Where it stands at last, and after how many seconds that was decided."""
    endpointer = Endpointer(RECOGNIZED_HZ, patience)
    for start in range(0, len(pcm), PIECE):
        moment = endpointer.feed(pcm[start : start + PIECE])
        if moment not in ("waiting", "speaking"):
            return moment, (start + PIECE) / 2 / RECOGNIZED_HZ
    return endpointer.moment, len(pcm) / 2 / RECOGNIZED_HZ


@pytest.mark.parametrize("level", [400.0, 2000.0, 12000.0])
@pytest.mark.parametrize("room", [2.0, 20.0, 60.0])
def test_a_sentence_ends_with_the_silence_after_it(level: float, room: float) -> None:
    pcm = quiet(1.0, level=room) + speech(1.5, level=level) + quiet(3.0, level=room)
    moment, seconds = end_of(pcm)
    assert moment == "ended"
    assert 2.5 <= seconds <= 2.5 + WHILE_TALKING.after_seconds + 0.1


def test_silence_waited_is_as_promised() -> None:
    assert WHILE_TALKING.after_seconds <= 0.7
    assert WHILE_DICTATING.after_seconds <= 1.5


def test_a_pause_inside_a_sentence_does_not_end_it() -> None:
    pcm = quiet(0.5) + speech(0.6) + quiet(0.5) + speech(0.6) + quiet(2.0)
    assert end_of(pcm)[1] >= 0.5 + 0.6 + 0.5 + 0.6


def test_a_click_is_no_speech() -> None:
    pcm = quiet(1.0) + speech(0.04, level=20000.0) + quiet(9.0)
    assert end_of(pcm)[0] == "silence"


def test_somebody_who_speaks_at_once_is_heard() -> None:
    moment, seconds = end_of(speech(1.0) + quiet(2.0))
    assert moment == "ended"
    assert seconds <= 1.9


def test_what_never_ends_is_ended() -> None:
    moment, seconds = end_of(quiet(0.5) + speech(60.0))
    assert moment == "too_long"
    assert seconds <= WHILE_TALKING.longest_seconds + 1.0


def test_sound_may_come_in_pieces_of_any_size() -> None:
    pcm = quiet(0.5) + speech(1.0) + quiet(1.5)
    moments = []
    for size in (2, 998, 4096, len(pcm)):
        endpointer = Endpointer(RECOGNIZED_HZ)
        for start in range(0, len(pcm), size):
            endpointer.feed(pcm[start : start + size])
        moments.append(endpointer.moment)
    assert moments == ["ended"] * 4


def test_loudness_is_measured_from_full_scale_without_the_constant_of_cheap_microphones() -> None:
    full = np.full(320, 32767, "<i2")
    full[::2] = -32768
    assert loudness_db(full.tobytes()) == pytest.approx(0.0, abs=0.1)
    assert loudness_db((full // 100 + 3000).astype("<i2").tobytes()) == pytest.approx(-40.0, abs=0.2)
    assert loudness_db(b"\0" * 640) == loudness_db(b"") == -90.0


@pytest.mark.parametrize("noise_db", [-70.0, -50.0])
def test_no_recorded_sentence_is_cut_off_and_each_ends_in_time(channel_test_data: Path, noise_db: float) -> None:
    from voice.resampling import load_utterance

    files = sorted((channel_test_data / "speech" / "utterances").glob("*.flac"))[::3]
    if not files:
        pytest.skip("no recorded speech under speech/utterances in the test data; set CHANNEL_TEST_DATA")
    room = 32768 * 10 ** (noise_db / 20)
    cut, late = [], []
    for path in files:
        patience = WHILE_DICTATING if path.name.startswith("c") else WHILE_TALKING
        samples = np.frombuffer(load_utterance(path), "<i2").astype(float)
        silence = np.zeros(RECOGNIZED_HZ)
        whole = np.concatenate([silence, samples, silence, silence])
        whole += np.random.default_rng(3).normal(0, room, len(whole))
        moment, seconds = end_of(whole.astype("<i2").tobytes(), patience)
        spoken_until = 1.0 + len(samples) / RECOGNIZED_HZ - 0.2  # each file ends with 0.2 s of quiet
        if moment != "ended" or seconds < spoken_until:
            cut.append(path.name)
        elif seconds > spoken_until + patience.after_seconds + 0.4:
            late.append(path.name)
    assert len(cut) <= len(files) // 50, cut
    assert late == []
