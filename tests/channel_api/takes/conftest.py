"""A server that telephones can reach."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from channel_api.app import create_app
from channel_api.config import Config
from channel_api.runtime import Services
from channel_api.store.database import Database
from tests.channel_api.conftest import StandingClock, make_services

PUBLIC_URL = "https://channel.example.cn"


@pytest.fixture
def reachable(config: Config, clock: StandingClock) -> Iterator[Services]:
    """As `services`, with a public address."""
    public = replace(config, public_url=PUBLIC_URL)
    database = Database.from_url(public.database_url)
    made = make_services(public, database, clock)
    yield made
    made.demand.stop()
    database.close()


@pytest.fixture
def phone(reachable: Services) -> FlaskClient:
    """Asks that server; as television or as telephone."""
    return create_app(reachable).test_client()
