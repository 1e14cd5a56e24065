"""`make bench-tv`: what the television takes, in a terminal and served to browsers, beside a bare Textual application.

`python -m benchmarks.tv --only start,served` prints a part and writes nothing. Everything it starts it ends; all
servers listen on loopback only, all data lie in a temporary folder that is removed.
"""

from __future__ import annotations

import sys

from benchmarks import measure_tv_keys, measure_tv_random, measure_tv_served, measure_tv_start
from benchmarks.running import Measurement, run_bench

MEASUREMENTS: dict[str, Measurement] = {
    "start": measure_tv_start.measure,
    "keys": measure_tv_keys.measure,
    "random": measure_tv_random.measure,
    "served": measure_tv_served.measure,
}

if __name__ == "__main__":
    sys.exit(run_bench("tv", MEASUREMENTS))
