"""Looking at a workbook of 3,000 rows: how long, and how much memory a process takes for it from its start to its end.

Two workbooks, both with a change in every guide: 3,000 guides with all their columns against a catalogue of as many,
and the guides of the program's own content, whose rows are spread over seven sheets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.measure_commands import Ended, run_command
from benchmarks.servers import plain_environment, program
from channel_api.clock import system_clock
from channel_api.editing.kinds import GUIDES
from channel_api.pages.sheet_labels import sheet_labels
from channel_api.publishing import publish_content
from channel_api.sheets.columns import SheetPlan, plans_of
from channel_api.sheets.faults import sheet_words
from channel_api.sheets.writing import write_workbook
from channel_api.store.database import Database
from channel_api.store.upgrading import upgrade
from content.files import Content, content_folder, load_content
from content.model import Guide

GUIDES_OF_A_CITY = 3_000
AIM_SECONDS, AIM_MIB = 20.0, 300.0
TIMES = 3
CHANGED = "（已改）"


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """Each reading is a process of its own, so that its peak is its own too."""
    content = load_content(content_folder())
    many = _many(content)
    yield from _look(folder / "many", many, _one_sheet(many), f"{GUIDES_OF_A_CITY:,} guides", "guides")
    whole, count = _all_sheets(content)
    yield from _look(folder / "whole", content, whole, f"{count:,} rows in all sheets", "lists")


def _look(folder: Path, content: Content, workbook: bytes, what: str, name: str) -> Iterator[Figure]:
    folder.mkdir()
    url, path = f"sqlite:///{folder / 'channel.sqlite3'}", folder / "changed.xlsx"
    path.write_bytes(workbook)
    database = Database.from_url(url)
    upgrade(database)
    publish_content(database, content, now=system_clock(), fingerprint="bench")
    database.close()
    command = [program("zhengwu-api"), "sheets", "check", str(path)]
    environment = {**plain_environment(folder), "CHANNEL_DATABASE_URL": url}
    ended = [run_command(command, environment, folder / "check.log") for _ in range(TIMES)]
    _require_all_changed(ended[-1])
    yield Figure(
        id=f"editors.sheets.{name}.seconds",
        what=f"dry run of a workbook, {what}, a change in each guide",
        unit="s",
        values=summary([one.seconds for one in ended]),
        count=TIMES,
        aim=Aim("median", AIM_SECONDS),
        note=f"{len(workbook) / 1024:.0f} KiB; {ended[-1].last_line}; the start of the program included",
    )
    yield Figure(
        id=f"editors.sheets.{name}.memory",
        what=f"peak memory of it, {what}",
        unit="MiB",
        values={"peak": max(one.peak_mib for one in ended)},
        count=TIMES,
        aim=Aim("peak", AIM_MIB),
    )


def _require_all_changed(ended: Ended) -> None:
    if ended.status != 0 or ended.last_line.startswith("0 changed"):
        raise BenchError(f"the dry run ended with {ended.status}: {ended.last_line}")


def _many(content: Content) -> Content:
    """The program's guides over and over, with names of their own; nothing that points at them."""
    own = list(content.guides.values())
    made = [_renamed(own[number % len(own)], number // len(own)) for number in range(GUIDES_OF_A_CITY)]
    topics = tuple(replace(topic, first=()) for topic in content.topics)
    return Content(guides={guide.id: guide for guide in made}, regions=content.regions, topics=topics)


def _renamed(guide: Guide, turn: int) -> Guide:
    aliases = tuple(f"{alias}{turn}" for alias in guide.aliases)
    names = {"title": f"{guide.title}{turn}", "spoken_name": "", "aliases": aliases}
    return replace(guide, id=f"{guide.id}-{turn}", **names)  # type: ignore[arg-type]


def _one_sheet(content: Content) -> bytes:
    return _workbook(content, _plans(content)[:1])


def _all_sheets(content: Content) -> tuple[bytes, int]:
    """The workbook, and how many rows stand in it below the headings."""
    plans = _plans(content)
    lists = [plan.list_path for plan in plans if plan.list_path]
    counts = [len(getattr(guide, path)) for guide in content.guides.values() for path in lists]
    return _workbook(content, plans), len(content.guides) + sum(counts)


def _plans(content: Content) -> list[SheetPlan]:
    return plans_of(GUIDES, sheet_labels(), {topic.id: topic.title for topic in content.topics})


def _workbook(content: Content, plans: list[SheetPlan]) -> bytes:
    texts = [GUIDES.text_of(guide) for guide in content.guides.values()]
    changed = [{**text, "notes": f"{text.get('notes', '')}{CHANGED}"} for text in texts]
    return write_workbook(plans, {GUIDES.name: changed}, sheet_words())
