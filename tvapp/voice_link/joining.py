"""What a television speaks and listens with, as far as its box has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from tvapp.connecting import Connector
from tvapp.memory import Memory
from tvapp.speech import Speaker
from tvapp.talk import Heard, Voice
from tvapp.voice_link.listening import Ears, find_recognizer
from tvapp.voice_link.speaking import LateSpeaker, open_speaker_of
from voice.sound_card import has_sound_card


class JoinedVoice:
    """What a television speaks and hears with; each may be missing. `on_heard` is told, from other threads, what comes
    of listening."""

    def __init__(self, speaker: LateSpeaker | None, ears: Ears | None) -> None:
        self.speaker, self.ears = speaker, ears

    @property
    def voice(self) -> Voice | None:
        """What the key to talk starts."""
        return self.ears

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """What says sentences aloud."""
        return (self.speaker,) if self.speaker else ()

    def begin(self, memory: Memory, on_heard: Callable[[Heard], None]) -> None:
        """From here on it speaks and listens."""
        if self.speaker:
            self.speaker.begin(memory)
        if self.ears:
            self.ears.begin(on_heard)

    def adapt(self, memory: Memory) -> None:
        """The household changed how it likes to be spoken to."""
        if self.speaker:
            self.speaker.adapt(memory)

    def close(self) -> None:
        """Lets go of microphone, sound card and models."""
        if self.ears:
            self.ears.close()
        if self.speaker:
            self.speaker.close()


def join_voice(
    connector: Connector,
    folder: Path,
    *,
    environment: Mapping[str, str],
    wall_clock: Callable[[], datetime],
    is_muted: bool,
) -> JoinedVoice:
    """What this box can do: without the libraries of sound, a card or a model the rest goes on."""
    speaker = None
    if not is_muted and has_sound_card():
        speaker = LateSpeaker(open_speaker_of(connector, folder, environment))
    recognizer = find_recognizer(environment)
    ears = Ears(connector, recognizer, environment, wall_clock, speaker) if recognizer else None
    return JoinedVoice(speaker, ears)
