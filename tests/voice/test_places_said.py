"""Where somebody is, moves to or only speaks of, in words and names of every kind; nothing here was learnt from."""

from __future__ import annotations

import pytest

from benchmarks.tune_places import load_all, made_of
from content.files import Content
from content.understanding.vocabulary import Vocabulary
from tests.voice.conftest import HOME, MONDAY_MORNING
from voice.intents import Heard, Situation
from voice.name_beginnings import NameBeginnings
from voice.place_signs import load_place_weights
from voice.places_read import PlaceReader
from voice.regions_named import RegionNames
from voice.understand import Understander

TODAY = MONDAY_MORNING.date()


def _heard(understander: Understander, said: str, situation: Situation | None = None) -> Heard:
    return understander.understand(said, situation or Situation(region=HOME), TODAY)


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("我们老两口搬到临安住了", "330112"),
        ("如今住在建德乡下", "330182"),
        ("把地方弄到富阳", "330111"),
        ("弄错啦，我们是奉化的", "330213"),
        ("萧山，不对，是滨江", "330108"),
        ("换到余杭哦不是临平", "330113"),
        ("我要的是嘉善的，不是嘉兴", "330421"),
        ("切成宁波的江北区", "330205"),
        ("永康", "330784"),
        ("安吉县", "330523"),
        ("我在景宁", "331127"),
        ("我家在恩施", "422800"),
        ("换到林安", "330112"),
        ("消山区的", "330109"),
    ],
)
def test_the_household_moves(understander: Understander, said: str, region: str) -> None:
    intent = _heard(understander, said).intent
    assert (intent.name, intent.text("region")) == ("set_region", region)


@pytest.mark.parametrize(
    "said",
    [
        "我儿子家在萧山",
        "小女儿在温州开店",
        "隔壁老李搬到临安去了",
        "我年轻时在余杭教书",
        "过两天要去丽水喝喜酒",
        "我妈老家是诸暨的",
        "我不想换到宁波",
        "绍兴黄酒多少钱一瓶",
        "公安局的人来了",
        "公安",
        "抚养小孩辛苦",
        "一样的",
    ],
)
def test_a_place_of_which_somebody_only_speaks_moves_nobody(understander: Understander, said: str) -> None:
    heard = _heard(understander, said)
    assert heard.intent.name != "set_region"
    assert not heard.intent.text("region")


def test_a_word_that_is_a_place_too_counts_as_one_where_a_place_was_asked_for(understander: Understander) -> None:
    assert _heard(understander, "长寿", Situation("region", HOME)).intent.text("region") == "500115"


def test_of_several_places_with_one_name_the_household_is_asked_which(understander: Understander) -> None:
    heard = _heard(understander, "我搬到鼓楼区了")
    assert heard.decision == "choose"
    assert len(heard.intent.texts("candidates")) > 1


def test_of_several_places_with_one_name_the_one_whose_city_is_named_is_meant(understander: Understander) -> None:
    assert _heard(understander, "鼓楼区，就是南京的鼓楼区").intent.text("region") == "320106"


@pytest.mark.parametrize(
    "said",
    [
        "我叫吴临安",
        "我小孙女叫郑海宁",
        "我住在诸暨路十六号",
        "我家祖上是河南的",
        "籍贯填的温州",
        "临平的枇杷甜得很",
        "往后老了也许搬桐庐",
    ],
)
def test_a_name_within_a_name_or_where_somebody_comes_from_moves_nobody(understander: Understander, said: str) -> None:
    situation = Situation(region=HOME, service="elderly-card", aspect="fee", question="老年证要多少钱")
    assert _heard(understander, said).intent.name != "set_region"
    assert not _heard(understander, said, situation).intent.text("region")


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("嘉善办要钱不", "330421"),
        ("富阳那头带什么去", "330111"),
        ("去桐庐领行不行", "330122"),
        ("我娘在建德，她那里怎么领", "330182"),
        ("绍兴啥规矩", "330600"),
    ],
)
def test_a_short_question_with_a_place_is_about_the_guide_at_hand_there(
    understander: Understander, said: str, region: str
) -> None:
    situation = Situation(region=HOME, service="elderly-card", aspect="overview", question="老年证怎么办")
    intent = _heard(understander, said, situation).intent
    assert (intent.text("service"), intent.text("region")) == ("elderly-card", region)


@pytest.mark.parametrize("said", ["那平湖的呢", "平湖也一样吗"])
def test_a_place_asked_for_while_services_are_offered_is_the_place_of_all_of_them(
    understander: Understander, said: str
) -> None:
    offered = Situation(mode="choice", region=HOME, question="退休金", offered=("retirement", "pension-check"))
    intent = _heard(understander, said, offered).intent
    assert (intent.name, intent.text("region")) == ("set_region", "330482")


def test_one_of_those_offered_is_asked_for_the_place_that_is_named(understander: Understander) -> None:
    offered = Situation(
        mode="choice", region=HOME, question="社保卡", offered=("social-card-first", "social-card-replace")
    )
    intent = _heard(understander, "在嘉善补卡要钱不", offered).intent
    assert (intent.text("service"), intent.text("region")) == ("social-card-replace", "330421")


@pytest.mark.parametrize("said", ["那在萧山呢", "要是换成萧山的呢", "萧山也一样吗", "在萧山咋弄", "萧山那儿呢"])
def test_after_an_answer_a_place_alone_asks_the_same_for_there(understander: Understander, said: str) -> None:
    situation = Situation(region=HOME, service="residence-permit", aspect="fee", question="居住证要多少钱")
    intent = _heard(understander, said, situation).intent
    assert (intent.text("service"), intent.text("region")) == ("residence-permit", "330109")


def test_a_question_after_a_move_is_asked_for_there(understander: Understander) -> None:
    intent = _heard(understander, "我们搬到宁波了，健康证怎么办").intent
    assert (intent.text("service"), intent.text("region")) == ("health-certificate", "330200")


@pytest.mark.parametrize("place", ["余杭", "柯桥", "南浔", "杭州"])
def test_danger_hangs_on_no_name(understander: Understander, place: str) -> None:
    assert _heard(understander, f"我在{place}，家里着火了").intent.text("number") == "119"
    assert _heard(understander, f"我家在{place}").intent.name == "set_region"


def test_what_is_left_of_a_question_without_its_place_says_what_is_asked(
    vocabulary: Vocabulary, region_names: RegionNames
) -> None:
    reader = PlaceReader(lambda: region_names, vocabulary)
    spotted = reader.spot("我住在绍兴，老年证怎么办", HOME)
    assert spotted is not None
    assert (spotted.code, spotted.rest) == ("330600", "老年证怎么办")


def test_no_name_is_passed_over_before_the_names_are_loaded(
    vocabulary: Vocabulary, region_names: RegionNames, catalogue: Content
) -> None:
    beginnings = NameBeginnings(vocabulary)
    assert all(beginnings.may_stand_in(name) for code in catalogue.regions for name in region_names.names_of(code))
    assert not beginnings.may_stand_in("身份证丢了怎么补")


def test_the_weights_that_are_kept_are_of_the_examples_there_are() -> None:
    assert load_place_weights().made_of == made_of(load_all()), "python -m benchmarks.tune_places learns them anew"
