"""`zhengwu-tv`: the composition root of the television. Nothing else wires its parts."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from channel_api.client.embedded import EmbeddedServer
from content.faults import ContentError
from content.hours import CHINA
from content.model import NATIONAL_REGION
from tvapp.connecting import Connector
from tvapp.device import load_device
from tvapp.executors import AtOnce
from tvapp.frame import Size
from tvapp.guide_source import GuideSource
from tvapp.local_calendar import load_local_calendar
from tvapp.memory import Memory
from tvapp.remote import Command, Profile, load_profile, parse_walk, profile_names
from tvapp.routes import RouteError, parse_route
from tvapp.running import REMOTES, Sitting, run_television
from tvapp.svg import render_svg
from tvapp.television import Television
from tvapp.walk import spoken_text, take_walk
from tvapp.words import Words

DEFAULT_SIZE = "80x23"
SMALLEST, LARGEST = 10, 500  # columns or rows of a picture
DATA_FOLDER = "zhengwu-channel"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 2 with one clear line where an argument is wrong."""
    options = _parser().parse_args(arguments)
    try:
        order = _check(options)
    except (ContentError, RouteError, ValueError) as error:
        print(f"zhengwu-tv: {error}", file=sys.stderr)
        return 2
    folder = _data_folder(os.environ)
    is_watched = options.walk is None and not options.snapshot
    device = load_device(folder) if is_watched else None  # pictures and walks are nobody's questions
    connector = Connector(options.api, folder / "last-known", lambda: EmbeddedServer(os.environ), device=device)
    try:
        if order.address:
            return _serve(options, order.address, connector, folder)
        if is_watched:
            return run_television(_sitting(options, order, connector, folder))
        television = _headless(options, order, connector)
        return _draw(options, television) if options.snapshot else _walk(options, order, television)
    finally:
        connector.stop()


@dataclass(frozen=True, slots=True)
class Order:
    """The arguments, checked."""

    size: Size
    route: str
    walk: Sequence[Command]
    remote: Profile
    inputs: Sequence[Path]
    address: tuple[str, int] | None


def _check(options: argparse.Namespace) -> Order:
    """Raises RouteError, ContentError or ValueError with one line that says what to write instead."""
    if options.region and not re.fullmatch(r"[0-9]{6}", options.region):
        raise ValueError(f"--region {options.region[:20]}: 要写六位地区码，如 330106")
    route = parse_route(options.snapshot).text if options.snapshot else "home"
    remote = load_profile(options.remote, _data_folder(os.environ) / REMOTES)
    inputs = _check_inputs(remote, [Path(path) for path in options.input])
    address = _parse_address(options.serve) if options.serve else None
    return Order(_parse_size(options.size), route, parse_walk(options.walk or ""), remote, inputs, address)


def _sitting(options: argparse.Namespace, order: Order, connector: Connector, folder: Path) -> Sitting:
    return Sitting(
        connector=connector,
        folder=folder,
        remote=order.remote,
        inputs=order.inputs,
        size=order.size,
        region=options.region,
        wall_clock=_now,
        environment=os.environ,
        is_muted=options.mute,
    )


def _parse_address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"--serve {text[:40]}: 要写成 地址:端口，如 127.0.0.1:8080；给家里的电视用写 0.0.0.0:8080")
    return host.strip("[]"), int(port)


