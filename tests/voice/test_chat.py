"""What people say first to anything that answers: who it is, if it has eaten; answered kindly, and nothing moves."""

from __future__ import annotations

import pytest

from content.yaml_text import load_plain
from tests.voice.fake_knowledge import FakeKnowledge
from voice.intents import CHAT
from voice.phrases import load_phrases
from voice.replies import LONGEST_SENTENCE, Replies, sentences_of
from voice.session import Session
from voice.small_talk import SMALL_TALK_FILE, Chat, load_chat

KINDS = {kind: intent for intent, kinds in load_plain(SMALL_TALK_FILE)["talk"].items() for kind in kinds}
SAID = {
    "who": ("闺女你叫个啥名字呀", "您到底是谁"),
    "machine": ("你该不会是个机器人吧", "这是真人在说话吗"),
    "maker": ("你是哪家单位做出来的", "哪个造的你哟"),
    "age": ("您如今多大岁数啦", "你属啥的呀"),
    "where": ("你人在哪里呀", "您家住哪儿"),
    "life": ("你成家了没", "您夜里要睡觉吗"),
    "trust": ("你别是骗我的吧", "你说的话靠谱吗"),
    "privacy": ("你会把我说的话传出去吗", "你在录音吗"),
    "cost": ("这样跟你聊天要花钱吗",),
    "story": ("给奶奶讲个故事嘛", "说一段评书听听"),
    "song": ("帮我放段黄梅戏", "你会唱歌不"),
    "lonely": ("屋里冷清得很", "你陪我说说话吧"),
    "feelings": ("你喜不喜欢我呀", "你来当我干女儿吧"),
    "dialect": ("你会不会讲宁波话", "听得懂我讲的土话不"),
    "scold": ("你咋恁笨呢", "你啥都不懂嘛"),
    "praise": ("你可真能干", "声音蛮好听"),
    "family": ("我代我阿婆来问问", "陪我老伴来打听的"),
    "there": ("喂还在不在呀", "听得到我讲话不"),
    "ate": ("饭吃过了没有", "您吃了没"),
    "looking": ("我先随便听听", "就是看看而已"),
    "shorter": ("你讲得太长了记不住", "麻烦说短一些"),
}
NOT_TO_IT = (
    "你们在哪里",
    "你们几点吃饭休息",
    "那要钱吗",
    "我叫不动他，他不去",
    "我孙子多大能办",
    "唱歌的执照怎么办",
    "窗口没人理我",
    "谁能替我妈去办",
    "给个电话我问问",
    "材料太多了",
    "有人吗着火了",
)


@pytest.fixture(scope="module")
def chat() -> Chat:
    return load_chat()


def test_every_kind_has_an_answer_of_its_own_and_sentences_here() -> None:
    answers = Replies.load().table("small_talk")
    assert set(answers) == set(KINDS) == set(SAID)
    assert len(set(answers.values())) == len(answers)


def test_every_phrase_is_of_a_kind_there_is() -> None:
    phrases = [phrase.intent for phrase in load_phrases() if CHAT in phrase.intent.slots]
    assert {(intent.text(CHAT), intent.name) for intent in phrases} <= set(KINDS.items())


@pytest.mark.parametrize("kind", SAID)
def test_what_is_said_to_anything_that_answers_is_met_with_its_answer(session: Session, kind: str) -> None:
    answer = sentences_of(Replies.load().text(f"small_talk.{kind}"))
    session.hear("身份证丢了怎么办")
    screen, told = session.state.screen, session.state.said
    for said in SAID[kind]:
        heard, reply = session.hear(said).heard, session.state
        assert (heard.intent.name, heard.intent.text(CHAT)) == (KINDS[kind], kind), said
        assert (reply.service, reply.screen, reply.said) == ("id-card-lost", screen, told)
    assert session.hear(SAID[kind][0]).reply.sentences[0] == answer[0]


@pytest.mark.parametrize("said", NOT_TO_IT)
def test_what_is_asked_of_an_office_is_not_said_to_the_channel(chat: Chat, said: str) -> None:
    assert chat.read(said) == ("", "")


def test_an_open_question_is_asked_again_and_can_be_answered(session: Session) -> None:
    session.hear("驾照")
    offered = session.state.offers
    exchange = session.hear("你是真人吗")
    assert exchange.reply.expects == "choice"
    assert session.state.offers == offered
    assert session.hear("第一个").heard.intent.name == "choose"


def test_a_yes_that_is_awaited_is_still_awaited_after_praise(session: Session) -> None:
    session.hear("330106261024")
    assert session.hear("你真聪明").reply.expects == "confirm"


def test_a_number_that_is_dictated_goes_on_after_chat(session: Session) -> None:
    session.hear("查进度")
    session.hear("三三零一")
    exchange = session.hear("你是真人吗")
    assert (exchange.heard.intent.text(CHAT), exchange.reply.expects) == ("machine", "case_number")
    assert session.state.entry.number == "3301"


def test_with_nothing_at_hand_an_example_says_what_to_ask_and_it_is_another_every_time(session: Session) -> None:
    examples = [session.hear(said).reply.sentences[-1] for said in ("你是谁", "你几岁了", "你会唱戏吗")]
    assert len(set(examples)) == len(examples)
    assert all(len(example) <= LONGEST_SENTENCE for example in examples)


def test_what_was_too_long_is_said_by_its_first_sentence(session: Session) -> None:
    told = session.hear("身份证丢了怎么办").reply.sentences
    assert len(told) > 1
    shorter = session.hear("你说得太长了").reply.sentences
    assert shorter[-1].replace("，", "") == told[0].replace("，", "")
    assert session.hear("再说一遍").reply.sentences == told


def test_what_is_said_in_a_story_is_not_said_to_the_channel(chat: Chat) -> None:
    assert chat.read("我跟隔壁老王说你是谁啊怎么老把车停在我家门口不走") == ("", "")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("甭喊那么响，我听得到", "quieter"),
        ("嗓子太高啦", "quieter"),
        ("字往下调一点", "smaller"),
        ("带我到最开始那里去", "home"),
        ("他们把我推来推去的", "feedback"),
        ("我得找你们领导谈一谈", "feedback"),
        ("打个九分吧", "rate"),
        ("声音哪里调", "help"),
        ("嗯啥子嘞", "repeat"),
    ],
)
def test_what_steers_the_talk_is_told_beside_a_guide(session: Session, said: str, intent: str) -> None:
    session.hear("身份证丢了怎么办")
    assert session.hear(said).heard.intent.name == intent


@pytest.mark.parametrize("said", ["不会用手机咋办", "申请不满意能退吗", "给我分到几个月领"])
def test_what_only_sounds_so_is_still_asked_about_the_guide(session: Session, said: str) -> None:
    session.hear("身份证丢了怎么办")
    assert session.hear(said).heard.intent.name not in ("help", "rate", "feedback")


def test_chat_is_asked_of_no_server_and_counted_as_no_question(session: Session, knowledge: FakeKnowledge) -> None:
    session.hear("你是谁啊")
    assert knowledge.sent == []
