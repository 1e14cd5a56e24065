"""Sentences as sound files, brought to a tempo and a volume: for a page that plays them itself."""

from __future__ import annotations

from voice.sound_sources import SoundSource
from voice.sounds import encode
from voice.speaker import SpeechSettings, adjusted


class SoundFiles:
    """Makes files of what `source` has."""

    def __init__(self, source: SoundSource) -> None:
        self._source = source

    def find(self, sentence: str, settings: SpeechSettings) -> bytes | None:
        """An MP3; None where there is no sound of it. Blocks as long as the source takes."""
        sound = self._source.find(sentence, settings.voice)
        return None if sound is None else encode(adjusted(sound, sentence, settings))
