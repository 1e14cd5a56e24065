"""Sound as data: formats, lengths, pitch, volume."""

from __future__ import annotations

import numpy as np
import pytest

from tests.voice.sound_fakes import pitch_of, tone
from voice.sounds import BadSoundError, Sound, decode, encode, joined, louder, resampled, silence, trimmed
from voice.stretching import at_tempo


@pytest.mark.parametrize("kind", ["MP3", "WAV", "OGG"])
def test_a_sound_survives_being_a_file(kind: str) -> None:
    sound = tone(0.5)
    again = decode(encode(sound, kind))
    assert again.rate_hz == sound.rate_hz
    assert again.seconds == pytest.approx(0.5, abs=0.12)  # MP3 pads its frames
    assert pitch_of(again) == pytest.approx(220, abs=3)


@pytest.mark.parametrize("data", [b"", b"not a sound at all", b"RIFF\x00\x00\x00\x00WAVE", b"\xff\xfb" * 40])
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(BadSoundError):
        decode(data)


def test_a_file_longer_than_a_sentence_can_be_is_refused() -> None:
    with pytest.raises(BadSoundError, match="60 seconds"):
        decode(encode(silence(61, 8_000), "WAV"))


def test_two_channels_become_one() -> None:
    import io

    import soundfile

    file = io.BytesIO()
    soundfile.write(file, np.zeros((800, 2), np.float32), 8_000, format="WAV")
    assert decode(file.getvalue()).samples.shape == (800,)


def test_resampling_keeps_length_and_pitch() -> None:
    sound = resampled(tone(0.5, rate_hz=16_000))
    assert sound.rate_hz == 24_000
    assert sound.seconds == pytest.approx(0.5, abs=0.01)
    assert pitch_of(sound) == pytest.approx(220, abs=3)


def test_silence_around_a_sound_is_cut_but_never_the_sound() -> None:
    padded = joined([silence(0.5), tone(0.4), silence(0.7)])
    assert trimmed(padded).seconds == pytest.approx(0.4 + 0.11, abs=0.02)
    assert trimmed(silence(0.2)).seconds == pytest.approx(0.2)


def test_joined_sounds_have_their_pause_between_and_none_after() -> None:
    assert joined([tone(0.1), tone(0.1), tone(0.1)], pause_seconds=0.2).seconds == pytest.approx(0.7)
    assert joined([]).seconds == 0


@pytest.mark.parametrize("tempo", [130 / 185, 0.9, 245 / 185])
def test_slower_and_faster_speech_keeps_its_pitch(tempo: float) -> None:
    sound = tone(1.0)
    changed = at_tempo(sound, tempo)
    assert changed.seconds == pytest.approx(1 / tempo, rel=0.01)
    assert pitch_of(changed) == pytest.approx(220, rel=0.03)


def test_a_tempo_nobody_would_notice_changes_nothing() -> None:
    sound = tone(0.2)
    assert at_tempo(sound, 1.0) is sound
    assert at_tempo(Sound(np.zeros(0, np.float32), 24_000), 0.7).seconds == 0


def test_volume_never_leaves_full_scale() -> None:
    assert abs(louder(tone(0.1), 5).samples).max() <= 1
    assert abs(louder(tone(0.1), 0).samples).max() == 0
