"""From a key to the last byte of what it changed, at 80×23, beside a bare Textual list in the same run."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.machine import PROC, memory_mib
from benchmarks.measure_start import CTRL_C, TELEVISION_AIM_MIB, first_topic, television
from benchmarks.servers import REGION, Server, api, plain_environment
from benchmarks.terminal import Terminal

ROUNDS, KEYS_A_ROUND = 2, 80  # ours and the peer take turns, so that a busy moment meets both
MOST_STEPS = 60  # down a page, until nothing moves any more
TIMES_THE_BARE_LIST = 3.0
OPENING_AIM_MS = 100.0  # a key is answered within a tenth of a second, also one that needs the server
OPENED = 30
GUARD_SECONDS = 0.5  # the television takes no second press so soon after a screen has changed
BACKSPACE, CTRL_Q = "\x7f", b"\x11"
HOME_KEYS = ("right", "right", "down", "left", "left", "up")

Times = dict[str, list[float]]


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """Home, the first topic's list, a guide; then guides opened for the first time."""
    with api(folder / "served") as server:
        title = first_topic(server)
        lines = titles_of_first_topic(server)
        times: Times = defaultdict(list)
        opened: list[float] = []
        command = [*television(), "--api", server.address]
        with Terminal(command, plain_environment(folder / "box"), end_key=CTRL_C) as terminal:
            terminal.wait_for(title)
            terminal.settle(GUARD_SECONDS)
            for _ in range(ROUNDS):
                _walk_ours(terminal, times)
                times["bare"] += _bare_list_times(folder, lines)
            opened += _opening_times(terminal)
            memory = memory_mib(terminal.process.pid) if PROC.is_dir() else {}
    yield from _compared(times, len(lines))
    yield Figure(
        id="keys.open_guide",
        what="key to last byte, a guide opened for the first time (asks the API)",
        unit="ms",
        values=summary(opened, "worst"),
        count=len(opened),
        aim=Aim("p95", OPENING_AIM_MS),
    )
    if memory:
        what = "memory of the television after all these keys"
        yield Figure(id="memory.tv_keys", what=what, unit="MiB", values=memory, aim=Aim("rss", TELEVISION_AIM_MIB))


def titles_of_first_topic(server: Server) -> list[str]:
    """As they stand in the list of the television."""
    topics = server.items("/v1/topics", region=REGION)
    first = min((topic for topic in topics if topic["on_home"] and topic["count"]), key=lambda topic: topic["order"])
    return [service["title"] for service in server.items("/v1/services", topic=first["id"], region=REGION)]


def _walk_ours(terminal: Terminal, times: Times) -> None:
    """Begins and ends on home."""
    times["home"] += _cycle(terminal, HOME_KEYS)
    _open(terminal, "1")
    times["list"] += _down_and_up(terminal)
    _open(terminal, "1")
    times["guide"] += _down_and_up(terminal)
    _open(terminal, "home")


def _bare_list_times(folder: Path, lines: Sequence[str]) -> list[float]:
    """Down and up the same titles in an OptionList."""
    path = folder / "titles.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.bare_list", str(path)]
    with Terminal(command, plain_environment(folder), end_key=CTRL_Q) as terminal:
        terminal.wait_for(lines[0])
        terminal.settle(GUARD_SECONDS)
        way = len(lines) - 1
        terminal.press("down")  # may still be the first option being marked
        return _cycle(terminal, ("down",) * (way - 1) + ("up",) * (way - 1))


def _down_and_up(terminal: Terminal) -> list[float]:
    """First finds out how far down goes, then walks all the way up and down."""
    steps = 0
    while steps < MOST_STEPS and terminal.press("down") is not None:
        steps += 1
    if steps == 0:
        raise BenchError("no arrow moves anything on this page of the television")
    return _cycle(terminal, ("up",) * steps + ("down",) * steps)


def _cycle(terminal: Terminal, keys: Sequence[str]) -> list[float]:
    pressed = [terminal.press(keys[turn % len(keys)]) for turn in range(KEYS_A_ROUND)]
    answered = [milliseconds for milliseconds in pressed if milliseconds is not None]
    if len(answered) < len(pressed):
        raise BenchError(f"{len(pressed) - len(answered)} of {len(pressed)} arrows changed nothing on the screen")
    return answered


def _open(terminal: Terminal, key: str) -> float:
    milliseconds = terminal.press(key)
    if milliseconds is None:
        raise BenchError(f"the key {key!r} opened nothing")
    terminal.settle(GUARD_SECONDS)
    return milliseconds


def _opening_times(terminal: Terminal) -> list[float]:
    """From home, topic after topic, the second and third guide of each list: the first one was open before."""
    times: list[float] = []
    for topic in "123456789":
        _open(terminal, topic)
        for guide in "23456":
            if len(times) >= OPENED:
                return times
            milliseconds = terminal.press(guide)
            if milliseconds is not None:
                times.append(milliseconds)
                terminal.settle(GUARD_SECONDS)
                _open(terminal, BACKSPACE)
        _open(terminal, "home")
    return times


def _compared(times: Times, lines: int) -> Iterator[Figure]:
    bare = summary(times["bare"], "worst")
    names: dict[str, str] = {"home": "on home", "list": f"on a list of {lines}", "guide": "on a guide"}
    make: Callable[..., Figure] = Figure
    for name, where in names.items():
        yield make(
            id=f"keys.{name}",
            what=f"key to last byte {where}",
            unit="ms",
            values=summary(times[name], "worst"),
            count=len(times[name]),
            aim=Aim("p95", round(TIMES_THE_BARE_LIST * bare["p95"], 1)),
        )
    what = f"key to last byte, the peer: a bare Textual OptionList of the same {lines} titles"
    yield make(id="keys.bare_list", what=what, unit="ms", values=bare, count=len(times["bare"]))
