"""POST /v1/feedback: what a viewer says becomes a case that it can look up."""

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from channel_api.feedback_desk import answer_feedback, close_feedback
from channel_api.problems import detail_text
from channel_api.runtime import Services
from channel_api.store.feedback import load_feedback
from content.ready_sentences import ready_sentences
from tests.channel_api.conftest import NOW, StandingClock

IDENTITY_NUMBER = "11010119900307002X"


def tell(client: FlaskClient, body: object, **options: Any) -> TestResponse:
    return client.post("/v1/feedback", json=body, **options)


def look_up(client: FlaskClient, receipt: dict[str, str]) -> dict[str, Any]:
    answer = client.post("/v1/cases/lookup", json=receipt)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


def test_the_receipt_looks_up_the_message_as_a_case(client: FlaskClient) -> None:
    answer = tell(client, {"kind": "complaint", "text": "等了三个小时", "region": "330106"})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    told = look_up(client, answer.get_json())
    assert (told["state"], told["service"]) == ("received", {"id": "", "title": "投诉"})
    assert told["is_sample"] is False
    assert "三个小时" not in json.dumps(told, ensure_ascii=False)


def test_an_answer_and_the_end_are_read_in_the_timeline(
    client: FlaskClient, services: Services, clock: StandingClock
) -> None:
    receipt = tell(client, {"kind": "guide_wrong", "choice": "hours_wrong", "service": "id-card-lost"}).get_json()
    clock.advance(hours=2)
    with services.database.write() as connection:
        answer_feedback(connection, receipt["number"], "谢谢，已经改好了", now=clock())
    told = look_up(client, receipt)
    assert [entry["state"] for entry in told["timeline"]] == ["received", "accepted", "reviewing"]
    assert told["timeline"][-1]["note"] == "谢谢，已经改好了"
    clock.advance(hours=2)
    with services.database.write() as connection:
        close_feedback(connection, receipt["number"], "", now=clock())
    assert look_up(client, receipt)["state"] == "completed"


def test_a_message_keeps_its_words_and_telephone_numbers_without_control_characters(
    client: FlaskClient, services: Services
) -> None:
    said = {"kind": "suggestion", "text": " 请回电话\n0571-88888888\x07\u202e，谢谢 ", "service": "medical-claim"}
    receipt = tell(client, said).get_json()
    with services.database.read() as connection:
        (stored,) = load_feedback(connection)
    assert (stored.number, stored.text) == (receipt["number"], "请回电话 0571-88888888，谢谢")
    assert (stored.kind, stored.service_id, stored.region, stored.received_at) == (
        "suggestion",
        "medical-claim",
        "000000",
        NOW,
    )


@pytest.mark.parametrize("written", [IDENTITY_NUMBER, "110101 19900307 002x", "一一零一零一一九九零零三零七零零二叉"])
def test_an_identity_number_is_refused_and_neither_kept_nor_repeated(
    client: FlaskClient, services: Services, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = tell(client, {"kind": "complaint", "text": f"我是{written}，查查我的事"})
    assert answer.status_code == 422
    problem = answer.get_json()
    assert (problem["code"], problem["detail"]) == ("invalid", detail_text("identity_number"))
    assert problem["errors"] == [{"field": "text", "reason": "identity_number"}]
    assert written not in answer.get_data(as_text=True) + caplog.text
    with services.database.read() as connection:
        assert load_feedback(connection) == []


def test_every_ready_sentence_is_accepted_and_an_unknown_one_is_not(client: FlaskClient) -> None:
    for turn, choice in enumerate(ready_sentences()):
        address = {"REMOTE_ADDR": f"203.0.113.{turn}"}
        assert tell(client, {"kind": "guide_wrong", "choice": choice}, environ_base=address).status_code == 201
    assert tell(client, {"kind": "guide_wrong", "choice": "no_such_sentence"}).status_code == 422


def test_a_ready_sentence_is_short_enough_for_one_line_of_the_screen() -> None:
    assert len(ready_sentences()) >= 10
    assert all(len(sentence) <= 16 for sentence in ready_sentences().values())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "complaint", "text": "字" * 500}, 201),
        ({"kind": "complaint", "text": "字" * 501}, 422),
        ({"kind": "rant"}, 422),
        ({}, 422),
        ({"kind": "praise", "name": "张三"}, 422),
        ({"kind": "praise", "service": "no-such-service"}, 404),
        ({"kind": "praise", "region": "999999"}, 404),
        ({"kind": "praise", "text": None}, 422),
    ],
)
def test_what_the_contract_does_not_name_is_refused(client: FlaskClient, body: dict[str, object], status: int) -> None:
    assert tell(client, body).status_code == status


def test_one_address_can_say_five_things_an_hour_and_another_is_not_held_up(
    client: FlaskClient, services: Services, clock: StandingClock
) -> None:
    assert [tell(client, {"kind": "praise"}).status_code for _ in range(6)] == [201] * 5 + [429]
    limited = tell(client, {"kind": "praise"})
    assert (limited.get_json()["code"], limited.headers["Retry-After"]) == ("limited", "3600")
    assert tell(client, {"kind": "praise"}, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 201
    clock.advance(hours=1)
    assert tell(client, {"kind": "praise"}).status_code == 201
    with services.database.read() as connection:
        assert len(load_feedback(connection)) == 7


def test_no_address_and_no_code_stand_in_the_database(client: FlaskClient, services: Services) -> None:
    address = {"REMOTE_ADDR": "203.0.113.77"}
    receipt = tell(client, {"kind": "praise", "text": "好"}, environ_base=address).get_json()
    kept = ""
    with services.database.read() as connection:
        for table in ("cases", "case_events", "feedback", "attempts"):
            kept += str(connection.execute(text(f"SELECT * FROM {table}")).all())
    assert receipt["number"] in kept
    assert receipt["code"] not in kept.replace(receipt["number"], "")
    assert "203.0.113" not in kept


def test_messages_of_a_room_full_of_households_get_numbers_of_their_own(client: FlaskClient) -> None:
    receipts = [
        tell(client, {"kind": "praise"}, environ_base={"REMOTE_ADDR": f"203.0.113.{turn}"}).get_json()
        for turn in range(20)
    ]
    assert len({receipt["number"] for receipt in receipts}) == 20
    assert all(len(receipt["number"]) == 12 and len(receipt["code"]) == 6 for receipt in receipts)
