"""The editors' pages of the sample server, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from channel_api import passwords
from channel_api.passwords import hash_password
from channel_api.runtime import Services
from tests.channel_api.editing.people import PASSWORD, People
from tests.channel_api.editing.real_browser import Served, serving
from tests.tvapp.serve.chromium import running_chromium

# What pages say and files hold does not depend on the database below: the desks behind them are tested on both kinds.
HERE = Path(__file__).parent
ON_SQLITE_ONLY = (
    *("pages", "areas", "provider", "preview_pages", "schedule_pages", "sheets_files", "sheets_pages"),
    *("asked_board", "asked_names", "fault_words", "words_of_search", "owners", "bundle_pages", "settings"),
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def is_needless(item: pytest.Item) -> bool:
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        name = item.path.stem.removeprefix("test_")
        return item.path.parent == HERE and name in ON_SQLITE_ONLY and parameters.get("server") == "postgresql"

    needless = [item for item in items if is_needless(item)]
    if needless:
        config.hook.pytest_deselected(items=needless)
        items[:] = [item for item in items if not is_needless(item)]


REAL_HASHER = passwords._hasher


@pytest.fixture
def real_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """As slow as they are in earnest."""
    monkeypatch.setattr(passwords, "_hasher", REAL_HASHER)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """People sign in hundreds of times here; how slow a guess is made is tested by itself (test_accounts)."""
    with pytest.MonkeyPatch.context() as patched:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(passwords, "_hasher", lambda: quick)
        passwords._nobodys_hash.cache_clear()
        yield
    passwords._nobodys_hash.cache_clear()


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
