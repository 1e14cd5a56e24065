"""Teaching the box a remote: key after key, nothing taught twice, what is missing skipped, what was wrong undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tvapp.input_bytes import tap
from tvapp.input_events import Decoder
from tvapp.learning import ASKED, REQUIRED, Lesson
from tvapp.remote import Command, load_profile, save_profile

SIX_KEYS = ("103", "108", "105", "106", "28", "1")


def taught(*keys: str) -> Lesson:
    lesson = Lesson("linux")
    for key in keys:
        lesson, _ = lesson.hear(key)
    return lesson


def test_every_command_is_asked_for_once_and_those_nobody_can_do_without_come_first() -> None:
    assert sorted(ASKED) == sorted(Command)
    assert ASKED[:6] == REQUIRED


def test_six_keys_suffice() -> None:
    assert taught(*SIX_KEYS[:5]).profile("客厅") is None
    profile = taught(*SIX_KEYS).profile("客厅")
    assert profile is not None
    assert profile["28"] == Command.OK
    assert profile["1"] == Command.BACK


def test_a_key_that_is_taught_already_is_refused_and_the_question_stays() -> None:
    lesson, verdict = taught("103").hear("103")
    assert verdict == "taken"
    assert lesson.asking == Command.DOWN
    assert lesson.commands == {"103": Command.UP}


def test_a_key_the_remote_lacks_is_skipped_with_ok() -> None:
    lesson, verdict = taught(*SIX_KEYS).hear("28")
    assert verdict == "skipped"
    assert lesson.asking == Command.DIGIT_0
    assert Command.HOME not in lesson.commands.values()


def test_what_nobody_can_do_without_is_not_skipped() -> None:
    lesson = taught("103", "108", "105", "106", "28")
    assert lesson.asking == Command.BACK
    assert lesson.skip() == lesson
    assert lesson.hear("28") == (lesson, "taken")


def test_back_takes_the_last_answer_back_and_at_last_itself() -> None:
    lesson, verdict = taught(*SIX_KEYS, "172").hear("1")
    assert verdict == "undone"
    assert lesson.asking == Command.HOME
    lesson, _ = lesson.hear("1")
    assert lesson.asking == Command.BACK
    assert lesson.hear("158")[0].commands["158"] == Command.BACK


@pytest.mark.parametrize("key", ["", "a" * 41, "\x1b", "a\nb"])
def test_what_is_no_key_is_not_learned(key: str) -> None:
    assert Lesson("terminal").hear(key) == (Lesson("terminal"), "unusable")


def test_after_the_last_question_nothing_more_is_learned() -> None:
    lesson = taught(*SIX_KEYS, *("28" for _ in ASKED[6:]))
    assert lesson.asking is None
    assert lesson.hear("500") == (lesson, "finished")
    assert lesson.skip() == lesson


@given(st.lists(st.sampled_from(["1", "28", "103", "105", "106", "108", "172", "2", "3", "398"]), max_size=80))
def test_whatever_is_pressed_no_key_means_two_things_and_no_command_is_asked_out_of_turn(keys: list[str]) -> None:
    lesson = taught(*keys)
    assert [answer.command for answer in lesson.answers] == list(ASKED[: len(lesson.answers)])
    pressed = [answer.key for answer in lesson.answers if answer.key]
    assert len(set(pressed)) == len(pressed)


def test_a_taught_remote_drives_the_channel_after_it_was_saved(tmp_path: Path) -> None:
    profile = taught(*SIX_KEYS, "28", *(str(700 + n) for n in range(10))).profile("客厅的遥控器")
    assert profile is not None
    save_profile("own", profile, tmp_path)
    reader = Decoder(load_profile("own", tmp_path))
    assert reader.feed(tap(28, 1) + tap(707, 2) + tap(1, 3)) == [Command.OK, Command.DIGIT_7, Command.BACK]
