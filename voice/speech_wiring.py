"""Puts the speaker together: which sources of sound this box has, in which order, and where the sound goes.

Own recordings, then a voice somebody brought, then what the server rendered, whole or joined, then what this machine
can make itself. Needs the extra `voice`; without a model or a card everything goes on in silence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from content.faults import ContentError
from content.fixed_speech import FixedSpeech
from content.spoken_sentences import load_voices
from voice.kokoro_files import KokoroFacts, folder_in, is_installed
from voice.own_recordings import OwnRecordings
from voice.player import AudioOutput, open_output
from voice.rendered_speech import JoinedSpeech, RenderedSpeech, SoundCache
from voice.sound_sources import FirstFound, SoundSource
from voice.sounds import Sound
from voice.speaker import SpeechSettings, VoiceSpeaker
from voice.spoken_by_program import EspeakVoice

CACHE_FOLDER = "speech"
RECORDINGS_VARIABLE = "CHANNEL_RECORDINGS"  # a folder of one's own recordings
WYOMING_VARIABLE = "CHANNEL_SPEECH_WYOMING"  # wyoming://host:port of a voice in this home
LOG = logging.getLogger(__name__)

Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class SpeechSetup:
    """What a box has to speak with; `fetch` is `channel_api.client.speech.SpeechFetcher(address).fetch`, or None."""

    data_folder: Path
    environment: Mapping[str, str]
    fetch: Fetch | None = None


def open_speaker(
    setup: SpeechSetup, settings: SpeechSettings | None = None, output: AudioOutput | None = None
) -> VoiceSpeaker:
    """A speaker with everything this box has; `output` None: its sound card."""
    return VoiceSpeaker(FirstFound(sources_of(setup)), output or open_output(), settings)


def sources_of(setup: SpeechSetup, *, waits: bool = False) -> list[SoundSource]:
    """In the order they are asked; `waits` until the neural voice is loaded."""
    voices = load_voices()
    found: list[SoundSource] = [*_brought(setup.environment, voices)]
    if setup.fetch is not None:
        rendered = RenderedSpeech(setup.fetch, SoundCache(setup.data_folder / CACHE_FOLDER), voices)
        found += [rendered, JoinedSpeech(rendered, FixedSpeech.load())]
    kokoro = find_kokoro(setup.data_folder, voices)
    if waits and kokoro:
        kokoro.wait()
    return [*found, *([kokoro] if kokoro else []), EspeakVoice()]


def find_kokoro(data_folder: Path, voices: Mapping[str, str]) -> LoadingKokoro | None:
    """The neural voice where its files are here; it loads beside, so that nothing waits for it."""
    facts = KokoroFacts.load()
    folder = folder_in(data_folder, facts)
    return LoadingKokoro(folder, facts, styles_of(voices)) if is_installed(folder, facts) else None


def styles_of(voices: Mapping[str, str]) -> dict[str, str]:
    """`kokoro-zf_xiaoxiao-1` is the style zf_xiaoxiao."""
    return {kind: name.split("-")[1] for kind, name in voices.items() if name.startswith("kokoro-")}


class LoadingKokoro:
    """The neural voice from the moment it is loaded; until then it has nothing."""

    def __init__(self, folder: Path, facts: KokoroFacts, styles: Mapping[str, str]) -> None:
        self._voice: SoundSource | None = None
        self._thread = Thread(target=self._load, args=(folder, facts, styles), name="kokoro", daemon=True)
        self._thread.start()

    def find(self, sentence: str, voice: str) -> Sound | None:
        """As the voice itself."""
        return self._voice.find(sentence, voice) if self._voice else None

    def wait(self) -> None:
        """Until it is loaded, or is known not to be usable."""
        self._thread.join()

    def _load(self, folder: Path, facts: KokoroFacts, styles: Mapping[str, str]) -> None:
        try:
            from voice.kokoro_voice import KokoroVoice

            self._voice = KokoroVoice(folder, facts, styles)
        except Exception as error:  # a damaged file, a library for another processor: the box speaks without it
            LOG.warning("the neural voice cannot be used: %s", type(error).__name__)


def _brought(environment: Mapping[str, str], voices: Mapping[str, str]) -> list[SoundSource]:
    found: list[SoundSource] = []
    if folder := environment.get(RECORDINGS_VARIABLE, ""):
        try:
            found.append(OwnRecordings(Path(folder).expanduser(), voices))
        except (OSError, ContentError) as error:
            LOG.warning("%s: %s", RECORDINGS_VARIABLE, error)
    if uri := environment.get(WYOMING_VARIABLE, ""):
        from voice.wyoming_voice import WyomingAddressError, WyomingVoice

        try:
            found.append(WyomingVoice(uri))
        except WyomingAddressError as error:
            LOG.warning("%s: %s", WYOMING_VARIABLE, error)
    return found
