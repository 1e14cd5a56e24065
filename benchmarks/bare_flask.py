"""The floor of any answer: Flask, one route, an empty JSON object. Served by gunicorn beside the API."""

from __future__ import annotations

from flask import Flask, Response


def create_app() -> Flask:
    """Nothing but the framework itself."""
    app = Flask("bare", static_folder=None)

    @app.get("/")
    def empty() -> Response:
        return Response(b"{}", mimetype="application/json")

    return app
