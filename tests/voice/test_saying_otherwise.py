"""What of a number was wrong, where somebody is, what is said to the channel itself, and whether somebody is in danger:
told in words that stand in no list."""

from __future__ import annotations

import pytest

from content.understanding.vocabulary import Vocabulary
from tests.voice.conftest import HOME, MONDAY_MORNING
from voice.case_entry import Entry
from voice.case_number import NumberEntry
from voice.emergency_signs import load_emergency_signs
from voice.intents import Situation
from voice.places_read import PlaceReader
from voice.regions_named import RegionNames
from voice.small_talk import load_small_talk
from voice.understand import Understander

TODAY = MONDAY_MORNING.date()


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("330105", "第六位是六", "330106"),
        ("330105", "倒数第一位不是五是六", "330106"),
        ("330108", "那个八应该是六", "330106"),
        ("220106", "开头是三三不是二二", "330106"),
        ("33016", "六前面还有个零", "330106"),
        ("3301066", "多了一个六", "330106"),
        ("330106", "后面两位不要了", "3301"),
        ("3301", "中间四位零六二六", "33010626"),
        ("330106", "双八", "33010688"),
        ("3301000", "零不是三个，是两个", "330100"),
        ("330100026", "是两个零不是三个", "33010026"),
        ("338888", "错了，不是四个八，应该是两个", "3388"),
        ("3301", "少报了一个六，在最后面", "33016"),
        ("301", "最前面漏了个三", "3301"),
        ("3301", "末尾再加个八", "33018"),
        ("3301", "那一段都不要了", ""),
        ("3301", "帮我把刚才念的删掉", ""),
    ],
)
def test_what_was_wrong_is_said_by_its_place_or_by_what_it_should_be(
    entry: NumberEntry, before: str, said: str, after: str
) -> None:
    edited = entry.edit(said, Entry(before, before))
    assert edited is not None
    assert edited.number == after


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("不是西湖区是滨江区", "330108"),
        ("麻烦你给我换到桐庐", "330122"),
        ("我在鱼杭", "330110"),
        ("咱家归萧山管", "330109"),
    ],
)
def test_a_place_is_changed_to(understander: Understander, said: str, region: str) -> None:
    intent = understander.understand(said, Situation(region=HOME), TODAY).intent
    assert (intent.name, intent.text("region")) == ("set_region", region)


@pytest.mark.parametrize(
    "said", ["我在宁波买房能提杭州的公积金吗", "我儿子在苏州身份证丢了怎么补", "车是合肥买的在这儿怎么上牌"]
)
def test_a_place_that_is_only_told_is_not_moved_to(
    vocabulary: Vocabulary, region_names: RegionNames, said: str
) -> None:
    assert PlaceReader(lambda: region_names, vocabulary).spot(said, HOME) is None


def test_there_is_the_place_of_the_question_before(understander: Understander) -> None:
    situation = Situation(region=HOME, service="id-card-lost", question="我老家在阜阳身份证在这儿能补吗")
    assert understander.understand("那边呢", situation, TODAY).intent.text("region") == "341200"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("窗口的人爱理不理我要反映", "feedback"),
        ("嗓门太大了", "quieter"),
        ("商家卖假货怎么投诉", ""),
        ("邻居声音太大了找谁", ""),
    ],
)
def test_what_is_said_to_the_channel_itself_is_told_from_what_resembles_it(
    vocabulary: Vocabulary, said: str, intent: str
) -> None:
    assert load_small_talk(vocabulary).intent_of(said) == intent


@pytest.mark.parametrize("told", ["去年我家厨房着火了", "如果厨房着火了打几号", "电视里厨房着火了"])
def test_what_was_may_be_or_is_told_weighs_less_than_what_is(understander: Understander, told: str) -> None:
    assert understander.understand("我家厨房着火了", Situation(region=HOME), TODAY).intent.text("number") == "119"
    assert understander.understand(told, Situation(region=HOME), TODAY).intent.name != "emergency"


def test_a_sentence_without_signs_is_calm() -> None:
    assert load_emergency_signs().number([], ["110", "119", "120"]) == ""
