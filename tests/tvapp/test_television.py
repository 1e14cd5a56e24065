"""What the keys do."""

from datetime import timedelta
from random import Random

import pytest

from content.model import NATIONAL_REGION
from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import CASE_CODE, CASE_NUMBER
from tvapp.fetched import Fetched
from tvapp.frame import Size
from tvapp.remote import Command, parse_walk
from tvapp.routes import PATTERNS
from tvapp.television import Television
from tvapp.walk import press, take_walk


def walk(television: Television, keys: str) -> None:
    take_walk(television, parse_walk(keys))


def type_case(television: Television, number: str, code: str) -> None:
    walk(television, "yellow " + " ".join(number + code))


def test_a_second_ok_within_a_moment_of_a_new_screen_is_ignored(television: Television) -> None:
    television.press(Command.OK, at_seconds=10.0)
    assert television.visit.route.text == "topic/household"
    television.press(Command.OK, at_seconds=10.3)
    assert television.visit.route.text == "topic/household"
    television.press(Command.OK, at_seconds=10.5)
    assert television.visit.route.text == "guide/id-card-lost"


def test_back_returns_to_the_very_item_at_every_depth(television: Television) -> None:
    walk(television, "1 2 down down ok")
    for route, focused in (("guide/id-card-temporary", "place"), ("topic/household", "id-card-temporary")):
        walk(television, "back")
        assert (television.visit.route.text, television.visit.focused) == (route, focused)


def test_back_on_home_stays_home(television: Television) -> None:
    walk(television, "right back back")
    assert television.visit.route.text == "home"
    assert television.history.depth == 0


def test_steps_replace_each_other_so_that_one_back_leaves_them_all(television: Television) -> None:
    walk(television, "1 1 6 ok ok ok")
    assert television.visit.route.text == "guide/id-card-lost/steps/4"
    walk(television, "back")
    assert television.visit.route.text == "guide/id-card-lost"


def test_however_one_wanders_home_is_four_backs_away(television: Television) -> None:
    walk(television, "1 1 3 1 blue yellow info home 1 1 3 1 info blue")
    assert television.history.depth == 4


def test_red_says_the_last_again_and_moves_nothing(television: Television) -> None:
    walk(television, "1")
    said = television.telling.last_said
    step = press(television, Command.RED, 9.0)
    assert step.said == said
    assert television.visit.route.text == "topic/household"


