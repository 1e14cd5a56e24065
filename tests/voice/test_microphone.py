"""The microphone: with a library that behaves like sounddevice, and with the real one on a virtual sound card."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import soundfile  # type: ignore[import-untyped]

from tests.voice.hearing_fakes import PATIENCE_SECONDS, quiet, speech
from voice.hearing_problems import HearingError
from voice.microphone import HELD_SECONDS, LOST_SECONDS, READ_SECONDS, DeviceMicrophone

PROGRAM = Path(__file__).with_name("microphone_program.py")


class FakeCard:
    """Behaves like the sounddevice module of a box whose card takes some formats only."""

    class PortAudioError(Exception):
        """What the library raises."""

    def __init__(self, *formats: tuple[int, int]) -> None:
        self._formats = formats
        self.streams: list[FakeCardStream] = []

    def RawInputStream(self, **given: Any) -> FakeCardStream:
        if (given["samplerate"], given["channels"]) not in self._formats:
            raise self.PortAudioError("Invalid sample rate")
        self.streams.append(FakeCardStream(given["callback"]))
        return self.streams[-1]


class FakeCardStream:
    """One opened device; `delivers` is the card's own thread."""

    def __init__(self, callback: Callable[..., None]) -> None:
        self.delivers = callback
        self.active = False
        self.is_closed = False

    def start(self) -> None:
        self.active = True

    def abort(self) -> None:
        self.active = False

    def close(self) -> None:
        self.is_closed = True


def microphone_of(card: FakeCard) -> DeviceMicrophone:
    return DeviceMicrophone(load=lambda: card)


def test_the_best_format_the_card_takes_is_used() -> None:
    assert microphone_of(FakeCard((16_000, 1), (48_000, 2))).open().sample_rate == 16_000
    stereo = microphone_of(FakeCard((48_000, 2))).open()
    assert (stereo.sample_rate, stereo.channels) == (48_000, 2)


def test_a_box_without_a_microphone_or_without_the_library_says_so() -> None:
    def no_library() -> Any:
        raise HearingError("no_microphone", "libportaudio2 is missing")

    for microphone in (microphone_of(FakeCard()), DeviceMicrophone(load=no_library)):
        with pytest.raises(HearingError) as failed:
            microphone.open()
        assert failed.value.problem == "no_microphone"


def test_sound_is_read_in_the_order_it_came() -> None:
    card = FakeCard((16_000, 1))
    stream = microphone_of(card).open()
    for piece in (b"ab", b"cd"):
        card.streams[0].delivers(piece, 1, None, None)
    assert stream.read() == b"abcd"
    assert stream.read() == b""
    stream.close()
    assert card.streams[0].is_closed


def test_a_device_that_is_pulled_out_is_noticed() -> None:
    card = FakeCard((16_000, 1))
    stream = microphone_of(card).open()
    card.streams[0].active = False
    with pytest.raises(HearingError) as failed:
        stream.read()
    assert failed.value.problem == "microphone_lost"
    stream.close()


def test_a_device_that_stays_open_and_delivers_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    card = FakeCard((16_000, 1))
    stream = microphone_of(card).open()
    monkeypatch.setattr("voice.microphone.READ_SECONDS", LOST_SECONDS)
    with pytest.raises(HearingError) as failed:
        stream.read()
    assert failed.value.problem == "microphone_lost"
    assert READ_SECONDS < LOST_SECONDS


def test_what_nobody_reads_makes_room_for_what_is_said_now() -> None:
    card = FakeCard((16_000, 1))
    stream = microphone_of(card).open()
    count = int(HELD_SECONDS / 0.05) + 10
    for number in range(count):
        card.streams[0].delivers(number.to_bytes(2, "big"), 1, None, None)
    read = stream.read()
    assert read.endswith((count - 1).to_bytes(2, "big"))
    assert read.startswith((10).to_bytes(2, "big"))
    stream.close()


class SoundServer:
    """A PulseAudio of its own whose only speaker is heard by its only microphone."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "native"
        (folder / "asound.conf").write_text("pcm.!default {\n type pulse\n}\n", encoding="utf-8")
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{socket}",
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{folder / 'asound.conf'}",
        }
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        modules = (f"module-native-protocol-unix socket={socket} auth-anonymous=1", "module-null-sink rate=48000")
        for module in modules:
            command += ["-L", module]
        self._process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def is_ready(self) -> bool:
        asked = subprocess.run(
            ["pactl", "list", "short", "sources"], env=self.environment, capture_output=True, text=True, check=False
        )
        return "monitor" in asked.stdout

    def play(self, path: Path) -> None:
        subprocess.run(["paplay", str(path)], env=self.environment, check=True, timeout=60)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def sound_server(tmp_path: Path) -> Iterator[SoundServer]:
    if not all(map(shutil.which, ("pulseaudio", "pactl", "paplay"))):
        pytest.skip("a virtual sound card needs PulseAudio: apt-get install pulseaudio pulseaudio-utils")
    try:
        import sounddevice  # type: ignore[import-untyped]  # noqa: F401
    except (ImportError, OSError):
        pytest.skip("the real microphone needs PortAudio: apt-get install libportaudio2, pip install sounddevice")
    if not list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")):
        pytest.skip("ALSA cannot reach PulseAudio: apt-get install libasound2-plugins")
    server = SoundServer(tmp_path)
    for _ in range(100):
        if server.is_ready():
            break
    yield server
    server.stop()


def listening(server: SoundServer) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**server.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def next_line(process: subprocess.Popen[str], *, after: str = "PARTIAL") -> str:
    """The next line that is not `after`."""
    assert process.stdout is not None
    return next((line.strip() for line in process.stdout if line.strip() != after), "")


def test_what_the_speaker_plays_the_microphone_hears_until_the_sentence_ends(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    sentence = tmp_path / "sentence.wav"
    pcm = quiet(0.3) + speech(1.2) + quiet(0.3)
    soundfile.write(sentence, memoryview(pcm).cast("h"), 16_000)
    with listening(sound_server) as process:
        assert next_line(process) == "OPEN"
        sound_server.play(sentence)
        kind, _, milliseconds = next_line(process).partition(" ")
        process.wait(PATIENCE_SECONDS)
    assert kind == "RESULT"
    assert 900 <= int(milliseconds) <= 1_300


def test_a_microphone_that_goes_away_in_mid_sentence_is_told(sound_server: SoundServer, tmp_path: Path) -> None:
    sentence = tmp_path / "sentence.wav"
    soundfile.write(sentence, memoryview(speech(5.0)).cast("h"), 16_000)
    with listening(sound_server) as process:
        assert next_line(process) == "OPEN"
        player = subprocess.Popen(["paplay", str(sentence)], env=sound_server.environment)
        assert next_line(process, after="OPEN") == "PARTIAL"
        sound_server.stop()
        assert next_line(process) == "PROBLEM microphone_lost"
        player.wait()
