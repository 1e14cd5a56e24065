"""`make bench-core`: what the channel takes on this machine. Prints each figure as it is found, then writes them all.

`python -m benchmarks.core --only start,keys` prints a part and writes nothing. Everything it starts it ends; all
servers listen on loopback only, all data lie in a temporary folder that is removed.
"""

from __future__ import annotations

import sys

from benchmarks import (
    measure_cases,
    measure_commands,
    measure_freshness,
    measure_keys,
    measure_requests,
    measure_start,
)
from benchmarks.running import Measurement, run_bench

MEASUREMENTS: dict[str, Measurement] = {
    "start": measure_start.measure,
    "keys": measure_keys.measure,
    "requests": measure_requests.measure,
    "cases": measure_cases.measure,
    "commands": measure_commands.measure,
    "freshness": measure_freshness.measure,
}

if __name__ == "__main__":
    sys.exit(run_bench("core", MEASUREMENTS))
