"""Puts the television of one screen together, in a terminal or on a box, and runs it until it is switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from tvapp.connecting import Connector
from tvapp.executors import in_threads
from tvapp.followed import load_followed
from tvapp.frame import Size
from tvapp.guide_source import GuideSource
from tvapp.input_device import InputDevice
from tvapp.kiosk import START_ROUTE, leave_route
from tvapp.local_calendar import load_local_calendar
from tvapp.memory import load_memory
from tvapp.own_remote import OwnRemote
from tvapp.region_keeper import RegionKeeper
from tvapp.remote import Profile, load_profile
from tvapp.routes import RouteError, parse_route
from tvapp.supervisor import Supervisor
from tvapp.television import Television
from tvapp.words import Words

REMOTES = "remotes"  # inside the data folder: remotes this household taught its box
RUNTIME = "XDG_RUNTIME_DIR"


def run_television(
    connector: Connector,
    folder: Path,
    *,
    remote: Profile,
    inputs: Sequence[Path],
    size: Size,
    region: str,
    wall_clock: Callable[[], datetime],
    environment: Mapping[str, str],
) -> int:
    """The exit status: 0, or what asks the box for another text size. `region` empty: the remembered one."""
    from tvapp.app import TelevisionApp  # the toolkit takes half a second to import: the server starts meanwhile

    television = _make(
        connector, folder, remote=remote, size=size, region=region, now=wall_clock(), environment=environment
    )
    keeper, own_remote = RegionKeeper(connector), OwnRemote(remote, folder / REMOTES)
    remembered = own_remote.remembered(television.memory)
    app = TelevisionApp(
        television,
        load_profile("terminal") if inputs else remembered,
        memory_folder=folder,
        wall_clock=wall_clock,
        on_region=keeper.keep,
        on_tick=Supervisor(environment).tell_alive,
        own_remote=own_remote,
        leave_place=_leave_place(environment),
    )
    devices = [InputDevice(path, remembered, app.command_arrived) for path in inputs]
    own_remote.devices.extend(devices)
    try:
        _run_with(devices, app.run)
    finally:
        keeper.stop()
    return app.return_code or 0


def _make(
    connector: Connector,
    folder: Path,
    *,
    remote: Profile,
    size: Size,
    region: str,
    now: datetime,
    environment: Mapping[str, str],
) -> Television:
    """The television as its household left it, on the route and item it starts with."""
    memory = load_memory(folder)
    memory = replace(memory, region=region) if region else memory
    route, focused = first_place(environment, is_known=memory.welcomed or bool(region))
    television = Television(
        GuideSource(connector, in_threads(), clock=monotonic),
        memory,
        words=Words.load(),
        calendar=load_local_calendar(),
        size=size,
        now=now,
        route=route,
        remote_source=remote.source,
        followed=load_followed(folder),
        changes_text_size=_is_kiosk(environment),
    )
    if focused:
        television.visit.focused = focused
        television.refresh()
    return television


def _leave_place(environment: Mapping[str, str]) -> Callable[[str], None] | None:
    """Tells the box where the viewer is; None where no box would start the television anew."""
    return (lambda place: leave_route(place, Path(environment[RUNTIME]))) if _is_kiosk(environment) else None


def _is_kiosk(environment: Mapping[str, str]) -> bool:
    return START_ROUTE in environment and RUNTIME in environment


def first_place(environment: Mapping[str, str], *, is_known: bool) -> tuple[str, str]:
    """Route and item where the viewer was when the kiosk's terminal was started anew; else home, or the welcome."""
    text, _, focused = environment.get(START_ROUTE, "").partition(" ")
    try:
        return parse_route(text).text, focused
    except RouteError:
        return ("home" if is_known else "welcome"), ""


def _run_with(devices: Sequence[InputDevice], run: Callable[[], object]) -> None:
    """The devices are given back whatever happens."""
    for device in devices:
        device.start()
    try:
        run()
    finally:
        for device in devices:
            device.stop()
