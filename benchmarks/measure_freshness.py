"""From publishing a guide to finding it in every replica, and what a replica takes: start and memory.

Two servers on one database, asked all the time; nobody tells them that something was published. A known guide is
asked for besides: an answer without it is a gap.
"""

from __future__ import annotations

import os
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.machine import PROC, children_of, memory_mib
from benchmarks.measure_commands import ITEMS
from benchmarks.report import ROOT
from benchmarks.servers import Server, api, plain_environment, program
from channel_api.publishing import load_published, publish_content
from channel_api.store.database import Database
from content.files import Content
from content.model import Guide

ROUNDS = 10
REPLICAS = 2
SEARCHABLE_AIM_SECONDS = 1.0
START_AIM_SECONDS = 5.0
PATIENCE_SECONDS = 30.0
# After a publication each replica goes on reading the bodies of all guides; editors do not publish twice a second.
SETTLE_SECONDS = 5.0
PAUSE_SECONDS = 0.02  # between two rounds of questions, or asking itself would be what is measured
KNOWN, KNOWN_ID = "身份证丢了", "id-card-lost"
COUNTED = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
SECRET = "bench-key-of-no-value"  # the replicas must share one


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """With the content of the program, and with a province's items on top of it."""
    yield from _measure_with(folder / "content", "content", lambda _: None)
    path = Path(os.environ.get("CHANNEL_TEST_DATA", ROOT.parent / "shared")) / ITEMS
    if not path.is_file():
        reason = f"no {ITEMS} in the test data; set CHANNEL_TEST_DATA to the folder that holds it"
        yield Unmeasured(id="freshness.items", what="publication to searchable, with a province's items", reason=reason)
        return
    yield from _measure_with(folder / "items", "items", lambda home: _import(home, path))


def _measure_with(home: Path, id: str, fill: Callable[[Path], None]) -> Iterator[Figure]:
    url = f"sqlite:///{home / 'common.sqlite3'}"
    with replica(home / "first", url):
        pass  # publishes the content of the program
    fill(home)
    with ExitStack() as running:
        servers, starts = [], []
        for number in range(REPLICAS):
            begun = time.perf_counter()
            servers.append(running.enter_context(replica(home / f"replica-{number}", url)))
            starts.append(time.perf_counter() - begun)
        count = servers[0].ask("/readyz")[1]["services"]
        with_count = f"{count:,} services"
        start, aim = {"median": sum(starts) / len(starts)}, Aim("median", START_AIM_SECONDS)
        what = f"start of a replica until it answers searches, {with_count}"
        yield Figure(id=f"freshness.{id}.start", what=what, unit="s", values=start, count=REPLICAS, aim=aim)
        editor = Editor(Database.from_url(url))
        times = [editor.publish_and_wait(servers, turn) for turn in range(ROUNDS)]
        yield Figure(
            id=f"freshness.{id}",
            what=f"publication to searchable in the slower of {REPLICAS} replicas, {with_count}",
            unit="s",
            values=summary(times, "worst"),
            count=ROUNDS,
            aim=Aim("worst", SEARCHABLE_AIM_SECONDS),
            note=f"{editor.asked:,} questions were asked meanwhile, {editor.gaps} were answered wrongly or not at all",
        )
        if PROC.is_dir():
            workers = [max(map(_rss, children_of(server.process.pid))) for server in servers]
            what = f"memory of a replica's worker after {ROUNDS} publications, {with_count}"
            yield Figure(id=f"freshness.{id}.memory", what=what, unit="MiB", values={"rss": max(workers)})


def replica(folder: Path, url: str) -> AbstractContextManager[Server]:
    """A server of its own on the common database."""
    return api(folder, CHANNEL_DATABASE_URL=url, CHANNEL_SECRET_KEY=SECRET)


@dataclass(slots=True)
class Editor:
    """Publishes one new guide after the other and asks every replica for it until each has it."""

    database: Database
    asked: int = 0
    gaps: int = 0
    _content: Content = field(init=False)

    def __post_init__(self) -> None:
        self._content = load_published(self.database)

    def publish_and_wait(self, servers: Sequence[Server], turn: int) -> float:
        """Seconds from the end of the transaction until the last replica finds the guide."""
        guide = _made_up(self._content, turn)
        self._content = replace(self._content, guides={**self._content.guides, guide.id: guide})
        time.sleep(SETTLE_SECONDS)
        publish_content(self.database, self._content, now=datetime.now(UTC))
        begun = time.perf_counter()
        waiting = list(servers)
        while waiting:
            if time.perf_counter() - begun > PATIENCE_SECONDS:
                raise BenchError(f"a published guide was not found within {PATIENCE_SECONDS:.0f} seconds")
            waiting = [server for server in waiting if self._first(server, guide.title) != guide.id]
            self.asked += REPLICAS
            self.gaps += sum(self._first(server, KNOWN) != KNOWN_ID for server in servers)
            time.sleep(PAUSE_SECONDS)
        return time.perf_counter() - begun

    def _first(self, server: Server, question: str) -> str:
        status, answer = server.ask(f"/v1/search?{urllib.parse.urlencode({'q': question, 'limit': '1'})}")
        if status != 200:
            return ""
        return str(answer["results"][0]["id"]) if answer["results"] else ""


def _made_up(content: Content, turn: int) -> Guide:
    """A guide that nobody has, with a name nothing else sounds like."""
    first, second = COUNTED[turn % len(COUNTED)], COUNTED[turn // len(COUNTED)]
    known = content.guides[KNOWN_ID]
    title = f"{first}{second}型蓝鲸饲养备案"
    return replace(known, id=f"whale-{turn}", title=title, spoken_name="", aliases=(), questions=())


def _rss(pid: int) -> float:
    return memory_mib(pid)["rss"]


def _import(home: Path, path: Path) -> None:
    environment = plain_environment(home, CHANNEL_DATABASE_URL=f"sqlite:///{home / 'common.sqlite3'}")
    command = [program("zhengwu-api"), "import", str(path)]
    ended = subprocess.run(command, env=environment, capture_output=True, check=False)
    if ended.returncode:
        raise BenchError(f"zhengwu-api import ended with status {ended.returncode}")
