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
