"""Offices, notices and all other kinds take the same way as guides: written, read by others, seen, rolled back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channel_api.editing.kinds import KINDS, find_kind, kind_of
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person
from channel_api.editing_desk import EditingDesk, FaultyGuideError, NameTakenError
from channel_api.exporting import export_folder
from channel_api.guide_checking import GuideChecker
from channel_api.guide_list import GuideList, Wanted
from channel_api.publishing import KINDS as DOCUMENT_KINDS
from channel_api.publishing import load_published, preview_content, publish_content
from channel_api.runtime import Services
from channel_api.store.database import Database
from channel_api.store.upgrading import upgrade
from content.files import content_folder, load_content
from tests.channel_api.conftest import NOW
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.sample_content import OFFICES, sample_content
from tests.drawn import examples

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"reviewer", "publisher"}))
OFFICE = "office:xihu-police"
# Of each kind a published key, and a change of it that is right.
CHANGES: dict[str, tuple[str, Text]] = {
    "guide": ("id-card-lost", {"department": "派出所"}),
    "overlay": ("overlay:330106:id-card-lost", {"short": {"place": "去西湖区的派出所。"}}),
    "office": (OFFICE, {"transit": "坐地铁到古荡站。"}),
    "notice": ("notice:always", {"text": "内容都是示例。"}),
    "scenario": ("scenario:new-baby", {"title": "有了孩子"}),
    "hotline": ("hotline:12345", {"says": ["不知道问谁", "找政府"]}),
    "topic": ("topic:medical", {"title": "看病报销"}),
    "concept": ("concept:id-card-lost", {"says": ["小狗 叼走 蓝本子"]}),
    "synonyms": ("synonyms:丢失", {"words": ["呼噜噜"]}),
    "reading": ("reading:大夫", {"reading": "da fu"}),
}


@pytest.fixture
def one_editor(people: People) -> Browser:
    return people.join("anna", "editor")


@pytest.fixture
def desk(services: Services) -> EditingDesk:
    return EditingDesk(services.database, services.clock, GuideChecker(services.database, content_folder() / "wording"))


def change(desk: EditingDesk, key: str, fields: Text) -> None:
    opened = desk.open(key)
    desk.save(ANNA, key, {**opened.text, **fields}, opened.token)


def publish(desk: EditingDesk, key: str) -> None:
    desk.submit(ANNA, key, desk.open(key).token)
    desk.approve(BAO, key, desk.open(key).token)
    desk.publish(BAO, key, desk.open(key).token)


def test_what_is_edited_and_what_is_stored_are_called_the_same() -> None:
    stored = {kind.name: kind.cls for kind in DOCUMENT_KINDS}
    assert {kind.name: kind.cls for kind in KINDS}.items() <= stored.items()
    # The program's shared names are of guides that the sample has not: test_words_of_search makes one of its own.
    assert {kind.name for kind in KINDS} == {*CHANGES, "shared_name"}


@pytest.mark.parametrize("name", CHANGES)
def test_every_kind_is_edited_published_and_rolled_back(name: str, desk: EditingDesk, services: Services) -> None:
    key, fields = CHANGES[name]
    before = desk.open(key)
    assert before.is_live
    change(desk, key, fields)
    assert desk.open(key).live_text == before.text, "the draft is not live"
    publish(desk, key)
    after = desk.open(key)
    assert after.text == after.live_text == {**before.text, **fields}
    assert [
        row.key for row in GuideList(services.database).find(Wanted(kind=find_kind(name), words=key), services.today())
    ] == [key]
    desk.restore(ANNA, key, 1, after.token, "")
    publish(desk, key)
    assert desk.open(key).live_text == before.text


def test_an_office_is_changed_on_the_page_and_seen_by_households(
    people: People, client: FlaskClient, services: Services
) -> None:
    def transit() -> str:
        services.catalogue.refresh()
        answer = client.get("/v1/services/id-card-lost/offices?region=330106").get_json()
        return str(next(office["transit"] for office in answer["items"] if office["id"] == "xihu-police"))

    anna, bao = people.join("anna", "editor"), people.join("bao", "reviewer", "publisher")
    path = f"/editors/guides/{OFFICE}"
    anna.open("/editors/lists/office")
    assert anna.reads("示例网点·西湖派出所")
    anna.open(path).send(path, do="save", transit="坐地铁。", hours__monday="9点到12点")
    anna.send(f"{path}/submit")
    assert anna.reads("开放时间 · 星期一")
    assert anna.reads("9点到12点")
    anna.send(path, do="submit", hours__monday="09:00-12:00\n13:30-17:00")
    assert anna.reads("已经送审")
    bao.open("/editors/reviews")
    assert bao.reads("示例网点·西湖派出所")
    bao.open(path).send(f"{path}/approve")
    assert transit() == ""
    bao.send(f"{path}/publish")
    assert transit() == "坐地铁。"


def test_rows_within_rows_are_added_by_their_buttons(people: People) -> None:
    anna = people.join("anna", "editor")
    path = "/editors/guides/scenario:new-baby"
    fields = anna.open(path).send(path, do="add:questions.0.answers").form(path).fields
    answers = len(sample_content().scenarios[0].questions[0].answers)
    assert f"questions.0.answers.{answers}.leads_to" in fields


BEGUN: dict[str, dict[str, str]] = {
    "guide": {"id": "new-one", "region": "000000", "topic": "medical", "title": "新的事"},
    "overlay": {"id": "medical-claim", "region": "330000"},
    "office": {"id": "new-one", "region": "330100", "name": "示例网点·新", "kind": "服务站", "phone": "12345"},
    "notice": {"id": "new-one", "region": "000000", "title": "放假", "text": "明天放假。"},
    "scenario": {"id": "new-one", "title": "新的一件事"},
    "hotline": {"number": "12315", "name": "消费投诉"},
    "topic": {"id": "new-one", "title": "新主题", "order": "7"},
    "concept": {"id": "medical-claim-2", "title": "新的事"},
    "synonyms": {"name": "呼噜噜", "words": "呼噜"},
    "reading": {"word": "单字", "reading": "shan zi"},
    "shared_name": {"name": "报销", "services": "medical-claim\nid-card-lost"},
}


@pytest.mark.parametrize("name", BEGUN)
def test_every_kind_can_be_begun_on_the_page_and_its_name_is_then_taken(name: str, people: People) -> None:
    anna, bao = people.join("anna", "editor"), people.join("bao", "editor")
    anna.open(f"/editors/new?kind={name}").send("/editors/new", **BEGUN[name])
    kind = find_kind(name)
    assert anna.path == f"/editors/guides/{kind.key_of(BEGUN[name])}"
    assert anna.reads("建好了")
    bao.open(f"/editors/new?kind={name}").send("/editors/new", **BEGUN[name])
    assert bao.status == 422
    assert bao.reads("这个编号已经用过")


@pytest.mark.parametrize(
    ("name", "fields", "key"),
    [
        ("overlay", {"id": "nothing", "region": "330000"}, "id"),
        ("overlay", {"id": "gd-outdoor-ads", "region": "330000"}, "region"),
        ("office", {"id": "Neu", "region": "330100", "name": "示例网点·新", "kind": "服务站"}, "id"),
        ("office", {"id": "new", "region": "330100", "name": "新", "kind": "服务站"}, "name"),
        ("hotline", {"number": "88886666", "name": "热线"}, "number"),
    ],
)
def test_nothing_is_begun_with_what_can_never_be_right(name: str, fields: Text, key: str, desk: EditingDesk) -> None:
    with pytest.raises(FaultyGuideError) as caught:
        desk.begin(ANNA, fields, find_kind(name))
    assert key in {fault.key for fault in caught.value.faults}


def test_what_was_published_once_is_not_begun_again(desk: EditingDesk) -> None:
    with pytest.raises(NameTakenError):
        desk.begin(ANNA, {"id": "id-card-lost", "region": "330106"}, find_kind("overlay"))


def test_faults_of_every_kind_are_those_of_the_check_of_files(desk: EditingDesk) -> None:
    change(desk, OFFICE, {"services": ["nothing"], "topics": ["none"], "phone": "88886666", "lat": "x"})
    change(desk, "scenario:new-baby", {"outcomes": []})
    change(desk, "overlay:330106:id-card-lost", {"short": {"place": "去户口所在地派出所。"}})
    for key, codes in {
        OFFICE: {"wrong_type"},
        "scenario:new-baby": {"no_such_target"},
        "overlay:330106:id-card-lost": {"overlay_no_change"},
    }.items():
        with pytest.raises(FaultyGuideError) as caught:
            desk.submit(ANNA, key, desk.open(key).token)
        assert codes <= {fault.code for fault in caught.value.faults}, key
    change(desk, OFFICE, {"lat": ""})
    with pytest.raises(FaultyGuideError) as caught:
        desk.submit(ANNA, OFFICE, desk.open(OFFICE).token)
    assert {"no_such_service", "no_such_topic", "phone_area_code"} <= {fault.code for fault in caught.value.faults}


def test_an_import_keeps_what_was_edited_and_an_export_loses_nothing(
    desk: EditingDesk, services: Services, empty_database: Database, tmp_path: Path
) -> None:
    for key, fields in CHANGES.values():
        change(desk, key, fields)
        publish(desk, key)
    offices = tuple(replace(office, transit="坐公交。") for office in OFFICES)
    changes = publish_content(services.database, sample_content(offices=offices), now=NOW)
    assert ("office", "xihu-police") in changes.kept
    assert ("overlay", "330106/id-card-lost") in changes.kept
    assert {office.transit for office in load_published(services.database).offices} == {"坐公交。", "坐地铁到古荡站。"}
    export_folder(load_published(services.database), tmp_path / "out")
    content = load_content(tmp_path / "out")
    assert not preview_content(services.database, content)
    upgrade(empty_database)
    publish_content(empty_database, content, now=NOW)
    assert load_published(empty_database) == load_published(services.database)


def test_lists_are_narrowed_by_region_status_and_day(desk: EditingDesk, services: Services, people: People) -> None:
    rows, today = GuideList(services.database), services.today()
    office = find_kind("office")
    assert {row.region for row in rows.find(Wanted(kind=office, region="330100"), today)} == {
        "330100",
        "330102",
        "330106",
    }
    assert rows.find(Wanted(kind=office, status="verified"), today) == []
    anna: Browser = people.join("anna", "editor")
    assert anna.open("/editors/lists/office?region=西湖").reads("共 2 条")
    assert anna.open("/editors/lists/office?region=月球").reads("没有找到")
    assert anna.open("/editors/lists/nothing").status == 404


def test_two_people_at_one_office_both_keep_what_they_wrote(people: People) -> None:
    anna, bao = people.join("anna", "editor"), people.join("bao", "editor")
    path = f"/editors/guides/{OFFICE}"
    anna.open(path)
    bao.open(path).send(path, do="save", transit="坐公交。", address="西湖边")
    anna.send(path, do="save", transit="坐地铁。", order="7")
    assert anna.status == 409
    fields = anna.form(path).fields
    assert (fields["transit"], fields["address"], fields["order"]) == ("坐地铁。", "西湖边", "7")
    assert anna.reads("公交")
    anna.send(path, do="save")
    assert anna.reads("草稿保存好了")


def test_an_emptied_field_that_does_not_exist_is_answered_with_its_fault(one_editor: Browser) -> None:
    path = f"/editors/guides/{CHANGES['overlay'][0]}"
    one_editor.open(path).send(path, **{"do": "save", "emptied.0.field": "no-such-field"})
    assert one_editor.open(f"{path}?check=yes").status == 200
    assert one_editor.reads("no-such-field")


ANYTHING = st.one_of(
    st.text(max_size=30), st.sampled_from(["true", "false", "0", "-1", "1e400", "nan", "\x00", "1" * 999])
)
FIELDS = st.sampled_from(
    [
        *("id", "region", "available", "short.fee", "channels.window", "limits.promised.value", "emptied.0.field"),
        *("hours.monday", "hours.exceptions.0.date", "hours.exceptions.9.open", "lat", "topics", "services", "order"),
        *("questions.0.answers.1.leads_to", "questions.77.id", "outcomes.0.services", "says", "do_first", "number"),
        *("words", "weight", "reading", "word", "name", "start", "source.date", "first", "on_home", "status", "kind"),
    ]
)
ORDERS = st.sampled_from(
    [
        "save",
        "submit",
        "add:hours.exceptions",
        "up:questions.0.answers:1",
        "remove:outcomes:0",
        "add:questions.9.answers",
    ]
)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.sampled_from([key for key, _ in CHANGES.values()]), fields=st.dictionaries(FIELDS, ANYTHING), order=ORDERS
)
def test_whatever_the_form_of_any_kind_holds_is_answered_and_can_be_opened_again(
    one_editor: Browser, key: str, fields: dict[str, str], order: str
) -> None:
    path = f"/editors/guides/{key}"
    shown = one_editor.open(path).form(path).fields
    answer = one_editor.client.post(path, data={**shown, **fields, "do": order})
    assert answer.status_code in (200, 303, 409, 422)
    for page in (f"{path}?check=yes", f"{path}/history", f"/editors/lists/{kind_of(key).name}"):
        assert one_editor.open(page).status == 200
