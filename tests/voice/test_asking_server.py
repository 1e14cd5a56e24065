"""What nothing on the box answers is asked of the server; answers are counted by the door they came by."""

from __future__ import annotations

from pathlib import Path

import pytest

from channel_api.answers import Aspect, DemandDoor, Matched, SearchAnswer, SearchResult
from channel_api.client.client import ChannelClient
from tests.voice.conftest import HOME, OpenSession
from tests.voice.fake_knowledge import FakeKnowledge
from voice.knowledge import ChannelKnowledge
from voice.session import Session

STRANGE = "珊瑚礁旁边的灯塔归谁管"  # nothing of it is in any name


def found(verdict: str, *scored: tuple[str, float]) -> SearchAnswer:
    results = tuple(
        SearchResult(
            kind="service",
            id=id_,
            title=id_,
            topic="",
            score=score,
            matched=Matched(field="body", how="words", text="灯塔"),
        )
        for id_, score in scored
    )
    return SearchAnswer(q=STRANGE, region=HOME, verdict=verdict, results=results)  # type: ignore[arg-type]


def test_what_the_server_is_sure_of_is_asked_about(session: Session, knowledge: FakeKnowledge) -> None:
    knowledge.server_finds[STRANGE] = found("confident", ("notary", 0.8))
    exchange = session.hear(STRANGE)
    assert (exchange.heard.decision, exchange.heard.intent.text("service")) == ("confirm", "notary")
    assert session.hear("是的").reply.screen == "guide/notary"


def test_several_things_the_server_finds_are_offered(session: Session, knowledge: FakeKnowledge) -> None:
    knowledge.server_finds[STRANGE] = found("choose", ("notary", 0.5), ("marriage", 0.45), ("elevator", 0.1))
    exchange = session.hear(STRANGE)
    assert exchange.heard.intent.texts("candidates") == ("notary", "marriage")
    assert exchange.reply.expects == "choice"


@pytest.mark.parametrize("answer", [found("none", ("notary", 0.9)), found("choose", ("notary", 0.2))])
def test_what_the_server_only_guesses_is_not_offered(
    session: Session, knowledge: FakeKnowledge, answer: SearchAnswer
) -> None:
    knowledge.server_finds[STRANGE] = answer
    assert session.hear(STRANGE).heard.intent.name == "out_of_domain"


def test_what_the_box_answers_itself_is_not_sent_to_the_server(session: Session, knowledge: FakeKnowledge) -> None:
    for said in ("身份证丢了怎么办", "要带什么", "再说一遍", "查进度", "330106261024"):
        session.hear(said)
    assert [sent for sent in knowledge.sent if sent[0] == "search"] == []


def test_a_long_number_leaves_the_house_only_hidden(session: Session, knowledge: FakeKnowledge) -> None:
    session.hear("珊瑚礁的灯塔13800138000归谁管")
    assert "13800138000" not in repr(knowledge.sent)


def test_a_server_that_is_away_is_asked_once_and_then_left_alone(tmp_path: Path) -> None:
    seconds = [0.0]
    client = ChannelClient("http://127.0.0.1:9", folder=tmp_path)
    knowledge = ChannelKnowledge(client, monotonic=lambda: seconds[0])
    assert knowledge.search(STRANGE, HOME) is None
    knowledge._hurried = ChannelClient("http://127.0.0.1:9", folder=tmp_path)  # would fail as well, but is not asked
    requests: list[str] = []
    knowledge._hurried.search = lambda q, region, limit=10: requests.append(q) or found("none")  # type: ignore[method-assign, func-returns-value]
    assert knowledge.search(STRANGE, HOME) is None
    assert requests == []
    seconds[0] = 3600.0
    assert knowledge.search(STRANGE, HOME) is not None


class Counted:
    """Keeps what was counted."""

    def __init__(self) -> None:
        self.counts: list[tuple[str, str, str]] = []

    def __call__(self, door: DemandDoor, service: str, aspect: Aspect) -> None:
        self.counts.append((door, service, aspect))


def test_answers_are_counted_by_service_aspect_and_door(open_session: OpenSession, session: Session) -> None:
    counted = Counted()
    session._demand = counted
    for said in (STRANGE, "身份证丢了怎么办", "要带什么", "驾照", "第二个", "再说一遍", "查进度", "三三零一"):
        session.hear(said)
    assert counted.counts == [
        ("voice", "", ""),
        ("voice", "id-card-lost", "overview"),
        ("voice", "id-card-lost", "materials"),
        ("second_choice", "licence-renew", ""),
    ]


def test_a_service_is_counted_when_it_was_confirmed(session: Session, knowledge: FakeKnowledge) -> None:
    counted = Counted()
    session._demand = counted
    knowledge.server_finds[STRANGE] = found("confident", ("notary", 0.8))
    session.hear(STRANGE)
    assert counted.counts == []
    session.hear("对")
    assert counted.counts == [("voice", "notary", "overview")]
