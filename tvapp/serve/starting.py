"""Puts the served television together: one source of public data, one folder of memories, a session a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from aiohttp import web

from channel_api.client.client import ChannelClient
from content.model import NATIONAL_REGION
from tvapp.bounds import MANY_HOMES
from tvapp.executors import in_threads
from tvapp.frame import Size
from tvapp.guide_source import GuideSource
from tvapp.kiosk import GRIDS, USUAL
from tvapp.local_calendar import load_local_calendar
from tvapp.memory import Memory
from tvapp.own_remote import OwnRemote
from tvapp.remote import load_profile
from tvapp.serve.memories import Memories
from tvapp.serve.session import Session
from tvapp.serve.session_source import SessionSource
from tvapp.serve.sessions import Sessions
from tvapp.serve.sounds import FindSound, Sounds
from tvapp.serve.web import Served
from tvapp.television import Television
from tvapp.words import Words

BROWSERS = "browsers"  # inside the data folder


def make_application(
    connect: Callable[[], ChannelClient],
    folder: Path,
    *,
    wall_clock: Callable[[], datetime],
    region: str = "",
    public_url: str = "",
    find_sound: FindSound | None = None,
) -> web.Application:
    """The web application; `region` is where a browser begins that has chosen none; `find_sound` makes sentences into
    files that pages play."""
    sounds = Sounds(find_sound) if find_sound else None
    executor, profile, words = in_threads(), load_profile("browser"), Words.load()
    calendar = load_local_calendar()
    shared = GuideSource(connect, executor, clock=monotonic, bounds=MANY_HOMES)
    memories = Memories(folder / BROWSERS)

    def make(browser: str) -> Session:
        memory = _begun(memories.load(browser), region)
        source = SessionSource(shared, connect, executor, clock=monotonic)
        television = Television(
            source,
            memory,
            words=words,
            calendar=calendar,
            size=Size(*GRIDS[USUAL]),
            now=wall_clock(),
            route="home" if memory.welcomed or region else "welcome",
            keeps_recent=False,
            remote_source="browser",
            changes_text_size=True,
        )
        source.on_change = served.data_arrived

        def save(memory: Memory) -> None:
            memories.save(browser, memory)

        own_remote = OwnRemote(profile, memories.remotes(browser))
        return Session(television, own_remote, save=save, clock=monotonic, wall_clock=wall_clock, sounds=sounds)

    served = Served(Sessions(make, clock=monotonic), profile, public_url=public_url, sounds=sounds)
    shared.on_change = served.data_arrived
    return served.application()


def run(application: web.Application, host: str, port: int, *, announce: Callable[[str], None]) -> None:
    """Until it is told to end; `announce` gets the address as soon as it answers. What viewers do is in no log."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    web.run_app(application, host=host, port=port, access_log=None, print=lambda *text: announce(address))


def _begun(memory: Memory, region: str) -> Memory:
    return replace(memory, region=region) if region and memory.region == NATIONAL_REGION else memory
