"""`make bench-core`: what the channel takes on this machine. Prints each figure as it is found, then writes them all.

`python -m benchmarks.core --only start,keys` prints a part and writes nothing. Everything it starts it ends; all
servers listen on loopback only, all data lie in a temporary folder that is removed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    measure_cases,
    measure_commands,
    measure_freshness,
    measure_keys,
    measure_requests,
    measure_start,
)
from benchmarks.figures import BenchError, Figure, Run, Unmeasured
from benchmarks.machine import Load, describe_load, describe_machine
from benchmarks.report import line, write_run

Finding = Figure | Unmeasured
MEASUREMENTS: dict[str, Callable[[Path], Iterator[Finding]]] = {
    "start": measure_start.measure,
    "keys": measure_keys.measure,
    "requests": measure_requests.measure,
    "cases": measure_cases.measure,
    "commands": measure_commands.measure,
    "freshness": measure_freshness.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0, also where an aim is missed or something could not be measured: both are results."""
    parser = argparse.ArgumentParser(prog="benchmarks.core")
    parser.add_argument("--only", default="", help=f"some of {','.join(MEASUREMENTS)}; prints and writes nothing")
    names = [name for name in parser.parse_args(arguments).only.split(",") if name] or list(MEASUREMENTS)
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"no such measurement: {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an ended bench still ends what it has started
    machine, begin = describe_machine(), Load.now()
    print(" · ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    findings = []
    for name in names:
        for found in _measured(name):
            print(line(found), flush=True)
            findings.append(found)
    condition = describe_load(begin, Load.now())
    print(condition)
    if names == list(MEASUREMENTS):
        day = datetime.now(UTC).date().isoformat()
        write_run(Run(bench="core", measured_at=day, machine=machine, conditions=[condition], findings=findings))
    return 0


def _measured(name: str) -> Iterator[Finding]:
    """What cannot be measured becomes a line of its own, and the others go on."""
    with tempfile.TemporaryDirectory(prefix="channel-bench-") as folder:
        try:
            yield from MEASUREMENTS[name](Path(folder))
        except BenchError as error:
            yield Unmeasured(id=name, what=f"{name}, the rest of it", reason=str(error))


if __name__ == "__main__":
    sys.exit(main())
