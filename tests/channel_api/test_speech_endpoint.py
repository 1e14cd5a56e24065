"""A rendered sentence is a file that never changes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from channel_api.runtime import Services
from channel_api.store.speech import add_sound
from content.spoken_sentences import speech_key

SOUND = b"\xff\xfb\x90 as good as any MP3"


@pytest.fixture
def address(services: Services) -> str:
    key = speech_key("f-1", "带户口本。")
    with services.database.write() as connection:
        assert add_sound(connection, key, SOUND, now=services.clock())
        assert not add_sound(connection, key, b"another", now=services.clock())
    return f"/v1/speech/{key}"


def test_a_rendered_sentence_is_given_as_sound_and_may_be_kept_for_ever(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.data, answer.content_type) == (200, SOUND, "audio/mpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(address).data == b""


def test_a_sentence_nobody_rendered_is_not_found_and_may_be_found_later(client: FlaskClient) -> None:
    answer = client.get(f"/v1/speech/{'0' * 64}")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("hash_", ["0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 63 + "%0A"])
def test_what_is_no_hash_is_refused(client: FlaskClient, hash_: str) -> None:
    assert client.get(f"/v1/speech/{hash_}").status_code == 422
