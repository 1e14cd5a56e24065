"""Programs that pretend to draw, for tests. Run as a script: its first argument says how it behaves."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

SHEET = {"svg": "<svg/>", "text": "画面", "said": ["您好。"], "lost": []}


def screens(size: str = "80x23") -> dict[str, object]:
    return {"screens": [{"size": size, "sheets": [SHEET], "left_out": 0, "is_waiting": False}]}


def say(plain: object) -> None:
    sys.stdout.write(json.dumps(plain) + "\n")
    sys.stdout.flush()


def main(manner: str, arguments: list[str]) -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if manner == "telling":
            told = {
                "svg": str(sorted(os.environ)),
                "text": str([*arguments, "|", *order]),
                "said": [],
                "lost": ["太长"],
            }
            say({"screens": [{"size": str(os.getpid()), "sheets": [told], "left_out": 2, "is_waiting": False}]})
        elif manner == "once":
            say(screens())
            return
        elif manner == "asleep":
            fresh = Path(f"{arguments[0]}.{os.getpid()}")
            fresh.write_text(str(os.getpid()))
            fresh.rename(arguments[0])  # whole or not at all
            signal.pause()
        elif manner == "dies":
            sys.exit(3)
        elif manner == "babbling":
            sys.stdout.write("hello\n")
            sys.stdout.flush()
        elif manner == "endless":
            while True:
                sys.stdout.write("x" * 1_000_000)
        elif manner == "wrong":
            say({"screens": [{"size": "80x23"}]})
        elif manner == "waiting":
            say({"screens": [{"size": "80x23", "sheets": [SHEET], "left_out": 0, "is_waiting": True}]})
        else:
            say({"problem": manner})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
