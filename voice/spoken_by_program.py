"""espeak-ng, the voice every Linux box can have: hard to understand, and better than nothing. The last resort."""

from __future__ import annotations

import shutil
import subprocess

from content.spoken_numbers import read_numbers
from voice.sounds import BadSoundError, Sound, decode, trimmed

PROGRAM = "espeak-ng"
LANGUAGE = "sit/cmn-latn-pinyin"  # Debian 12's own `cmn` reads Latin letters aloud instead of the characters
WORDS_PER_MINUTE = 150  # its words are syllables here; with the pauses about the rate of the rendered voice
VARIANTS = {"female": "+f3", "male": "+m3"}
TIMEOUT_SECONDS = 5.0


class EspeakVoice:
    """A source of sounds; has every sentence where the program is there."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = shutil.which(program)

    def find(self, sentence: str, voice: str) -> Sound | None:
        """None where the program is missing or fails."""
        if self._program is None:
            return None
        language = f"{LANGUAGE}{VARIANTS.get(voice, '')}"
        command = [self._program, "-v", language, "-s", str(WORDS_PER_MINUTE), "--stdin", "--stdout"]
        try:
            # Through standard input: a sentence in the command line could be read by every process of the machine.
            done = subprocess.run(
                command, input=read_numbers(sentence).encode(), capture_output=True, timeout=TIMEOUT_SECONDS, check=True
            )
            return trimmed(decode(done.stdout))
        except (OSError, subprocess.SubprocessError, BadSoundError):
            return None
