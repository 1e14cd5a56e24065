"""How long the server takes for what editors wait for most: a list of 3,000 guides, opening one, saving it.

Asked of the whole application in this process, sign-in, permissions, database and page included, without the network.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from channel_api.app import create_app, make_services
from channel_api.config import Config
from channel_api.editing.forms import all_fields, form_of
from channel_api.opened_guide import Opened
from channel_api.pages.room import Room
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.store import editors
from channel_api.store.upgrading import upgrade
from content.files import Content, content_folder, load_content
from content.model import Guide

GUIDES = 3_000
TIMES = 40
AIM_LIST_MS, AIM_SAVING_MS = 200.0, 150.0
WHO = "bench"
# What is asked, and how it is called.
LISTS = {
    "first_view": ("/editors/", f"the list of {GUIDES:,} guides, first view"),
    "search": ("/editors/?words=身份证", "the list, searched"),
    "filtered": ("/editors/?region=浙江&status=example&due=90&order=review_by", "the list, filtered and sorted"),
    "synonyms": ("/editors/lists/synonyms", "the list of synonyms, most of them the program's"),
}


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """In `folder` a server's data is made and left."""
    services = filled_services(folder)
    try:
        client = create_app(services).test_client()
        sign_in(client, services)
        for name, (path, what) in LISTS.items():
            yield _time(f"editors.{name}", what, _getting(client, path), Aim("p95", AIM_LIST_MS))
        keys = [f"id-card-lost-{number}" for number in range(1, 11)]
        paths = cycle(f"/editors/guides/{key}" for key in keys)
        yield _time("editors.opening", "opening a guide", lambda: client.get(next(paths)), None)
        yield _saving(client, services, keys)
    finally:
        services.demand.stop()
        services.database.close()


def _time(name: str, what: str, ask: Callable[[], TestResponse], aim: Aim | None) -> Figure:
    ask()  # the first one after a start reads the catalogue; it is measured with the starts
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        response = ask()
        taken.append(1000 * (time.perf_counter() - begun))
        if response.status_code >= 400:
            raise BenchError(f"{what}: answered {response.status_code}")
    return Figure(id=name, what=what, unit="ms", values=summary(taken), count=TIMES, aim=aim)


def _getting(client: FlaskClient, path: str) -> Callable[[], TestResponse]:
    return lambda: client.get(path)


def _saving(client: FlaskClient, services: Services, keys: list[str]) -> Figure:
    """Each save changes one field of a guide as a form of a browser sends it."""
    room = Room.of(services)
    secret = _secret(client, services)
    turns = iter(islice(cycle(keys), TIMES + 1))
    numbers = iter(range(TIMES + 1))

    def save() -> TestResponse:
        opened = room.desk.open(next(turns))
        fields = {**_sent(opened), "notes": f"第{next(numbers)}次", "form": secret, "do": "save"}
        return client.post(f"/editors/guides/{opened.key}", data={**fields, "token": str(opened.token)})

    return _time("editors.saving", "saving a guide", save, Aim("p95", AIM_SAVING_MS))


def _sent(opened: Opened) -> dict[str, str]:
    fields = [field for field in all_fields(form_of(opened.text)) if field.shape not in ("group", "rows")]
    return {field.name: field.value for field in fields if field.shape != "switch" or field.value == "true"}


def _secret(client: FlaskClient, services: Services) -> str:
    cookie = client.get_cookie("editors", path="/editors")
    signed = Room.of(services).sign_in.find_signed_in(cookie.value if cookie else "")
    if signed is None:
        raise BenchError("nobody is signed in")
    return signed.form_secret


def sign_in(client: FlaskClient, services: Services) -> None:
    """Somebody who writes, reviews and publishes."""
    now = services.clock()
    with services.database.write() as connection:
        editors.add_editor(connection, WHO, "no password", ["editor", "reviewer", "publisher"], now)
        token = editors.begin_session(connection, WHO, now)
    client.set_cookie("editors", token, path="/editors")


def filled_services(folder: Path) -> Services:
    """A server of that many guides, its data in the folder."""
    config = Config(data_folder=folder, database_url=f"sqlite:///{folder / 'channel.sqlite3'}", secret_keys=("b" * 32,))
    services = make_services(config)
    upgrade(services.database)
    publish_content(services.database, _many(load_content(content_folder())), now=services.clock())
    return services


def _many(content: Content) -> Content:
    """Guides like those of the program, each under names of its own."""
    made = islice(cycle(content.guides.values()), GUIDES)
    guides = [_another(guide, number // len(content.guides)) for number, guide in enumerate(made)]
    return replace(content, guides={guide.id: guide for guide in guides})


def _another(guide: Guide, number: int) -> Guide:
    if number == 0:
        return guide
    return replace(guide, id=f"{guide.id}-{number}", title=f"{guide.title}{number}", spoken_name="", aliases=())
