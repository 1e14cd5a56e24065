"""One browser's session: its keys, its messages, what stays when the page goes and what must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tvapp.samples import CASE_CODE, CASE_NUMBER
from tests.tvapp.serve.conftest import BACK, DOWN, OK, ONE, RED, YELLOW, Household, MakeHousehold, drawn
from tvapp.frame import Size
from tvapp.kiosk import GRIDS
from tvapp.learning import ASKED
from tvapp.memory import Memory
from tvapp.presses import KeyEvent
from tvapp.serve.session import KEYS_PER_SECOND, MOST_KEYS_AT_ONCE, parse_key


def show_case(household: Household) -> None:
    household.channel.has_feeds_in(["330106"])
    household.presses(YELLOW, *(str(48 + int(digit)) for digit in CASE_NUMBER + CASE_CODE))
    assert household.route == "case/progress"


def test_a_page_gets_everything_once_and_then_what_changed(household: Household) -> None:
    household.session.enter()
    first = household.session.message()
    assert first is not None
    assert "户籍身份" in "".join(drawn(first["rows"]))
    assert household.session.message() is None
    household.presses(DOWN)
    second = household.session.message()
    assert second is not None
    assert "rows" not in second
    assert second["changed"]
    assert second["said"]


def test_what_is_said_once_more_is_told_once_more(household: Household) -> None:
    household.presses(DOWN)
    household.session.message()
    assert household.session.message() is None
    household.presses(RED)
    assert household.session.message() == {"said": list(household.session.television.telling.last_said)}


def test_the_keys_of_a_television_browser_drive_the_television(household: Household) -> None:
    household.presses(ONE)
    assert household.route == "topic/household"
    household.presses(OK)
    assert household.route == "guide/id-card-lost"
    household.presses(BACK, "10009")
    assert household.route == "home"
    household.presses(ONE, OK, "8", held_seconds=1.5)
    assert household.route == "home"  # a long BACK


def test_a_page_that_comes_back_finds_its_screen_and_its_item(household: Household) -> None:
    household.presses(ONE, DOWN)
    focused = household.session.television.visit.focused
    household.session.leave()
    household.session.enter()
    message = household.session.message()
    assert message is not None
    assert "rows" in message
    assert household.session.television.visit.focused == focused
    assert household.route == "topic/household"


def test_a_page_that_comes_back_never_finds_a_case(household: Household) -> None:
    show_case(household)
    household.session.leave()
    assert household.route == "home"
    assert household.channel.forgotten_cases > 0
    household.presses(YELLOW, "51", "55")
    assert "37" in household.session.television.frame().text()
    household.session.leave()
    household.session.enter()
    household.presses(YELLOW)
    message = household.session.message()
    assert message is not None
    assert "37" not in "".join(drawn(message["rows"]))


def test_a_case_nobody_looks_at_clears_while_the_page_is_open(household: Household) -> None:
    show_case(household)
    for _ in range(59):
        household.now += 1
        household.session.pass_time()
    assert household.route == "case/progress"
    household.now += 2
    household.session.pass_time()
    assert household.route == "home"


@pytest.mark.parametrize(("name", "grid"), [*GRIDS.items(), ("huge", GRIDS["normal"]), ("", GRIDS["normal"])])
def test_a_page_asks_for_its_text_size(name: str, grid: tuple[int, int], household: Household) -> None:
    household.session.enter(name)
    message = household.session.message()
    assert message is not None
    assert (message["columns"], len(message["rows"])) == grid


def test_larger_text_of_the_settings_is_seen_at_once_kept_and_goes_before_what_the_page_asks_for(
    make_household: MakeHousehold,
) -> None:
    household = make_household(route="settings")
    household.session.enter("normal")
    household.session.message()
    household.presses(ONE)
    message = household.session.message()
    assert message is not None
    assert (message["columns"], len(message["rows"])) == GRIDS["large"]
    assert "字大一点了" in "".join(message["said"])
    assert household.saved[-1].text_size == "large"
    again = make_household(memory=household.saved[-1])
    again.session.enter("small")
    assert again.session.television.size == Size(*GRIDS["large"])


def test_forgetting_everything_returns_to_the_text_size_the_page_asks_for(make_household: MakeHousehold) -> None:
    household = make_household(route="settings", memory=Memory("330106", text_size="largest"))
    household.session.enter("small")
    television = household.session.television
    assert television.size == Size(*GRIDS["largest"])
    for key in ("forget", "forget_all"):
        television.visit.focused = key
        television.refresh()
        household.presses(OK)
    assert television.size == Size(*GRIDS["small"])


def test_no_case_is_followed_in_a_browser(household: Household) -> None:
    show_case(household)
    assert household.session.television.page.find("follow") is None


def test_a_new_theme_is_a_whole_new_picture(make_household: MakeHousehold) -> None:
    household = make_household(route="settings")
    household.session.message()
    theme = next(number for number in "123456789" if is_theme(household, number))
    household.presses(str(48 + int(theme)))
    message = household.session.message()
    assert message is not None
    assert "paints" in message
    assert household.saved[-1].theme != "dark"


def is_theme(household: Household, number: str) -> bool:
    placed = household.session.television.layout.sheets[0].placed
    return any(entry.number == number and entry.item.key == "theme" for entry in placed)


def test_what_a_browser_chose_is_kept(make_household: MakeHousehold) -> None:
    household = make_household(memory=Memory(welcomed=True))
    household.presses("55", "50", "50", "52")
    assert [memory.region for memory in household.saved] == ["330106"]


def test_the_guides_a_browser_looked_at_are_not_remembered(household: Household) -> None:
    household.presses(ONE, OK)
    assert household.session.television.memory.recent == ()


def test_a_flood_of_keys_is_not_heard_and_a_calm_hand_always_is(household: Household) -> None:
    heard = 0
    for _ in range(500):
        before = household.session.television.visit.focused
        household.session.hear(KeyEvent(DOWN if before == "topic-household" else "38", "press", 1))
        heard += before != household.session.television.visit.focused
    assert heard <= MOST_KEYS_AT_ONCE
    household.now += MOST_KEYS_AT_ONCE / KEYS_PER_SECOND
    for _ in range(60):
        household.now += 1 / 8
        before = household.session.television.visit.focused
        household.session.hear(KeyEvent(DOWN if before == "topic-household" else "38", "press", 1))
        assert before != household.session.television.visit.focused


def test_a_set_that_never_tells_releases_is_answered_at_once(household: Household) -> None:
    household.session.hear(KeyEvent(ONE, "press", 1))
    household.now += 1
    household.session.hear(KeyEvent(OK, "press", 2))
    assert household.route == "guide/id-card-lost"


def test_a_remote_taught_to_a_browser_works_at_once_and_after_its_return(
    make_household: MakeHousehold, tmp_path: Path
) -> None:
    household = make_household(route="settings/remote")
    household.presses(OK)
    assert household.session.television.page.hears_keys
    taught = [str(900 + number) for number, _ in enumerate(ASKED)]
    household.presses(*taught)
    household.presses("905")  # BACK, as just taught
    assert household.route == "home"
    household.presses("914")  # and the ninth digit
    assert household.saved[-1].remote
    again = make_household(memory=household.saved[-1])
    again.presses("901")
    assert again.session.television.visit.focused != household.session.television.page.focus


@pytest.mark.parametrize(
    ("key", "motion", "at"),
    [
        (13, "press", 1),
        ("13", "hold", 1),
        ("13", "press", "1"),
        ("13", "press", None),
        (None, None, None),
        ("13", [], 1),
    ],
)
def test_what_no_page_of_ours_would_tell_is_no_key(key: object, motion: object, at: object) -> None:
    assert parse_key(key, motion, at) is None


def test_a_key_as_a_page_tells_it() -> None:
    assert parse_key("13", "press", 1500) == KeyEvent("13", "press", 1.5)
