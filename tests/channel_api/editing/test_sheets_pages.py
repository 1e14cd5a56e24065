"""A department's workbook goes in without fear: looked at first, then all of it becomes drafts or nothing does."""

from __future__ import annotations

from openpyxl import Workbook

from channel_api.opened_guide import open_guide
from channel_api.runtime import Services
from channel_api.store.drafts import load_drafts
from channel_api.store.editing_trail import load_trail
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.workbooks import SHEETS, changed, export, rows_of, send, workbook


def text_of(services: Services, key: str) -> dict[str, object]:
    with services.database.read() as connection:
        opened = open_guide(connection, key)
    return opened.text if opened else {}


def count_drafts(services: Services) -> int:
    with services.database.read() as connection:
        return len(load_drafts(connection))


def take(browser: Browser, **fields: str) -> Browser:
    return browser.send(browser.path, **fields)


def anna_of(people: People) -> Browser:
    return people.join("anna", "editor")


def test_what_was_exported_and_not_touched_changes_nothing(people: People, services: Services) -> None:
    anna = anna_of(people)
    send(anna, export(anna))
    assert anna.status == 200
    assert anna.reads("没有改动。表格里写的和现在的内容一样。"), anna.page
    assert count_drafts(services) == 0


def test_a_changed_cell_is_shown_and_becomes_a_draft_that_nobody_sees_on_the_television(
    people: People, services: Services
) -> None:
    anna = anna_of(people)

    def change(book: Workbook) -> None:
        sheet = book["指南"]
        headings = [cell.value for cell in sheet[1]]
        row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "id-card-lost")
        row[headings.index("部门")].value = "户政科"

    send(anna, changed(export(anna), change))
    assert anna.reads("改 1 篇，新写 0 篇")
    assert '<ins><span class="unseen">加上 </span>户政科</ins>' in anna.page
    assert count_drafts(services) == 0
    take(anna, reason="部门改名")
    assert anna.reads("全部存成草稿了")
    assert text_of(services, "id-card-lost")["department"] == "户政科"
    with services.database.read() as connection:
        opened = open_guide(connection, "id-card-lost")
        traces = load_trail(connection, most=10)
    assert opened is not None
    assert opened.work.state == "draft"
    assert opened.live_text is not None
    assert opened.live_text["department"] == "公安局"
    assert [(trace.act, trace.subject) for trace in traces] == [
        ("take_sheet", "材料表.xlsx"),
        ("sheet", "id-card-lost"),
        ("look_at_sheet", "材料表.xlsx"),
    ]
    assert traces[1].details["reason"] == "部门改名"


def test_one_fault_keeps_all_of_it_out_and_is_named_with_its_cell(people: People, services: Services) -> None:
    anna = anna_of(people)
    data = workbook(
        {
            "指南": [["编号", "部门"], ["id-card-lost", "户政科"]],
            "申报材料": [["编号", "材料名称", "原件份数"], ["id-card-lost", "户口簿", "两份"]],
        }
    )
    send(anna, data)
    assert anna.reads("申报材料!C2")
    assert f"{anna.path}" not in anna.actions()
    anna.post(anna.path, {"form": anna.form("/editors/sign-out").fields["form"]})
    assert anna.status == 409
    assert count_drafts(services) == 0


def test_what_somebody_changed_meanwhile_is_a_conflict_and_nothing_is_written(
    people: People, services: Services
) -> None:
    anna, bao = anna_of(people), people.join("bao", "editor")
    rows = [["编号", "部门"], ["id-card-lost", "户政科"], ["residence-permit", "户政科"]]
    send(anna, workbook({"指南": rows}))
    there = "/editors/guides/residence-permit"
    bao.open(there).send(there, do="save", notes="问过窗口")
    take(anna)
    assert anna.status == 409
    assert anna.reads("居住证申领")
    assert anna.reads("一份草稿都没有存")
    assert "department" in text_of(services, "residence-permit")
    assert text_of(services, "id-card-lost")["department"] == "公安局"
    assert count_drafts(services) == 1


def test_a_new_guide_and_its_materials_come_in_one_file(people: People, services: Services) -> None:
    anna = anna_of(people)
    data = workbook(
        {
            "指南": [["编号", "适用地区代码", "事项名称", "主题"], ["new-thing", "000000", "新的事项", "户籍身份"]],
            "申报材料": [["事项名称", "材料名称"], ["新的事项", "户口簿"], ["新的事项", "照片"]],
        }
    )
    send(anna, data)
    assert anna.reads("改 0 篇，新写 1 篇"), anna.page
    take(anna)
    text = text_of(services, "new-thing")
    assert text["topic"] == "household"
    assert text["materials"] == [{"name": "户口簿"}, {"name": "照片"}]


def test_offices_and_regional_differences_come_in_too(people: People, services: Services) -> None:
    anna = anna_of(people)
    data = workbook(
        {
            "办事窗口": [
                ["编号", "网点名称", "电话", "星期一"],
                ["city-hall", "示例网点·杭州大厅", "12345", "09:00-12:00"],
            ],
            "地区差异": [["哪个地方", "哪一篇指南", "部门"], ["330000", "id-card-lost", "浙江省公安厅"]],
        }
    )
    send(anna, data)
    assert anna.reads("改 2 篇，新写 0 篇"), anna.page
    take(anna)
    assert text_of(services, "office:city-hall")["hours"] == {"monday": ["09:00-12:00"]}
    assert text_of(services, "overlay:330000:id-card-lost")["department"] == "浙江省公安厅"


def test_the_file_with_its_faults_marked_says_in_each_row_what_to_do(people: People) -> None:
    anna = anna_of(people)
    rows = [["编号", "核实状态", "部门"], ["id-card-lost", "查过", "=1+1"], ["residence-permit", "示例", "公安"]]
    send(anna, workbook({"指南": rows}))
    assert anna.reads("指南!B2")
    assert anna.reads("指南!C2")
    marked = anna.client.get(f"{anna.path}/marked").get_data()
    found = rows_of(marked, "指南")
    assert found[0] == ["编号", "核实状态", "部门", "问题"]
    assert "B2" in found[1][3]
    assert "公式" in found[1][3]
    assert found[2][3] is None
    send(anna, marked)
    assert anna.reads("这个格子是公式"), "what was not mended is said again"


def test_a_file_is_kept_an_hour_and_for_whoever_brought_it(people: People, clock: StandingClock) -> None:
    anna, bao = anna_of(people), people.join("bao", "editor")
    send(anna, workbook({"指南": [["编号", "部门"], ["id-card-lost", "户政科"]]}))
    path = anna.path
    assert bao.open(path).status == 404
    assert bao.client.get(f"{path}/marked").status_code == 404
    clock.advance(minutes=59)
    assert anna.open(path).status == 200
    clock.advance(minutes=2)
    assert anna.open(path).status == 404
    assert anna.reads("请重新导入")


def test_a_file_is_taken_in_once(people: People, services: Services) -> None:
    anna = anna_of(people)
    send(anna, workbook({"指南": [["编号", "部门"], ["id-card-lost", "户政科"]]}))
    path, fields = anna.path, anna.form(anna.path).fields
    assert anna.post(path, fields).status == 200
    assert anna.post(path, fields).status == 404
    assert count_drafts(services) == 1
    assert SHEETS in path