def test_ok_on_a_passage_reads_it_again(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost/faq")
    assert press(television, Command.OK, 9.0).said == television.telling.last_said != ()


def test_a_digit_chooses_the_visible_item_of_that_number(make_television: MakeTelevision) -> None:
    television = make_television("hotlines", size=Size(50, 14))
    walk(television, "0")
    shown = {p.number: p.item.label for p in television.layout.sheets[1].placed if p.number}
    walk(television, "2")
    assert television.visit.route.text == f"emergency/{shown['2']}"


def test_text_between_brackets_is_shown_as_it_is(channel: FakeChannel, make_television: MakeTelevision) -> None:
    notice = channel.content.notices[0]
    strange = type(notice)(id="x", title="依据[/]时限[b]", text="[red]不是颜色[/red]")
    channel.content = type(channel.content)(regions=channel.content.regions, notices=(strange,))
    shown = make_television("notices").frame().text()
    assert "依据[/]时限[b]" in shown
    assert "[red]不是颜色[/red]" in shown


def test_the_age_of_what_is_shown_is_told(channel: FakeChannel, make_television: MakeTelevision) -> None:
    channel.age_seconds = 3 * 3600 + 5
    assert "3小时前" in make_television("topic/household").frame().text()


def test_a_server_that_comes_back_is_noticed_without_a_key(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.goes_away()
    television = make_television("guide/id-card-lost")
    assert "连不上服务器" in television.frame().text()
    channel.comes_back()
    television.pass_time(5, now=MONDAY_MORNING)
    assert "一般四十五天内" in television.frame().text()


def test_data_that_arrives_late_gets_the_focus_unless_the_viewer_moved(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.is_slow()
    television = make_television()
    still = make_television()
    walk(television, "right")
    channel.comes_back()
    television.refresh()
    still.refresh()
    assert still.visit.focused == "topic-household"
    assert television.visit.focused == "tool-case"


def test_a_case_is_found_and_only_its_last_four_characters_are_shown(
    channel: FakeChannel, television: Television
) -> None:
    channel.has_feeds_in(["330106"])
    type_case(television, CASE_NUMBER, CASE_CODE)
    assert television.visit.route.text == "case/progress"
    shown = television.frame().text()
    assert "审查中" in shown
    assert CASE_NUMBER not in shown
    assert CASE_CODE not in shown


def test_the_code_is_never_said_or_shown(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow " + " ".join(CASE_NUMBER))
    for count, digit in enumerate("97531"):
        step = press(television, parse_walk(digit)[0], 100.0 + count)
        caption = "".join(television.telling.caption.sentences)
        assert step.said == (f"已打{count + 1}位，共6位。",)
        assert caption == step.said[0]
    assert "97531" not in television.frame().text()


def test_back_takes_digits_back_before_it_leaves(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow 3 3 back")
    assert television.visit.fields["number"] == "3"
    walk(television, "back back")
    assert television.visit.route.text == "home"


def test_a_letter_is_typed_from_the_letter_row(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow")
    television.visit.focused = "letters"
    press(television, Command.OK, 50.0)
    television.visit.focused = "key-B"
    television.refresh()
    assert press(television, Command.OK, 100.0).said == ("字母B。",)
    assert television.visit.fields["number"] == "B"


def test_case_screens_clear_by_themselves_and_say_so_before(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    type_case(television, CASE_NUMBER, CASE_CODE)
    television.pass_time(44, now=MONDAY_MORNING)
    assert television.visit.route.text == "case/progress"
    television.pass_time(46, now=MONDAY_MORNING)
    assert "14秒" in television.telling.caption.sentences[0]
    television.pass_time(60, now=MONDAY_MORNING)
    assert television.visit.route.text == "home"
    assert CASE_NUMBER not in repr(television.history.front)
    assert channel.forgotten_cases > 0


def test_one_key_keeps_a_case_screen(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    type_case(television, CASE_NUMBER, CASE_CODE)
    television.pass_time(50, now=MONDAY_MORNING)
    television.press(Command.DOWN, at_seconds=500)
    television.pass_time(1, now=MONDAY_MORNING)
    assert television.visit.route.text == "case/progress"


def test_entering_a_number_may_take_three_minutes(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow 3 3")
    television.pass_time(160, now=MONDAY_MORNING)
    assert television.visit.fields["number"] == "33"
    television.pass_time(181, now=MONDAY_MORNING)
    assert television.visit.route.text == "home"


def test_an_office_that_closes_while_one_looks_is_shown_closed(make_television: MakeTelevision) -> None:
    television = make_television("office/hall-330106")
    assert "现在开着" in television.frame().text()
    television.pass_time(5, now=MONDAY_MORNING + timedelta(hours=8))
    assert "现在关着，星期二8:30开门" in television.frame().text()


def test_choosing_a_region_changes_what_is_shown(make_television: MakeTelevision) -> None:
    television = make_television(region="000000")
    assert "还没选地区" in television.frame().text()
    walk(television, "7 2 2 4")
    assert television.memory.region == "330106"
    assert "西湖区" in television.frame().text()
    walk(television, "1 1")
    assert "西湖区的规定" in television.frame().text()


def test_a_region_the_server_does_not_know_leads_to_choosing_another(make_television: MakeTelevision) -> None:
    television = make_television(region="999999")
    assert "找不到您选的地区" in television.frame().text()
    walk(television, "ok")
    assert television.visit.route.text == "region"


def test_a_channel_without_guides_says_so_and_keeps_its_tools(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.content = type(channel.content)(regions=channel.content.regions)
    television = make_television()
    assert "还没有内容" in television.frame().text()
    assert television.page.find("tool-hotlines") is not None


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_thousand_random_keys_leave_a_focus_on_every_screen(
    channel: FakeChannel, make_television: MakeTelevision, size: Size
) -> None:
    channel.has_feeds_in(["330106"])
    commands = [*Command, *[Command.OK] * 8]  # more than chance would press it: only OK goes further in
    television = make_television(size=size, followed=(CASE_NUMBER,), changes_text_size=True)
    chance, routes = Random(20261123), set()
    for count in range(1000):
        television.press(chance.choice(commands), at_seconds=count)
        assert television.focused_item() is not None, television.visit
        assert television.frame().focused
        assert television.history.depth <= 4
        routes.add(television.visit.route.pattern)
    assert len(routes) > len(PATTERNS) / 2


def test_what_one_tells_is_sent_once_however_often_the_screen_is_drawn(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    television = make_television("feedback")
    walk(television, "2 1")
    for _ in range(3):
        television.refresh()
    assert list(channel.told.values()) == [("complaint", "too_many_visits", "")]
    assert "7700 1234 5678" in television.frame().text()


def test_the_code_of_a_receipt_is_shown_but_never_said(make_television: MakeTelevision) -> None:
    television = make_television("feedback")
    said = [sentence for step in take_walk(television, parse_walk("2 1 down down")) for sentence in step.said]
    assert "135790" in television.frame().text()
    assert not any("135790" in sentence or "一三五七九零" in sentence for sentence in said)


def test_a_receipt_clears_by_itself(make_television: MakeTelevision) -> None:
    television = make_television("feedback")
    walk(television, "2 1")
    television.pass_time(61, now=MONDAY_MORNING)
    assert television.visit.route.text == "home"


def test_five_is_the_best_of_five_stars(channel: FakeChannel, television: Television) -> None:
    walk(television, "1 1")
    television.history.open("rate", {"service": "id-card-lost", "title": "居民身份证丢失补领"})
    television.refresh()
    assert "5 非常满意" in television.frame().text()
    walk(television, "5")
    assert list(channel.stars.values()) == [("id-card-lost", 5)]


def test_a_life_event_ends_with_every_paper_named_once(make_television: MakeTelevision) -> None:
    television = make_television("scenario/moving")
    walk(television, "1 1")
    papers = [item.label for item in television.page.items if item.key.startswith("paper")]
    assert papers
    assert len(papers) == len(set(papers))


def test_the_welcome_leads_to_choosing_a_region_and_is_shown_once(make_television: MakeTelevision) -> None:
    television = make_television("welcome", region="000000")
    assert not television.memory.welcomed
    walk(television, "ok ok 1")
    assert television.visit.route.text == "region"
    assert television.memory.welcomed


def test_the_welcome_can_be_left_at_any_page(make_television: MakeTelevision) -> None:
    television = make_television("welcome", region="000000")
    walk(television, "ok back back")
    assert television.visit.route.text == "home"
    assert television.memory.welcomed


@pytest.mark.parametrize("keys", ["home", "ok home", "yellow home", "blue back back", "ok ok 2"])
def test_whoever_leaves_the_welcome_by_any_key_is_not_welcomed_again(
    make_television: MakeTelevision, keys: str
) -> None:
    television = make_television("welcome", region="000000")
    walk(television, keys)
    assert television.visit.route.text == "home"
    assert television.memory.welcomed


def test_a_look_elsewhere_does_not_end_the_welcome(make_television: MakeTelevision) -> None:
    television = make_television("welcome", region="000000")
    walk(television, "info back")
    assert television.visit.route.text == "welcome"
    assert not television.memory.welcomed


def test_a_district_is_chosen_at_once_though_nobody_knows_yet_what_lies_inside(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    known = channel.regions
    channel.regions = lambda parent: Fetched(problem="loading") if parent == "330106" else known(parent)  # type: ignore[method-assign]
    television = make_television(region="000000")
    walk(television, "7 2 2 4")
    assert television.memory.region == "330106"
    assert television.visit.route.text == "home"


def test_thanks_that_arrive_late_are_said_once(channel: FakeChannel, make_television: MakeTelevision) -> None:
    television = make_television("feedback")
    walk(television, "2")
    channel.is_slow()
    press(television, Command.OK, 50.0)
    assert television.page.is_waiting
    channel.comes_back()
    television.refresh()
    assert sum("谢谢您" in sentence for sentence in television.telling.last_said) == 1


@pytest.mark.parametrize(("digit", "asked"), [("1", "time"), ("2", "fee"), ("5", "visits")])
def test_the_answer_that_was_chosen_has_the_focus_and_is_said_first(
    television: Television, digit: str, asked: str
) -> None:
    walk(television, f"1 1 {digit}")
    assert (television.visit.route.text, television.visit.focused) == ("guide/id-card-lost/fees", asked)
    said = television.page.find(asked)
    assert said is not None
    assert television.telling.last_said[0].startswith(said.label)


def test_where_no_address_is_listed_the_place_comes_first_and_whom_to_ask_after_it(
    make_television: MakeTelevision,
) -> None:
    television = make_television("guide/id-card-lost/offices", region=NATIONAL_REGION)
    place, _, ask = television.telling.last_said
    assert place == "去户口所在地派出所，住外省可就近办。"
    assert "12345" in ask


def test_that_somebody_else_may_go_stands_once(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost/conditions")
    agent = television.page.find("agent")
    assert agent is not None
    assert "代办。可以" not in agent.value


def test_what_an_amount_rests_on_is_shown_and_not_said(make_television: MakeTelevision) -> None:
    fee = make_television("guide/id-card-lost/fees").page.find("fee")
    assert fee is not None
    assert "依据" in fee.value
    assert "依据" not in fee.spoken
    assert fee.spoken.count("块") + fee.spoken.count("元") == 1
