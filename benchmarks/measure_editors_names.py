"""How long somebody waits who tries a name or a saying of a guide before it is kept, among 3,000 guides.

Asked of the whole application in this process, page included. A trial makes a second index of all guides and asks both
what guides are asked, so it takes seconds and not milliseconds; the first one after a publication asks the old index
too, which later ones remember.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient

from benchmarks.figures import BenchError, Figure, Unmeasured, summary
from benchmarks.measure_editors_lists import GUIDES, filled_services, sign_in
from channel_api.app import create_app

PAGE = "/editors/asked/name"
KEY = "id-card-lost"
WAYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "alias": ("a name", ("身份小卡没了", "那张卡不见了", "小卡片找不着", "户籍卡掉水里")),
    "concept": ("a saying", ("小卡 没了", "那张卡 不见", "卡片 找不着", "户籍卡 掉水里")),
}


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """In `folder` a server's data is made and left."""
    services = filled_services(folder)
    try:
        client = create_app(services).test_client()
        sign_in(client, services)
        begun = time.perf_counter()
        services.catalogue.search_index()
        index = time.perf_counter() - begun
        yield Figure(
            id="editors.names.index", what=f"making the index of {GUIDES:,} guides", unit="s", values={"median": index}
        )
        for way, (what, names) in WAYS.items():
            begun_working = time.process_time()
            first, *then = [_try(client, way, name) for name in names]
            working = (time.process_time() - begun_working) / len(names)
            if way == "alias":
                yield Figure(
                    id="editors.names.first",
                    what=f"trying {what} on {GUIDES:,} guides, the first after a publication",
                    unit="s",
                    values={"median": first},
                )
            yield Figure(
                id=f"editors.names.{way}",
                what=f"trying {what} on {GUIDES:,} guides, another one then",
                unit="s",
                values=summary(then),
                count=len(then),
                beside=f"{working:.1f} s of work for one core",
            )
    finally:
        services.demand.stop()
        services.database.close()


def _try(client: FlaskClient, way: str, name: str) -> float:
    """Seconds until the page with the effects is there. Raises BenchError where it shows none."""
    asked = urlencode({"text": name, "name": name, "guide": KEY, "way": way})
    begun = time.perf_counter()
    response = client.get(f"{PAGE}?{asked}")
    taken = time.perf_counter() - begun
    if response.status_code >= 400 or '<dl class="changes">' not in response.get_data(as_text=True):
        raise BenchError(f"trying {name}: answered {response.status_code} without effects")
    return taken
