"""What is asked exactly is answered exactly: noon, tomorrow, whether now, by post, a line that nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.files import Content
from content.model import Agent, Channels, Hours
from tests.voice.conftest import MONDAY_MORNING
from voice.direct_answers import exactly
from voice.guide_answers import Matter, answer
from voice.replies import Replies

NIGHT = timedelta(hours=12)


@pytest.fixture
def matter(catalogue: Content) -> Matter:
    office = next(one for one in catalogue.offices if one.hours and one.hours.monday)
    return Matter(catalogue.guides["passport-first"], (office,), MONDAY_MORNING, catalogue.calendar, Replies.load())


def _open(matter: Matter, *spans: str) -> Matter:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    hours = Hours(**dict.fromkeys(days, spans), holidays="closed")
    return replace(matter, offices=(replace(matter.offices[0], name="示例网点·大厅", hours=hours),))


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        (("09:00-12:00", "13:30-17:00"), "中午休息，下午1点30再开门。"),
        (("08:30-17:00",), "中午不休息。"),
        (("09:00-12:00",), "中午就关门了，请上午去。"),
    ],
)
@pytest.mark.parametrize("said", ["中午有人吗", "晌午去能办不", "你们午休吗"])
def test_noon_is_answered_for_noon(matter: Matter, said: str, spans: tuple[str, ...], told: str) -> None:
    assert exactly("hours", said, _open(matter, *spans)) == [told]


@pytest.mark.parametrize(("said", "told"), [("明天几点开门", "大厅明天开门"), ("那后天上班吗", "大厅后天开门")])
def test_another_day_is_named_as_it_was_asked(matter: Matter, said: str, told: str) -> None:
    assert exactly("hours", said, _open(matter, "09:00-17:00"))[0] == f"{told}，9点到17点。"


@pytest.mark.parametrize("said", ["现在还开着吗", "这会儿去有人吗", "是不是已经下班了"])
def test_whether_it_is_open_now_is_said_before_when_it_opens(matter: Matter, said: str) -> None:
    by_day = _open(matter, "09:00-17:00")
    at_night = replace(by_day, at=MONDAY_MORNING + NIGHT)
    assert exactly("hours", said, at_night) == ["现在没开门。", *answer("hours", at_night)]
    assert exactly("hours", said, by_day) == []  # 大厅现在开着 says it already


@pytest.mark.parametrize("said", ["能寄到家里吗", "可以快递给我不"])
@pytest.mark.parametrize(("courier", "told"), [(True, "办好了可以寄回家。"), (False, "没有写能寄回家，打")])
def test_who_asks_for_the_post_hears_of_the_post(matter: Matter, said: str, courier: bool, told: str) -> None:
    guide = replace(matter.guide, channels=Channels(courier=courier))
    (only,) = exactly("online", said, replace(matter, guide=guide))
    assert only.startswith(told)


@pytest.mark.parametrize("said", ["打不通怎么办", "老占线", "没人接呀"])
def test_a_line_that_nobody_answers_is_not_only_told_again(matter: Matter, said: str) -> None:
    assert exactly("phone", said, matter)[0] == "打不通，过一会儿再打。"


@pytest.mark.parametrize(("aspect", "said"), [("hours", "几点开门"), ("online", "网上能办吗"), ("fee", "打电话要钱吗")])
def test_another_question_is_left_to_its_own_answer(matter: Matter, aspect: str, said: str) -> None:
    assert exactly(aspect, said, matter) == []


@pytest.mark.parametrize(
    ("note", "texts"),
    [
        ("儿女可以代办，带两个人的身份证。", ["", "儿女可以代办，带两个人的身份证。"]),
        ("要写好委托书。", ["可以请别人代办。", "要写好委托书。"]),
    ],
)
def test_that_somebody_else_may_go_is_said_once(matter: Matter, note: str, texts: list[str]) -> None:
    guide = replace(matter.guide, agent=Agent(allowed=True, note=note))
    assert answer("agent", replace(matter, guide=guide)) == [text for text in texts if text]
