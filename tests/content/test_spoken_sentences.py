"""What is spoken is cut the same way everywhere, and a sound has one name."""

import hashlib

import pytest

from content.files import content_folder, load_content
from content.fixed_speech import FixedSpeech
from content.model import Guide, Hotline, Question, Short, Step
from content.spoken_sentences import (
    as_sentence,
    clauses_of,
    load_voices,
    speech_key,
    split_sentences,
    spoken_sentences,
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("先挂失。再补办！行吗？", ["先挂失。", "再补办！", "行吗？"]),
        ("没有句号", ["没有句号。"]),
        ("第一行\n第二行", ["第一行。", "第二行。"]),
        ("标题　怎么办", ["标题，怎么办。"]),
        ("。", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_sentences_with_their_marks(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("part", "sentence"), [("多久，", "多久。"), ("多久", "多久。"), ("行吗？", "行吗？"), ("，", "")]
)
def test_a_part_stands_by_itself(part: str, sentence: str) -> None:
    assert as_sentence(part) == sentence


def test_the_clauses_of_a_sentence_are_the_sentence() -> None:
    sentence = "要带身份证、户口本，还有照片：两张。"
    assert "".join(clauses_of(sentence)) == sentence
    assert clauses_of(sentence) == ["要带身份证、", "户口本，", "还有照片：", "两张。"]


def test_a_sound_is_named_by_the_hash_of_voice_and_text() -> None:
    assert speech_key("a", "好。") == hashlib.sha256("a\n好。".encode()).hexdigest()
    assert speech_key("a", "好。") != speech_key("b", "好。")


def test_there_is_a_female_and_a_male_voice() -> None:
    assert set(load_voices()) == {"female", "male"}


def test_the_short_answers_of_all_come_before_the_details_of_one() -> None:
    def guide(name: str) -> Guide:
        return Guide(
            id=name,
            region="000000",
            title=f"{name}事",
            topic="t",
            short=Short(time=f"{name}要三天。"),
            steps=(Step(title="去", speech=f"{name}去窗口。"),),
            faq=(Question(q="要钱吗？", a=f"{name}不要钱。"),),
        )

    said = list(spoken_sentences([guide("甲"), guide("乙")]))
    assert said[0] == "甲要三天。"
    assert said.index("乙去窗口。") < said.index("甲不要钱。")
    assert len(said) == len(set(said))
    assert said.count("要钱吗？") == 1


def test_a_sentence_too_long_for_one_breath_also_comes_in_clauses() -> None:
    long = "在外省上班、上学、居住的（要有居住证），去现在住的地方的派出所办，不用回老家，更不用请人代办。"
    said = list(spoken_sentences([Hotline(number="1", name="甲", do_first=(long,))]))
    assert long in said
    assert "不用回老家。" in said
    assert "居住的。" in said


def test_every_guide_says_something_and_nothing_has_a_line_break() -> None:
    guides = load_content(content_folder()).guides.values()
    said = list(spoken_sentences(guides))
    assert all(guide.short.time in said for guide in guides if guide.short and guide.short.time.count("。") == 1)
    assert [sentence for sentence in said if "\n" in sentence] == []


def test_numbers_to_call_come_first_of_what_is_always_said() -> None:
    fixed = FixedSpeech(sentences=("您好。",), counted=("请马上打{}！", "第{}项。"))
    said = list(fixed.all_sentences(["110"]))
    assert said[:2] == ["请马上打110！", "您好。"]
    assert "第20项。" in said
    assert "第110项。" not in said
