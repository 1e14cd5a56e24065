"""What a household reads about its case: plain, short, and nothing that gives the case away."""

import json
import re
from datetime import date, timedelta

import pytest

from channel_api.answers import CaseProgress, CaseState, NextStep
from channel_api.case_records import CaseEvent, CaseKind
from channel_api.cases.progress import describe_case
from channel_api.cases.states import STATES
from channel_api.cases.words import case_words
from content.codec import encode
from tests.channel_api.cases.case_examples import CALENDAR, event, moment, opening, record

LONGEST_SENTENCE = 30  # characters that are spoken in one breath
TODAY = date(2026, 11, 23)


def progress(*events: CaseEvent, kind: CaseKind = "other", promised: int | None = 10) -> CaseProgress:
    case = record(opening("33A106260042", kind=kind, promised=promised), *events)
    return describe_case(case, events, words=case_words(), today=TODAY, calendar=CALENDAR)


def in_state(state: CaseState, *, kind: CaseKind = "other", note: str = "") -> CaseProgress:
    return progress(event("received", "2026-11-16"), event(state, "2026-11-17", note=note), kind=kind)


def test_only_the_end_of_the_number_leaves_the_server() -> None:
    told = json.dumps(encode(in_state("accepted"), keep_defaults=True))
    assert "33A10626" not in told
    assert in_state("accepted").number_masked == "****0042"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["other", "feedback"])
def test_every_state_has_a_label_and_sentences_short_enough_to_speak(state: CaseState, kind: CaseKind) -> None:
    told = in_state(state, kind=kind)
    assert told.state_label
    sentences = [part for part in re.split("[。；]", told.meaning) if part]
    assert sentences
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in sentences)
    assert "{" not in told.meaning
    if told.next_step is not None:
        assert "{" not in told.next_step.where
        assert all(len(part) <= LONGEST_SENTENCE for part in re.split("[。；]", told.next_step.what))


def test_the_labels_are_those_of_the_contract() -> None:
    labels = [  # in the order of the states
        "已收件",
        "已受理",
        "审查中",
        "待补正",
        "暂停计时",
        "已决定",
        "已办结",
        "已送达",
        "不予受理",
        "不予批准",
        "已撤回",
        "异常终止",
    ]
    assert [case_words().label(state, "other") for state in STATES] == labels


@pytest.mark.parametrize(
    ("kind", "label"),
    [("permit", "不予许可"), ("registration", "不予登记"), ("payment", "不予支付"), ("other", "不予批准")],
)
def test_a_refusal_is_called_as_the_kind_of_service_calls_it(kind: CaseKind, label: str) -> None:
    told = in_state("refused", kind=kind)
    assert told.state_label == told.timeline[-1].label == label


@pytest.mark.parametrize("state", ["refused", "not_accepted"])
def test_a_refusal_names_its_reason_and_the_ways_of_redress(state: CaseState) -> None:
    told = in_state(state, note="材料里的地址和户口簿不一样。")
    assert "原因：材料里的地址和户口簿不一样。" in told.meaning
    assert "。。" not in told.meaning
    assert "行政复议" in told.meaning
    assert "法院" in told.meaning
    assert "书面" in in_state(state).meaning


def test_a_reason_with_braces_stays_text() -> None:
    assert "原因：{office} {0}。" in in_state("refused", note="{office} {0}").meaning


def test_the_next_step_names_the_office_and_the_promised_day() -> None:
    told = progress(event("received", "2026-11-16"), event("accepted", "2026-11-16", office="西湖示例网点"))
    assert told.next_step == NextStep(
        who="窗口", what="把材料交给审查人员，您在家等就行", where="西湖示例网点", by="2026-11-30"
    )
    assert (told.accepted_on, told.promised_by, told.working_days_left) == ("2026-11-16", "2026-11-30", 5)


def test_days_into_a_year_without_published_holidays_are_told_as_an_estimate() -> None:
    assert progress(event("accepted", "2026-11-16")).days_are_certain
    assert not progress(event("accepted", "2026-12-28")).days_are_certain


def test_a_correction_tells_until_when_the_person_must_act() -> None:
    due = TODAY + timedelta(days=3)
    wanted = CaseEvent(at=moment("2026-11-20"), state="correction_needed", note="补交照片", due_on=due)
    told = progress(event("accepted", "2026-11-16"), wanted)
    assert told.next_step is not None
    assert (told.next_step.who, told.next_step.by) == ("您", due.isoformat())
    assert told.timeline[-1].note == "补交照片"


@pytest.mark.parametrize("state", ["withdrawn", "delivered"])
def test_nothing_is_left_to_do_after_the_end(state: CaseState) -> None:
    assert in_state(state).next_step is None


def test_feedback_is_never_told_of_courts_or_applications() -> None:
    for state in STATES:
        told = in_state(state, kind="feedback")
        assert "复议" not in told.meaning
        assert "申请" not in told.meaning


def test_moments_are_told_in_the_countrys_time_with_offset() -> None:
    assert in_state("accepted").timeline[0].at == "2026-11-16T09:30:00+08:00"
