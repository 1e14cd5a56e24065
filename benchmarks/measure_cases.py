"""Does the time of an answer tell whether a case number exists? Unknown numbers against wrong codes.

Every number and every address is used once, so that no limit is met; both kinds come in random order over one
connection, to a server on this machine: more than anybody outside could measure.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import BenchError, Figure, Unmeasured, summary
from benchmarks.servers import HOST, Server, api

CASES = 400
SEED = 4020
RESAMPLES = 2000
CERTAINTY = 0.99
FEEDBACK = {"kind": "praise", "text": "讲得清楚"}
NUMBER_DIGITS = 12  # as numbers of feedback have them, which are the cases made here

Times = dict[str, list[float]]


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """The cases are made through the public door."""
    chance = random.Random(SEED)
    with api(folder / "cases", CHANNEL_TRUSTED_PROXIES=HOST) as server:
        real = [_make_case(server, turn) for turn in range(CASES)]
        times = _look_up_all(server, real, chance)
    for kind, what in (("unknown", "an unknown number"), ("wrong", "a wrong code")):
        yield Figure(
            id=f"cases.{kind}",
            what=f"case look-up, {what}",
            unit="ms",
            values=summary(times[kind], "p99"),
            count=len(times[kind]),
        )
    low, high = difference_of_medians(times["wrong"], times["unknown"], chance)
    yield Figure(
        id="cases.difference",
        what="case look-up, wrong code minus unknown number",
        unit="ms",
        values={"median": statistics.median(times["wrong"]) - statistics.median(times["unknown"])},
        note=_statement(low, high, guess_right(times["wrong"], times["unknown"])),
    )


def difference_of_medians(ours: Sequence[float], others: Sequence[float], chance: random.Random) -> tuple[float, float]:
    """The interval that holds the difference with the stated certainty, by drawing anew from what was measured."""
    drawn = sorted(
        statistics.median(chance.choices(ours, k=len(ours))) - statistics.median(chance.choices(others, k=len(others)))
        for _ in range(RESAMPLES)
    )
    cut = int(RESAMPLES * (1 - CERTAINTY) / 2)
    return drawn[cut], drawn[-1 - cut]


def guess_right(ours: Sequence[float], others: Sequence[float]) -> float:
    """How often the slower of two answers, one of each kind, is of the first kind: 0.5 tells nothing."""
    pairs = [(one > other) + (one == other) / 2 for one in ours for other in others]
    return sum(pairs) / len(pairs)


def _statement(low: float, high: float, right: float) -> str:
    differ = "the medians differ" if low > 0 or high < 0 else "no difference between the medians was found"
    return (
        f"{differ} ({CERTAINTY:.0%} interval {low:+.3f} to {high:+.3f} ms); of two answers, one of each "
        f"kind, the slower one is the wrong code {right:.1%} of the time (50% tells nothing)"
    )


def _make_case(server: Server, turn: int) -> tuple[str, str]:
    status, receipt = server.ask("/v1/feedback", FEEDBACK, _from("10.1", turn))
    if status != 201:
        raise BenchError(f"feedback {turn + 1} of {CASES} answered {status}")
    return receipt["number"], receipt["code"]


def _look_up_all(server: Server, real: Sequence[tuple[str, str]], chance: random.Random) -> Times:
    known = {number for number, _ in real}
    asked = [("wrong", number, f"{(int(code) + 1) % 10**6:06d}") for number, code in real]
    asked += [("unknown", _unknown(known, chance), f"{chance.randrange(10**6):06d}") for _ in real]
    chance.shuffle(asked)
    times: Times = {"wrong": [], "unknown": []}
    for turn, (kind, number, code) in enumerate(asked):
        body, headers = {"number": number, "code": code}, _from("10.2", turn)
        begun = time.perf_counter()
        status, _ = server.ask("/v1/cases/lookup", body, headers)
        times[kind].append((time.perf_counter() - begun) * 1000)
        if status != 404:
            raise BenchError(f"a look-up that must find nothing answered {status}")
    return times


def _unknown(known: set[str], chance: random.Random) -> str:
    while True:
        number = f"{chance.randrange(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
        if number not in known:
            return number


def _from(network: str, turn: int) -> dict[str, str]:
    """One address for each request."""
    return {"X-Forwarded-For": f"{network}.{turn // 250}.{turn % 250 + 1}"}
