"""The editors' pages of the sample server, on both databases."""

from collections.abc import Iterator

import pytest
from flask import Flask

from channel_api.passwords import hash_password
from channel_api.runtime import Services
from tests.channel_api.editing.people import PASSWORD, People
from tests.channel_api.editing.real_browser import Served, serving
from tests.tvapp.serve.chromium import running_chromium


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Of the password all people of the tests share."""
    return hash_password(PASSWORD)


@pytest.fixture
def people(app: Flask, services: Services, password_hash: str) -> People:
    return People(app, services, password_hash)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the whole content for real browsers."""
    with serving(tmp_path_factory.mktemp("editing")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_chromium(tmp_path_factory.mktemp("profile")) as address:
        yield address
