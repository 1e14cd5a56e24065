"""From a key to the last byte of what it changed, what it costs and how much is drawn: four screens at two sizes,
each beside a bare Textual list of as many Chinese lines in the same run. Then letters on the number pad."""

from __future__ import annotations

import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.machine import PROC, processor_seconds
from benchmarks.measure_start import CTRL_C, television
from benchmarks.servers import REGION, plain_environment
from benchmarks.terminal import Terminal
from benchmarks.tv_bed import Bed, Screen, bed

SIZES = ((80, 23), (101, 28))
ROUNDS, KEYS_A_ROUND = 2, 80  # ours and the peer take turns, so that a busy moment meets both
MOST_STEPS = 40  # down a page, until nothing moves any more
TIMES_THE_FLOOR = 2.0
KEYPAD_AIM_MS = 100.0  # a key is answered within a tenth of a second
KEYPAD_WORDS, KEYPAD_DIGITS = 20, 3  # as many digits as it takes to find the right one nearly always
GUARD_SECONDS = 0.5  # the television takes no second press so soon after a screen has changed
IDLE_SHARE, IDLE_SECONDS, PATIENCE_SECONDS = 0.04, 0.5, 60.0
BACKSPACE, F4, CTRL_Q = "\x7f", "\x1bOS", b"\x11"
HOME_KEYS = ("right", "right", "down", "left", "left", "up")
COUNT = re.compile("共(\\d+)项".encode())


@dataclass(slots=True)
class Walked:
    """What walking on one screen took: milliseconds and bytes of each key, processor seconds of all."""

    milliseconds: list[float] = field(default_factory=list)
    drawn_bytes: list[int] = field(default_factory=list)
    processor: float = 0.0

    def walk(self, terminal: Terminal, keys: Sequence[str]) -> None:
        """Every key must change the picture."""
        begun = _spent(terminal)
        for turn in range(KEYS_A_ROUND):
            milliseconds = terminal.press(keys[turn % len(keys)])
            if milliseconds is None:
                raise BenchError(f"the arrow {keys[turn % len(keys)]!r} changed nothing on the screen")
            self.milliseconds.append(milliseconds)
            self.drawn_bytes.append(len(terminal.shown))
        self.processor += _spent(terminal) - begun

    def values(self) -> dict[str, float]:
        """Milliseconds; `cpu` is what a key took of one processor, all threads together."""
        cost = {"cpu": self.processor / len(self.milliseconds) * 1000} if PROC.is_dir() else {}
        return summary(self.milliseconds, "worst") | cost


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """Size by size; the number pad at the first."""
    with bed(folder / "bed") as found:
        for size in SIZES:
            ours: dict[str, Walked] = defaultdict(Walked)
            floor: dict[str, Walked] = defaultdict(Walked)
            environment = plain_environment(folder / f"box-{size[0]}")
            command = [*television(), "--api", found.server.address]
            with Terminal(command, environment, end_key=CTRL_C, size=size) as terminal:
                terminal.wait_for(found.first_topic)
                await_idle(terminal)
                for screen in found.screens() * ROUNDS:
                    count = walk_ours(terminal, screen, ours[screen.name])
                    _walk_floor(folder, found.titles[:count], size, floor[screen.name])
                if size == SIZES[0]:
                    keypad = list(_keypad_times(terminal, found))
            yield from _compared(found, size, ours, floor)
            if size == SIZES[0]:
                yield _keypad_figure(keypad)


def walk_ours(terminal: Terminal, screen: Screen, walked: Walked) -> int:
    """Begins and ends on home; the number of items on the screen."""
    for key in screen.keys:
        _open(terminal, key)
    if screen.keys:
        terminal.settle(GUARD_SECONDS)
    found = COUNT.search(terminal.shown)
    if screen.keys and (screen.shows.encode() not in terminal.shown or not found):
        raise BenchError(f"the keys of the screen {screen.name!r} did not lead to it")
    if screen.name == "home":
        keys: Sequence[str] = HOME_KEYS
        found = _count_on_home(terminal)
    else:
        steps = _steps_down(terminal)
        keys = ("up",) * steps + ("down",) * steps
    walked.walk(terminal, keys)
    _open(terminal, "home")
    return int(found[1]) if found else 1


