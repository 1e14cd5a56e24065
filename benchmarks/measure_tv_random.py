"""10,000 random keys in a terminal: nothing breaks, the focus is always in sight, memory stays what it was."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured
from benchmarks.machine import NO_PROC, PROC, memory_mib
from benchmarks.measure_start import CTRL_C, TELEVISION_AIM_MIB, television
from benchmarks.measure_tv_keys import await_idle
from benchmarks.servers import plain_environment
from benchmarks.terminal import COLUMNS, ROWS, Terminal
from benchmarks.tv_bed import bed
from benchmarks.tv_picture import Picture

KEYS, SEED = 10_000, 20261123
FIRST_KEYS = 1_000  # after which every kind of screen was there once
ARROWS = ("up", "down", "left", "right")
OTHERS = ("\r", "\x7f", "home", *"0123456789", "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[20~", "\x1b[5~", "\x1b[6~")
ARROW_WEIGHT = 3  # as hands use a remote
ANSWER_SECONDS, QUIET_SECONDS = 0.02, 0.01
LATE_SECONDS = 1.0  # what is not in sight may still be on its way
FOCUS_MARK = "►"
MOST_GROWTH_MIB = 0.5  # nothing: less than the allocator moves by when nothing grows


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """One television, its whole vocabulary."""
    if not PROC.is_dir():
        yield Unmeasured(id="tv.random", what="10,000 random keys", reason=NO_PROC)
        return
    keys = random_keys(random.Random(SEED), KEYS)
    picture = Picture(COLUMNS, ROWS)
    with bed(folder / "bed") as found:
        command, environment = [*television(), "--api", found.server.address], plain_environment(folder / "box")
        with Terminal(command, environment, end_key=CTRL_C, watch=picture.feed) as terminal:
            terminal.wait_for(found.first_topic)
            await_idle(terminal)
            readings = [memory_mib(terminal.process.pid)["rss"]]
            screens: set[str] = set()
            for part in (keys[:FIRST_KEYS], keys[FIRST_KEYS : KEYS // 2], keys[KEYS // 2 :]):
                screens |= _press_all(terminal, picture, part)
                await_idle(terminal)
                readings.append(memory_mib(terminal.process.pid)["rss"])
    yield from _figures(readings, len(screens))


def random_keys(chance: random.Random, count: int) -> list[str]:
    """The same for the same seed."""
    return chance.choices((*ARROWS, *OTHERS), weights=[ARROW_WEIGHT] * len(ARROWS) + [1] * len(OTHERS), k=count)


def _press_all(terminal: Terminal, picture: Picture, keys: Sequence[str]) -> set[str]:
    """The titles of the screens met. Raises BenchError where the program ended or the focus was lost."""
    titles = set()
    for turn, key in enumerate(keys):
        terminal.press(key, answer_seconds=ANSWER_SECONDS, quiet_seconds=QUIET_SECONDS)
        if FOCUS_MARK not in picture.text():
            terminal.settle(LATE_SECONDS)
        text = picture.text()
        if FOCUS_MARK not in text:
            raise BenchError(f"after random key {turn + 1} nothing on the screen has the focus")
        titles.add(text.lstrip().partition("\n")[0].split("  ")[0])
    return titles


def _figures(readings: Sequence[float], screens: int) -> Iterator[Figure]:
    start, first, middle, end = readings
    yield Figure(
        id="tv.random.memory",
        what=f"memory of the television after {KEYS:,} random keys",
        unit="MiB",
        values={"start": start, f"after {FIRST_KEYS:,}": first, f"after {KEYS // 2:,}": middle, "rss": end},
        count=KEYS,
        aim=Aim("rss", TELEVISION_AIM_MIB),
        note=f"seed {SEED}; {screens} different titles were met, nothing broke, the focus was always in sight",
    )
    yield Figure(
        id="tv.random.growth",
        what=f"what it grew by in the last {KEYS // 2:,} of them",
        unit="MiB",
        values={"rss": end - middle},
        aim=Aim("rss", MOST_GROWTH_MIB),
    )
