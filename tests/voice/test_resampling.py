"""Sound of every usual rate becomes what recognisers take, whole or in pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]

from voice.endpoint import RECOGNIZED_HZ
from voice.resampling import MonoStream, load_utterance

HERTZ = 440.0


def tone(rate_hz: int, seconds: float = 1.0) -> np.ndarray:
    times = np.arange(round(rate_hz * seconds)) / rate_hz
    return (8000 * np.sin(2 * np.pi * HERTZ * times)).astype("<i2")


def pitch_of(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2")
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RECOGNIZED_HZ / len(samples)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("size", [1, 333, 100_000])
def test_pieces_of_any_size_become_one_tone_of_the_same_length_and_pitch(
    rate_hz: int, channels: int, size: int
) -> None:
    sound = np.repeat(tone(rate_hz, 0.2 if size == 1 else 1.0), channels).tobytes()
    stream = MonoStream(rate_hz, channels)
    pcm = b"".join(stream.feed(sound[start : start + size]) for start in range(0, len(sound), size))
    pcm += stream.feed(b"", is_last=True)
    seconds = len(sound) / 2 / channels / rate_hz
    assert len(pcm) / 2 / RECOGNIZED_HZ == pytest.approx(seconds, abs=0.02)
    assert pitch_of(pcm) == pytest.approx(HERTZ, abs=8)


def test_no_noise_is_added() -> None:
    steady = np.full(44_100, 3_000, dtype="<i2")
    sound = np.frombuffer(MonoStream(44_100, 1).feed(steady.tobytes(), is_last=True), "<i2")
    assert set(sound[2_000:4_000].tolist()) == {3_000}


def test_two_sides_that_differ_are_mixed() -> None:
    left = tone(RECOGNIZED_HZ)
    both = np.column_stack([left, np.zeros_like(left)]).tobytes()
    mixed = np.frombuffer(MonoStream(RECOGNIZED_HZ, 2).feed(both), "<i2")
    assert np.abs(mixed - left // 2).max() <= 1


@pytest.mark.parametrize(("rate_hz", "channels"), [(0, 1), (1_000, 1), (1_000_000, 1), (16_000, 0)])
def test_what_no_sound_card_gives_is_refused(rate_hz: int, channels: int) -> None:
    with pytest.raises(ValueError, match="no usual sound"):
        MonoStream(rate_hz, channels)


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_files_of_every_usual_format_are_read(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    soundfile.write(path, np.column_stack([tone(44_100)] * 2), 44_100)
    pcm = load_utterance(path)
    assert pitch_of(pcm) == pytest.approx(HERTZ, abs=3)
    assert len(pcm) / 2 / RECOGNIZED_HZ == pytest.approx(1.0, abs=0.1)
