"""What OK does, said once without being asked, and always when asked."""

import pytest

from tests.tvapp.conftest import MONDAY_MORNING, MakeTelevision
from tests.tvapp.samples import packaged_words
from tests.tvapp.test_every_screen import FILLED
from tvapp.hints import hint_of, spoken_hint_of
from tvapp.remote import Command, parse_walk
from tvapp.television import Television
from tvapp.telling import HINTS_FORGOTTEN_SECONDS
from tvapp.walk import press, take_walk


def said_on(television: Television, keys: str) -> list[str]:
    return [sentence for step in take_walk(television, parse_walk(keys)) for sentence in step.said]


@pytest.mark.parametrize("route", FILLED)
def test_every_item_of_every_screen_has_a_sentence_that_says_what_ok_does(
    make_television: MakeTelevision, route: str
) -> None:
    television = make_television(route)
    for item in (*television.page.items, *(placed.item for placed in television.layout.legend)):
        sentence = hint_of(item, television.words)
        assert "OK" in sentence
        assert len(sentence) <= 30
        assert spoken_hint_of(item, television.words) in ("", f"{sentence}。")


def test_each_hint_is_said_once(make_television: MakeTelevision) -> None:
    television = make_television()
    assert said_on(television, "1 1 4 back back home 1 1 4").count("备好一样，按一下OK。") == 1
    assert said_on(make_television(), "1 1 home 1").count("按OK打开。") == 1


def test_after_a_while_without_a_key_somebody_new_hears_them_again(make_television: MakeTelevision) -> None:
    television = make_television()
    assert "按OK打开。" in television.telling.last_said
    television.pass_time(HINTS_FORGOTTEN_SECONDS - 1, now=MONDAY_MORNING)
    assert "按OK打开。" not in press(television, Command.DIGIT_1, 1000).said
    television.pass_time(HINTS_FORGOTTEN_SECONDS, now=MONDAY_MORNING)
    assert "按OK打开。" in press(television, Command.DIGIT_1, 2000).said


def test_hints_can_be_switched_off(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    television.visit.focused = "hints"
    television.press(Command.OK, at_seconds=5)
    assert not television.memory.hints
    assert "备好一样，按一下OK。" not in said_on(television, "home 1 1 4")


def test_help_tells_first_about_the_item_one_came_from(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost/materials")
    step = press(television, Command.INFO, 10)
    assert step.said[:2] == ("先说现在这一项。", "您停在“居民户口簿”，备好一样，按一下OK。")
    assert "上下左右键" in television.frame().text()
    television.press(Command.BACK, at_seconds=12)
    assert television.visit.route.text == "guide/id-card-lost/materials"


def test_help_about_a_typed_number_does_not_repeat_it(make_television: MakeTelevision) -> None:
    television = make_television("case")
    television.visit.fields.update({"number": "330106", "feedless": "1"})
    television.visit.focused = "typed"
    television.refresh()
    said = "".join(press(television, Command.INFO, 10).said)
    assert "330106" not in said
    assert "330106" not in television.frame().text()


def test_every_verb_that_is_said_has_its_sentence() -> None:
    words = packaged_words()
    for verb in words.lines("hints.said"):
        assert words.text(f"hints.{verb}")
