"""Danger is heard in every state and without a lexicon; a question about a service is none."""

from __future__ import annotations

import pytest

from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from tests.voice.conftest import HOME, MONDAY_MORNING
from voice.emergencies import EmergencyWords, load_more_sayings
from voice.intents import Mode, Situation
from voice.knowledge import load_packaged_hotlines
from voice.understand import Understander

TODAY = MONDAY_MORNING.date()
CRIES = {
    "我老伴心口疼得直冒汗": "120",
    "快来人啊我妈晕倒了": "120",
    "孙子吃东西噎着了": "120",
    "厨房着火了怎么办": "119",
    "家里好大一股煤气味": "119",
    "我被困在电梯里了": "119",
    "有人撬我家的门": "110",
    "儿子拿刀要砍人": "110",
    "活着没意思不想活了": "12356",
    "电话里说公安局要我转账": "96110",
    "门口撞车了有人受伤": "122",
    "来人啊奶奶跌在厕所爬不起来": "120",
    "弟弟吞了个硬币": "120",
    "宝宝烧得直抽": "120",
    "爸爸半边身子动不了嘴也歪了": "120",
    "丈夫又打我了": "110",
    "有人一直尾随我": "110",
    "锅着火了灭不了": "119",
    "我割了手腕割腕了": "120",
    "老伴走了以后我真不想活了": "12356",
    "说我医保卡冻结了叫我把钱转过去": "96110",
}
MODES: tuple[Mode, ...] = ("idle", "choice", "confirm", "step", "region", "case_number", "case_code")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cry", CRIES)
def test_a_cry_for_help_is_heard_in_every_state(understander: Understander, cry: str, mode: Mode) -> None:
    heard = understander.understand(cry, Situation(mode=mode, region=HOME), TODAY)
    assert (heard.intent.name, heard.intent.text("number")) == ("emergency", CRIES[cry])


@pytest.mark.parametrize("cry", CRIES)
def test_a_cry_for_help_needs_neither_server_nor_lexicon(cry: str, vocabulary: Vocabulary) -> None:
    hotlines = load_packaged_hotlines()
    words = EmergencyWords(hotlines, vocabulary, load_more_sayings())
    assert words.find(cry, Understanding((), vocabulary, hotlines=hotlines).search(cry)) == CRIES[cry]


@pytest.mark.parametrize(
    "said",
    [
        "老家失火户口本烧没了怎么补",
        "车祸以后残疾证怎么办",
        "老婆要生了准生证怎么办",
        "身份证丢了要先报警吗",
        "天然气开户要带什么",
        "家里老人走了怎么销户口",
        "加装电梯怎么申请",
        "护照掉水里了怎么办",
        "我爸心梗去世了丧葬费去哪领",
        "火灾赔偿找谁",
        "中风了能办残疾证吗",
        "家里没煤气了怎么开通",
        "喝农药走的能领丧葬费吗",
    ],
)
def test_a_question_about_a_service_is_no_cry_for_help(understander: Understander, said: str) -> None:
    assert understander.understand(said, Situation(region=HOME), TODAY).intent.name != "emergency"


@pytest.mark.parametrize(
    "story",
    [
        "公公老年痴呆三年了天天往外跑我腿都跑断了",
        "我妈半边身子不听使唤有七八年了想请人来搭把手",
        "老爷子摔过跤以后就下不了地了能不能给个轮椅",
        "爸爸中风以后话说不清存折密码也忘了",
        "丈母娘起不来床吃喝都要人喂，公家贴钱不",
        "外公蹲坑起不来，想装个扶手",
        "驾照在饭店吃饭叫人偷了",
        "我钱包让扒手扒了里面有社保卡跟老年卡",
        "老房子着过一回火房本户口本都没了",
        "我男人在矿上没了赔偿款迟迟不到",
        "昨天下楼崴了脚今天好多了想问下医药费能报不",
        "我老伴夜里喘得睡不着想买个制氧机有补贴吗",
        "厂里机器把我手指轧掉两根老板不认账",
        "邻居家小狗把我晾的鞋叼跑了",
    ],
)
def test_a_story_that_asks_for_a_service_rings_no_alarm(understander: Understander, story: str) -> None:
    assert understander.understand(story, Situation(region=HOME), TODAY).intent.name != "emergency"


@pytest.mark.parametrize("said", ["我一个人去行不行，他走不动", "她瘫着呢来不了照相咋办", "我去不了，脚上打着石膏"])
def test_an_afterthought_about_the_guide_rings_no_alarm(understander: Understander, said: str) -> None:
    situation = Situation(region=HOME, service="id-card-lost", question="身份证丢了怎么办")
    assert understander.understand(said, situation, TODAY).intent.name != "emergency"


@pytest.mark.parametrize(
    ("cry", "numbers"),
    [
        ("瘫在床上的老娘刚才喊不应了，脸煞白", "120"),
        ("我爸老年痴呆，刚把洗衣液喝了", "120"),
        ("糊涂老爹从医院走出去，天黑了没找着", "110"),
        ("有个人说给他一千就能帮我把低保批下来", "96110"),
        ("有人说能帮我快办，让我转两百块", "96110"),
        ("自称退役军人局的要我银行卡号和密码", "96110"),
    ],
)
def test_a_cry_stays_one_where_illness_or_papers_are_spoken_of(
    understander: Understander, cry: str, numbers: str
) -> None:
    intent = understander.understand(cry, Situation(region=HOME), TODAY).intent
    assert (intent.name, intent.text("number")) == ("emergency", numbers)
