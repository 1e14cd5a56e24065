"""Offices, notices, hotlines and scenarios name whose they are, and what stands in them is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from channel_api.belonging import Belonging
from channel_api.clock import SHANGHAI
from channel_api.editing.grants import Grant
from channel_api.editing.kinds import find_kind
from channel_api.editing.staleness import LiveText, find_due
from channel_api.editing_desk import EditingDesk
from channel_api.exporting import export_folder
from channel_api.guide_checking import GuideChecker
from channel_api.publishing import load_published, publish_content
from channel_api.review_desk import ReviewDesk
from channel_api.runtime import Services
from channel_api.stale_list import StaleList
from channel_api.store.editor_grants import StoredGrant
from content.check import find_notes_among, load_rule_book
from content.codec import encode
from content.files import content_folder, load_content
from content.model import Hotline, Notice, Office, Scenario, Source
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.editing.people import People
from tests.channel_api.editing.test_pages import secret_of
from tests.channel_api.editing.test_stale import BAO, TODAY
from tests.channel_api.sample_content import HOTLINES, NOTICES, OFFICES, sample_content
from tests.channel_api.sample_content import SCENARIO as SAMPLE_SCENARIO

OFFICE = replace(OFFICES[0], department="公安局", review_by="2026-12-01", sources=(Source(title="《开放时间公告》"),))
NOTICE = replace(NOTICES[0], department="民政局", review_by="2026-11-20")
HOTLINE = replace(HOTLINES[0], department="公安局")
SCENARIO = replace(SAMPLE_SCENARIO, department="民政局、公安局")
OWNED = sample_content(
    offices=(OFFICE, *OFFICES[1:]),
    notices=(NOTICE, *NOTICES[1:]),
    hotlines=(HOTLINE, *HOTLINES[1:]),
    scenarios=(SCENARIO,),
)
KEYS = {
    f"office:{OFFICE.id}": "公安",
    f"notice:{NOTICE.id}": "民政",
    f"hotline:{HOTLINE.number}": "公安",
    f"scenario:{SCENARIO.id}": "民政",
}


@pytest.fixture
def owned(services: Services) -> Services:
    publish_content(services.database, OWNED, now=NOW)
    return services


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_role_in_one_department_reaches_what_names_it_and_nothing_that_names_another(
    key: str, owned: Services, people: People
) -> None:
    page, kind = f"/editors/guides/{key}", find_kind(key.partition(":")[0])
    inside = people.join("inside", grants=[StoredGrant("editor", KEYS[key], "")])
    outside = people.join("outside", grants=[StoredGrant("editor", "医疗保障", "")])
    field = "name" if kind.title_field == "name" else "title"
    fields = {**outside.open(page).form(page).fields, field: "示例网点·换个名字", "do": "save"}
    assert outside.post(page, {**fields, "form": secret_of(outside)}).status == 403
    inside.open(page).send(page, do="save", **{field: "示例网点·换个名字"})
    assert inside.reads("草稿保存好了"), inside.page
    assert inside.open(page).send(page, do="save", department="医疗保障局").status == 403, "nobody gives one away"


def test_what_names_nobody_still_needs_a_role_for_all_departments(people: People) -> None:
    page = "/editors/guides/hotline:12345"
    inside = people.join("inside", grants=[StoredGrant("editor", "公安", "")])
    fields = {**inside.open(page).form(page).fields, "name": "热线", "do": "save"}
    assert inside.post(page, {**fields, "form": secret_of(inside)}).status == 403


def test_what_a_grant_reaches_counts_these_kinds_too(owned: Services) -> None:
    with owned.database.read() as connection:
        police = Belonging().count_texts(connection, Grant("editor", "公安"))
        here = Belonging().count_texts(connection, Grant("editor", "公安", "330106"))
    # Of the police: two guides with three regional differences of one and one of the other, and three of this test.
    assert police == 2 + 4 + len({"office", "hotline", "scenario"})
    assert here == 2, "a regional difference and an office lie there; a hotline belongs to the whole country"


def test_who_writes_for_one_department_begins_an_office_of_it(people: People) -> None:
    eva = people.join("eva", grants=[StoredGrant("editor", "公安", "330106")])
    eva.open("/editors/new?kind=office")
    assert eva.form("/editors/new").fields["department"] == "公安"
    new = {"id": "xihu-second", "name": "示例网点·第二派出所", "kind": "派出所"}
    assert eva.send("/editors/new", **new, department="").status == 403
    eva.open("/editors/new?kind=office").send("/editors/new", **new)
    assert eva.path == "/editors/guides/office:xihu-second", eva.page


def test_offices_and_notices_are_due_on_their_day_and_no_notice_that_has_ended(
    owned: Services, clock: StandingClock
) -> None:
    def whys() -> list[tuple[str, str, str]]:
        return [
            (due.text.key, due.why, due.text.department)
            for due in StaleList(owned.database).find(owned.today()).due
            if due.text.kind != "guide"
        ]

    both = [(f"notice:{NOTICE.id}", "overdue", "民政局"), (f"office:{OFFICE.id}", "soon", "公安局")]
    assert whys() == both
    clock.now = datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI)
    assert [why for _, why, _ in whys()] == ["overdue", "overdue"]
    ended = LiveText(key="notice:x", title="x", review_by=date(2026, 11, 1), ends_on=date(2026, 11, 5))
    assert [due.why for due in find_due([ended], [], date(2026, 11, 5))] == ["overdue"]
    assert find_due([ended], [], date(2026, 11, 6)) == []


def test_an_office_found_right_has_another_day_and_says_nothing_else_than_before(owned: Services) -> None:
    checker = GuideChecker(owned.database, content_folder() / "wording")
    desk = EditingDesk(owned.database, owned.clock, checker)
    key = f"office:{OFFICE.id}"
    before = desk.open(key)
    ReviewDesk(owned.database, owned.clock, checker).confirm(BAO, key, before.token, TODAY + timedelta(days=90))
    assert desk.open(key).text == {**before.text, "review_by": "2027-02-21"}


def test_the_list_and_the_page_of_a_notice_tell_that_it_is_due(owned: Services, people: People) -> None:
    bao = people.join("bao", "reviewer")
    bao.open("/editors/stale")
    assert bao.reads("复查（1）")
    assert bao.reads(NOTICE.title)
    assert bao.reads("民政局")
    page = f"/editors/guides/notice:{NOTICE.id}"
    bao.open(page).send(f"{page}/still-right", next_on="2027-03-01")
    assert bao.reads("下次复查：2027-03-01"), bao.page
    assert not bao.open("/editors/stale").reads("复查（1）")


def test_a_day_that_has_passed_is_told_by_a_check_of_files_too(owned: Services) -> None:
    book = load_rule_book(content_folder() / "wording", date(2026, 11, 23))
    assert [note.code for note in find_notes_among(NOTICE, OWNED, book)] == ["review_is_due"]
    assert find_notes_among(replace(NOTICE, review_by="2026-11-23"), OWNED, book) == []


def test_export_and_import_lose_none_of_it(owned: Services, tmp_path: Path) -> None:
    export_folder(load_published(owned.database), tmp_path)
    again = load_content(tmp_path)
    assert next(office for office in again.offices if office.id == OFFICE.id) == OFFICE
    assert next(notice for notice in again.notices if notice.id == NOTICE.id) == NOTICE
    assert next(line for line in again.hotlines if line.number == HOTLINE.number) == HOTLINE
    assert next(scene for scene in again.scenarios if scene.id == SCENARIO.id) == SCENARIO


@pytest.mark.parametrize(
    "thing", [OFFICES[0], NOTICES[0], HOTLINES[0], SAMPLE_SCENARIO], ids=lambda thing: type(thing).__name__
)
def test_what_was_written_before_says_what_it_said(thing: Office | Notice | Hotline | Scenario) -> None:
    """What is stored of it stays the same, so that no import takes it for changed."""
    assert {"department", "review_by"}.isdisjoint(encode(thing))
