"""What the bytes of an input device mean: presses, long presses, repeats, and bytes that come in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tvapp.input_bytes import PRESS, RELEASE, REPEAT, dropped, hold, key_bytes, tap
from tvapp.input_events import EVENT, Decoder
from tvapp.presses import LONG_PRESS_SECONDS, REPEATS_PER_SECOND, KeyEvent, Presses, TerminalPresses
from tvapp.remote import Command, load_profile

UP, DOWN, OK, BACK, SEVEN, UNKNOWN = 103, 108, 352, 158, 519, 600


def decoder(profile: str = "linux-cec") -> Decoder:
    return Decoder(load_profile(profile))


def test_an_event_is_as_long_as_the_kernel_makes_it() -> None:
    assert EVENT.size in (24, 16)  # on 64 and on 32 bits
    assert len(tap(OK, 5.0)) == 6 * EVENT.size


def test_keys_become_the_words_of_the_remote() -> None:
    read = tap(UP, 1) + tap(SEVEN, 2) + tap(OK, 3) + tap(BACK, 4) + tap(401, 5)
    assert decoder().feed(read) == [Command.UP, Command.DIGIT_7, Command.OK, Command.BACK, Command.BLUE]


@given(cuts=st.lists(st.integers(0, 100), max_size=30))
def test_bytes_mean_the_same_however_the_reads_are_cut(cuts: list[int]) -> None:
    read = tap(UP, 1) + hold(OK, 2, seconds=1.5) + tap(DOWN, 5) + hold(BACK, 6, seconds=1.2) + hold(UP, 8, seconds=2)
    reader, commands, rest = decoder(), list[Command](), read
    for cut in [*cuts, len(read)]:
        commands += reader.feed(rest[:cut])
        rest = rest[cut:]
    assert commands == decoder().feed(read)


def test_a_key_no_remote_line_names_does_nothing() -> None:
    assert decoder().feed(tap(UNKNOWN, 1) + hold(UNKNOWN, 2, seconds=3)) == []


def test_a_short_ok_counts_when_it_is_let_go() -> None:
    reader = decoder()
    assert reader.feed(key_bytes(OK, PRESS, 1)) == []
    assert reader.feed(key_bytes(OK, RELEASE, 1.3)) == [Command.OK]


def test_a_held_ok_asks_for_help_once_while_it_is_held() -> None:
    reader = decoder()
    assert reader.feed(key_bytes(OK, PRESS, 1) + key_bytes(OK, REPEAT, 1.5)) == []
    assert reader.feed(key_bytes(OK, REPEAT, 1 + LONG_PRESS_SECONDS)) == [Command.INFO]
    assert reader.feed(key_bytes(OK, REPEAT, 4) + key_bytes(OK, RELEASE, 5)) == []


def test_a_source_without_repeats_tells_a_long_ok_at_its_release() -> None:
    assert decoder().feed(tap(OK, 1, held=LONG_PRESS_SECONDS)) == [Command.INFO]
    assert decoder().feed(tap(OK, 1, held=LONG_PRESS_SECONDS - 0.01)) == [Command.OK]


def test_a_held_back_goes_back_at_once_and_then_home() -> None:
    reader = decoder()
    assert reader.feed(key_bytes(BACK, PRESS, 1)) == [Command.BACK]
    assert reader.feed(key_bytes(BACK, REPEAT, 1.5)) == []
    assert reader.feed(key_bytes(BACK, REPEAT, 2)) == [Command.HOME]
    assert reader.feed(key_bytes(BACK, REPEAT, 3) + key_bytes(BACK, RELEASE, 4)) == []


def test_an_infrared_ok_answers_at_the_press() -> None:
    reader = decoder("linux-ir")
    assert reader.feed(key_bytes(OK, PRESS, 1)) == [Command.OK]
    assert reader.feed(hold(OK, 2, seconds=3)) == [Command.OK]


@pytest.mark.parametrize("repeats_per_second", [8, 30, 100])
def test_a_held_arrow_steps_no_faster_than_can_be_followed(repeats_per_second: int) -> None:
    steps = decoder().feed(hold(DOWN, 1, seconds=4.5, repeats_per_second=repeats_per_second))
    assert set(steps) == {Command.DOWN}
    assert 3 * REPEATS_PER_SECOND <= len(steps) <= 1 + 4 * REPEATS_PER_SECOND + 1


def test_only_steps_repeat() -> None:
    read = hold(SEVEN, 1, seconds=2) + hold(398, 4, seconds=2) + hold(172, 7, seconds=2)
    assert decoder().feed(read) == [Command.DIGIT_7, Command.RED, Command.HOME]


def test_the_next_key_ends_the_one_before_in_the_order_they_were_pressed() -> None:
    read = key_bytes(OK, PRESS, 1) + key_bytes(DOWN, PRESS, 1.1) + key_bytes(OK, RELEASE, 1.2)
    reader = decoder()
    assert reader.feed(read) == [Command.OK, Command.DOWN]
    assert reader.feed(key_bytes(DOWN, REPEAT, 1.6)) == [Command.DOWN]


def test_a_release_lost_long_ago_does_nothing_late() -> None:
    assert decoder().feed(key_bytes(OK, PRESS, 1) + tap(DOWN, 60)) == [Command.DOWN]


def test_a_key_that_was_down_before_we_came_means_nothing() -> None:
    assert decoder().feed(key_bytes(OK, REPEAT, 1) + key_bytes(OK, RELEASE, 2)) == []


def test_after_a_flood_the_kernel_dropped_nothing_is_held_and_the_next_report_counts_again() -> None:
    lost = key_bytes(OK, PRESS, 1) + dropped(1.1) + key_bytes(UP, PRESS, 1.2)
    assert decoder().feed(lost + key_bytes(OK, RELEASE, 9)) == []
    assert decoder().feed(lost + tap(DOWN, 10)) == [Command.DOWN]


def test_a_clock_that_is_set_back_makes_no_long_press() -> None:
    assert decoder().feed(key_bytes(OK, PRESS, 1000) + key_bytes(OK, RELEASE, 3)) == [Command.OK]


@given(st.binary(max_size=2000))
def test_any_bytes_are_survived(read: bytes) -> None:
    assert set(decoder().feed(read)) <= set(Command)


def test_a_source_that_never_tells_releases_is_not_waited_for_until_it_does() -> None:
    presses = Presses(load_profile("browser"), has_releases=False)
    assert list(presses.hear(KeyEvent("13", "press", 1))) == [Command.OK]
    assert list(presses.hear(KeyEvent("40", "press", 2))) == [Command.DOWN]
    assert list(presses.hear(KeyEvent("40", "release", 2.1))) == []
    assert list(presses.hear(KeyEvent("13", "press", 3))) == []
    assert list(presses.hear(KeyEvent("13", "repeat", 4))) == [Command.INFO]


def test_a_key_held_in_a_terminal_steps_five_times_a_second_and_any_other_counts_once() -> None:
    presses = TerminalPresses()
    times = [0.0, *(0.4 + count / 30 for count in range(60))]
    assert sum(presses.means(Command.DOWN, at) for at in times) in (10, 11, 12)
    assert sum(presses.means(Command.OK, at + 10) for at in times) == 2  # the press, and what the pause made of it


def test_the_quickest_hand_in_a_terminal_is_heard_at_every_press() -> None:
    presses = TerminalPresses()
    assert all(presses.means(Command.OK, count * 0.08) for count in range(20))
    assert all(presses.means(command, count * 0.01) for count, command in enumerate([Command.UP, Command.DOWN] * 10))
