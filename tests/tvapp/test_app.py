"""The television in a real terminal application, driven by the toolkit's pilot."""

import asyncio
import itertools
import os
from collections.abc import Callable
from pathlib import Path

from textual import events

from tests.tvapp.conftest import MONDAY_MORNING, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.input_bytes import tap
from tests.tvapp.samples import CASE_CODE, CASE_NUMBER
from tvapp.adjusting import adjust
from tvapp.app import TelevisionApp
from tvapp.canvas import Canvas
from tvapp.followed import FOLLOWED_FILE, load_followed
from tvapp.input_device import InputDevice
from tvapp.kiosk import OTHER_SIZE_WANTED
from tvapp.memory import load_memory
from tvapp.remote import Command, load_profile
from tvapp.television import Television


def make_app(
    television: Television, folder: Path, *, leave_place: Callable[[str], None] | None = None
) -> TelevisionApp:
    return TelevisionApp(
        television,
        load_profile("terminal"),
        memory_folder=folder,
        wall_clock=lambda: MONDAY_MORNING,
        leave_place=leave_place,
        time_of_key=calm_hand(),
    )


def calm_hand() -> Callable[[events.Key], float]:
    """A second from key to key; the pilot presses as fast as a held key repeats."""
    seconds = itertools.count()
    return lambda event: float(next(seconds))


def shown(app: TelevisionApp) -> str:
    canvas = app.query_one(Canvas)
    rows = [canvas.render_line(y) for y in range(canvas.size.height)]
    return "\n".join("".join(segment.text for segment in row) for row in rows)


def test_keys_of_the_keyboard_drive_the_television(make_television: MakeTelevision, tmp_path: Path) -> None:
    async def drive() -> None:
        app = make_app(make_television(), tmp_path)
        async with app.run_test(size=(80, 23)) as pilot:
            assert "户籍身份" in shown(app)
            await pilot.press("1")
            await pilot.pause()
            assert "►" in shown(app)
            assert "居民身份证丢失补领" in shown(app)
            await pilot.press("escape")
            await pilot.pause()
            assert "查进度" in shown(app)

    asyncio.run(drive())


def test_keys_of_the_toolkit_are_no_keys_of_a_remote(make_television: MakeTelevision, tmp_path: Path) -> None:
    async def drive() -> None:
        app = make_app(make_television(), tmp_path)
        async with app.run_test(size=(80, 23)) as pilot:
            before = shown(app)
            await pilot.press("ctrl+q", "ctrl+p", "tab", "q", "ctrl+s", "f12")
            await pilot.pause()
            assert app.is_running
            assert shown(app) == before

    asyncio.run(drive())