def _check_inputs(remote: Profile, paths: Sequence[Path]) -> Sequence[Path]:
    """A device may be plugged in later; one we may not read would be waited for in vain."""
    if remote.source == "browser":
        raise ValueError("--remote: 浏览器的遥控器由网页自己认，不用写")
    if bool(paths) != (remote.source == "linux"):
        raise ValueError("--input 要和 linux 的遥控器一起写，如 --remote linux-ir --input /dev/input/event0")
    refused = [path for path in paths if path.exists() and not os.access(path, os.R_OK)]
    if refused:
        raise ValueError(f"--input {refused[0]}: 没有权限读；把用户加进 input 组")
    return paths


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhengwu-tv", description="政务服务频道：电视画面")
    parser.add_argument("--api", default=os.environ.get("CHANNEL_API_URL", ""), help="服务器地址；不写就自己带一个")
    parser.add_argument("--region", default=os.environ.get("CHANNEL_REGION", ""), help="六位地区码，如 330106")
    parser.add_argument("--remote", default="terminal", help=f"遥控器：{'、'.join(profile_names())}")
    parser.add_argument("--input", action="append", default=[], metavar="FILE", help="遥控器的输入设备，可以写几次")
    parser.add_argument("--serve", metavar="HOST:PORT", help="给电视浏览器看，如 0.0.0.0:8080")
    parser.add_argument("--mute", action="store_true", help="不出声")
    parser.add_argument("--size", default=DEFAULT_SIZE, help="列x行，如 80x23")
    parser.add_argument("--snapshot", metavar="ROUTE", help="把一个画面存成图，如 guide/id-card-lost")
    parser.add_argument("--out", metavar="F.svg", help="图存到哪里；不写就打印出来")
    parser.add_argument("--walk", metavar="KEYS", help='从首页按键，如 "down right ok 1"')
    parser.add_argument("--dump", choices=("spoken", "text"), default="spoken", help="打印说了什么，或最后的画面")
    return parser


def _parse_size(text: str) -> Size:
    found = re.fullmatch(r"(\d{1,3})[x×](\d{1,3})", text)
    numbers = [int(part) for part in found.groups()] if found else []
    if not numbers or not all(SMALLEST <= number <= LARGEST for number in numbers):
        raise ValueError(f"--size {text[:20]}: 要写成 列x行，如 80x23，每个数{SMALLEST}到{LARGEST}")
    return Size(numbers[0], numbers[1])


def _data_folder(environment: Mapping[str, str]) -> Path:
    given = environment.get("CHANNEL_DATA_DIR")
    base = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(given).expanduser() if given else Path(base).expanduser() / DATA_FOLDER


def _now() -> datetime:
    return datetime.now(CHINA)


def _headless(options: argparse.Namespace, order: Order, connector: Connector) -> Television:
    """A television without a screen, with empty memory."""
    source = GuideSource(connector, AtOnce(), clock=monotonic)
    memory = Memory(region=options.region or NATIONAL_REGION)
    words, calendar = Words.load(), load_local_calendar()
    return Television(source, memory, words=words, calendar=calendar, size=order.size, now=_now(), route=order.route)


def _walk(options: argparse.Namespace, order: Order, television: Television) -> int:
    steps = take_walk(television, order.walk)
    print(spoken_text(steps) if options.dump == "spoken" else television.frame().text())
    return 0


def _draw(options: argparse.Namespace, television: Television) -> int:
    picture = render_svg(television.frame())
    if not options.out:
        print(picture)
        return 0
    try:
        Path(options.out).write_text(picture, encoding="utf-8")
    except OSError as error:
        print(f"zhengwu-tv: --out {options.out}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _serve(options: argparse.Namespace, address: tuple[str, int], connector: Connector, folder: Path) -> int:
    try:
        from tvapp.serve.starting import make_application, run
        from tvapp.voice_link.served_sound import find_sound_of
    except ModuleNotFoundError as error:
        print(f"zhengwu-tv: --serve: 缺少 {error.name}，请安装 zhengwu-channel[browser]", file=sys.stderr)
        return 2
    (host, port), public_url = address, os.environ.get("CHANNEL_PUBLIC_URL", "")
    find_sound = None if options.mute else find_sound_of(connector, folder, os.environ)
    application = make_application(
        connector, folder, wall_clock=_now, region=options.region, public_url=public_url, find_sound=find_sound
    )
    try:
        run(application, host, port, announce=lambda text: print(text, flush=True))
    except OSError as error:
        print(f"zhengwu-tv: --serve {host}:{port}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
