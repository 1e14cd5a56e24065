"""Looking at drafts: how long until the pictures of a screen are there, all four sizes of letters at once, and how long
search needs to try a draft. The server and the program that draws are the real ones.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.servers import HOST, Server, api, plain_environment
from channel_api.clock import system_clock
from channel_api.config import Config
from channel_api.passwords import hash_password
from channel_api.store import editors
from channel_api.store.database import Database

AIM_SECONDS = 2.0
GUIDES, TRIALS = 12, 12  # of the program's own content, spread over all of it
PARTS = ("", "materials", "steps/1", "offices", "fees", "conditions", "faq")
PICTURE = b"data:image/svg+xml"
NAME = "预览"


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """One person looks at one screen after the other."""
    with api(folder) as server:
        headers = {"Cookie": f"editors={_sign_in(folder)}"}
        guides = [service["id"] for service in server.items("/v1/services", limit="100", region="000000")]
        chosen = guides[:: max(1, len(guides) // GUIDES)][:GUIDES]
        first = _look(server, headers, f"/editors/guides/{chosen[0]}/preview")
        looked = [
            _look(server, headers, f"/editors/guides/{one}/preview?part={part}") for one in chosen for part in PARTS
        ]
        tried = [_look(server, headers, f"/editors/guides/{one}/preview/questions") for one in chosen[:TRIALS]]
    pictures = [count for _, count in looked]
    if min(pictures) < 4:
        raise BenchError("a screen was not drawn at all four sizes")
    yield Figure(
        id="editors.preview.first",
        what="the pictures of a screen, the first time after a start: the program that draws begins",
        unit="s",
        values={"once": first[0]},
        aim=Aim("once", AIM_SECONDS),
    )
    yield Figure(
        id="editors.preview.pictures",
        what="all pictures of a screen of a guide at four sizes, from the click to the page",
        unit="s",
        values=summary([seconds for seconds, _ in looked], "worst"),
        count=len(looked),
        aim=Aim("p95", AIM_SECONDS),
        note=f"{sum(pictures) / len(pictures):.1f} pictures a screen, {max(pictures)} at most",
    )
    yield Figure(
        id="editors.preview.questions",
        what="a guide's questions asked of search now and with its draft",
        unit="s",
        values=summary([seconds for seconds, _ in tried], "worst"),
        count=len(tried),
        note=f"{len(guides)} guides on the server",
    )


def _sign_in(folder: Path) -> str:
    """The session of an editor of this server."""
    database, now = Database.from_url(Config.from_environment(plain_environment(folder)).database_url), system_clock()
    with database.write() as connection:
        editors.add_editor(connection, NAME, hash_password("a calm horse by the lake"), ("editor",), now)
        token = editors.begin_session(connection, NAME, now)
    database.close()
    return token


def _look(server: Server, headers: dict[str, str], path: str) -> tuple[float, int]:
    """Seconds, and how many pictures stand in the page."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    page = answer.read()
    seconds = time.perf_counter() - begun
    connection.close()
    if answer.status != http.client.OK:
        raise BenchError(f"{path} answered {answer.status}")
    return seconds, page.count(PICTURE)
