"""From the press on 发布 until the new text is there: through the API, and on a television that was on all the time.

The server and the television are processes of their own. The household has read the guide before, waits on the list and
opens it as soon as the API has it; where it still shows the old text, it goes back and opens it again.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.measure_start import CTRL_C, television
from benchmarks.measure_tv_keys import GUARD_SECONDS, await_idle
from benchmarks.servers import HOST, REGION, Server, plain_environment
from benchmarks.terminal import Terminal
from benchmarks.tv_bed import DATABASE, Bed, bed
from channel_api.app import make_services
from channel_api.config import Config
from channel_api.editing.workflow import ROLES, Person
from channel_api.opened_guide import Opened
from channel_api.pages.room import Room
from channel_api.store import editors

ROUNDS = 12
AIM_SECONDS = 2.0
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 1.0
PAUSE_SECONDS = 0.01  # between two questions, or asking itself would be what is measured
WRITER, READER = (Person(name, frozenset(ROLES)) for name in ("bench-writer", "bench-reader"))
FORM = re.compile(r'name="form" value="([^"]+)"')


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """One guide, published again and again with another answer to 多久."""
    with bed(folder / "bed") as found:
        desk = _Desk(folder / "bed", found)
        environment = plain_environment(folder / "box")
        with closing(desk), Terminal(_command(found), environment, end_key=CTRL_C) as screen:
            screen.wait_for(found.first_topic)
            await_idle(screen)
            _go_to_list(screen)
            _shows(screen, found.titles[0])  # the guide is known to it from before, as to any household
            _go_to_list(screen)
            readings = [_round(desk, found.server, screen, number) for number in range(1, ROUNDS + 1)]
    through_api, on_screen = ([reading[place] for reading in readings] for place in (0, 1))
    for id, what, values in (
        ("api", "publishing, from the press to the new text through GET /v1/services/{id}", through_api),
        ("television", "publishing, from the press to the new text on a running television", on_screen),
    ):
        yield Figure(
            id=f"editors.live.{id}",
            what=what,
            unit="s",
            values=summary(values, "worst"),
            count=ROUNDS,
            aim=Aim("p95", AIM_SECONDS),
        )


def _command(found: Bed) -> list[str]:
    return [*television(), "--api", found.server.address]


def _round(desk: _Desk, server: Server, screen: Terminal, number: int) -> tuple[float, float]:
    """Seconds from the press until the API, and until the television shows it."""
    said = f"改过{number}次以后是{number}天。"
    desk.prepare(said)
    begun = time.perf_counter()
    desk.publish()
    while server.ask(f"/v1/services/{desk.key}?region={REGION}")[1]["short"]["time"] != said:
        _require_patience(begun, "the API")
        time.sleep(PAUSE_SECONDS)
    through_api = time.perf_counter() - begun
    while not _shows(screen, said):
        _require_patience(begun, "the television")
        _go_to_list(screen)
    seconds = time.perf_counter() - begun
    _go_to_list(screen)
    return through_api, seconds


def _shows(screen: Terminal, said: str) -> bool:
    """Opens the guide, and looks for as long as somebody would."""
    screen.press("1", quiet_seconds=0.0)
    try:
        screen.wait_for(said, within_seconds=LOOK_SECONDS)
    except BenchError:
        return False
    return True


def _go_to_list(screen: Terminal) -> None:
    """Where the household waits: the first topic."""
    for key in ("home", "1"):
        screen.press(key)
        screen.settle(GUARD_SECONDS)


def _require_patience(begun: float, where: str) -> None:
    if time.perf_counter() - begun > PATIENCE_SECONDS:
        raise BenchError(f"what was published was not seen within {PATIENCE_SECONDS:.0f} s: {where}")


class _Desk:
    """Writes and approves on the server's database, and publishes as a browser does."""

    def __init__(self, folder: Path, found: Bed) -> None:
        config = Config(data_folder=folder / "desk", database_url=f"sqlite:///{folder / DATABASE}")
        config.data_folder.mkdir()
        self._services = make_services(config)
        self._room = Room.of(self._services)
        self._server = found.server
        services = found.server.items("/v1/services", region=REGION)
        self.key = next(str(service["id"]) for service in services if service["title"] == found.titles[0])
        now = self._services.clock()
        with self._services.database.write() as connection:
            for person in (WRITER, READER):
                editors.add_editor(connection, person.name, "no password", ROLES, now)
            self._cookie = f"editors={editors.begin_session(connection, READER.name, now)}"

    def prepare(self, said: str) -> None:
        """A draft that only has to be published."""
        desk, key = self._room.desk, self.key
        opened = desk.open(key)
        desk.save(WRITER, key, {**opened.text, "short": {**opened.text.get("short", {}), "time": said}}, opened.token)
        desk.submit(WRITER, key, self._open().token)
        desk.approve(READER, key, self._open().token)
        page = self._ask("GET", f"/editors/guides/{key}")
        self._secret = FORM.findall(page)[0]

    def publish(self) -> None:
        """The press."""
        body = urlencode({"form": self._secret, "token": str(self._open().token)})
        self._ask("POST", f"/editors/guides/{self.key}/publish", body)

    def close(self) -> None:
        self._services.demand.stop()
        self._services.database.close()

    def _open(self) -> Opened:
        return self._room.desk.open(self.key)

    def _ask(self, method: str, path: str, body: str = "") -> str:
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection(HOST, self._server.port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode("utf-8")
        if answer.status not in (http.client.OK, http.client.SEE_OTHER):
            raise BenchError(f"{method} {path} answered {answer.status}")
        return page
