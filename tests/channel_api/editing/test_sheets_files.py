"""Files that are no workbook, that are damaged, or that mean harm: refused in words, and nothing is ever written."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from channel_api.pages.room import HEADERS
from channel_api.runtime import Services
from channel_api.sheets import container, grid
from channel_api.sheets.container import require_workbook
from channel_api.sheets.faults import UnreadableFileError, sheet_words
from channel_api.sheets.grid import read_grids
from channel_api.store.drafts import load_drafts
from channel_api.store.editing_trail import load_trail
from channel_api.store.uploads import UPLOADS
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.workbooks import SHEETS, send, workbook
from tests.drawn import examples

GOOD = workbook({"指南": [["编号", "部门"], ["id-card-lost", "户政科"]], "申报材料": [["编号", "材料名称"]]})
SHEET_XML = "xl/worksheets/sheet1.xml"
ID_NUMBER = "11010519491231002X"  # the example of the standard itself


def reason_of(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read_grids(data)
    assert sheet_words().refusal(refused.value).endswith("。")
    return refused.value.reason


def rezipped(changes: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good workbook with some members replaced or added; none of it where the new content is empty."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(target, "w", packing) as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content:
                new.writestr(name, content)
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return target.getvalue()


def archive(*names: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return target.getvalue()


def sheet_xml(rows: str) -> bytes:
    begin = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{begin}{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"),
        ("编号,部门\nid-card-lost,户政科\n".encode("gb18030"), "plain_text"),
        ("\ufeff编号,部门\n".encode(), "plain_text"),
        ("编号\t部门\n".encode("utf-16"), "plain_text"),
        ("<html><table><tr><td>编号</td></tr></table></html>".encode(), "web_page"),
        (b"<?xml version='1.0'?><Workbook/>", "web_page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_excel"),
        (b"%PDF-1.7\n\x00", "not_excel"),
        (archive("word/document.xml"), "word"),
        (archive("ppt/presentation.xml"), "other_office"),
        (archive("content.xml", "mimetype"), "open_document"),
        (archive("xl/workbook.bin"), "binary_workbook"),
        (archive("readme.txt"), "not_excel"),
        (archive("xl/workbook.xml"), "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_refused_by_what_it_is(data: bytes, reason: str) -> None:
    assert reason_of(data) == reason


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = rezipped({SHEET_XML: b" " * (container.LARGEST_UNPACKED_BYTES + 1)})
    assert len(bomb) < container.LARGEST_FILE_BYTES
    assert reason_of(bomb) == "unpacks_too_large"
    assert reason_of(rezipped({SHEET_XML: b" " * (20 << 20)})) == "unpacks_too_large", "packed a thousandfold"


def test_many_parts_and_parts_of_one_name_are_refused() -> None:
    assert reason_of(rezipped({f"xl/media/{number}.png": b"x" for number in range(500)})) == "too_many_parts"
    target = BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as doubled, pytest.warns(UserWarning, match="Duplicate"):
        doubled.writestr(SHEET_XML, b"<x/>")
    assert reason_of(target.getvalue()) == "damaged"


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    data = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as read:
        size = read.getinfo(SHEET_XML).file_size
    at = data.rfind(size.to_bytes(4, "little"), 0, data.rfind(SHEET_XML.encode()))
    data[at : at + 4] = (size - 7).to_bytes(4, "little")
    assert reason_of(bytes(data)) == "damaged"


def test_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml("")
    assert reason_of(rezipped({SHEET_XML: laughs})) == "damaged"
    wide = ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>').encode("utf-16")
    assert reason_of(rezipped({SHEET_XML: wide})) == "damaged"


def test_rows_and_columns_that_lie_far_out_are_no_burden() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    assert reason_of(rezipped({SHEET_XML: sheet_xml(far)})) == "row_too_far"
    wide = '<row r="1"><c r="ZZZ1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert read_grids(rezipped({SHEET_XML: sheet_xml(wide)}))[0].rows == {}
    impossible = '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    assert reason_of(rezipped({SHEET_XML: sheet_xml(impossible)})) in ("row_too_far", "damaged")


def test_more_rows_sheets_and_text_than_a_file_may_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS_OF_A_SHEET", 3)
    monkeypatch.setattr(grid, "MOST_ROWS", 8)
    monkeypatch.setattr(grid, "MOST_SHEETS", 4)
    monkeypatch.setattr(grid, "MOST_CHARACTERS", 1000)
    rows = [["编号", "部门"], ["a", "x"], ["b", "x"], ["c", "x"]]
    assert len(read_grids(workbook({"1": rows, "2": rows}))) == 2
    assert reason_of(workbook({"1": [*rows, ["d", "x"]]})) == "too_many_rows_of_a_sheet"
    assert reason_of(workbook({"1": rows, "2": rows, "3": rows})) == "too_many_rows"
    assert reason_of(workbook({str(number): [] for number in range(5)})) == "too_many_sheets"
    assert reason_of(workbook({"1": [["x" * 1001]]})) == "too_much_text"


def test_blank_rows_with_formats_are_not_counted() -> None:
    def dress(book: Workbook) -> None:
        for number in range(3, 8000):
            book["指南"].cell(number, 1).number_format = "@"

    data = workbook({"指南": [["编号", "部门"], ["id-card-lost", "户政科"]]}, dress)
    assert len(read_grids(data)[0].rows) == 2


@given(seed=st.integers(0, 10**9), count=st.integers(1, 40))
@settings(max_examples=examples(120))
def test_bytes_that_were_changed_are_read_or_refused_and_nothing_else(seed: int, count: int) -> None:
    chance, data = random.Random(seed), bytearray(GOOD)
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    _is_read_or_refused(bytes(data))


XML_PIECES = st.sampled_from(
    [
        "<row>",
        "</row>",
        '<row r="2">',
        '<row r="-1">',
        '<c r="B2">',
        '<c r="2B">',
        "<c>",
        "</c>",
        "<v>1</v>",
        "<v>NaN</v>",
        "<v>1e999</v>",
        '<c t="s"><v>99</v></c>',
        '<c t="b"><v>x</v></c>',
        '<c t="d"><v>x</v></c>',
        '<c s="999"><v>1</v></c>',
        '<c t="inlineStr"/>',
        "<f>A1</f>",
        '<f t="array" ref="A1">B</f>',
        '<f t="shared" si="3"/>',
        "<is><t>编号</t></is>",
        '<mergeCell ref="A1:ZZ9999999"/>',
        "<sheetData/>",
        "<!-- x -->",
        "<![CDATA[x]]>",
        "&amp;",
        "&x;",
        '<row r="3" hidden="1"/>',
    ]
)


@given(st.lists(XML_PIECES, max_size=25))
@settings(max_examples=examples(120))
def test_odd_xml_is_read_or_refused_and_nothing_else(pieces: list[str]) -> None:
    _is_read_or_refused(rezipped({SHEET_XML: sheet_xml("".join(pieces))}))


@pytest.mark.parametrize(
    "member", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", SHEET_XML]
)
@pytest.mark.parametrize("content", [b"<x/>", b"", b"not xml", b"\xff\xfe\x00"], ids=repr)
def test_a_part_that_says_something_else_is_read_or_refused_and_nothing_else(member: str, content: bytes) -> None:
    _is_read_or_refused(rezipped({member: content}))


def _is_read_or_refused(data: bytes) -> None:
    try:
        grids = read_grids(data)
    except UnreadableFileError as error:
        grids, said = [], sheet_words().refusal(error)
    else:
        said = "read"
    assert said
    assert all(isinstance(text, str) for one in grids for cells in one.rows.values() for text in cells)


# Through the door


def stored(services: Services) -> tuple[int, int]:
    """How many drafts there are, and how many files are kept."""
    with services.database.read() as connection:
        return len(load_drafts(connection)), len(connection.execute(UPLOADS.select()).all())


CELLS = st.one_of(
    st.sampled_from(
        [
            "编号",
            "部门",
            "事项名称",
            "材料名称",
            "核实状态",
            "id-card-lost",
            "medical-claim",
            "=1",
            "（清空）",
            "是",
            "2026/3/1",
        ]
    ),
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8).filter(lambda text: "\ufffe" not in text),
)
TABLES = st.lists(st.lists(CELLS, max_size=5), max_size=6)
NAMES = st.sampled_from(
    ["指南", "申报材料", "办事窗口", "地区差异", "地区差异·留空的项目", "窗口特别的日子", "Sheet1", "说明"]
)


@pytest.mark.hypothesis
def test_no_table_makes_the_server_fail_and_none_writes_a_draft(app: Flask, people: People, services: Services) -> None:
    anna = people.join("anna", "editor")

    @given(st.dictionaries(NAMES, TABLES, min_size=1, max_size=4))
    @settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
    def try_one(sheets: dict[str, list[list[object]]]) -> None:
        for name in sheets:
            head = [["编号", "部门", "核实状态", "材料名称", "网点名称"]] if len(sheets[name]) % 2 else []
            sheets[name] = [*head, *sheets[name]]
        send(anna, workbook({name: _safe(rows) for name, rows in sheets.items()}))
        assert anna.status in (200, 422), anna.page
        assert stored(services)[0] == 0
        if anna.status == 200:
            assert anna.client.get(f"{anna.path}/marked").status_code == 200

    try_one()


def _safe(rows: list[list[object]]) -> list[list[object]]:
    """Excel itself cannot hold longer whole numbers."""
    return [[float(cell) if type(cell) is int and abs(cell) > 10**15 else cell for cell in row] for row in rows]


@pytest.mark.parametrize(
    "change", [lambda data: data[:300], lambda data: b"", lambda data: data + data], ids=["cut off", "empty", "doubled"]
)
def test_a_refused_file_gets_a_page_with_the_reason(
    people: People, services: Services, change: Callable[[bytes], bytes]
) -> None:
    anna = people.join("anna", "editor")
    send(anna, change(GOOD))
    if anna.status != 200:
        assert anna.status == 422
        assert anna.reads("没有读这个文件")
        assert stored(services) == (0, 0)


def test_a_form_without_a_file_says_so(people: People) -> None:
    anna = people.join("anna", "editor")
    secret = anna.open(SHEETS).form(SHEETS).fields["form"]
    assert anna.post(SHEETS, {"form": secret}).status == 422
    assert anna.reads("没有选文件")


def test_ten_megabytes_are_read_here_and_only_from_who_is_signed_in(people: People, app: Flask) -> None:
    anna, large = people.join("anna", "editor"), bytes(2 << 20)
    send(anna, large)
    assert (anna.status, anna.reads("这不是 Excel 文件")) == (422, True)
    send(anna, bytes(11 << 20))
    assert (anna.status, anna.reads("最大 10 MB")) == (413, True)
    answer = Browser(app).client.post(SHEETS, data={"file": (BytesIO(large), "x.xlsx")})
    assert answer.status_code in (401, 413)


def test_an_identity_number_is_neither_kept_nor_shown_again(people: People, services: Services) -> None:
    anna = people.join("anna", "editor")
    rows = [
        ["编号", "部门", "核实状态"],
        ["id-card-lost", f"王某{ID_NUMBER}", ID_NUMBER],
        ["medical-claim", "医保局", None],
    ]
    send(anna, workbook({"指南": rows, f"甲{ID_NUMBER}": [["说明"], [ID_NUMBER]]}), f"{ID_NUMBER}.xlsx")
    assert anna.status == 200
    assert anna.reads("指南!B2")
    assert anna.reads("这里像是身份证号码")
    assert ID_NUMBER[:17] not in anna.page
    marked = read_grids(anna.client.get(f"{anna.path}/marked").get_data())
    assert not [text for one in marked for cells in one.rows.values() for text in cells if ID_NUMBER[:17] in text]
    with services.database.read() as connection:
        assert not [
            trace for trace in load_trail(connection, most=9) if ID_NUMBER[:17] in f"{trace.subject}{trace.details}"
        ]


def test_a_download_is_a_file_with_the_headers_of_all_pages(people: People) -> None:
    anna = people.join("anna", "editor")
    answer = anna.client.get(f"{SHEETS}/export?topic=household")
    assert "filename*=UTF-8''%E6%88%B7" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == HEADERS["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    require_workbook(answer.get_data())
