"""The first thing to do is the one for the danger that was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.files import Content
from content.yaml_text import load_plain
from tests.voice.conftest import MONDAY_MORNING
from tests.voice.fake_knowledge import FakeKnowledge
from voice.dialog import Dialog
from voice.first_to_do import FIRST_TO_DO_FILE, THEN_TO_DO_FILE, StepsToDo
from voice.intents import Heard, Intent, Situation
from voice.particulars import PARTICULARS_FILE, load_particulars
from voice.replies import LONGEST_SENTENCE, Replies
from voice.state import State

TOLD = [
    ("119", "着火了", "着火"),
    ("119", "煤气漏了", "开窗"),
    ("119", "家里天然气味道好大", "开窗"),
    ("119", "我困在电梯里了", "警铃"),
    ("119", "孩子反锁在屋里了", ""),
    ("96110", "有人让我转账", "先别转账"),
    ("96110", "钱已经转过去了才发现是骗子", "110"),
    ("122", "追尾了", "双闪"),
    ("122", "撞车了有人受伤", "救护车"),
    ("120", "煤气中毒晕倒了", "说清"),
]


@pytest.mark.parametrize(("number", "said", "wanted"), TOLD)
def test_the_first_thing_to_do_is_for_this_danger(
    catalogue: Content, knowledge: FakeKnowledge, number: str, said: str, wanted: str
) -> None:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)
    heard = load_particulars().noted(Heard(said, Intent("emergency", {"number": number})), Situation())
    _, reply = dialog.respond(State("330106"), heard, MONDAY_MORNING)
    assert reply.sentences[0] == f"请马上打{number}！"
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in reply.sentences)
    if wanted:
        assert wanted in reply.sentences[1]
    else:
        assert len(reply.sentences) == 1


@pytest.mark.parametrize("file", [FIRST_TO_DO_FILE, THEN_TO_DO_FILE])
def test_every_danger_leads_to_a_step_there_is(catalogue: Content, file: Path) -> None:
    steps = {hotline.number: hotline.do_first for hotline in catalogue.hotlines}
    for number, parts in StepsToDo.load(file).table.items():
        for part in parts.values():
            assert any(part in step for step in steps[number]), part


@pytest.mark.parametrize(("table", "file"), [("dangers", FIRST_TO_DO_FILE), ("asked_in_danger", THEN_TO_DO_FILE)])
def test_what_is_read_in_danger_is_what_is_answered(table: str, file: Path) -> None:
    read = {number: set(named) for number, named in load_plain(PARTICULARS_FILE)[table].items()}
    assert read == {number: set(parts) for number, parts in StepsToDo.load(file).table.items()}
