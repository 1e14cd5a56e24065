"""What is said while an alarm is on the screen, or after a telephone number was told, is about it."""

from __future__ import annotations

import pytest

from benchmarks.tune_after_answers import load_all, made_of
from content.files import Content
from content.understanding.learnt import read_learnt
from tests.voice.conftest import HOME, MONDAY_MORNING
from tests.voice.fake_knowledge import FakeKnowledge
from voice.after_answers import MEANINGS, WEIGHT_FILE
from voice.dialog import Dialog
from voice.intents import Heard, Intent, Situation
from voice.replies import LONGEST_SENTENCE, Replies
from voice.session import Session
from voice.state import State
from voice.understand import Understander

TODAY = MONDAY_MORNING.date()
OVER = [
    ("120", "大夫来了，把人抬走了"),
    ("120", "果核吐掉了，脸色好了"),
    ("120", "老爷子自己坐起来了"),
    ("119", "邻居拿水浇灭了"),
    ("119", "原来是楼下在烧纸"),
    ("119", "维修的师傅把我们放出来了"),
    ("110", "在他奶奶家呢，没走丢"),
    ("110", "民警把小偷带走了"),
    ("110", "敲门的人走掉了"),
    ("122", "双方谈妥了，车也挪开了"),
    ("96110", "我把他电话挂掉了，钱没动"),
    ("96110", "儿子说是假的，不转了"),
    ("12356", "女儿过来陪我了，好受多了"),
    ("120", "莫得事了，醒转来了"),
    ("12356", "没有，她是逗我的"),
    ("119", "窗子敞开了，闻不到味了"),
    ("120", "这会儿好了"),
    ("110", "是我女婿喝多了开错门"),
    ("119", "我拿锅盖闷灭了"),
]
STILL = [
    ("120", "要不要给他垫个枕头"),
    ("120", "他手还在抖"),
    ("120", "救护车开到哪里了"),
    ("120", "我一个人抬不动他"),
    ("119", "楼道里都是黑烟"),
    ("119", "我从窗口喊人行不行"),
    ("119", "被子要不要抱出去"),
    ("110", "他还在外头砸东西"),
    ("110", "孩子穿的是校服"),
    ("96110", "他说不照做就抓我"),
    ("96110", "他叫我一个人进房间"),
    ("122", "对方不肯让我走"),
    ("12356", "没有人听我说话"),
    ("12356", "不是开玩笑，她真爬上去了"),
    ("119", "窗户开了还是好大烟"),
    ("120", "好了一阵又昏了"),
    ("119", "烟没散"),
]
AGAIN = ["那几个数再念念", "号码我没来得及写", "慢点报，我在找笔", "打几号来着", "一个字一个字报给我"]
OF_A_LINE = {
    "hours": ["夜里打有没有人", "礼拜六他们上不上班", "早上几点开始有人接", "过年那几天打得通不"],
    "cost": ["打这个花不花钱", "要话费的吗", "是不是免费打"],
    "unanswered": ["老占线咋办", "打了几回没人接", "拨过去总是在通话中"],
    "tell": ["打通了先讲什么", "要跟他们报名字不", "接电话的是哪个单位"],
}
NEW = [
    ("那身份证丢了怎么补", "id-card-lost"),
    ("低保怎么申请", "minimum-living"),
    ("对了，结婚登记要带什么", "marriage"),
    ("养老金认证怎么弄", "pension-check"),
]


def _heard(understander: Understander, said: str, situation: Situation) -> Heard:
    return understander.understand(said, situation, TODAY)


@pytest.mark.parametrize(("number", "said"), OVER)
def test_when_all_is_well_again_the_alarm_is_left(understander: Understander, number: str, said: str) -> None:
    heard = _heard(understander, said, Situation(region=HOME, alarm=number))
    assert heard.intent == Intent("back", {"over": True})


@pytest.mark.parametrize(("number", "said"), STILL)
def test_while_it_goes_on_the_number_stays(understander: Understander, number: str, said: str) -> None:
    situation = Situation(region=HOME, service="id-card-lost", question="身份证丢了怎么办", alarm=number)
    intent = _heard(understander, said, situation).intent
    assert intent.name == "emergency"


