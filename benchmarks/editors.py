"""`make bench-editors`: what people at the editors' pages wait for, and how soon a living room sees what they publish.

`python -m benchmarks.editors --only live,lists` prints a part and writes nothing. Everything it starts it ends.
"""

from __future__ import annotations

import sys

from benchmarks import (
    measure_editors_lists,
    measure_editors_live,
    measure_editors_names,
    measure_editors_preview,
    measure_editors_sheets,
)
from benchmarks.running import Measurement, run_bench

MEASUREMENTS: dict[str, Measurement] = {
    "live": measure_editors_live.measure,
    "lists": measure_editors_lists.measure,
    "names": measure_editors_names.measure,
    "preview": measure_editors_preview.measure,
    "sheets": measure_editors_sheets.measure,
}

if __name__ == "__main__":
    sys.exit(run_bench("editors", MEASUREMENTS))
