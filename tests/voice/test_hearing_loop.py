"""From recorded speech to the answer: recogniser, understanding and dialogue together, over a third of the recordings.

The floors stand clearly below what was measured: they find what breaks, not what varies, as the last digits of the
decoder's sums do from one processor to the next. docs/benchmarks.md has the figures. The voices are synthetic; nothing
here says how real people are understood.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from queue import Queue

import pytest

from benchmarks.measure_hearing import MODEL, UTTERANCES, measure_hearing
from content.files import Content
from content.spoken_sentences import load_voices, speech_key, split_sentences
from tests.voice.conftest import HOME, OpenSession
from tests.voice.sound_fakes import PATIENCE_SECONDS, FakeSpeechServer, tone
from voice.player import RecorderOutput
from voice.rendered_speech import RenderedSpeech, SoundCache
from voice.sound_sources import FirstFound
from voice.speaker import NATURAL_RATE, SpeechSettings, VoiceSpeaker


@pytest.fixture(scope="module")
def recorded(channel_test_data: Path) -> Path:
    pytest.importorskip("pocketsphinx", reason="recorded speech needs PocketSphinx: pip install pocketsphinx")
    for part in (MODEL, UTTERANCES):
        if not (channel_test_data / part).is_dir():
            pytest.skip(f"no {part} in the test data; set CHANNEL_TEST_DATA to a folder that has it")
    return channel_test_data


def test_recorded_speech_is_answered_or_honestly_not_understood(
    recorded: Path, open_session: OpenSession, catalogue: Content
) -> None:
    titles = {guide.title: guide.id for guide in catalogue.guides.values()}
    figures = measure_hearing(recorded, lambda: open_session(HOME), titles, every=3)
    questions, commands, numbers = figures["q"], figures["n"], figures["c"]
    files = sum(kind["files"] for kind in figures.values())
    outside = sum(kind["files"] * (1 - kind["in_grammar"]) for kind in (questions, figures["o"]))
    assert outside / files >= 0.2, "at least a fifth is none of the recogniser's sentences"
    assert questions["right"] >= 0.42
    assert questions["wrong"] <= 0.25
    assert commands["right"] >= 0.38
    assert commands["wrong"] <= 0.15
    assert numbers["digits_right"] >= 0.75
    assert figures["o"]["refused"] >= 0.8, "other fields of life"
    assert figures["r"]["refused"] >= 0.6, "speech played backwards"


def test_the_file_command_answers_what_was_recorded(recorded: Path, tmp_path: Path) -> None:
    folder = recorded / UTTERANCES
    files = [str(folder / name) for name in ("q08-zf_xiaoxiao.flac", "o01-zf_xiaobei.flac")]
    environment = {
        **os.environ,
        "CHANNEL_DATA_DIR": str(tmp_path),
        "POCKETSPHINX_MODEL": str(recorded / MODEL),
    }
    command = [sys.executable, "-m", "voice", "file", "--json", "--recognizer", "pocketsphinx", *files]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr.decode()
    passport, weather = map(json.loads, done.stdout.decode().splitlines())
    assert passport["slots"]["service"] == "passport-first"
    assert passport["screen"] == "guide/passport-first/fees"
    assert weather["said"] == "" or weather["decision"] == "reject"
    assert_it_sounds(passport["speech"], tmp_path)


def assert_it_sounds(speech: str, folder: Path) -> None:
    """The answer as a server rendered it, through files, cache and speaker, to the last sample."""
    sentences, voices = split_sentences(speech), load_voices()
    lengths = {sentence: 0.1 * len(sentence) for sentence in sentences}
    rendered = {speech_key(voices["female"], sentence): tone(lengths[sentence]) for sentence in sentences}
    source = RenderedSpeech(FakeSpeechServer(rendered).fetch, SoundCache(folder / "sounds"), voices)
    output, told = RecorderOutput([]), Queue[str]()
    speaker = VoiceSpeaker(FirstFound([source]), output, SpeechSettings(rate=NATURAL_RATE), pause_seconds=0)
    speaker.on_finished = told.put
    speaker.say(sentences)
    assert [told.get(timeout=PATIENCE_SECONDS) for _ in sentences] == sentences
    speaker.close()
    for sound, sentence in zip(output.played, sentences, strict=True):
        assert sound.seconds == pytest.approx(lengths[sentence], abs=0.15)
        assert float(abs(sound.samples).max()) > 0.1


@pytest.mark.parametrize("name", ["missing.wav", "text.wav", "empty.wav"])
def test_a_file_that_is_no_sound_is_told_in_one_line(recorded: Path, tmp_path: Path, name: str) -> None:
    if name != "missing.wav":
        (tmp_path / name).write_text("no sound" if name == "text.wav" else "", encoding="utf-8")
    environment = {**os.environ, "CHANNEL_DATA_DIR": str(tmp_path), "POCKETSPHINX_MODEL": str(recorded / MODEL)}
    command = [sys.executable, "-m", "voice", "file", "--recognizer", "pocketsphinx", "--api", "http://127.0.0.1:9"]
    done = subprocess.run(
        [*command, str(tmp_path / name)], env=environment, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize("command", [["file", "x.wav"], ["talk"]])
def test_without_a_model_the_commands_say_what_to_install(command: list[str], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VOSK_MODEL"}
    done = subprocess.run(
        [sys.executable, "-m", "voice", *command],
        env={**environment, "CHANNEL_DATA_DIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1
    assert "VOSK_MODEL" in done.stderr.decode()
