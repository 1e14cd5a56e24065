"""Requests to a server on this machine, from a process of its own; prints one JSON line of what they took.

`--rate`: so many a second, whether or not earlier ones were answered, each timed from the moment it was due, so that a
server that stalls is not spared. `--connections`: each asks again as soon as it is answered. GET only, loopback only.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import local

from benchmarks.figures import quantile

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 10.0
THREADS = 16  # more than are ever under way at the rates used here, so that none waits for a thread of ours

Ask = Callable[[str], bool]


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.load")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--paths", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    paths = options.paths.read_text(encoding="ascii").split()
    ask = make_asker(options.port)
    if options.rate:
        times = send_at_rate(ask, paths, rate=options.rate, seconds=options.seconds)
    else:
        times = send_without_pause(ask, paths, connections=options.connections, seconds=options.seconds)
    right = [milliseconds for milliseconds in times if milliseconds is not None]
    told: dict[str, float] = {"requests": len(times), "errors": len(times) - len(right)}
    if right:
        told |= {"p50": quantile(right, 0.5), "p99": quantile(right, 0.99), "per_second": len(right) / options.seconds}
    print(json.dumps(told))
    return 0


def make_asker(port: int) -> Ask:
    """Each thread keeps its connection; False for anything but a whole 200."""
    mine = local()

    def ask_once(path: str) -> bool:
        if not hasattr(mine, "connection"):
            mine.connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS)
        mine.connection.request("GET", path)
        answer = mine.connection.getresponse()
        answer.read()
        return bool(answer.status == http.client.OK)

    def ask(path: str) -> bool:
        for _ in range(2):
            was_idle = hasattr(mine, "connection") and mine.connection.sock is not None
            try:
                return ask_once(path)
            except (http.client.HTTPException, OSError):
                mine.connection.close()
                if not was_idle:  # an idle connection may be closed by any server; a new one must be answered
                    return False
        return False

    return ask


def send_at_rate(ask: Ask, paths: list[str], *, rate: float, seconds: float) -> list[float | None]:
    """Milliseconds from when each was due, None for those not answered rightly."""
    first = time.perf_counter() + 0.05

    def one(turn: int) -> float | None:
        is_right = ask(paths[turn % len(paths)])
        return (time.perf_counter() - first - turn / rate) * 1000 if is_right else None

    with ThreadPoolExecutor(THREADS) as pool:
        sent = []
        for turn in range(int(rate * seconds)):
            time.sleep(max(0.0, first + turn / rate - time.perf_counter()))
            sent.append(pool.submit(one, turn))
        return [done.result() for done in sent]


def send_without_pause(ask: Ask, paths: list[str], *, connections: int, seconds: float) -> list[float | None]:
    """Milliseconds of each request, None for those not answered rightly."""
    end = time.perf_counter() + seconds
    turns = count()

    def one_connection() -> list[float | None]:
        times: list[float | None] = []
        while (begun := time.perf_counter()) < end:
            is_right = ask(paths[next(turns) % len(paths)])
            times.append((time.perf_counter() - begun) * 1000 if is_right else None)
        return times

    with ThreadPoolExecutor(connections) as pool:
        running = [pool.submit(one_connection) for _ in range(connections)]
        return [milliseconds for done in running for milliseconds in done.result()]


if __name__ == "__main__":
    sys.exit(main())
