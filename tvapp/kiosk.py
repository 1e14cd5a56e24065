"""The television's own terminal on a small box: `python -m tvapp.kiosk OPTIONS…`, run inside the compositor.

It measures the screen, starts the terminal foot with a font that gives exactly the grid of the chosen text size, and
starts it anew, on the same route, when the viewer asks for another size. It knows no screen of the channel, and
imports neither the toolkit nor the network: it stays resident beside them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Columns and rows of a text size; each fills a screen of 16:9.
GRIDS: Mapping[str, tuple[int, int]] = {
    "small": (101, 28),
    "normal": (80, 23),
    "large": (68, 19),
    "largest": (50, 14),
}
USUAL = "normal"
USUAL_SCREEN = (1920, 1080)

OTHER_SIZE_WANTED = 75  # the television ends with it to be started again in another text size
MEMORY_FILE = "television.json"  # where the chosen size is remembered, as `text_size`
ROUTE_FILE = "zhengwu-route"  # in the runtime folder, which is memory: no screen anyone looked at reaches the disk
START_ROUTE = "CHANNEL_START_ROUTE"
TEXT_SIZE = "CHANNEL_TEXT_SIZE"  # the operator's choice for a box whose household has made none

# The font is the one all measures below are of; the second has the signs it lacks, such as the mark of the focus.
FONT, SIGNS_FONT = "Noto Sans Mono CJK SC", "DejaVu Sans Mono"
ASCENT = 1.16  # of the font, in ems: where foot puts the base line from the top of a cell
BASE = 0.88  # a Chinese character reaches so far above the base line, and fills one em
WIDTH_SHARE, HEIGHT_SHARE = 0.86, 0.875  # of two cells, of a row: the rest is air between characters and lines

# No settings of a user, no frame, nothing to scroll; and none of the keys with which a terminal opens, copies or zooms.
KEYS_OF_THE_TERMINAL = (
    "clipboard-copy",
    "clipboard-paste",
    "font-decrease",
    "font-increase",
    "font-reset",
    "primary-paste",
    "prompt-next",
    "prompt-prev",
    "scrollback-down-page",
    "scrollback-up-page",
    "search-start",
    "show-urls-launch",
    "spawn-terminal",
)
PLAIN = (
    "--config=/dev/null",
    "--override=csd.preferred=none",
    "--override=scrollback.lines=0",
    "--override=colors.background=0b1530",
    *(f"--override=key-bindings.{name}=none" for name in KEYS_OF_THE_TERMINAL),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How foot draws a cell; all in pixels."""

    font: int
    cell_width: int
    cell_height: int

    @property
    def options(self) -> list[str]:
        """The options of foot. Glyphs are moved up, for foot cuts them at the bottom of a row lower than the font."""
        air = (self.cell_height - self.font) / 2
        up = round(ASCENT * self.font - (air + BASE * self.font))
        spacing = self.cell_width - self.font // 2
        settings = {
            "font": f"{FONT}:pixelsize={self.font},{SIGNS_FONT}:pixelsize={self.font}",
            "line-height": f"{self.cell_height}px",
            "letter-spacing": f"{spacing}px",
            "horizontal-letter-offset": f"{spacing // 2}px",
            "vertical-letter-offset": f"{-up}px",
            "pad": "0x0 center",
        }
        return [f"--override={name}={value}" for name, value in settings.items()]


def look_for(screen: tuple[int, int], grid: tuple[int, int]) -> Look:
    """The largest font with which the grid fits the screen; its half, a Latin letter, is a whole number of pixels."""
    width, height = screen[0] // grid[0], screen[1] // grid[1]
    font = int(min(2 * width * WIDTH_SHARE, height * HEIGHT_SHARE))
    return Look(font - font % 2, width, height)


def find_screen(drm: Path = Path("/sys/class/drm")) -> tuple[int, int]:
    """Width and height of the first connected screen, as the kernel prefers it."""
    for status in sorted(drm.glob("card*-*/status")):
        try:
            is_connected = status.read_text("ascii").strip() == "connected"
            first, *_ = (status.parent / "modes").read_text("ascii").split() if is_connected else [""]
            width, height = (int(number) for number in first.rstrip("i").split("x"))
        except (OSError, ValueError):
            continue
        return width, height
    return USUAL_SCREEN


def chosen_grid(data_folder: Path, given: str = "") -> tuple[int, int]:
    """The grid of the text size the household chose; where nothing is remembered `given`, else the usual one."""
    try:
        size = json.loads((data_folder / MEMORY_FILE).read_text("utf-8"))["text_size"]
        return GRIDS[size]
    except (OSError, ValueError, KeyError, TypeError):
        return GRIDS.get(given, GRIDS[USUAL])


def leave_route(route: str, runtime_folder: Path) -> None:
    """Called by the television before it ends with OTHER_SIZE_WANTED: where it wants to be again. May raise OSError."""
    (runtime_folder / ROUTE_FILE).write_text(route, "utf-8")


def take_route(runtime_folder: Path) -> str:
    """The route that was left, once; empty where none was."""
    path = runtime_folder / ROUTE_FILE
    try:
        route = path.read_text("utf-8")
        path.unlink()
    except (OSError, ValueError):
        return ""
    return route


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    start: Callable[[Sequence[str], Mapping[str, str]], int],
    *,
    drm: Path = Path("/sys/class/drm"),
) -> int:
    """Starts the terminal as often as another text size is wanted. `start` runs a command and gives its exit status."""
    data, runtime = Path(environment["CHANNEL_DATA_DIR"]), Path(environment["XDG_RUNTIME_DIR"])
    take_route(runtime)  # one left by a television that crashed is not where anybody is now
    status, route = OTHER_SIZE_WANTED, ""
    while status == OTHER_SIZE_WANTED:
        look = look_for(find_screen(drm), chosen_grid(data, environment.get(TEXT_SIZE, "")))
        television = [sys.executable, "-m", "tvapp", *arguments]
        status = start(["foot", *PLAIN, *look.options, *television], {**environment, START_ROUTE: route})
        route = take_route(runtime)
    return status


def _start(command: Sequence[str], environment: Mapping[str, str]) -> int:
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    missing = [name for name in ("CHANNEL_DATA_DIR", "XDG_RUNTIME_DIR") if not os.environ.get(name)]
    sys.exit(f"{missing[0]} is not set" if missing else run(sys.argv[1:], os.environ, _start))
