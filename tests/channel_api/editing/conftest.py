"""The editors' pages of the sample server, on both databases."""

import pytest
from flask import Flask

from channel_api.passwords import hash_password
from channel_api.runtime import Services
from tests.channel_api.editing.people import PASSWORD, People


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Of the password all people of the tests share."""
    return hash_password(PASSWORD)


@pytest.fixture
def people(app: Flask, services: Services, password_hash: str) -> People:
    return People(app, services, password_hash)
