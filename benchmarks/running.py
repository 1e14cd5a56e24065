"""What every bench does alike: names what to measure, prints each finding as it is found, then writes them all."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import BenchError, Figure, Run, Unmeasured
from benchmarks.machine import Load, describe_load, describe_machine
from benchmarks.report import line, write_run

Finding = Figure | Unmeasured
Measurement = Callable[[Path], Iterator[Finding]]


def run_bench(bench: str, measurements: Mapping[str, Measurement], arguments: Sequence[str] | None = None) -> int:
    """0, also where an aim is missed or something could not be measured: both are results. A part is not written."""
    parser = argparse.ArgumentParser(prog=f"benchmarks.{bench}")
    parser.add_argument("--only", default="", help=f"some of {','.join(measurements)}; prints and writes nothing")
    names = [name for name in parser.parse_args(arguments).only.split(",") if name] or list(measurements)
    unknown = [name for name in names if name not in measurements]
    if unknown:
        parser.error(f"no such measurement: {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an ended bench still ends what it has started
    machine, begin = describe_machine(), Load.now()
    print(" · ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    findings = []
    for name in names:
        for found in _measured(name, measurements[name]):
            print(line(found), flush=True)
            findings.append(found)
    condition = describe_load(begin, Load.now())
    print(condition)
    if names == list(measurements):
        day = datetime.now(UTC).date().isoformat()
        write_run(Run(bench=bench, measured_at=day, machine=machine, conditions=[condition], findings=findings))
    return 0


def _measured(name: str, measure: Measurement) -> Iterator[Finding]:
    """What cannot be measured becomes a line of its own, and the others go on."""
    with tempfile.TemporaryDirectory(prefix="channel-bench-") as folder:
        try:
            yield from measure(Path(folder))
        except BenchError as error:
            yield Unmeasured(id=name, what=f"{name}, the rest of it", reason=str(error))
