"""What a served television speaks with: sound files for its page, because the card of the server is in another room."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from tvapp.connecting import Connector
from tvapp.memory import Memory
from tvapp.voice_link.speaking import fetching, settings_of

if TYPE_CHECKING:
    from voice.sound_files import SoundFiles

LOG = logging.getLogger(__name__)
FindSound = Callable[[str, Memory], bytes | None]


def find_sound_of(connector: Connector, folder: Path, environment: Mapping[str, str]) -> FindSound:
    """Makes a sentence into a file as a household likes it; None where nothing here can say it.

    What makes sound is loaded with the first sentence, on the thread that asks."""
    files: list[SoundFiles] = []
    lock = Lock()

    def load() -> None:
        from voice.sound_files import SoundFiles
        from voice.sound_sources import FirstFound
        from voice.speech_wiring import SpeechSetup, sources_of

        files.append(SoundFiles(FirstFound(sources_of(SpeechSetup(folder, environment, fetching(connector))))))

    def find(sentence: str, memory: Memory) -> bytes | None:
        try:
            with lock:
                if not files:
                    load()
            return files[0].find(sentence, settings_of(memory))
        except Exception as error:  # a library that is missing or falls over: the captions say it all
            LOG.warning("no sound for the page: %s", type(error).__name__)
            return None

    return find
