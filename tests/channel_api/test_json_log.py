"""The log: one JSON object a line, readable by programs."""

import json
import logging

from channel_api.json_log import JsonLines
from channel_api.request_log import RequestLine
from tests.channel_api.conftest import StandingClock


def written(message: object, *arguments: object) -> dict[str, object]:
    """The line a record becomes."""
    record = logging.LogRecord("channel_api.example", logging.ERROR, __file__, 1, message, arguments, None)
    line = JsonLines(StandingClock()).format(record)
    assert "\n" not in line
    plain: dict[str, object] = json.loads(line)
    return plain


def test_a_request_is_one_line_with_its_fields() -> None:
    assert written(RequestLine("abcdef12", "GET", "/v1/search", 200, 1.25, 99)) == {
        "at": "2026-11-23T10:00:00.000+08:00",
        "level": "ERROR",
        "request_id": "abcdef12",
        "method": "GET",
        "route": "/v1/search",
        "status": 200,
        "milliseconds": 1.25,
        "bytes": 99,
    }


def test_a_message_is_one_line_even_where_it_breaks() -> None:
    assert written("%s\nfailed", "目录") == {
        "at": "2026-11-23T10:00:00.000+08:00",
        "level": "ERROR",
        "logger": "channel_api.example",
        "message": "目录\nfailed",
    }
