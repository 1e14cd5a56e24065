"""Writes what a bench found: its part of results.json, its table between two marks of docs/benchmarks.md."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.figures import BenchError, Figure, Run, Unmeasured, number

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
DOCUMENT = ROOT / "docs" / "benchmarks.md"


def write_run(run: Run, *, results: Path = RESULTS, document: Path = DOCUMENT) -> None:
    """Replaces the part of this bench in both files and leaves those of others as they are."""
    everything: dict[str, Any] = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
    everything[run.bench] = _plain(run)
    results.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    document.write_text(replace_part(document.read_text(encoding="utf-8"), run.bench, table(run)), encoding="utf-8")


def replace_part(text: str, bench: str, part: str) -> str:
    """The document with `part` between the marks of this bench. Raises BenchError where it has none."""
    begin, end = f"<!-- {bench}: begin -->", f"<!-- {bench}: end -->"
    before, has_begin, rest = text.partition(begin)
    _old, has_end, after = rest.partition(end)
    if not (has_begin and has_end):
        raise BenchError(f"docs/benchmarks.md must hold the lines {begin} and {end}")
    return f"{before}{begin}\n{part}\n{end}{after}"


def table(run: Run) -> str:
    """Machine, conditions and one row a finding, in Markdown."""
    machine = " · ".join(f"{name} {value}" for name, value in run.machine.items())
    lines = [f"Measured {run.measured_at}. {machine}.", "", *(f"{sentence}  " for sentence in run.conditions), ""]
    lines += ["| what | measured | times | aim | |", "|---|---|---|---|---|", *(_row(found) for found in run.findings)]
    notes = [f"- {found.what}: {found.note}" for found in run.findings if isinstance(found, Figure) and found.note]
    return "\n".join(line.rstrip() if not line.endswith(".  ") else line for line in [*lines, "", *notes]).rstrip()


def line(found: Figure | Unmeasured) -> str:
    """The same for a terminal, as soon as it is known."""
    if isinstance(found, Unmeasured):
        return f"{found.what}: not measured ({found.reason})"
    told = [f"{found.what}: {_values(found)}", f"({found.count} times)" if found.count > 1 else ""]
    if found.aim:
        told.append(f"- aim {_aim(found)}: {found.verdict()}")
    return " ".join(part for part in [*told, f"[{found.note}]" if found.note else ""] if part)


def _row(found: Figure | Unmeasured) -> str:
    if isinstance(found, Unmeasured):
        return f"| {found.what} | not measured: {found.reason} | | | |"
    count = str(found.count) if found.count > 1 else ""
    return f"| {found.what} | {_values(found)} | {count} | {_aim(found)} | {found.verdict()} |"


def _values(found: Figure) -> str:
    unit = (f" {found.unit}" if found.unit else "") + (f" · {found.beside}" if found.beside else "")
    if len(found.values) == 1:
        return number(next(iter(found.values.values()))) + unit
    return " · ".join(f"{name} {number(value)}" for name, value in found.values.items()) + unit


def _aim(found: Figure) -> str:
    if found.aim is None:
        return ""
    name = "" if len(found.values) == 1 else f"{found.aim.of} "
    return (
        f"{name}≤ {number(found.aim.at_most).removesuffix('.000').removesuffix('.00').removesuffix('.0')} {found.unit}"
    )


def _plain(run: Run) -> dict[str, Any]:
    return {
        "measured_at": run.measured_at,
        "machine": dict(run.machine),
        "conditions": list(run.conditions),
        "figures": [
            asdict(found) | {"met": found.is_met, "values": {k: round(v, 3) for k, v in found.values.items()}}
            for found in run.findings
            if isinstance(found, Figure)
        ],
        "not_measured": [asdict(found) for found in run.findings if isinstance(found, Unmeasured)],
    }
