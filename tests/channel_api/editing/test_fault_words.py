"""What the check says on the pages names their fields, and never files nobody there sees."""

from __future__ import annotations

import re

import pytest

from channel_api.editing.forms import form_of
from channel_api.editing.kinds import GUIDES, find_kind
from channel_api.editing.texts import text_of
from channel_api.pages.fault_words import explain, name_words
from channel_api.pages.room import Room
from channel_api.pages.words import page_words
from channel_api.runtime import Services
from content.explanations import Explanations
from content.faults import Fault
from content.files import content_folder
from content.yaml_text import load_plain
from tests.channel_api.editing.people import People
from tests.channel_api.sample_content import ID_CARD

WORDING = content_folder() / "wording"
FAULTS = load_plain(WORDING / "faults.yaml")["faults"]
# Only a folder of files can have these.
OF_FILES = {
    *(code for code in FAULTS if code.startswith(("file_", "folder_"))),
    *("unreadable_character", "tab_indent", "fullwidth_colon", "no_space_after_colon", "colon_in_text", "bad_yaml"),
    *("quote_not_closed", "anchor", "tag", "second_document", "nested_too_deep", "key_is_no_text", "duplicate_key"),
    *("comment_inside", "not_canonical", "unknown_key", "duplicate_id", "not_as_path"),
    # Of regions and calendars, which are not written here.
    *("country_has_parent", "parent_not_wider", "region_code", "region_level", "case_number_length"),
    *("workday_is_no_weekend", "day_of_another_year"),
}
MAY_STAND = {"https", "id", "card", "lost", "nv", "er"}  # in examples of what is to be typed


@pytest.mark.parametrize("code", sorted({*FAULTS, *page_words().faults} - OF_FILES))
def test_no_fault_speaks_of_files_or_of_names_only_files_know(code: str) -> None:
    words = {**FAULTS, **page_words().faults}[code]
    said = re.sub(r"\{[a-z_]+\}", "", words["what"] + words["mend"])
    assert set(re.findall("[a-z_]{2,}", said)) - MAY_STAND == set()
    assert "yaml" not in said
    assert "这个文件" not in said


def test_what_is_said_otherwise_is_said_of_faults_there_are_with_the_same_values() -> None:
    of_pages = {"still_needed", "reading_unsure", "personal_number"}
    for code, words in page_words().faults.items():
        assert code in FAULTS or code in of_pages, code
        if code in FAULTS:
            known = set(re.findall(r"\{([a-z_]+)\}", FAULTS[code]["what"] + FAULTS[code]["mend"]))
            assert set(re.findall(r"\{([a-z_]+)\}", words["what"] + words["mend"])) <= known, code


def test_the_command_goes_on_speaking_of_files() -> None:
    said = " ".join(Explanations.load(WORDING).sentences(Fault("missing_part", "department")))
    assert "status" in said


def test_choices_and_other_fields_are_called_as_the_form_calls_them(services: Services) -> None:
    room = Room.of(services)
    form = form_of(text_of(ID_CARD))
    said = explain(room, [Fault("not_one_of", "status", {"allowed": "example、sourced", "found": "x"})], form, GUIDES)
    assert "示例（还没有查过来源）、已查来源" in said["status"][0][2]
    said = explain(room, [Fault("wrong_type", "visits.count", {"wanted": "int", "found": "二"})], form, GUIDES)
    assert said["visits.count"][0][1] == "这里应当写整数，现在是“二”。"
    assert name_words("materials.1.name", GUIDES) == "申报材料 · 材料名称 第2条"


def test_a_fault_deep_inside_stands_where_the_nearest_field_is(services: Services) -> None:
    room, office = Room.of(services), find_kind("office")
    text = {"hours": {"monday": ["9点"], "exceptions": [{"date": "2026-12-31", "open": ["9点"]}]}}
    form = form_of(text, kind=office)
    keys = ["hours.monday[0]", "hours.exceptions[0].open", "hours.exceptions[0]", "hours", "hours.exceptions[7].x", ""]
    said = explain(room, [Fault("never_open", key) for key in keys], form, office)
    assert {name: [line for line, _, _ in lines] for name, lines in said.items()} == {
        "hours.monday": [1],
        "hours.exceptions.0.open": [0],
        "hours.exceptions.0": [0],
        "hours": [0],
        "hours.exceptions": [0],
        "": [0],
    }


def test_whatever_is_missing_from_a_sourced_guide_is_said_in_chinese(people: People) -> None:
    anna = people.join("anna", "editor")
    path = f"/editors/guides/{ID_CARD.id}"
    anna.open(path).send(path, do="submit", status="sourced", visits__count="二")
    assert anna.reads("这里应当写整数，现在是“二”。")
    anna.send(path, do="submit", visits__count="2")
    assert anna.reads("在“为什么要跑”里写一句")
    assert anna.reads("把“核实状态”改成“示例”")
