"""The figures of recorded speech for the table: what was heard and understood, by kind of recording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import BenchError, Figure
from benchmarks.measure_hearing import find_data, measure_hearing
from benchmarks.voice_bed import conversations
from voice.session import Session

KINDS = {
    "q": "recorded questions",
    "n": "recorded commands",
    "c": "recorded case numbers",
    "o": "recorded, out of domain",
    "r": "recorded questions played backwards",
}


def measure(folder: Path) -> Iterator[Figure]:
    """PocketSphinx with the model of the test data, then the whole conversation."""
    data = find_data()
    if data is None:
        raise BenchError("recordings and model are not there; set CHANNEL_TEST_DATA to a folder that holds speech/")
    with conversations(folder) as session:

        def opened() -> Session:
            session.begin_anew()
            return session

        titles = {entry.title: entry.id for entry in session.services()}
        found = measure_hearing(data, opened, titles)
    for kind, figures in found.items():
        shares = {name: 100 * figures[name] for name in ("right", "wrong", "refused", "in_grammar")}
        note = f"real-time factor {figures['real_time_factor']}"
        if "digits_right" in figures:
            note += f"; {figures['digits_right']:.1%} of the digits right"
        count = int(figures["files"])
        yield Figure(id=f"hearing.{kind}", what=KINDS[kind], unit="%", values=shares, count=count, note=note)
