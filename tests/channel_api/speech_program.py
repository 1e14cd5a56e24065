"""A program that renders, for tests: a sine as long as the sentence, in a real MP3. Run as a script.

Some sentences make it behave badly, as real programs do; its argument, how it begins.
"""

from __future__ import annotations

import io
import json
import signal
import sys

import numpy as np
import soundfile

RATE_HZ = 24_000
SECONDS_A_CHARACTER = 0.05
SLOW_SECONDS = 0.5


def sound_of(text: str) -> bytes:
    times = np.arange(round(len(text) * SECONDS_A_CHARACTER * RATE_HZ)) / RATE_HZ
    file = io.BytesIO()
    soundfile.write(file, 0.5 * np.sin(2 * np.pi * 220 * times), RATE_HZ, format="MP3")
    return file.getvalue()


def say(plain: dict[str, object], more: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(plain).encode() + b"\n" + more)
    sys.stdout.buffer.flush()


def main(manner: str) -> None:
    if manner == "broken":
        say({"error": "no model is installed"})
        return
    if manner == "babbling":
        sys.stdout.write("hello, I am a speech program\n")
        return
    say({"ready": True})
    for number, line in enumerate(sys.stdin.buffer):
        if manner == "slow" and number:
            sys.stderr.write("the second sentence is asked for\n")
            sys.stderr.flush()
            signal.sigtimedwait([], SLOW_SECONDS)
        text = json.loads(line)["text"]
        if "不会念" in text:
            say({"error": "no such sound"})
        elif "死掉" in text:
            sys.exit(3)
        elif "睡着" in text:
            signal.pause()
        elif "太长" in text:
            say({"bytes": 10**9})
        else:
            sound = sound_of(text)
            say({"bytes": len(sound)}, sound)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
