"""Workbooks as offices really make them: read as they are meant, or refused with the cell and a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from channel_api.editing.kinds import GUIDES, KINDS, EditedKind
from channel_api.editing.texts import Text
from channel_api.pages.sheet_labels import sheet_labels
from channel_api.sheets.building import Builder, Built
from channel_api.sheets.cells import read_date, read_day_of_year, read_whole_number, show_value
from channel_api.sheets.columns import plain_heading, plans_of
from channel_api.sheets.entries import gather_entries
from channel_api.sheets.faults import CellFault, letters, sheet_words
from channel_api.sheets.grid import read_grids
from channel_api.sheets.recognising import Recognition, recognise
from channel_api.sheets.writing import write_workbook
from tests.channel_api.editing.workbooks import rows_of, workbook
from tests.channel_api.sample_content import GUIDES as SAMPLES
from tests.channel_api.sample_content import ID_CARD, OFFICES, OVERLAYS
from tests.drawn import examples

TOPICS = {"household": "户籍身份", "medical": "医疗保障", "other": "其他事项"}
WORDS = sheet_words()
IN_SHEETS = [kind for kind in KINDS if kind.name in ("guide", "office", "overlay")]
PLANS = [plan for kind in IN_SHEETS for plan in plans_of(kind, sheet_labels(), TOPICS)]
KNOWN: dict[str, Text] = {
    kind.key_of(kind.text_of(thing)): kind.text_of(thing)
    for kind in IN_SHEETS
    for thing in {"guide": SAMPLES, "overlay": OVERLAYS, "office": OFFICES}[kind.name]
}


class Read:
    """What came of a workbook: texts by key, and everything there is to say about it."""

    def __init__(self, data: bytes, known: Mapping[str, Text] = KNOWN) -> None:
        self.found: Recognition = recognise(read_grids(data), PLANS, WORDS)
        entries = gather_entries(self.found.sheets, WORDS, lambda kind, title: _called(kind, title, known))
        builder = Builder(PLANS, WORDS)
        self.built: dict[str, Built] = {
            key: builder.build(entry, known.get(key)) for key, entry in entries.by_key.items()
        }
        self.faults: list[CellFault] = [
            *self.found.faults,
            *entries.faults,
            *(fault for one in self.built.values() for fault in one.faults),
        ]

    def text(self, key: str) -> Text:
        assert self.faults == [], [(str(fault.place), fault.what) for fault in self.faults]
        return self.built[key].text

    @property
    def places(self) -> list[str]:
        return [str(fault.place) for fault in self.faults]


def _called(kind: EditedKind, title: str, known: Mapping[str, Text]) -> list[str]:
    texts = {key: text for key, text in known.items() if text.get(kind.title_field) == title}
    return [key for key, text in texts.items() if kind.key_of(text) == key]


def read(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Read:
    return Read(workbook(sheets))


def guide_sheet(heading: str, value: Any) -> Read:
    """One guide with one column."""
    return read({"指南": [["编号", heading], ["id-card-lost", value]]})


# What is written and read again


def test_every_kind_goes_out_and_comes_back_as_it_was() -> None:
    texts = {
        kind.name: [text for key, text in KNOWN.items() if kind.key_of(text) == key and _is_of(kind, key)]
        for kind in IN_SHEETS
    }
    result = Read(write_workbook(PLANS, texts, WORDS))
    assert result.faults == []
    assert {key: built.text for key, built in result.built.items()} == KNOWN


def _is_of(kind: EditedKind, key: str) -> bool:
    return key.startswith(kind.label_prefix) if kind.label_prefix else ":" not in key


def test_an_office_has_columns_for_its_department_and_the_day_to_look_at_it_again() -> None:
    written = read({"办事窗口": [["编号", "主管部门", "网点复查日期"], ["xihu-police", "公安局", "2026年12月1日"]]})
    text = written.text("office:xihu-police")
    assert (text["department"], text["review_by"]) == ("公安局", "2026-12-01")


ODD_TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'x", "=cmd|' /C calc'!A0", "０１２", "ＡＢ", "1.0", "007", "TRUE"]
    ),
    st.text(min_size=1, max_size=30),
)


@given(st.lists(ODD_TEXTS, max_size=3), ODD_TEXTS, ODD_TEXTS)
@settings(max_examples=examples(25))
def test_no_text_is_changed_by_going_out_and_coming_back(aliases: list[str], note: str, name: str) -> None:
    text = GUIDES.tidy({**KNOWN["id-card-lost"], "aliases": aliases, "notes": note, "materials": [{"name": name}]})
    data = write_workbook(PLANS, {"guide": [text]}, WORDS)
    result = Read(data, {"id-card-lost": text})
    assert result.text("id-card-lost") == text
    book = load_workbook(BytesIO(data))
    assert [
        cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []


def test_what_looks_like_a_formula_is_written_so_that_excel_leaves_it_alone() -> None:
    text = {**KNOWN["id-card-lost"], "notes": "=HYPERLINK(1)"}
    book = load_workbook(BytesIO(write_workbook(PLANS, {"guide": [text]}, WORDS)))
    cell = next(cell for cell in book["指南"][2] if cell.value == "=HYPERLINK(1)")
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


def test_the_workbook_is_made_to_be_filled_in() -> None:
    book = load_workbook(BytesIO(write_workbook(PLANS, {"guide": [KNOWN["id-card-lost"]]}, WORDS)))
    assert book.sheetnames[:3] == ["说明", "指南", "申报材料"]
    sheet = book["指南"]
    assert sheet.freeze_panes == "C2"
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    choices = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["选项"].columns}
    assert lists
    assert all(formula.startswith("'选项'!$") for formula in lists)
    assert choices["主题"] == list(TOPICS.values())
    assert choices["核实状态"] == ["示例（还没有查过来源）", "已查来源", "已向部门核实"]


# The file an office sends


def test_a_title_above_the_headings_and_blank_rows_and_columns_are_read_over() -> None:
    result = read(
        {
            "Sheet1": [
                ["某某市公安局办事指南修改表"],
                ["填表日期：2026年11月"],
                [],
                [None, "序号", None, "编号", "事项\n名称", "部 门（必填）"],
                [],
                [None, 1, None, "id-card-lost", "居民身份证丢失补领", " 户政科 "],
                [],
            ]
        }
    )
    assert result.text("id-card-lost")["department"] == "户政科"
    assert result.found.notes == [WORDS.note("ignored_columns", sheet="Sheet1", count=1, headings="序号")]


def test_headings_over_two_lines_with_merged_cells_are_one_heading() -> None:
    def merge(book: Workbook) -> None:
        sheet = book["指南"]
        for cells in ("A1:A2", "B1:D1", "E1:F1"):
            sheet.merge_cells(cells)

    rows = [
        ["编号", "承诺时限", None, None, "电话", None],
        [None, "数目", "单位", "说明", "咨询电话", "投诉电话"],
        ["id-card-lost", 20, "工作日", "从受理起算", 12345, "0571-12345"],
    ]
    text = Read(workbook({"指南": rows}, merge)).text("id-card-lost")
    assert text["limits"] == {"promised": {"value": "20", "unit": "working_day", "note": "从受理起算"}}
    assert text["phones"] == {"consult": "12345", "complaint": "0571-12345"}


def test_a_merged_id_belongs_to_all_its_rows_and_an_empty_one_to_none() -> None:
    def merge(book: Workbook) -> None:
        book["申报材料"].merge_cells("A2:A3")

    rows = [["编号", "材料名称"], ["id-card-lost", "户口簿"], [None, "照片"]]
    merged = Read(workbook({"申报材料": rows}, merge))
    assert merged.text("id-card-lost")["materials"] == [{"name": "户口簿"}, {"name": "照片"}]
    assert read({"申报材料": rows}).places == ["申报材料!A3"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年3月1日", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("２０２６－０３－０１", "2026-03-01"),
        ("20260301", "2026-03-01"),
        (" 2026-3-1 ", "2026-03-01"),
        (20260301, "2026-03-01"),
        (20260301.0, "2026-03-01"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1), "2026-03-01"),  # noqa: DTZ001 - workbooks know no zones
        ("2026年2月30日", "2026年2月30日"),
        ("明年", "明年"),
    ],
    ids=str,
)
def test_a_date_is_read_in_every_writing(written: Any, meant: str) -> None:
    assert guide_sheet("核对日期", written).text("id-card-lost")["sourced_on"] == meant


@pytest.mark.parametrize(
    ("heading", "written", "meant"),
    [
        ("咨询电话", 12345.0, {"phones": {"consult": "12345"}}),
        ("咨询电话", "０５７１－１２３４５", {"phones": {"consult": "0571-12345"}}),
        ("到场次数 · 跑几次", 1.0, {"visits": {"count": "1"}}),
        ("到场次数 · 跑几次", "２", {"visits": {"count": "2"}}),
        ("到场次数 · 跑几次", "2.0", {"visits": {"count": "2"}}),
        ("从哪天起", date(2026, 3, 1), {"when_to_apply": {"from": "03-01"}}),
        ("从哪天起", "3月1日", {"when_to_apply": {"from": "03-01"}}),
        ("能不能代办", "√", {"agent": {"allowed": "true"}}),
        ("能不能代办", "否", {"agent": {"allowed": "false"}}),
        ("能不能代办", False, {"agent": {"allowed": "false"}}),
        ("主题", "医疗保障", {"topic": "medical"}),
        ("主题", "medical", {"topic": "medical"}),
        ("核实状态", "已查来源", {"status": "sourced"}),
        ("核实状态", "示例", {"status": None}),
        ("别名", "身份证掉了\n身份证不见了\n", {"aliases": ["身份证掉了", "身份证不见了"]}),
        ("部门", "Ａ１局（市）", {"department": "A1局（市）"}),
        ("部门", "公安局\u3000\u00a0", {"department": "公安局"}),
        ("部门", None, {"department": None}),
        ("给同事看的备注", 0.25, {"notes": "0.25"}),
        ("给同事看的备注", datetime(2026, 3, 1, 9, 30), {"notes": "2026-03-01 09:30"}),  # noqa: DTZ001
        ("给同事看的备注", time(9, 30), {"notes": "09:30"}),
    ],
    ids=str,
)
def test_a_cell_is_read_as_it_is_meant(heading: str, written: Any, meant: dict[str, Any]) -> None:
    text = guide_sheet(heading, written).text("id-card-lost")
    for field, said in meant.items():
        found = text.get(field)
        assert {**found, **said} == found if isinstance(said, dict) and isinstance(found, dict) else found == said


def test_a_share_written_as_a_percentage_stays_one() -> None:
    def as_percent(book: Workbook) -> None:
        book["指南"]["B2"].number_format = "0%"

    rows = [["编号", "给同事看的备注"], ["id-card-lost", 0.05]]
    assert Read(workbook({"指南": rows}, as_percent)).text("id-card-lost")["notes"] == "5%"


def test_columns_stand_in_any_order_and_those_that_are_missing_change_nothing() -> None:
    text = read({"指南": [["咨询电话", "编号"], ["12329", "id-card-lost"]]}).text("id-card-lost")
    assert text == {**KNOWN["id-card-lost"], "phones": {"consult": "12329"}}


def test_a_guide_is_found_by_its_name_where_no_other_is_called_so() -> None:
    assert (
        read({"指南": [["事项名称", "部门"], [ID_CARD.title, "户政科"]]}).text("id-card-lost")["department"] == "户政科"
    )
    unknown = read({"指南": [["事项名称", "部门"], ["没有的事", "户政科"]]})
    assert unknown.places == ["指南!A2"]
    known = {**KNOWN, "second": {**KNOWN["id-card-lost"], "id": "second"}}
    many = Read(workbook({"指南": [["事项名称", "部门"], [ID_CARD.title, "户政科"]]}), known)
    assert [fault.what for fault in many.faults] == [WORDS.faults["title_of_many"]["what"]]


def test_a_list_is_replaced_by_its_rows_and_left_alone_without_any() -> None:
    result = read({"办理步骤": [["编号", "这一步叫什么"], ["id-card-lost", "去派出所"]]})
    text = result.text("id-card-lost")
    assert text["steps"] == [{"title": "去派出所", "speech": "先去派出所。"}], "what has no column stays"
    assert text["materials"] == KNOWN["id-card-lost"]["materials"]


@pytest.mark.parametrize("mark", ["（清空）", "(清空)", "清空", "【清空】"])
def test_a_list_is_emptied_by_a_word_only(mark: str) -> None:
    result = read({"申报材料": [["编号", "材料名称"], ["id-card-lost", mark]]})
    assert "materials" not in result.text("id-card-lost")
    both = read({"申报材料": [["编号", "材料名称"], ["id-card-lost", mark], ["id-card-lost", "户口簿"]]})
    assert len(both.faults) == 1


def test_headings_printed_again_on_a_new_page_are_no_row() -> None:
    rows = [["编号", "部门"], ["id-card-lost", "户政科"], ["编号", "部门"], ["medical-claim", "医保局"]]
    assert list(read({"指南": rows}).built) == ["id-card-lost", "medical-claim"]


def test_hidden_rows_are_read_and_named_and_hidden_sheets_are_not() -> None:
    def hide(book: Workbook) -> None:
        book["指南"].row_dimensions[2].hidden = True
        book["申报材料"].sheet_state = "hidden"

    sheets = {
        "指南": [["编号", "部门"], ["id-card-lost", "户政科"]],
        "申报材料": [["编号", "材料名称"], ["id-card-lost", "照片"]],
    }
    result = Read(workbook(sheets, hide))
    assert result.text("id-card-lost")["materials"] == KNOWN["id-card-lost"]["materials"]
    assert result.text("id-card-lost")["department"] == "户政科"
    assert [note for note in result.found.notes if "第 2 行" in note]
    assert [note for note in result.found.notes if "申报材料" in note]


# What is refused, and where


@pytest.mark.parametrize(
    ("sheets", "places"),
    [
        ({"指南": [["编号", "部门"], ["id-card-lost", "=A1"]]}, ["指南!B2"]),
        ({"指南": [["编号", "部门"], ["id-card-lost", "x"], ["id-card-lost", "y"]]}, ["指南!A3"]),
        ({"指南": [["编号", "部门"], [None, "x"]]}, ["指南!A2"]),
        ({"指南": [["编号", "部门", "部门"], ["id-card-lost", "x", "y"]]}, ["指南!C1"]),
        ({"指南": [["编号", "主题"], ["id-card-lost", "没有的主题"]]}, ["指南!B2"]),
        ({"指南": [["编号", "适用地区代码"], ["id-card-lost", "330000"]]}, ["指南!B2"]),
        ({"指南": [["编号", "部门"], ["nobody-knows", "x"]]}, ["指南!A2", "指南!A2", "指南!A2"]),
        ({"申报材料": [["编号", "材料名称"], ["nobody-knows", "x"]]}, ["申报材料!A2"]),
        ({"申报材料": [["编号", "种类"], ["id-card-lost", "其他"]]}, ["申报材料!A1"]),
        ({"指南": [["这里", "什么都"], ["没", "有"]]}, ["指南"]),
        ({"指南": [["编号", "部门"], ["id-card-lost", 330106199001011234]]}, ["指南!B2"]),
        ({"指南": [["编号", "核对日期"], ["id-card-lost", "#REF!"]]}, ["指南!B2"]),
        ({"指南": [["编号", "部门", "跑几次"], ["id-card-lost", "x", 1]]}, ["指南!C1"]),
        (
            {"甲": [["编号", "部门"], ["id-card-lost", "x"]], "乙": [["编号", "电话·咨询电话"], ["id-card-lost", "1"]]},
            ["乙"],
        ),
    ],
    ids=lambda value: "、".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_meant_is_refused_with_its_cell(
    sheets: Mapping[str, Sequence[Sequence[Any]]], places: list[str]
) -> None:
    assert read(sheets).places == places


def test_every_fault_says_what_is_wrong_and_what_to_do_in_chinese() -> None:
    for words in WORDS.faults.values():
        assert set(words) == {"what", "mend"}
        assert all(said.endswith("。") for said in words.values())


def test_columns_are_named_as_excel_names_them() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 703, 16384)] == ["A", "Z", "AA", "AZ", "AAA", "XFD"]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [(1.0, "General", "1"), (0.1 + 0.2, "General", "0.3"), (0.125, "0.0%", "12.5%"), (True, "", "是"), (None, "", "")],
)
def test_a_number_is_shown_as_somebody_would_type_it(value: Any, number_format: str, shown: str) -> None:
    assert show_value(value, number_format) == shown


@given(st.text(max_size=20))
def test_no_text_at_all_upsets_the_reading_of_dates_and_numbers(text: str) -> None:
    for reader in (read_date, read_day_of_year, read_whole_number):
        assert isinstance(reader(text), str)


def test_all_sheets_of_a_workbook_have_names_of_their_own_that_excel_takes() -> None:
    names = [plan.name for plan in PLANS]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
    assert rows_of(write_workbook(PLANS, {}, WORDS), "指南")[0][0] == "编号"


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_heading_means_one_column(plan: Any) -> None:
    assert all(plan.by_heading[plain_heading(column.heading)] is column for column in plan.all_columns)