def test_every_line_of_the_terminal_is_exactly_as_wide_as_the_terminal(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        app = make_app(make_television("guide/id-card-lost/materials"), tmp_path)
        async with app.run_test(size=(50, 14)):
            canvas = app.query_one(Canvas)
            assert {canvas.render_line(y).cell_length for y in range(14)} == {50}

    asyncio.run(drive())


def test_resizing_keeps_the_focused_item(make_television: MakeTelevision, tmp_path: Path) -> None:
    async def drive() -> None:
        television = make_television("hotlines")
        app = make_app(television, tmp_path)
        async with app.run_test(size=(101, 28)) as pilot:
            await pilot.press("down", "down", "down")
            focused = television.visit.focused
            for size in ((20, 5), (50, 14), (101, 28)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
            assert television.visit.focused == focused
            assert f"► 4 {focused}" in shown(app)

    asyncio.run(drive())


def test_data_that_arrives_in_a_thread_is_shown(
    channel: FakeChannel, make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        channel.is_slow()
        app = make_app(make_television(), tmp_path)
        async with app.run_test(size=(80, 23)) as pilot:
            assert "正在取内容" in shown(app)
            channel.comes_back()
            await asyncio.to_thread(channel.on_change)
            await pilot.pause()
            assert "户籍身份" in shown(app)

    asyncio.run(drive())


def test_the_chosen_region_is_remembered(make_television: MakeTelevision, tmp_path: Path) -> None:
    async def drive() -> None:
        app = make_app(make_television(region="000000"), tmp_path)
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.press("7", "2", "2", "4")
            await pilot.pause()

    asyncio.run(drive())
    assert load_memory(tmp_path).region == "330106"


def test_keys_of_an_input_device_drive_the_television(make_television: MakeTelevision, tmp_path: Path) -> None:
    async def drive() -> None:
        television = make_television()
        app = make_app(television, tmp_path)
        async with app.run_test(size=(80, 23)) as pilot:
            has_arrived = asyncio.Event()
            loop = asyncio.get_running_loop()

            def deliver(command: Command) -> None:
                app.command_arrived(command)
                loop.call_soon_threadsafe(has_arrived.set)

            path = tmp_path / "event0"
            os.mkfifo(path)
            device = InputDevice(path, load_profile("linux-ir"), deliver)
            device.start()
            try:
                with path.open("wb", buffering=0) as remote:
                    remote.write(tap(401, 1))
                    await asyncio.wait_for(has_arrived.wait(), timeout=10)
            finally:
                device.stop()
            await pilot.pause()
            assert television.visit.route.text == "search"

    asyncio.run(drive())


def test_a_box_ends_to_be_started_in_larger_text_on_the_same_item(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        places: list[str] = []
        app = make_app(make_television("settings", changes_text_size=True), tmp_path, leave_place=places.append)
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.press("1")
            await pilot.pause()
        assert app.return_code == OTHER_SIZE_WANTED
        assert places == ["settings bigger"]

    asyncio.run(drive())
    assert load_memory(tmp_path).text_size == "large"


def test_the_largest_text_stays_where_it_is(make_television: MakeTelevision, tmp_path: Path) -> None:
    async def drive() -> None:
        places: list[str] = []
        app = make_app(make_television("settings", changes_text_size=True), tmp_path, leave_place=places.append)
        async with app.run_test(size=(50, 14)) as pilot:
            await pilot.press("1", "1", "1")
            await pilot.pause()
            assert app.is_running
            assert places == []
            assert "不能再大了" in shown(app)

    asyncio.run(drive())


def test_a_disk_that_refuses_to_keep_the_size_does_not_start_the_box_anew(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        places: list[str] = []
        (tmp_path / "full").write_text("no folder can be made here")
        television = make_television("settings", changes_text_size=True)
        app = make_app(television, tmp_path / "full", leave_place=places.append)
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.press("1", "down", "down", "enter")
            await pilot.pause()
            assert app.is_running
            assert places == []
            assert television.memory.theme != "dark"

    asyncio.run(drive())


def test_a_followed_case_is_kept_beside_the_memory(
    channel: FakeChannel, make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        channel.has_feeds_in(["330106"])
        television = make_television()
        app = make_app(television, tmp_path)
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.press("f3", *CASE_NUMBER, *CASE_CODE, "pagedown", "1")
            await pilot.pause()

    asyncio.run(drive())
    assert load_followed(tmp_path) == (CASE_NUMBER,)
    assert [path.name for path in tmp_path.iterdir() if CASE_NUMBER in path.read_text()] == [FOLLOWED_FILE]


def test_a_key_held_on_a_keyboard_moves_no_faster_than_can_be_followed(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        television = make_television("hotlines")
        milliseconds = itertools.chain([0], itertools.count(400, 33))
        app = TelevisionApp(
            television,
            load_profile("terminal"),
            memory_folder=tmp_path,
            wall_clock=lambda: MONDAY_MORNING,
            time_of_key=lambda event: next(milliseconds) / 1000,
        )
        async with app.run_test(size=(101, 28)) as pilot:
            await pilot.press(*["down"] * 10)
            await pilot.pause()
            assert television.focused_item() == television.page.items[3]

    asyncio.run(drive())


def test_a_case_is_not_carried_over_into_larger_text(
    channel: FakeChannel, make_television: MakeTelevision, tmp_path: Path
) -> None:
    async def drive() -> None:
        channel.has_feeds_in(["330106"])
        places: list[str] = []
        television = make_television(changes_text_size=True)
        app = make_app(television, tmp_path, leave_place=places.append)
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.press("f3", *CASE_NUMBER, *CASE_CODE)
            assert television.visit.route.text == "case/progress"
            television.memory = adjust(television.memory, "bigger")  # as a voice does from any screen
            await pilot.press("down")
            await pilot.pause()
        assert places == ["case"]

    asyncio.run(drive())
