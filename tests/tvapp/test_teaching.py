"""The screen that teaches a remote: what it asks, what it hears, how one leaves it, and what is kept."""

import asyncio
import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.input_bytes import tap
from tests.tvapp.test_every_screen import assert_no_text_is_lost, assert_nothing_overlaps_or_leaves
from tvapp.app import TelevisionApp
from tvapp.frame import Size
from tvapp.input_device import InputDevice
from tvapp.memory import Memory, load_memory
from tvapp.own_remote import OwnRemote
from tvapp.remote import OWN_REMOTE, Command, load_profile
from tvapp.television import Television
from tvapp.walk import Recorder

SIX = ("w", "s", "a", "d", "e", "q")  # up, down, left, right, OK, BACK


def teach(television: Television, *keys: str, first_at: float = 100.0) -> list[tuple[str, ...]]:
    """Starts the lesson and presses these keys, one a second; what was said after each."""
    television.press(Command.OK, at_seconds=first_at)
    said = []
    for second, key in enumerate(keys, start=1):
        recorder = Recorder()
        television.telling.speakers.append(recorder)
        television.hear(key, at_seconds=first_at + second)
        television.telling.speakers.remove(recorder)
        said.append(recorder.sentences)
    return said


def test_the_lesson_is_reached_from_the_settings_and_says_what_it_will_do(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    television.visit.focused = "remote"
    television.press(Command.OK, at_seconds=5)
    assert television.visit.route.text == "settings/remote"
    assert not television.page.hears_keys
    assert "同一个键连着再按两下" in television.frame().text()


def test_it_asks_for_one_key_after_the_other_and_says_so(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    said = teach(television, "w", "s")
    assert said == [("记住了。", "请按一下下键。"), ("记住了。", "请按一下左键。")]
    assert television.page.hears_keys
    assert "已经教了2个键" in television.frame().text()


def test_a_held_key_counts_once(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    teach(television, "w")
    for repeat in range(1, 20):
        television.hear("w", at_seconds=101 + repeat * 0.03)
    assert "已经教了1个键" in television.frame().text()
    assert television.page.hears_keys


def test_the_ok_that_began_the_lesson_is_not_taken_for_its_first_key(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    television.press(Command.OK, at_seconds=10)
    television.hear("enter", at_seconds=10.5)
    assert "已经教了0个键" in television.frame().text()


def test_one_key_pressed_on_and_on_leaves_the_lesson_without_a_change(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    said = teach(television, "w", "w", "w")
    assert said[1][0] == "这个键教过了，再按一下它就不教了。"
    assert said[2][0] == "不教了，遥控器还和以前一样。"
    assert not television.page.hears_keys
    assert television.taught is None
    assert television.memory.remote == ""


def test_six_keys_and_down_are_enough(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    said = teach(television, *SIX, "s")
    assert said[-1][0] == "教好了，一共6个键，现在就能用。"
    assert television.taught is not None
    assert television.taught["q"] == Command.BACK
    assert television.memory.remote == OWN_REMOTE
    television.press(Command.OK, at_seconds=200)
    assert television.visit.route.text == "home"


def test_keys_a_remote_lacks_are_skipped_with_the_ok_just_taught_to_the_end(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    teach(television, *SIX, "h", *["e"] * (len(Command) - 7))
    assert television.taught is not None
    assert sorted(television.taught) == sorted([*SIX, "h"])
    assert television.taught["h"] == Command.HOME


def test_the_back_just_taught_takes_the_last_answer_back(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    said = teach(television, *SIX, "h", "q")
    assert said[-1] == ("退回一个。", "请按一下首页键。", "没有就按OK，够了就按下。")


def test_a_remote_that_still_works_leaves_the_lesson_with_back(make_television: MakeTelevision) -> None:
    television = make_television("settings/remote")
    teach(television, "w")
    television.press(Command.BACK, at_seconds=300)
    assert television.visit.route.text == "home"


def test_a_taught_keyboard_is_in_use_at_once_and_at_the_next_start(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    given = load_profile("terminal")

    async def drive() -> None:
        television = make_television("settings/remote")
        own = OwnRemote(given, tmp_path / "remotes")
        app = TelevisionApp(
            television,
            given,
            memory_folder=tmp_path,
            wall_clock=lambda: MONDAY_MORNING,
            own_remote=own,
            clock=count().__next__,  # a person takes a second from key to key
        )
        async with app.run_test(size=(80, 23)) as pilot:
            await pilot.press("enter", *SIX, "s")
            assert television.taught is not None
            await pilot.press("q")
            assert television.visit.route.text == "home"
            await pilot.press("s", "up", "d")
            assert television.visit.focused == "topic-social-insurance"

    asyncio.run(drive())
    profile = OwnRemote(given, tmp_path / "remotes").remembered(load_memory(tmp_path))
    assert profile["q"] == Command.BACK
    assert profile["enter"] == Command.OK
    assert OwnRemote(given, tmp_path / "remotes").remembered(Memory()) == given


def test_a_remote_taught_on_an_input_device_drives_the_television_at_once(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    profile = load_profile("linux-ir")
    own = OwnRemote(profile, tmp_path / "remotes")
    heard: list[str] = []
    commands: list[Command] = []

    async def drive() -> None:
        has_come = asyncio.Event()
        loop = asyncio.get_running_loop()

        def told(name: str) -> None:
            heard.append(name)
            loop.call_soon_threadsafe(has_come.set)

        def obeyed(command: Command) -> None:
            commands.append(command)
            loop.call_soon_threadsafe(has_come.set)

        path = tmp_path / "event0"
        os.mkfifo(path)
        device = InputDevice(path, profile, obeyed)
        own.devices.append(device)
        own.let_hear(told)
        device.start()
        try:
            with path.open("wb", buffering=0) as remote:
                remote.write(tap(700, 1))
                await asyncio.wait_for(has_come.wait(), timeout=10)
                has_come.clear()
                television = make_television("settings/remote")
                teach(television, "701", "702", "703", "704", "700", "705", "702")
                assert television.taught is not None
                own.take_up(television.taught)
                own.let_hear(None)
                remote.write(tap(701, 2))
                await asyncio.wait_for(has_come.wait(), timeout=10)
        finally:
            device.stop()

    asyncio.run(drive())
    assert heard == ["700"]
    assert commands == [Command.UP]


def test_a_file_that_was_spoiled_or_is_of_another_source_leaves_the_given_remote(tmp_path: Path) -> None:
    given = load_profile("linux-ir")
    (tmp_path / "own.yaml").write_text("name: x\nsource: terminal\nkeys:\n  w: UP\n", encoding="utf-8")
    assert OwnRemote(given, tmp_path).remembered(Memory(remote=OWN_REMOTE)) == given
    (tmp_path / "own.yaml").write_text("{", encoding="utf-8")
    assert OwnRemote(given, tmp_path).remembered(Memory(remote=OWN_REMOTE)) == given


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_question_is_whole_on_one_page_at_every_size(make_television: MakeTelevision, size: Size) -> None:
    television = make_television("settings/remote", size=size)
    television.press(Command.OK, at_seconds=1)
    for second, key in enumerate([*SIX, *(f"key-{number}" for number in range(len(Command) - 7))], start=2):
        assert television.page.hears_keys
        assert len(television.layout.sheets) == 1
        assert_nothing_overlaps_or_leaves(television.layout)
        assert_no_text_is_lost(television.layout)
        television.hear(key, at_seconds=second)
    assert "请按一下说话键" in television.frame().text()


def test_while_a_device_is_taught_its_keys_are_only_heard_and_the_keyboard_can_end_the_lesson(
    make_television: MakeTelevision, tmp_path: Path
) -> None:
    given = load_profile("linux-ir")
    television = make_television("settings/remote")
    television.remote_source = "linux"
    own = OwnRemote(given, tmp_path / "remotes")

    async def drive() -> None:
        app = TelevisionApp(
            television,
            load_profile("terminal"),
            memory_folder=tmp_path,
            wall_clock=lambda: MONDAY_MORNING,
            own_remote=own,
            clock=count().__next__,
        )
        has_come = asyncio.Event()
        loop = asyncio.get_running_loop()

        class Bell(Recorder):
            def say(self, utterances: Sequence[str]) -> None:
                loop.call_soon_threadsafe(has_come.set)

        path = tmp_path / "event0"
        os.mkfifo(path)
        device = InputDevice(path, given, app.command_arrived)
        own.devices.append(device)
        async with app.run_test(size=(80, 23)) as pilot:
            device.start()
            try:
                with path.open("wb", buffering=0) as remote:
                    await pilot.press("enter")
                    television.telling.speakers.append(Bell())
                    remote.write(tap(401, 1))
                    await asyncio.wait_for(has_come.wait(), timeout=10)
                    assert television.visit.route.text == "settings/remote"
                    assert television.visit.fields["keys"] == "401"
                    await pilot.press("escape")
                    assert television.visit.route.text == "home"
                    has_come.clear()
                    remote.write(tap(401, 5))
                    await asyncio.wait_for(has_come.wait(), timeout=10)
                    await pilot.pause()
                    assert television.visit.route.text == "search"
            finally:
                device.stop()

    asyncio.run(drive())
