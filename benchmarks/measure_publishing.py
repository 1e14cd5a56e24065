"""Whether publishing waits for the rendering of speech: one guide published again and again, with and without it.

The rendering is the server's own, in its process of lowest priority, on the same database; in place of a voice stands a
program that computes for as long as a neural voice does and gives noise.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.figures import Aim, BenchError, Figure, summary
from benchmarks.servers import plain_environment
from channel_api.clock import system_clock
from channel_api.config import Config
from channel_api.publishing import document_of, publish_content
from channel_api.speech_command import COMMAND_VARIABLE
from channel_api.store.database import Database
from channel_api.store.single_documents import publish_edited
from channel_api.store.speech import load_sizes
from channel_api.store.upgrading import upgrade
from content.files import Content, content_folder, load_content
from voice.sounds import SPEECH_HZ, Sound, encode

ROUNDS = 100
PAUSE_SECONDS = 0.03  # so that several sentences are rendered and written meanwhile
COMPUTING_SECONDS = 0.3  # for each sentence
PATIENCE_SECONDS = 60.0
P95_MILLISECONDS = 100.0


def measure(folder: Path) -> Iterator[Figure]:
    """Both on one database, first without the rendering, then while it is at work."""
    environment = plain_environment(folder / "publishing")
    database = Database.from_url(Config.from_environment(environment).database_url)
    upgrade(database)
    content = load_content(content_folder())
    publish_content(database, content, now=system_clock(), fingerprint="bench")
    alone = list(_published(database, content))
    with _rendering(database, environment):
        before = _count(database)
        beside = list(_published(database, content))
        _await_more(database, before + 1)
    database.close()
    for id, what, values in (("alone", "nothing beside", alone), ("beside", "speech rendered beside", beside)):
        yield Figure(
            id=f"publishing.{id}",
            what=f"publishing one guide, {what}",
            unit="ms",
            values=summary(values, "worst"),
            count=ROUNDS,
            aim=Aim("p95", P95_MILLISECONDS),
        )


def _published(database: Database, content: Content) -> Iterator[float]:
    guide = next(iter(content.guides.values()))
    for number in range(ROUNDS):
        document = document_of(replace(guide, title=f"{guide.title}{number}"))
        begun = time.perf_counter()
        with database.write() as connection:
            publish_edited(connection, document, now=system_clock())
        yield (time.perf_counter() - begun) * 1000
        time.sleep(PAUSE_SECONDS)


@contextmanager
def _rendering(database: Database, environment: dict[str, str]) -> Iterator[None]:
    """Until the first sentence is rendered nothing is measured."""
    voice = f"{sys.executable} -m benchmarks.measure_publishing"
    command = [sys.executable, "-m", "channel_api", "speech", "render", "--beside"]
    begun = _count(database)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**environment, COMMAND_VARIABLE: voice})
    try:
        _await_more(database, begun)
        yield
    finally:
        process.terminate()
        process.wait()


def _await_more(database: Database, than: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _count(database) <= than:
        if time.monotonic() > deadline:
            raise BenchError("no speech was rendered")
        time.sleep(0.1)


def _count(database: Database) -> int:
    with database.read() as connection:
        return len(load_sizes(connection))


def _speak() -> None:
    sound = encode(Sound(np.random.default_rng(0).normal(0, 0.1, 2 * SPEECH_HZ).astype(np.float32), SPEECH_HZ))
    _tell({"ready": True})
    for _ in sys.stdin:
        until = time.process_time() + COMPUTING_SECONDS
        while time.process_time() < until:
            np.sort(np.random.default_rng(0).normal(size=10_000))
        _tell({"bytes": len(sound)})
        os.write(sys.stdout.fileno(), sound)


def _tell(line: dict[str, object]) -> None:
    os.write(sys.stdout.fileno(), json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    _speak()
