"""The program that draws beside the server: whatever it does, the server goes on, and a page can say what happened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from channel_api.previewing.picture_program import MODULE, NotDrawnError, PictureProgram, Screen

PROGRAMS = Path(__file__).parent / "picture_programs.py"
ADDRESS = "http://127.0.0.1:9"
TICKET = "a-secret-ticket-of-somebody"
MakeProgram = Callable[..., PictureProgram]


@pytest.fixture
def make_program() -> Iterator[MakeProgram]:
    made: list[PictureProgram] = []

    def make(manner: str) -> PictureProgram:
        made.append(PictureProgram([sys.executable, str(PROGRAMS), manner]))
        return made[-1]

    yield make
    for program in made:
        program.close()


def draw(program: PictureProgram, address: str = ADDRESS) -> list[Screen]:
    return program.draw(address, ticket=TICKET, region="000000", route="guide/id-card-lost")


def refusal_of(program: PictureProgram) -> str:
    with pytest.raises(NotDrawnError) as caught:
        draw(program)
    return caught.value.reason


def test_a_program_is_started_once_and_draws_again_and_again(make_program: MakeProgram) -> None:
    program = make_program("telling")
    (first,), (second,) = draw(program), draw(program)
    assert first.size == second.size, "the same process"
    assert first.left_out == 2
    assert first.sheets[0].lost == ("太长",)


def test_a_program_gets_neither_secrets_nor_the_ticket_where_others_could_see_them(
    make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANNEL_SECRET_KEY", "geheim")
    monkeypatch.setenv("CHANNEL_DATABASE_URL", "postgresql+psycopg://geheim")
    (screen,) = draw(make_program("telling"))
    assert "CHANNEL" not in screen.sheets[0].svg
    assert TICKET not in screen.sheets[0].text
    assert "--api" in screen.sheets[0].text


def test_a_program_that_has_ended_is_started_anew(make_program: MakeProgram) -> None:
    program = make_program("once")
    assert [len(draw(program)) for _ in range(3)] == [1, 1, 1]


def test_another_address_gets_another_program(make_program: MakeProgram) -> None:
    program = make_program("telling")
    (first,), (second,) = draw(program), draw(program, "http://127.0.0.1:10")
    assert first.size != second.size


class Hurried:
    """A clock by which the time is over as soon as the program has begun to think."""

    def __init__(self, begun: Path) -> None:
        self._begun = begun
        self._now = 0.0

    def __call__(self) -> float:
        while self._now and not self._begun.exists():
            continue
        self._now += 100.0
        return self._now


def test_a_program_that_does_not_answer_is_ended_and_the_next_order_gets_another(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = PictureProgram([sys.executable, str(PROGRAMS), "asleep", str(note)], monotonic=Hurried(note))
    for _ in range(2):
        assert refusal_of(program) == "too_slow"
        with pytest.raises(ProcessLookupError):
            os.kill(int(note.read_text()), 0)


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("dies", "no_program"),
        ("babbling", "no_program"),
        ("endless", "no_program"),
        ("wrong", "no_program"),
        ("waiting", "no_server"),
        ("no_draft", "no_draft"),
        ("no_server", "no_server"),
        ("bad_order", "no_server"),
    ],
)
def test_whatever_goes_wrong_has_a_reason_a_page_can_tell(make_program: MakeProgram, manner: str, reason: str) -> None:
    assert refusal_of(make_program(manner)) == reason


def test_a_program_that_is_not_there_is_told_of_too() -> None:
    assert refusal_of(PictureProgram(["/nowhere/at-all"])) == "no_program"


def test_whoever_comes_third_is_asked_to_come_again_so_that_threads_are_left_for_households(
    make_program: MakeProgram,
) -> None:
    program = make_program("telling")
    with program.place_to_wait(), program.place_to_wait():
        assert refusal_of(program) == "busy"
    assert len(draw(program)) == 1


def test_the_program_that_is_really_started_is_one_of_the_television() -> None:
    assert MODULE.startswith("tvapp.")
    assert find_spec(MODULE) is not None
