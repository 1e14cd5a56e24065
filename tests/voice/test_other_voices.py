"""Voices that others bring: recordings in a folder, a Wyoming server in the home, espeak-ng; and all together."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from content.spoken_sentences import load_voices, speech_key
from tests.voice.sound_fakes import FakeSpeechServer, FakeVoice, pitch_of, tone
from voice.own_recordings import OwnRecordings
from voice.sound_sources import MOST_REMEMBERED, FirstFound
from voice.sounds import decode, encode
from voice.speech_wiring import RECORDINGS_VARIABLE, WYOMING_VARIABLE, SpeechSetup, sources_of
from voice.spoken_by_program import EspeakVoice

SENTENCE = "请念办件编号。"
VOICES = {"female": "f-1", "male": "m-1"}


# -- recordings -------------------------------------------------------------------------------------------------------


def test_a_recording_is_found_by_its_hash_or_by_the_manifest(tmp_path: Path) -> None:
    (tmp_path / f"{speech_key('f-1', SENTENCE)}.ogg").write_bytes(encode(tone(hertz=300), "OGG"))
    (tmp_path / "hello.wav").write_bytes(encode(tone(hertz=500), "WAV"))
    (tmp_path / "manifest.yaml").write_text("male:\n  您好。: hello.wav\n", encoding="utf-8")
    own = OwnRecordings(tmp_path, VOICES)
    by_hash, listed = own.find(SENTENCE, "female"), own.find("您好。", "male")
    assert by_hash is not None
    assert listed is not None
    assert pitch_of(by_hash) == pytest.approx(300, abs=10)
    assert pitch_of(listed) == pytest.approx(500, abs=10)
    assert own.find("您好。", "female") is None


def test_a_manifest_leads_nowhere_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(encode(tone(), "WAV"))
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "manifest.yaml").write_text("female:\n  您好。: ../secret.wav\n", encoding="utf-8")
    assert OwnRecordings(folder, VOICES).find("您好。", "female") is None


def test_a_recording_that_is_no_sound_leaves_the_sentence_to_others(tmp_path: Path) -> None:
    (tmp_path / f"{speech_key('f-1', SENTENCE)}.mp3").write_bytes(b"not a sound")
    assert OwnRecordings(tmp_path, VOICES).find(SENTENCE, "female") is None


# -- Wyoming ----------------------------------------------------------------------------------------------------------


class WyomingServer:
    """A real Wyoming voice on loopback that answers every text with a tone, or misbehaves."""

    def __init__(self, manner: str = "") -> None:
        self.manner, self.texts = manner, list[str]()
        self._ready, self._loop = Event(), asyncio.new_event_loop()
        Thread(target=self._run, daemon=True).start()
        assert self._ready.wait(10)

    @property
    def uri(self) -> str:
        return f"wyoming://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from wyoming.audio import AudioChunk, AudioStart, AudioStop
        from wyoming.event import async_read_event, async_write_event
        from wyoming.tts import Synthesize

        event = await async_read_event(reader)
        assert event is not None
        self.texts.append(Synthesize.from_event(event).text)
        if self.manner != "hangs up":
            samples = (tone(0.4, rate_hz=22_050).samples * 32_767).astype("<i2")
            width = 1 if self.manner == "eight bits" else 2
            await async_write_event(AudioStart(22_050, width, 1).event(), writer)
            await async_write_event(AudioChunk(22_050, width, 1, samples.tobytes()).event(), writer)
            await async_write_event(AudioStop().event(), writer)
        writer.close()


@pytest.fixture
def servers() -> Iterator[list[WyomingServer]]:
    pytest.importorskip("wyoming", reason="voice extra is not installed")
    made: list[WyomingServer] = []
    yield made
    for server in made:
        server.close()


def test_a_voice_in_the_home_says_any_sentence(servers: list[WyomingServer]) -> None:
    from voice.wyoming_voice import WyomingVoice

    servers.append(server := WyomingServer())
    sound = WyomingVoice(server.uri).find(SENTENCE, "female")
    assert sound is not None
    assert sound.rate_hz == 22_050
    assert pitch_of(sound) == pytest.approx(220, abs=5)
    assert server.texts == [SENTENCE]


@pytest.mark.parametrize("manner", ["hangs up", "eight bits"])
def test_a_voice_that_misbehaves_leaves_the_sentence_to_others(servers: list[WyomingServer], manner: str) -> None:
    from voice.wyoming_voice import WyomingVoice

    servers.append(server := WyomingServer(manner))
    assert WyomingVoice(server.uri).find(SENTENCE, "female") is None


def test_a_voice_that_is_not_there_leaves_the_sentence_to_others() -> None:
    pytest.importorskip("wyoming", reason="voice extra is not installed")
    from voice.wyoming_voice import WyomingVoice

    assert WyomingVoice("wyoming://127.0.0.1:9").find(SENTENCE, "female") is None


@pytest.mark.parametrize(
    "uri", ["wyoming://8.8.8.8:10200", "http://127.0.0.1:1", "wyoming://", "tcp://[::1", "wyoming://127.0.0.1:x"]
)
def test_what_is_said_never_leaves_the_home(uri: str) -> None:
    pytest.importorskip("wyoming", reason="voice extra is not installed")
    from voice.wyoming_voice import WyomingAddressError, WyomingVoice

    with pytest.raises(WyomingAddressError):
        WyomingVoice(uri)


# -- espeak-ng --------------------------------------------------------------------------------------------------------


def test_the_last_resort_makes_a_sound() -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed: apt-get install espeak-ng")
    sound = EspeakVoice().find("带上户口本。", "female")
    assert sound is not None
    assert 0.5 < sound.seconds < 5
    assert abs(sound.samples).max() > 0.05


@pytest.mark.parametrize("program", ["no-such-program", "false", "true"])
def test_a_program_that_is_missing_or_fails_says_nothing(program: str) -> None:
    assert EspeakVoice(program).find(SENTENCE, "female") is None


# -- together ---------------------------------------------------------------------------------------------------------


def test_the_first_source_that_has_it_is_taken_and_remembered() -> None:
    first, second = FakeVoice({SENTENCE: tone(0.1)}), FakeVoice(everything=tone(0.2))
    found = FirstFound([first, second])
    assert [found.find(text, "female").seconds for text in (SENTENCE, "您好。", SENTENCE)] == [0.1, 0.2, 0.1]  # type: ignore[union-attr]
    assert len(first.asked) == 2
    found.forget()
    found.find(SENTENCE, "female")
    assert len(first.asked) == 3


def test_only_the_last_sentences_are_remembered() -> None:
    source = FakeVoice(everything=tone(0.1))
    found = FirstFound([source])
    for number in range(MOST_REMEMBERED + 1):
        found.find(f"第{number}句。", "female")
    found.find(f"第{MOST_REMEMBERED}句。", "female")
    found.find("第0句。", "female")
    assert len(source.asked) == MOST_REMEMBERED + 2


def test_own_recordings_win_over_what_the_server_rendered(tmp_path: Path) -> None:
    name = load_voices()["female"]
    recordings = tmp_path / "own"
    recordings.mkdir()
    (recordings / f"{speech_key(name, SENTENCE)}.wav").write_bytes(encode(tone(hertz=700), "WAV"))
    server = FakeSpeechServer({speech_key(name, text): tone(hertz=400) for text in (SENTENCE, "您好。")})
    environment = {RECORDINGS_VARIABLE: str(recordings)}
    found = FirstFound(sources_of(SpeechSetup(tmp_path, environment, server.fetch)))
    own, rendered = found.find(SENTENCE, "female"), found.find("您好。", "female")
    assert own is not None
    assert rendered is not None
    assert pitch_of(own) == pytest.approx(700, abs=10)
    assert pitch_of(rendered) == pytest.approx(400, abs=10)


def test_a_setting_that_cannot_be_used_leaves_the_other_voices(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("[", encoding="utf-8")
    environment = {RECORDINGS_VARIABLE: str(tmp_path), WYOMING_VARIABLE: "wyoming://8.8.8.8"}
    server = FakeSpeechServer({speech_key(load_voices()["female"], SENTENCE): tone()})
    found = FirstFound(sources_of(SpeechSetup(tmp_path, environment, server.fetch)))
    assert found.find(SENTENCE, "female") is not None


def test_say_writes_a_file_with_whatever_voice_there_is(tmp_path: Path) -> None:
    name = load_voices()["female"]
    for number, text in enumerate(("您好。", "再见！")):
        (tmp_path / f"{speech_key(name, text)}.wav").write_bytes(encode(tone(0.5, hertz=300 + number), "WAV"))
    out = tmp_path / "said.mp3"
    environment = {"PATH": "/usr/bin:/bin", "CHANNEL_DATA_DIR": str(tmp_path), RECORDINGS_VARIABLE: str(tmp_path)}
    command = [sys.executable, "-m", "voice", "say", "您好。再见！", "--out", str(out), "--rate", "208"]
    subprocess.run(command, env=environment, check=True, timeout=60)
    assert decode(out.read_bytes()).seconds == pytest.approx(2 * 0.5 + 0.375, abs=0.2)


def test_say_refuses_a_file_of_unknown_kind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voice", "say", "您好。", "--out", str(tmp_path / "said.txt")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
