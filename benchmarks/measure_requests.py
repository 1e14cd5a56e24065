"""Guides and searches a second, and how long each takes at an even rate; beside them a Flask that does nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from urllib.parse import quote, urlencode

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured
from benchmarks.search_sentences import load_cases
from benchmarks.servers import REGION, Server, api, bare_flask
from channel_api.serving import THREADS

WORKERS = 2
CONNECTIONS = WORKERS * THREADS  # every thread of the server has one to answer, none waits for a caller
SECONDS, ROUNDS = 10, 2
RATE = 50.0  # requests a second: some thousand households turning pages
GUIDE_AIM_MS = 10.0
LUA = Path(__file__).with_name("wrk_paths.lua")
NO_WRK = "by our own slower load program; for the real figure install wrk (Debian: apt-get install wrk)"


@dataclass(frozen=True, slots=True)
class Target:
    """`paths`: a file of what is asked, a line each."""

    name: str
    what: str
    server: Server
    paths: Path
    note: str = ""


@dataclass(frozen=True, slots=True)
class Loads:
    """What the load program told of one round."""

    most: dict[str, float]
    even: dict[str, float]


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """Both servers are up and are asked in turns. Every request is one that was seen to be answered rightly before."""
    with (
        api(folder / "served", workers=WORKERS) as server,
        bare_flask(folder / "floor", workers=WORKERS, threads=THREADS) as floor,
    ):
        guides, searches = _guide_paths(server), _search_paths()
        _require_answers(server, guides)
        found = f"{_require_answers(server, searches):.0%} of {len(searches)} questions find something"
        targets = (
            Target("guide", f"one of {len(guides)} guides of {REGION}", server, _write(folder / "guides", guides)),
            Target("search", "search by whole sentences", server, _write(folder / "searches", searches), found),
            Target("floor", "the floor, an empty answer of a bare Flask", floor, _write(folder / "empty", ["/"])),
        )
        rounds = [{target.name: _loads(target) for target in targets} for _ in range(ROUNDS)]
    floor_ms = fmean(loads["floor"].even["p99"] for loads in rounds)
    for target in targets:
        yield from _figures(target, [loads[target.name] for loads in rounds], floor_ms)


def _guide_paths(server: Server) -> list[str]:
    return [f"/v1/services/{quote(one['id'])}?region={REGION}" for one in server.items("/v1/services", region=REGION)]


def _search_paths() -> list[str]:
    return [f"/v1/search?{urlencode({'q': case.text, 'region': REGION})}" for case in load_cases() if case.service]


def _require_answers(server: Server, paths: Sequence[str]) -> float:
    """The share that holds results, where results are what is answered. Raises BenchError for any refusal."""
    found = 0
    for path in paths:
        status, answer = server.ask(path)
        if status != 200:
            raise BenchError(f"{path.partition('?')[0]} answered {status}")
        found += bool(answer.get("results"))
    return found / len(paths)


def _write(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def _loads(target: Target) -> Loads:
    """First as many as go, then at an even rate."""
    most = _with_wrk(target) if shutil.which("wrk") else _with_own(target, 0.0)
    return Loads(most, _with_own(target, RATE))


def _figures(target: Target, rounds: Sequence[Loads], floor_ms: float) -> Iterator[Figure]:
    """Means over the rounds. `floor_ms`: p99 of the floor at the even rate, without which no aim can be judged."""
    most, even = [loads.most for loads in rounds], [loads.even for loads in rounds]
    setting = f"{WORKERS} workers, {CONNECTIONS} connections, {ROUNDS} × {SECONDS} s"
    notes = "; ".join(part for part in (target.note, "" if shutil.which("wrk") else NO_WRK) if part)
    name, count = f"requests.{target.name}", int(sum(told["requests"] for told in most))
    yield Figure(
        id=f"{name}.most",
        what=f"{target.what}: {setting}",
        unit="/s",
        values=_means(most, "per_second"),
        count=count,
        note=notes,
    )
    yield Figure(
        id=f"{name}.full", what=f"{target.what}: meanwhile", unit="ms", values=_means(most, "p50", "p99"), count=count
    )
    yield Figure(
        id=f"{name}.even",
        what=f"{target.what}: at {RATE:.0f} requests/s",
        unit="ms",
        values=_means(even, "p50", "p99"),
        count=int(sum(told["requests"] for told in even)),
        aim=Aim("p99", GUIDE_AIM_MS) if target.name == "guide" else None,
        note=f"the floor beside it: p99 {floor_ms:.1f} ms" if target.name == "guide" else "",
    )


def _means(told: Sequence[Mapping[str, float]], *names: str) -> dict[str, float]:
    return {name: fmean(one[name] for one in told) for name in names}


def _with_wrk(target: Target) -> dict[str, float]:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(LUA)]
    command += [target.server.address, "--", str(target.paths)]
    return _told(command)


def _with_own(target: Target, rate: float) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.load", "--port", str(target.server.port)]
    command += [
        "--paths",
        str(target.paths),
        "--seconds",
        str(SECONDS),
        "--rate",
        str(rate),
        "--connections",
        str(CONNECTIONS),
    ]
    return _told(command)


def _told(command: Sequence[str]) -> dict[str, float]:
    """What a load program reports. Raises BenchError where it failed, or anything was refused: then nothing counts."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * 6, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        raise BenchError(f"{Path(command[0]).name} failed: {(done.stderr.strip() or done.stdout.strip())[-200:]}")
    told: dict[str, float] = json.loads(lines[-1])
    if told["errors"] or not told["requests"]:
        raise BenchError(f"{told['errors']:.0f} of {told['requests']:.0f} requests were not answered rightly")
    return told