@pytest.mark.parametrize("said", AGAIN)
def test_the_number_is_asked_for_again(understander: Understander, said: str) -> None:
    for situation in (Situation(region=HOME, alarm="120"), Situation(region=HOME, line="12345")):
        assert _heard(understander, said, situation).intent.name in ("repeat", "slower")


@pytest.mark.parametrize(
    ("aspect", "said"), [(aspect, said) for aspect, all_said in OF_A_LINE.items() for said in all_said]
)
def test_a_question_after_a_telephone_number_is_about_that_line(
    understander: Understander, aspect: str, said: str
) -> None:
    heard = _heard(understander, said, Situation(region=HOME, line="12333"))
    assert heard.intent == Intent("hotline", {"number": "12333", "aspect": aspect})


@pytest.mark.parametrize(("said", "service"), NEW)
def test_a_clear_new_question_wins(understander: Understander, said: str, service: str) -> None:
    for situation in (Situation(region=HOME, alarm="119"), Situation(region=HOME, line="12345")):
        heard = _heard(understander, said, situation)
        assert (heard.intent.name, heard.intent.text("service")) == ("ask_guide", service)


def test_another_danger_changes_the_alarm(understander: Understander) -> None:
    heard = _heard(understander, "厨房着火了", Situation(region=HOME, alarm="120"))
    assert heard.intent == Intent("emergency", {"number": "119", "danger": "fire"})


def test_what_still_frightens_is_never_taken_as_over(understander: Understander) -> None:
    for said in ("他没气了", "火更大了", "血流了一地", "他昏过去了", "门被他踹开了"):
        assert _heard(understander, said, Situation(region=HOME, alarm="120")).intent.name == "emergency"


def test_the_alarm_tells_the_number_and_what_helps(session: Session) -> None:
    session.hear("我老伴晕倒了")
    told = session.hear("能不能把他抱到床上").reply
    assert told.screen == "emergency/120"
    assert told.sentences == ("请马上打120！", "别随便搬动病人。")
    assert "一二零" in session.hear("号码再讲一遍").reply.speech


def test_who_smells_gas_never_hears_what_to_do_in_a_fire(session: Session) -> None:
    session.hear("家里一股煤气味")
    assert session.hear("我害怕").reply.sentences[1] == "闻到煤气味，先开窗，别开关电器。"


def test_after_the_fright_it_goes_on_where_it_was(session: Session) -> None:
    session.hear("查进度")
    session.hear("三三零一零六")
    assert session.hear("哎呀厨房着火了").reply.screen == "emergency/119"
    calm = session.hear("浇灭了，没事了").reply
    assert (calm.screen, calm.expects) == ("case", "case_number")
    assert "119" in calm.speech
    session.hear("二六一零二四")
    assert session.state.entry.number == "330106261024"


def test_what_was_not_over_leads_back_to_the_number(session: Session) -> None:
    session.hear("厨房着火了")
    session.hear("火灭了")
    assert session.hear("又烧起来了，能不能泼水").reply.screen == "emergency/119"


def test_of_a_line_only_what_is_known_is_told(session: Session) -> None:
    session.hear("法律热线是多少")
    assert session.hear("晚上打得通吗").reply.sentences[0] == "这个电话多数地方全天有人接听。"
    assert "不收钱" in session.hear("打这个要钱吗").reply.speech
    session.hear("路灯不亮找谁")
    assert session.hear("要不要钱").reply.sentences[0] == "没有写打电话要不要钱。"


def test_every_alarm_can_end_calmly(catalogue: Content, knowledge: FakeKnowledge) -> None:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)
    for hotline in knowledge.hotlines():
        if hotline.emergency:
            state = State(HOME, screen=f"emergency/{hotline.number}", trail=("home",))
            after, reply = dialog.respond(state, Heard("", Intent("back", {"over": True})), MONDAY_MORNING)
            assert after.screen == "home"
            assert hotline.number in reply.speech
            assert all(len(sentence) <= LONGEST_SENTENCE for sentence in reply.sentences)


def test_the_weights_are_of_the_examples_there_are() -> None:
    kept = read_learnt(WEIGHT_FILE)
    assert kept.meanings == MEANINGS
    assert kept.made_of == made_of(load_all()), "python -m benchmarks.tune_after_answers learns them anew"
