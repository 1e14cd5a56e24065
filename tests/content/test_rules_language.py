"""Plain language: what a listener stumbles over is noted, everyday words that look like it are not."""

import pytest

from content.check import load_language
from content.files import content_folder
from content.inheritance import Overlay
from content.model import Guide, Hotline, Notice, Question, Scenario, ScenarioAnswer, ScenarioQuestion, Step
from content.rules_language import PlainLanguage, find_language_notes

COMMON_CHARACTERS = 3500  # level one of the General Standard


@pytest.fixture(scope="module")
def language() -> PlainLanguage:
    return load_language(content_folder() / "wording")


def notes_of(text: str, language: PlainLanguage) -> list[tuple[str, str]]:
    notice = Notice(id="sample", title="一条通知", text=text)
    found = find_language_notes(notice, language)
    return [(note.code, str(note.values.get("phrase", note.values.get("characters")))) for note in found]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("材料不全的，予以退回。", "予以"),
        ("凭户口簿到派出所。", "凭户口簿到"),
        ("持身份证到窗口。", "持身份证到"),
        ("两处均能办。", "均"),
        ("须本人来。", "须"),
        ("带齐材料方可登记。", "方可"),
        ("若丢了，先挂失。", "若"),
        ("按有关规定。", "有关"),
    ],
)
def test_officialese_is_noted(text: str, phrase: str, language: PlainLanguage) -> None:
    assert notes_of(text, language) == [("officialese", phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "和户口没有关系。",
        "带上购房凭证，到窗口去。",
        "凭记忆写，写完再到窗口去，也行。",
        "扶持的人，带身份证到窗口。",
        "看平均工资。",
        "必须本人来。",
        "很多地方可以跨省办。",
        "带若干张照片。",
        "看看能不能不去。",
        "不知道行不行。",
        "有没有不用交钱的？",
    ],
)
def test_everyday_words_that_only_look_like_it_are_left_alone(text: str, language: PlainLanguage) -> None:
    assert notes_of(text, language) == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("不会不让上学。", "不会不"),
        ("非本人来不可。", "非本人来不可"),
        ("不得不再跑一次。", "不得不"),
        ("不是没有办法。", "不是没"),
    ],
)
def test_double_negation_is_noted(text: str, phrase: str, language: PlainLanguage) -> None:
    assert notes_of(text, language) == [("double_negation", phrase)]


def test_characters_beyond_the_common_ones_are_named_once_unless_everybody_knows_the_word(
    language: PlainLanguage,
) -> None:
    assert len(language.characters) == COMMON_CHARACTERS
    assert notes_of("鹄候，鹄候。", language) == [("uncommon_characters", "鹄")]
    assert notes_of("癫痫病人问殡仪馆。", language) == []


def test_names_laws_and_what_citizens_ask_are_not_ours_to_change(language: PlainLanguage) -> None:
    guide = Guide(
        id="sample",
        region="000000",
        title="不予认定工伤决定书",
        topic="other",
        aliases=("出具证明",),
        legal_basis=("《缴纳办法》",),
        questions=("凭啥不予办理",),
        steps=(Step(title="前往窗口"),),
        faq=(Question(q="要带啥", a="携带身份证。"),),
    )
    assert [note.key for note in find_language_notes(guide, language)] == ["steps[0].title", "faq[0].a"]


def test_overlays_and_scenarios_are_listened_to_and_hotlines_are_not(language: PlainLanguage) -> None:
    overlay = Overlay(id="sample", region="330100", changes={"title": "出具证明", "short": {"fee": "无需交钱。"}})
    assert [note.key for note in find_language_notes(overlay, language)] == ["short.fee"]
    answers = (ScenarioAnswer(text="均可", leads_to="end"),)
    scenario = Scenario(
        id="sample", title="搬家", questions=(ScenarioQuestion(id="q", text="搬到哪", answers=answers),)
    )
    assert [note.key for note in find_language_notes(scenario, language)] == ["questions[0].answers[0].text"]
    assert list(find_language_notes(Hotline(number="12345", name="热线", says=("出具证明",)), language)) == []


def test_an_answer_of_the_questions_with_too_long_a_sentence_is_noted(language: PlainLanguage) -> None:
    answer = "先拿证明，" * 5 + "再来一次就可以了。"
    guide = Guide(id="sample", region="000000", title="样子", topic="other", faq=(Question(q="要带啥", a=answer),))
    (note,) = find_language_notes(guide, language)
    assert (note.code, note.key, note.values["count"]) == ("sentence_too_long", "faq[0].a", str(len(answer)))


def test_without_tables_nothing_is_noted() -> None:
    assert notes_of("予以鹄候，不得不来。", PlainLanguage()) == []
