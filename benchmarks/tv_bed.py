"""What the television is measured on: a server with one topic of 200 services and cases to look up, and screens to
walk on, each reached by keys from home."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import BenchError
from benchmarks.servers import REGION, Server, api, plain_environment, program
from channel_api.publishing import load_published, publish_content
from channel_api.store.database import Database
from content.files import Content

LONG_LIST = 200
DATABASE = "bench.sqlite3"
PATIENCE_SECONDS = 30.0
CASE_LINE = re.compile(r"^(\d{12}) +(\d{6}) +reviewing", re.MULTILINE)
F3 = "\x1bOR"  # YELLOW of a terminal


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen to walk on; `keys` lead to it from home, `shows` stands on it as soon as it is there."""

    name: str
    what: str
    keys: Sequence[str]
    shows: str


@dataclass(frozen=True, slots=True)
class Bed:
    """A server that is up. `titles` are those of the long list, in its order; `case` a number and its code."""

    server: Server
    titles: Sequence[str]
    first_topic: str
    case: tuple[str, str]

    def screens(self) -> list[Screen]:
        """Those the aims name."""
        number, code = self.case
        return [
            Screen("home", "on home", (), self.first_topic),
            Screen("list", f"on a list of {LONG_LIST}", ("1",), self.titles[0]),
            Screen("guide", "on a guide", ("1", "1"), "多久"),
            Screen("timeline", "on the timeline of a case", (F3, *number, *code), "审查中"),
        ]


@contextmanager
def bed(folder: Path) -> Iterator[Bed]:
    """Made anew in `folder`, and ended afterwards."""
    url = f"sqlite:///{folder / DATABASE}"
    folder.mkdir(parents=True, exist_ok=True)
    with api(folder / "served", CHANNEL_DATABASE_URL=url) as server:
        case = _make_case(folder / "served", url)
        topic = _first_topic(server)
        publish_content(_database(url), _with_long_list(_database(url), topic["id"]), now=datetime.now(UTC))
        titles = _await_titles(server, topic["id"])
        yield Bed(server, titles, topic["title"], case)


def _database(url: str) -> Database:
    return Database.from_url(url)


def _first_topic(server: Server) -> dict[str, str]:
    topics = [topic for topic in server.items("/v1/topics", region=REGION) if topic["on_home"] and topic["count"]]
    if not topics:
        raise BenchError(f"no topic has a service in {REGION}; is content published?")
    first: dict[str, str] = min(topics, key=lambda topic: topic["order"])
    return first


def _with_long_list(database: Database, topic: str) -> Content:
    """So many copies of the real guides, under their own names, that the topic has 200."""
    content = load_published(database)
    has = sum(guide.topic == topic for guide in content.guides.values())
    others = sorted(content.guides.values(), key=lambda guide: (guide.topic == topic, guide.id))
    copies = {}
    for turn in range(LONG_LIST - has):
        guide, id = others[turn % len(others)], f"bench-{turn}"
        title = f"{guide.title}（第{turn // len(others) + 2}份）"
        copies[id] = replace(guide, id=id, topic=topic, title=title, spoken_name="", aliases=(), questions=())
    return replace(content, guides={**content.guides, **copies})


def _await_titles(server: Server, topic: str) -> list[str]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        services = server.items("/v1/services", topic=topic, region=REGION)
        if len(services) >= LONG_LIST:
            return [service["title"] for service in services]
        time.sleep(0.1)
    raise BenchError(f"the list of {LONG_LIST} services was not published within {PATIENCE_SECONDS:.0f} s")


def _make_case(folder: Path, url: str) -> tuple[str, str]:
    environment = plain_environment(folder, CHANNEL_DATABASE_URL=url)
    command = [program("zhengwu-api"), "case", "demo"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    found = CASE_LINE.search(told.stdout)
    if told.returncode or not found:
        raise BenchError("zhengwu-api case demo made no case that is reviewed")
    return found[1], found[2]
