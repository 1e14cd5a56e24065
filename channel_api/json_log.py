"""The log as JSON lines on standard error. Exceptions by type and place only: their texts may quote what a caller sent.

Imports nothing of the server, because it is set up before the worker processes are made.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import fields, is_dataclass

from channel_api.clock import Clock


class JsonLines(logging.Formatter):
    """Every record as one JSON object; a record may be a dataclass, whose fields then stand in the line."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {"at": self._clock().isoformat(timespec="milliseconds"), "level": record.levelname}
        if is_dataclass(record.msg) and not isinstance(record.msg, type):
            # Its fields are plain: `asdict` would copy each of them once more, for every request.
            line.update((field.name, getattr(record.msg, field.name)) for field in fields(record.msg))
            return json.dumps(line, ensure_ascii=False)
        line.update(logger=record.name, message=record.getMessage())
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr(clock: Clock, level: int = logging.INFO) -> None:
    """For the commands that serve; nothing is logged anywhere before this."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(clock))
    logging.basicConfig(handlers=[handler], level=level, force=True)
