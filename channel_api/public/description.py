"""The description of this API, for programs and for people who write them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app

from channel_api.contract import Operation, operation
from channel_api.encoding import Encoded, encode_plain
from channel_api.openapi import make_document
from channel_api.runtime import Services


def blueprint(services: Services) -> Blueprint:
    """`/openapi.json`; its examples are asked anew when the content or the day changes."""
    routes = Blueprint("description", __name__)
    kept: dict[tuple[int, date], Encoded] = {}

    @routes.get("/openapi.json")
    @operation(Operation(access="public", summary="This document"))
    def openapi() -> Encoded:
        key = (services.catalogue.current().version, services.today())
        document = kept.get(key)
        if document is None:
            document = encode_plain(make_document(current_app, services))
            kept.clear()
            kept[key] = document
        return document

    return routes
