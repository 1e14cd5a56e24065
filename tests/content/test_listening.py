"""How long a guide speaks, how long its sentences are, and which guides are hard to listen to."""

import pytest

from content.check import load_language
from content.files import content_folder
from content.listening import Listening, count_listening, listen
from content.model import Guide, Question, Short, Step
from content.rules_language import PlainLanguage


@pytest.fixture(scope="module")
def language() -> PlainLanguage:
    return load_language(content_folder() / "wording")


def guide(name: str, answer: str) -> Guide:
    return Guide(
        id=name,
        region="000000",
        title="风筝放飞登记的全称",
        spoken_name="风筝",
        topic="other",
        short=Short(time="两天。", fee="不要钱。"),
        steps=(Step(title="不读的标题", detail="不读的详情。", speech="去窗口。带上风筝。"),),
        faq=(Question(q="要多久？", a=answer),),
    )


def test_what_is_heard_is_counted_and_what_is_only_shown_is_not(language: PlainLanguage) -> None:
    heard = listen(guide("kite", "两天。"), language)
    lengths = [2, 3, 4, 4, 5, 4, 3]
    assert heard == Listening("kite", sum(lengths), len(lengths), 5, 0)
    assert heard.seconds == pytest.approx(60 * 25 / 185)
    assert heard.average_sentence == pytest.approx(25 / 7)


def test_only_guides_that_are_hard_to_listen_to_stand_alone(language: PlainLanguage) -> None:
    guides = [guide("plain", "两天。"), guide("heavy", "予以办理。"), guide("long", "先去窗口，" * 25 + "再回家。")]
    lines = [values["id"] for name, values in count_listening(guides, language) if name == "speech_of_one"]
    assert lines == ["heavy", "long"]


def test_every_guide_has_a_line_when_asked_for(language: PlainLanguage) -> None:
    guides = [guide("second", "两天。"), guide("first", "两天。")]
    (total, *rest) = count_listening(guides, language, each=True)
    assert (total[0], total[1]["longest"], total[1]["notes"]) == ("speech", "5", "0")
    assert [values["id"] for _, values in rest] == ["first", "second"]


def test_a_guide_that_says_nothing_has_no_average(language: PlainLanguage) -> None:
    (total,) = count_listening([], language)
    assert total[1]["average"] == "0.0"
    assert Listening("silent", 0, 0, 0, 0).average_sentence == 0
