"""Commands that editors and operators wait for: checking the content, importing a province's items."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.report import ROOT
from benchmarks.servers import api, plain_environment, program

ITEMS = Path("data") / "guangdong_items.jsonl.gz"
IMPORT_AIM_SECONDS = 20.0
TIMES = 3
KIB_IN_MIB, BYTES_IN_MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ended:
    """`peak_mib` of the process itself, without its children."""

    status: int
    seconds: float
    peak_mib: float
    last_line: str


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    yield _check(folder)
    yield from _import(folder)


def run_command(command: Sequence[str], environment: Mapping[str, str], log_path: Path) -> Ended:
    """Runs it to its end; what it prints goes to the log."""
    with log_path.open("wb") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(environment))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    lines = log_path.read_text(encoding="utf-8", errors="replace").split("\n")
    spoken = [line.strip() for line in lines if line.strip()]
    unit = BYTES_IN_MIB if sys.platform == "darwin" else KIB_IN_MIB
    return Ended(process.returncode, seconds, usage.ru_maxrss / unit, spoken[-1][-160:] if spoken else "said nothing")


def _check(folder: Path) -> Figure:
    command = [program("zhengwu-content"), "check", "--strict"]
    ended = [run_command(command, plain_environment(folder), folder / "check.log") for _ in range(TIMES)]
    faults = "" if ended[-1].status == 0 else f"it ended with status {ended[-1].status}, so there are faults"
    return Figure(
        id="content.check",
        what="zhengwu-content check --strict",
        unit="s",
        values=summary([one.seconds for one in ended]),
        count=TIMES,
        note=faults,
    )


def _import(folder: Path) -> Iterator[Figure | Unmeasured]:
    path = Path(os.environ.get("CHANNEL_TEST_DATA", ROOT.parent / "shared")) / ITEMS
    what = "import of the items of Guangdong"
    if not path.is_file():
        reason = f"no {ITEMS} in the test data; set CHANNEL_TEST_DATA to the folder that holds it"
        yield Unmeasured(id="import.items", what=what, reason=reason)
        return
    home, log = folder / "imported", folder / "import.log"
    environment, program_path = plain_environment(home), program("zhengwu-api")
    with api(home) as server:  # the content of the program is there before, as in real use
        before = server.ask("/readyz")[1]["services"]
    ended = run_command([program_path, "import", str(path)], environment, log)
    if ended.status:
        reason = f"zhengwu-api import ended with status {ended.status}"
        yield Unmeasured(id="import.items", what=what, reason=f"{reason}: {ended.last_line}".replace(str(path), "…"))
        return
    again = run_command([program_path, "import", str(path)], environment, log)
    with api(home) as server:
        added = server.ask("/readyz")[1]["services"] - before
    if added <= 0:
        raise BenchError("zhengwu-api import said that all went well, but no service was added")
    note = f"{added:,} services more than before; the same import once more took {again.seconds:.1f} s"
    aim = Aim("seconds", IMPORT_AIM_SECONDS)
    yield Figure(id="import.items", what=what, unit="s", values={"seconds": ended.seconds}, aim=aim, note=note)
    yield Figure(id="import.memory", what=f"{what}, peak memory", unit="MiB", values={"peak": ended.peak_mib})
