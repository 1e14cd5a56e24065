"""Puts the television of one screen together, in a terminal or on a box, and runs it until it is switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from tvapp.one_arena import use_one_arena
from tvapp.own_remote import OwnRemote
from tvapp.region_keeper import RegionKeeper
from tvapp.remote import Profile, load_profile
from tvapp.routes import RouteError, parse_route
from tvapp.supervisor import Supervisor
from tvapp.television import Television
from tvapp.voice_link import keep_noise_off_screen
from tvapp.voice_link.joining import JoinedVoice, join_voice
from tvapp.words import Words

REMOTES = "remotes"  # inside the data folder: remotes this household taught its box
RUNTIME = "XDG_RUNTIME_DIR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One evening in front of one screen: what was asked for, and where the box keeps its things. `region` empty: the
    remembered one; `inputs`: devices of a remote that is read directly."""

    connector: Connector
    folder: Path
    remote: Profile
    inputs: Sequence[Path]
    size: Size
    region: str
    wall_clock: Callable[[], datetime]
    environment: Mapping[str, str]
    is_muted: bool = False


def run_television(sitting: Sitting) -> int:
    """The exit status: 0, or what asks the box for another text size."""
    use_one_arena()
    restore = keep_noise_off_screen()
    voice = join_voice(
        sitting.connector,
        sitting.folder,
        environment=sitting.environment,
        wall_clock=sitting.wall_clock,
        is_muted=sitting.is_muted,
    )
    keeper = RegionKeeper(sitting.connector)
    try:
        return _run(sitting, voice, keeper)
    finally:
        keeper.stop()
        voice.close()
        restore()


def _run(sitting: Sitting, voice: JoinedVoice, keeper: RegionKeeper) -> int:
    from tvapp.app import TelevisionApp  # the toolkit takes half a second to import: the server starts meanwhile

    television = _make(sitting, voice)
    own_remote = OwnRemote(sitting.remote, sitting.folder / REMOTES)
    remembered = own_remote.remembered(television.memory)
    app = TelevisionApp(
        television,
        load_profile("terminal") if sitting.inputs else remembered,
        memory_folder=sitting.folder,
        wall_clock=sitting.wall_clock,
        on_region=keeper.keep,
        on_tick=Supervisor(sitting.environment).tell_alive,
        own_remote=own_remote,
        leave_place=_leave_place(sitting.environment),
        voice=voice,
    )
    devices = [InputDevice(path, remembered, app.command_arrived) for path in sitting.inputs]
    own_remote.devices.extend(devices)
    _run_with(devices, app.run)
    return app.return_code or 0


def _make(sitting: Sitting, voice: JoinedVoice) -> Television:
    """The television as its household left it, on the route and item it starts with."""
    memory, region = load_memory(sitting.folder), sitting.region
    route, focused = first_place(sitting.environment, is_known=memory.welcomed or bool(region))
    television = Television(
        GuideSource(sitting.connector, in_threads(), clock=monotonic),
        replace(memory, region=region) if region else memory,
        words=Words.load(),
        calendar=load_local_calendar(),
        size=sitting.size,
        now=sitting.wall_clock(),
        route=route,
        remote_source=sitting.remote.source,
        followed=load_followed(sitting.folder),
        changes_text_size=_is_kiosk(sitting.environment),
        voice=voice.voice,
        speakers=voice.speakers,
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