def await_idle(terminal: Terminal) -> None:
    """Until the television has fetched its region in the background and does nothing any more."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while PROC.is_dir() and time.monotonic() < deadline:
        before = _spent(terminal)
        terminal.settle(IDLE_SECONDS)
        if _spent(terminal) - before <= IDLE_SHARE * IDLE_SECONDS:
            return


def _count_on_home(terminal: Terminal) -> re.Match[bytes] | None:
    terminal.press("right")
    found = COUNT.search(terminal.shown)
    terminal.press("left")
    return found


def _open(terminal: Terminal, key: str) -> None:
    if terminal.press(key) is None:
        raise BenchError(f"the key {key!r} did nothing")
    terminal.settle(GUARD_SECONDS)


def _steps_down(terminal: Terminal) -> int:
    steps = 0
    while steps < MOST_STEPS and terminal.press("down") is not None:
        steps += 1
    if steps == 0:
        raise BenchError("no arrow moves anything on this page of the television")
    return steps


def _walk_floor(folder: Path, lines: Sequence[str], size: tuple[int, int], walked: Walked) -> None:
    """Down and up the lines of an OptionList."""
    path = folder / "titles.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.bare_list", str(path)]
    with Terminal(command, plain_environment(folder), end_key=CTRL_Q, size=size) as terminal:
        terminal.wait_for(lines[0])
        terminal.settle(GUARD_SECONDS)
        way = min(len(lines) - 1, MOST_STEPS)
        terminal.press("down")  # may still be the first option being marked
        walked.walk(terminal, ("down",) * (way - 1) + ("up",) * (way - 1))


def _keypad_times(terminal: Terminal, found: Bed) -> Iterator[float]:
    """The first letters of services all over the catalogue, digit by digit, each with the list it leads to."""
    status, lexicon = found.server.ask(f"/v1/lexicon?region={REGION}")
    words = sorted({t9 for entry in lexicon["services"] for t9 in entry["t9"] if len(t9) >= KEYPAD_DIGITS})
    if status != 200 or not words:
        raise BenchError("the lexicon has no words for the number pad")
    _open(terminal, F4)
    for word in words[:: max(len(words) // KEYPAD_WORDS, 1)][:KEYPAD_WORDS]:
        for digit in word[:KEYPAD_DIGITS]:
            milliseconds = terminal.press(digit)
            if milliseconds is None:
                raise BenchError("a digit changed nothing on the search screen")
            yield milliseconds
        for _ in range(KEYPAD_DIGITS):
            terminal.press(BACKSPACE)
    _open(terminal, "home")


def _keypad_figure(times: Sequence[float]) -> Figure:
    return Figure(
        id="tv.keypad",
        what="digit on the number pad to the list of what it may mean, 80×23",
        unit="ms",
        values=summary(times, "worst"),
        count=len(times),
        aim=Aim("p95", KEYPAD_AIM_MS),
    )


def _compared(found: Bed, size: tuple[int, int], ours: dict[str, Walked], floor: dict[str, Walked]) -> Iterator[Figure]:
    at = f"{size[0]}×{size[1]}"
    for screen in found.screens():
        mine, peer = ours[screen.name], floor[screen.name]
        yield Figure(
            id=f"tv.keys.{screen.name}.{at}",
            what=f"key to last byte {screen.what}, {at}",
            unit="ms",
            values=mine.values(),
            count=len(mine.milliseconds),
            aim=Aim("p95", round(TIMES_THE_FLOOR * peer.values()["p95"], 1)),
        )
        yield Figure(
            id=f"tv.floor.{screen.name}.{at}",
            what=f"the floor: a bare Textual list as long as {screen.what.removeprefix('on ')}, {at}",
            unit="ms",
            values=peer.values(),
            count=len(peer.milliseconds),
        )
    for id, what, walked in (("keys", "bytes drawn a key", ours), ("floor", "the floor: bytes drawn a key", floor)):
        means = {name: fmean(one.drawn_bytes) for name, one in walked.items()}
        yield Figure(id=f"tv.{id}.bytes.{at}", what=f"{what}, {at}", unit="bytes", values=means)


def _spent(terminal: Terminal) -> float:
    return processor_seconds(terminal.process.pid) if PROC.is_dir() else 0.0
