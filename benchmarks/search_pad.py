"""Names typed key by key on the number pad, as the television looks them up by itself: no server is asked."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.search_peers_bed import catalogue
from channel_api.search.lexicon_building import entry_of
from content.files import Content
from content.understanding.abbreviations import rank
from content.understanding.lexicon import LexiconEntry
from content.understanding.vocabulary import Vocabulary

SLOWEST_OF_FEW_MILLISECONDS, SLOWEST_OF_MANY_MILLISECONDS = 5.0, 30.0
MANY_SERVICES = 2_400
NAMES_TYPED = 400
MOST_KEYS = 10  # nobody types more of a name


def measure(content: Content, vocabulary: Vocabulary) -> Iterator[Figure | Unmeasured]:
    """With the services of the program, and with as many as a province has."""
    yield _figure("pad", _entries(content, vocabulary), SLOWEST_OF_FEW_MILLISECONDS)
    try:
        with tempfile.TemporaryDirectory(prefix="channel-bench-") as folder:
            many = catalogue(Path(folder), size=MANY_SERVICES)
    except BenchError as error:
        yield Unmeasured(id="pad-many", what=f"one key, {MANY_SERVICES:,} services", reason=str(error))
        return
    yield _figure("pad-many", _entries(many, vocabulary), SLOWEST_OF_MANY_MILLISECONDS)


def _entries(content: Content, vocabulary: Vocabulary) -> list[LexiconEntry]:
    return [entry_of(guide, vocabulary) for guide in content.guides.values()]


def _figure(figure_id: str, entries: Sequence[LexiconEntry], slowest_milliseconds: float) -> Figure:
    names = list(dict.fromkeys(name for entry in entries for name in entry.t9))
    times = []
    for name in names[:: max(1, len(names) // NAMES_TYPED)]:
        for length in range(1, min(len(name), MOST_KEYS) + 1):
            begin = time.perf_counter()
            found = rank(name[:length], entries, by_digits=True)
            times.append((time.perf_counter() - begin) * 1000)
            if not found:
                raise BenchError(f"nothing found for the first {length} digits of a name")
    return Figure(
        id=figure_id,
        what=f"one key of the number pad, on the box, {len(entries):,} services with {len(names):,} names",
        unit="ms",
        values=summary(times, "p99", "worst"),
        count=len(times),
        aim=Aim("p99", slowest_milliseconds),
    )
