"""Searches over HTTP beside the same server's empty answer: how many a second, and how long at half that load.

Three loads take turns on one server with two workers: an answer that holds nothing; questions that were never asked
before, so that each is understood anew; and questions as a city asks them, a few very often and most of them once.
`python -m benchmarks.search_http` writes this part alone.
"""

from __future__ import annotations

import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from urllib.parse import urlencode

from benchmarks.figures import Aim, BenchError, Figure, Run, Unmeasured
from benchmarks.machine import Load, describe_load, describe_machine
from benchmarks.report import line, write_run
from benchmarks.search_sentences import load_cases
from benchmarks.servers import REGION, Server, api

WORKERS, CONNECTIONS = 2, 8
SECONDS, ROUNDS = 8, 3
MOST_FEWER_PERCENT = 40.0  # requests than the empty route answers
SLOWEST_P99_MILLISECONDS = 20.0
LINES = 18_000  # of a file: more than are answered in one go
COMMONNESS = 1.0  # the question of rank n is asked 1/n times as often as the first: as words are in any language
EMPTY = "/livez"
LUA = Path(__file__).with_name("wrk_paths.lua")
# How people begin and end what they ask; together with the sentences some hundred thousand questions.
BEGINNINGS = (
    "",
    "请问",
    "你好",
    "那个",
    "我想问问",
    "麻烦问一下",
    "哎",
    "帮我查查",
    "问一下",
    "劳驾",
    "我问你",
    "是这样",
)
ENDINGS = ("", "呢", "啊", "谢谢", "你说说", "行不行", "帮帮我", "急", "我不懂", "好吗", "嘛", "多谢了")

Paths = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """One kind of load; `paths` gives new ones each time."""

    name: str
    what: str
    paths: Paths


def main() -> int:
    """0, also where an aim is missed: that is a result."""
    machine, begin = describe_machine(), Load.now()
    findings: list[Figure | Unmeasured] = []
    try:
        with tempfile.TemporaryDirectory(prefix="channel-bench-") as folder:
            for found in _measure(Path(folder)):
                print(line(found), flush=True)
                findings.append(found)
    except BenchError as error:
        findings.append(Unmeasured(id="search_http", what="searches over HTTP", reason=str(error)))
        print(line(findings[-1]))
    conditions = [describe_load(begin, Load.now())]
    day = datetime.now(UTC).date().isoformat()
    write_run(Run(bench="search_http", measured_at=day, machine=machine, conditions=conditions, findings=findings))
    return 0


def _measure(folder: Path) -> Iterator[Figure]:
    if not shutil.which("wrk"):
        raise BenchError("as many requests as go need wrk (Debian: apt-get install wrk)")
    sentences = _sentences()
    usual = random.Random(0)
    ranks = [1 / rank**COMMONNESS for rank in range(1, LINES + 1)]
    often = list(itertools.islice(sentences, LINES))
    kinds = (
        Asking("empty", "the empty route", lambda: [EMPTY]),
        Asking("new", "questions never asked before", lambda: [_path(q) for q in itertools.islice(sentences, LINES)]),
        Asking(
            "usual",
            "questions as a city asks them",
            lambda: [_path(q) for q in usual.choices(often, weights=ranks, k=LINES)],
        ),
    )
    with api(folder / "served", workers=WORKERS) as server:
        for kind in kinds:
            _most(server, folder, kind)  # both workers have built and read everything
        most = {kind.name: [0.0] * ROUNDS for kind in kinds}
        for turn in range(ROUNDS):
            for kind in kinds:
                most[kind.name][turn] = _most(server, folder, kind)["per_second"]
        for kind in kinds:
            yield from _figures(server, folder, kind, most)


def _figures(server: Server, folder: Path, kind: Asking, most: dict[str, list[float]]) -> Iterator[Figure]:
    rate = fmean(most[kind.name])
    yield Figure(
        id=f"{kind.name}.most",
        what=f"{kind.what}: {WORKERS} workers, {CONNECTIONS} connections, {ROUNDS} × {SECONDS} s",
        unit="/s",
        values={"per_second": rate},
        count=ROUNDS,
    )
    if kind.name != "empty":
        fewer = 100 * (1 - rate / fmean(most["empty"]))
        what = f"{kind.what}: fewer than of the empty route"
        aim = Aim("fewer", MOST_FEWER_PERCENT)
        yield Figure(id=f"{kind.name}.fewer", what=what, unit="%", values={"fewer": fewer}, aim=aim)
    half = _steady(server, folder, kind, rate / 2)
    yield Figure(
        id=f"{kind.name}.half",
        what=f"{kind.what}: at half that load, {rate / 2:,.0f} /s",
        unit="ms",
        values={"p50": half["p50"], "p99": half["p99"]},
        count=int(half["requests"]),
        aim=Aim("p99", SLOWEST_P99_MILLISECONDS),
    )


def _sentences() -> Iterator[str]:
    """Whole questions, none twice, in an order that mixes all services."""
    written = [case.text for case in load_cases() if case.service]
    mixed = [begin + text + end for text, begin, end in itertools.product(written, BEGINNINGS, ENDINGS)]
    random.Random(0).shuffle(mixed)
    yield from dict.fromkeys(mixed)
    raise BenchError("more questions were answered than there are: add beginnings or endings")


def _path(question: str) -> str:
    return f"/v1/search?{urlencode({'q': question, 'region': REGION})}"


def _most(server: Server, folder: Path, kind: Asking) -> dict[str, float]:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(LUA), server.address, "--"]
    paths = kind.paths()
    told = _told([*command, str(_write(folder, paths))])
    if kind.name == "new" and told["requests"] > len(paths):
        raise BenchError("questions were asked twice: raise LINES")
    return told


def _steady(server: Server, folder: Path, kind: Asking, rate: float) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.steady_load", "--port", str(server.port), "--seconds", str(SECONDS)]
    return _told([*command, "--rate", f"{rate:.1f}", "--paths", str(_write(folder, kind.paths()))])


def _write(folder: Path, paths: Sequence[str]) -> Path:
    path = folder / "paths"
    path.write_text("\n".join(paths) + "\n", encoding="ascii")
    return path


def _told(command: Sequence[str]) -> dict[str, float]:
    """What a load program reports. Raises BenchError where anything was refused: then nothing counts."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * 6, check=False)
    lines = [text for text in done.stdout.splitlines() if text.startswith("{")]
    if done.returncode or not lines:
        raise BenchError(f"{Path(command[0]).name} failed: {(done.stderr.strip() or done.stdout.strip())[-200:]}")
    told: dict[str, float] = json.loads(lines[-1])
    if told["errors"] or not told["requests"]:
        raise BenchError(f"{told['errors']:.0f} of {told['requests']:.0f} requests were not answered rightly")
    return told


if __name__ == "__main__":
    sys.exit(main())
