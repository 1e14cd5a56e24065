"""One rendered sentence as sound, by the hash of voice and text."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field

from channel_api.contract import Operation, Query, operation
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from channel_api.store.speech import find_sound

SOUND_TYPE = "audio/mpeg"
KEPT_SECONDS = 365 * 24 * 3600  # another text or another voice has another address: what is there never changes


class SpeechPath(Query):
    """sha256 of voice, newline and text, in hex."""

    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def blueprint(services: Services) -> Blueprint:
    """`/v1/speech/{hash}`."""
    routes = Blueprint("speech", __name__)

    @routes.get("/v1/speech/<hash>")
    @operation(
        Operation(
            access="public",
            summary="One rendered sentence: MP3, 24 kHz, mono",
            path=SpeechPath,
            problems=("not_found",),
            media_type=SOUND_TYPE,
        )
    )
    def speech(hash: str) -> Response:
        with services.database.read() as connection:
            sound = find_sound(connection, hash)
        if sound is None:
            raise ProblemError("not_found", "not_rendered")
        response = Response(sound, content_type=SOUND_TYPE)
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
        response.set_etag(hash[:32])
        response.make_conditional(request)
        return response

    return routes
