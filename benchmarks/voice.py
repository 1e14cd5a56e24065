"""`make bench-voice`: how often the voice is right, beside simpler ways, and how long it takes to hear and to speak.

`python -m benchmarks.voice --only sentences,speed` prints a part and writes nothing. Everything it starts it ends; all
servers listen on loopback only, all data lie in a temporary folder that is removed.
"""

from __future__ import annotations

import sys

from benchmarks import (
    measure_speaking,
    measure_voice_dialogues,
    measure_voice_hearing,
    measure_voice_numbers,
    measure_voice_sentences,
    measure_voice_speed,
    measure_voice_stories,
    measure_voice_talks,
)
from benchmarks.running import Measurement, run_bench

MEASUREMENTS: dict[str, Measurement] = {
    "sentences": measure_voice_sentences.measure,
    "dialogues": measure_voice_dialogues.measure,
    "stories": measure_voice_stories.measure,
    "numbers": measure_voice_numbers.measure,
    "emergencies": measure_voice_talks.measure_emergencies,
    "talks": measure_voice_talks.measure_talks,
    "small": measure_voice_talks.measure_small,
    "speed": measure_voice_speed.measure,
    "hearing": measure_voice_hearing.measure,
    "speaking": measure_speaking.measure,
}

if __name__ == "__main__":
    sys.exit(run_bench("voice", MEASUREMENTS))
