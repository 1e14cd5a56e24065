"""The editors' pages of the sample server, on both databases."""

import pytest
from flask import Flask

from channel_api.runtime import Services
from tests.channel_api.editing.people import People


@pytest.fixture
def people(app: Flask, services: Services) -> People:
    return People(app, services)
