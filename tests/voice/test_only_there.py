"""A service that only another place offers is told with its place, once for each guide."""

from dataclasses import replace

from content.files import Content
from tests.voice.fake_knowledge import FakeKnowledge
from voice.session import Session

THERE, PLACE = "440100", "广州市"


def move(knowledge: FakeKnowledge, service: str, region: str) -> None:
    guide = replace(knowledge.content.guides[service], region=region)
    content: Content = replace(knowledge.content, guides={**knowledge.content.guides, service: guide})
    knowledge.content = content


def test_the_place_is_said_before_the_answer_and_only_once(session: Session, knowledge: FakeKnowledge) -> None:
    move(knowledge, "id-card-lost", THERE)
    first = session.hear("身份证丢了怎么办").reply
    assert first.speech.startswith(f"这件事只在{PLACE}办。")
    again = session.hear("要多久").reply
    assert "只在" not in again.speech


def test_a_service_of_the_household_s_own_city_has_no_such_words(session: Session, knowledge: FakeKnowledge) -> None:
    move(knowledge, "id-card-lost", "330100")
    assert "只在" not in session.hear("身份证丢了怎么办").reply.speech
