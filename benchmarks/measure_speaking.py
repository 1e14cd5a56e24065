"""From the decision that somebody has finished to the first sound of the answer; how soon a stop is silence.

Answers are rendered beforehand, as a server does it; the box fetches each for the first time over HTTP, decodes it and
brings it to its tempo. In place of a card stands what only looks at the clock: a card's own delay comes on top.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np

from benchmarks import measure_publishing
from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.servers import REGION, plain_environment
from benchmarks.voice_bed import HALVES, MONDAY_MORNING, load_dialogues
from channel_api.client.client import ChannelClient
from channel_api.client.embedded import EmbeddedServer
from channel_api.client.speech import SpeechFetcher
from channel_api.clock import system_clock
from channel_api.config import Config
from channel_api.store.database import Database
from channel_api.store.speech import add_sound
from content.spoken_sentences import load_voices, speech_key
from voice.box_folder import data_folder
from voice.kokoro_files import KokoroFacts, folder_in, is_installed
from voice.player import NullOutput
from voice.session import Session
from voice.sound_sources import FirstFound
from voice.sounds import SPEECH_HZ, Sound, encode
from voice.speaker import NATURAL_RATE, SpeechSettings, VoiceSpeaker
from voice.speech_wiring import SpeechSetup, sources_of, styles_of
from voice.wiring import open_session

FIRST_SOUND_P95_MILLISECONDS = 800.0
STOP_MILLISECONDS = 100.0
STOPS = 50
PATIENCE_SECONDS = 20.0
SPOKEN_FOR_TIMING = ("带上户口本，去户口所在地派出所。", "一般四十五天内能拿到新证。", "请念办件编号，一段一段念。")


class WatchedOutput:
    """Notes when a sound begins and when it is over; plays in no time, or `in_full`."""

    def __init__(self, *, in_full: bool = False) -> None:
        self.begun, self.over = Event(), Event()
        self.begun_at = self.over_at = 0.0
        self._inner = NullOutput() if in_full else None

    def play(self, sound: Sound, stopping: Event) -> bool:
        """Only the first sound since `reset` counts."""
        if not self.begun.is_set():
            self.begun_at = time.perf_counter()
            self.begun.set()
        is_whole = self._inner.play(sound, stopping) if self._inner else True
        self.over_at = time.perf_counter()
        self.over.set()
        return is_whole

    def reset(self) -> None:
        """Before the next answer."""
        self.begun.clear()
        self.over.clear()

    def close(self) -> None:
        """Nothing to let go of."""


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """First sounds, stops, publishing beside the rendering, and the neural voice where it is installed."""
    yield _first_sounds(folder)
    yield _stops()
    yield from measure_publishing.measure(folder)
    yield _synthesis()


def _first_sounds(folder: Path) -> Figure:
    server = EmbeddedServer(plain_environment(folder / "box"))
    try:
        address = server.address()
        client = ChannelClient(address, folder=folder / "last-known")
        session = open_session(client, REGION, lambda: MONDAY_MORNING)
        answers = list(_answers(session))
        _render(folder / "box", {sentence for said in answers for sentence in said})
        source = FirstFound(sources_of(SpeechSetup(folder / "cache", {}, SpeechFetcher(address).fetch)))
        output = WatchedOutput()
        speaker = VoiceSpeaker(source, output, SpeechSettings(rate=185), pause_seconds=0)
        times = list(_timed(session, speaker, output))
        speaker.close()
    finally:
        server.stop()
    what = "end of speech decided to first sound, rendered speech, API on loopback"
    aim = Aim("p95", FIRST_SOUND_P95_MILLISECONDS)
    return Figure(id="first_sound", what=what, unit="ms", values=summary(times, "worst"), count=len(times), aim=aim)


def _answers(session: Session) -> Iterator[tuple[str, ...]]:
    for half in HALVES:
        for dialogue in load_dialogues(half):
            session.begin_anew()
            for turn in dialogue["turns"]:
                yield session.hear(str(turn["say"])).reply.sentences


def _render(box: Path, sentences: set[str]) -> None:
    """Noise as loud and as long as speech: what it says makes no difference to the time it takes."""
    database = Database.from_url(Config.from_environment(plain_environment(box)).database_url)
    random = np.random.default_rng(0)
    voice = load_voices()["female"]
    with database.write() as connection:
        for sentence in sorted(sentences):
            samples = random.normal(0, 0.1, round(60 * len(sentence) / NATURAL_RATE * SPEECH_HZ)).astype(np.float32)
            sound = encode(Sound(samples, SPEECH_HZ))
            add_sound(connection, speech_key(voice, sentence), sound, now=system_clock())
    database.close()


def _timed(session: Session, speaker: VoiceSpeaker, output: WatchedOutput) -> Iterator[float]:
    for half in HALVES:
        for dialogue in load_dialogues(half):
            session.begin_anew()
            for turn in dialogue["turns"]:
                output.reset()
                begin = time.perf_counter()
                speaker.say(session.hear(str(turn["say"])).reply.sentences)
                if not output.begun.wait(PATIENCE_SECONDS):
                    raise BenchError("an answer was not spoken")
                yield (output.begun_at - begin) * 1000


def _stops() -> Figure:
    class Long:
        def find(self, sentence: str, voice: str) -> Sound | None:
            return Sound(np.full(5 * SPEECH_HZ, 0.1, np.float32), SPEECH_HZ)

    output = WatchedOutput(in_full=True)
    speaker = VoiceSpeaker(FirstFound([Long()]), output)
    times = []
    for number in range(STOPS):
        output.reset()
        speaker.say([f"第{number}句很长的话。"])
        output.begun.wait(PATIENCE_SECONDS)
        begin = time.perf_counter()
        speaker.stop()
        output.over.wait(PATIENCE_SECONDS)
        times.append((output.over_at - begin) * 1000)
    speaker.close()
    what = "stop to silence, without a card"
    aim = Aim("worst", STOP_MILLISECONDS)
    return Figure(id="speech_stop", what=what, unit="ms", values=summary(times, "worst"), count=STOPS, aim=aim)


def _synthesis() -> Figure | Unmeasured:
    what = "neural voice: seconds of work for a second of speech"
    facts = KokoroFacts.load()
    folder = folder_in(data_folder(os.environ), facts)
    if not is_installed(folder, facts):
        reason = "not installed: zhengwu-voice models install kokoro"
        return Unmeasured(id="synthesis", what=what, reason=reason)
    from voice.kokoro_voice import KokoroVoice

    voice = KokoroVoice(folder, facts, styles_of(load_voices()))
    factors = []
    for sentence in SPOKEN_FOR_TIMING:
        begin = time.perf_counter()
        sound = voice.find(sentence, "female")
        if sound is None:
            raise BenchError("the neural voice said nothing")
        factors.append((time.perf_counter() - begin) / sound.seconds)
    return Figure(id="synthesis", what=what, unit="s", values=summary(factors), count=len(factors))
