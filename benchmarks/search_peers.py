"""Our search beside SQLite FTS5, tantivy, bm25s and PostgreSQL: the same words, services and questions, one core.

Two settings: on equal terms, each with the standard services only and a look-up of the regional variant by its key;
and as a user would set them up today, every regional variant a document that is filtered by region.
`python -m benchmarks.search_peers` writes this part alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Aim, BenchError, Figure, Run, Unmeasured, quantile
from benchmarks.machine import Load, describe_load, describe_machine
from benchmarks.report import line, write_run
from benchmarks.search_peers_bed import KINDS, STANDARD_SERVICES, catalogue, write_bed
from benchmarks.search_peers_engines import ENGINES
from channel_api.search.lexicon_building import IMPORTED_WEIGHT

OURS = "ours"
SLOWEST_P99_MILLISECONDS = 5.0
SLOWEST_START_SECONDS = 1.0
PATIENCE_SECONDS = 300.0  # one engine with all variants; a slow one is stopped, not waited for
REGIONS_OF_A_SMALL_CITY, REGIONS_OF_A_PROVINCE = 3, 100
MIB, MILLISECONDS = "MiB", "ms"

Told = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`size`: of the catalogue, None for the program's own; `regions`: 0 where each service stands once."""

    id: str
    what: str
    size: int | None
    regions: int
    engines: Sequence[str] = tuple(ENGINES)


SETTINGS = (
    Setting(id="a120", what="the program's services", size=None, regions=0),
    Setting(id="a2382", what="these and the items of Guangdong", size=0, regions=0),
    Setting(
        id="b3",
        what=f"{STANDARD_SERVICES:,} services × {REGIONS_OF_A_SMALL_CITY} regions",
        size=STANDARD_SERVICES,
        regions=REGIONS_OF_A_SMALL_CITY,
        engines=(OURS,),
    ),
    Setting(
        id="b100",
        what=f"{STANDARD_SERVICES:,} services × {REGIONS_OF_A_PROVINCE} regions",
        size=STANDARD_SERVICES,
        regions=REGIONS_OF_A_PROVINCE,
    ),
)


def main() -> int:
    """0, also where an aim is missed or a peer is better: that is a result."""
    machine, begin = describe_machine(), Load.now()
    told, findings = {}, []
    with tempfile.TemporaryDirectory(prefix="channel-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        for setting in SETTINGS:
            for name, answer in _run_all(setting, Path(folder) / setting.id):
                for found in _findings(setting, name, answer):
                    print(line(found), flush=True)
                    findings.append(found)
                if not isinstance(answer, str):
                    told[setting.id, name] = answer
    conditions = [describe_load(begin, Load.now()), *_fairness(), *_comparisons(told)]
    print("\n".join(conditions))
    day = datetime.now(UTC).date().isoformat()
    write_run(Run(bench="search_peers", measured_at=day, machine=machine, conditions=conditions, findings=findings))
    return 0


def _run_all(setting: Setting, folder: Path) -> Iterator[tuple[str, Told | str]]:
    """What each engine told of a setting, or why it could not."""
    folder.mkdir(mode=0o755)
    try:
        write_bed(catalogue(folder, size=setting.size), folder / "bed")
    except BenchError as error:
        yield "all engines", str(error)
        return
    for name in setting.engines:
        yield name, _run(name, folder / "bed", setting.regions)


def _run(name: str, bed: Path, regions: int) -> Told | str:
    command = [sys.executable, "-m", "benchmarks.search_peers_run", name, str(bed), str(regions)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"it was not ready within {PATIENCE_SECONDS:.0f} s"
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        missing = reason.startswith("ModuleNotFoundError")
        return f"{name} is not installed; run: python3 bootstrap.py bench" if missing else reason.replace(str(bed), "…")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def _findings(setting: Setting, name: str, told: Told | str) -> Iterator[Figure | Unmeasured]:
    key, what = f"{setting.id}.{name}", f"{setting.what}: {name}"
    if isinstance(told, str):
        yield Unmeasured(id=key, what=what, reason=told)
        return
    yield Figure(id=f"{key}.build", what=f"{what}, build", unit="s", values={"once": told["build_seconds"]})
    if told["reopen_seconds"] is not None:
        what_is_saved, values = f"{what}, cold start from what was saved", {"once": told["reopen_seconds"]}
        aim = Aim("once", SLOWEST_START_SECONDS)
        yield Figure(id=f"{key}.reopen", what=what_is_saved, unit="s", values=values, aim=aim)
    sizes = {"memory": told["memory_mib"]} | ({"on disk": told["index_mib"]} if told["index_mib"] else {})
    yield Figure(id=f"{key}.size", what=f"{what}, size", unit=MIB, values=sizes)
    for kind, words in KINDS.items():
        asked = told["kinds"][kind]
        yield Figure(
            id=f"{key}.{kind}",
            what=f"{what}, {words}",
            unit=MILLISECONDS,
            values={f"p{share}": quantile(asked["times"], share / 100) for share in (50, 95, 99)},
            count=asked["asked"],
            aim=Aim("p99", SLOWEST_P99_MILLISECONDS) if name == OURS else None,
            beside=f"right first {_right(asked):.1f}%",
        )


def _right(asked: Mapping[str, Any]) -> float:
    return 100 * float(asked["right"]) / max(int(asked["asked"]), 1)


def _fairness() -> list[str]:
    return [
        f"Services beyond the real ones, up to {STANDARD_SERVICES:,}, are made up: real titles with another matter.",
        "Times go from the text of the question to ten results with their regional variants, jieba included.",
        f"Each engine was given our preference for national services (imported ones × {IMPORTED_WEIGHT}).",
        "Memory is what the process, or PostgreSQL's processes, grew by.",
    ]


def _comparisons(told: Mapping[tuple[str, str], Told]) -> Iterator[str]:
    """Plain sentences on where a peer is faster or better, and what the difference buys."""
    for setting in SETTINGS:
        ours = told.get((setting.id, OURS))
        peers = {name: told[setting.id, name] for name in setting.engines[1:] if (setting.id, name) in told}
        if ours is None or not peers:
            continue
        for kind, words in KINDS.items():
            mine = ours["kinds"][kind]
            faster = [_compared(name, one["kinds"][kind], mine) for name, one in peers.items()]
            told_of = [text for text in faster if text]
            begin = (
                f"{setting.what}, {words}: ours p50 {quantile(mine['times'], 0.5):.2f} ms, {_right(mine):.1f}% right"
            )
            yield f"{begin}; {'; '.join(told_of)}." if told_of else f"{begin}; no peer is faster or more often right."


def _compared(name: str, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> str:
    """Where a peer is ahead in one of the two; empty where it is in none."""
    factor = quantile(mine["times"], 0.5) / max(quantile(theirs["times"], 0.5), 1e-6)
    ahead = _right(theirs) - _right(mine)
    if factor <= 1 and ahead <= 0:
        return ""
    pace = f"{factor:.1f} times as fast" if factor > 1 else f"{1 / factor:.1f} times as slow"
    share = "as often" if abs(ahead) < 0.05 else f"{abs(ahead):.1f} points {'more' if ahead > 0 else 'less'} often"
    return f"{name} is {pace} and {share} right"


if __name__ == "__main__":
    sys.exit(main())
