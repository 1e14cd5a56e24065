"""One engine in a process of its own, on one core: builds its index, answers all questions, prints one JSON line.

`python -m benchmarks.search_peers_run ENGINE FOLDER REGIONS`; FOLDER as `search_peers_bed` wrote it.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import PROC
from benchmarks.search_peers_bed import KINDS, Question, Service, read_questions, read_services, words_of
from benchmarks.search_peers_engines import ENGINES, Engine

WARM_UP = 5
SECONDS_FOR_A_KIND = 12.0  # an engine that is slow answers fewer questions; how many is told
FEWEST_QUESTIONS = 12

Variants = dict[tuple[str, str], str]


def main(arguments: Sequence[str]) -> int:
    name, folder, regions = arguments[0], Path(arguments[1]), region_codes(int(arguments[2]))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    services, questions = read_services(folder), read_questions(folder)
    words_of("预热")  # the dictionary belongs to the questions, not to the index
    weights = {service.id: service.weight for service in services}
    variants = _variants(services, regions)
    home = folder / re.sub(r"\W", "", name)
    home.mkdir()
    engine = ENGINES[name](home)
    gc.collect()
    before = memory_bytes([os.getpid()])
    begin = time.perf_counter()
    engine.build(services, regions)
    told: dict[str, Any] = {"build_seconds": time.perf_counter() - begin}
    told["kinds"] = {
        kind: _ask(engine, [one for one in questions if one.kind == kind], regions, variants, weights) for kind in KINDS
    }
    gc.collect()
    told["memory_mib"] = (memory_bytes([os.getpid(), *engine.processes()]) - before) / 2**20
    told["reopen_seconds"] = engine.reopen()
    told["index_mib"] = engine.index_bytes() / 2**20
    engine.close()
    shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(told))
    return 0


def region_codes(count: int) -> list[str]:
    """Made-up codes; an engine only compares them."""
    return [str(330_101 + number) for number in range(count)]


def memory_bytes(pids: Iterable[int]) -> int:
    """What processes hold, pages that several share counted once in all."""
    held = 0
    for pid in pids:
        text = (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
        held += int(found[1]) * 1024 if found else 0
    return held


def _variants(services: Sequence[Service], regions: Sequence[str]) -> Variants:
    """What a result is looked up in by its key; one string for all, as the store and not the index holds them."""
    return {(service.id, region): "variant" for region in regions or ("",) for service in services}


def _ask(
    engine: Engine,
    questions: Sequence[Question],
    regions: Sequence[str],
    variants: Variants,
    weights: dict[str, float],
) -> dict[str, Any]:
    """Times in milliseconds, and how many had the right service first; every question as it would be answered."""
    for question in questions[:WARM_UP]:
        engine.find(question.text, regions[0] if regions else "")
    times: list[float] = []
    right = found_any = 0
    end = time.perf_counter() + SECONDS_FOR_A_KIND
    for number, question in enumerate(questions):
        if time.perf_counter() > end and number >= FEWEST_QUESTIONS:
            break
        region = regions[number % len(regions)] if regions else ""
        begin = time.perf_counter()
        found = engine.find(question.text, region)
        shown = [(service, variants[service, region]) for service, _ in found if (service, region) in variants]
        times.append((time.perf_counter() - begin) * 1000)
        # Equal terms: the preference ours has for what everybody needs is given to each.
        best = max(found, key=lambda one: one[1] * weights.get(one[0], 1.0), default=("", 0.0))[0]
        is_ours = engine.__class__.__name__ == "Ours"
        right += (found[0][0] if is_ours and found else best) in question.right
        found_any += bool(shown)
    return {"times": times, "right": right, "found": found_any, "asked": len(times), "of": len(questions)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
