"""A folder of somebody's own recordings: a person's voice, or a better one than ours. They win over everything else.

A file is named by the sentence's hash, as the server names its own, or stands in `manifest.yaml` beside its sentence:

    female:
      请念办件编号，一段一段念。: please-say.ogg
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from content.spoken_sentences import speech_key
from content.yaml_text import load_plain
from voice.sounds import BadSoundError, Sound, decode, trimmed

MANIFEST = "manifest.yaml"
ENDINGS = (".wav", ".mp3", ".ogg", ".flac")
LOG = logging.getLogger(__name__)


class OwnRecordings:
    """A source of sounds; `voices` as `content.spoken_sentences.load_voices` gives them."""

    def __init__(self, folder: Path, voices: Mapping[str, str]) -> None:
        """Raises OSError, ContentError for a manifest that cannot be read."""
        self._folder, self._voices = folder, voices
        manifest = folder / MANIFEST
        listed = load_plain(manifest) if manifest.is_file() else {}
        self._listed = {
            (voice, sentence): str(name)
            for voice, by_sentence in listed.items()
            for sentence, name in by_sentence.items()
        }

    def find(self, sentence: str, voice: str) -> Sound | None:
        """The recording of exactly this sentence."""
        path = self._path_of(sentence, voice)
        if path is None:
            return None
        try:
            return trimmed(decode(path.read_bytes()))
        except (OSError, BadSoundError) as error:
            LOG.warning("recording %s: %s", path.name, error)
            return None

    def _path_of(self, sentence: str, voice: str) -> Path | None:
        named = self._listed.get((voice, sentence))
        if named is not None:
            path = (self._folder / named).resolve()
            return path if path.is_relative_to(self._folder.resolve()) else None
        key = speech_key(self._voices.get(voice, voice), sentence)
        paths = (self._folder / f"{key}{ending}" for ending in ENDINGS)
        return next((path for path in paths if path.is_file()), None)
