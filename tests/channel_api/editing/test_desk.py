"""The desk on both databases: versions that are known to be old, drafts that imports pass by, traces of every act."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient

from channel_api.cases.texts import IdentityNumberError
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import (
    ConflictError,
    EditingDesk,
    FaultyGuideError,
    NameTakenError,
    NoSuchGuideError,
    PersonalNumberError,
)
from channel_api.exporting import export_folder
from channel_api.guide_checking import GuideChecker
from channel_api.guide_list import GuideList, Wanted
from channel_api.opened_guide import Token
from channel_api.publishing import document_of, load_published, preview_content, publish_content
from channel_api.runtime import Services
from channel_api.store import documents, drafts
from channel_api.store.database import Database
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import load_trail
from channel_api.store.upgrading import upgrade
from content.files import content_folder, load_content
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.sample_content import GUIDES, ID_CARD, sample_content

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"editor", "reviewer", "publisher"}))
CHEN = Person("chen", frozenset({"administrator"}))
KEY = ID_CARD.id


@pytest.fixture
def desk(services: Services) -> EditingDesk:
    checker = GuideChecker(services.database, content_folder() / "wording")
    return EditingDesk(services.database, services.clock, checker)


def change(desk: EditingDesk, who: Person = ANNA, **fields: object) -> Token:
    """Saves some fields otherwise, and gives the token of what is then open."""
    opened = desk.open(KEY)
    desk.save(who, KEY, {**opened.text, **fields}, opened.token)
    return desk.open(KEY).token


def publish(desk: EditingDesk, **fields: object) -> None:
    desk.submit(ANNA, KEY, change(desk, **fields))
    desk.approve(BAO, KEY, desk.open(KEY).token)
    desk.publish(BAO, KEY, desk.open(KEY).token)


def revision_count(services: Services) -> int:
    with services.database.read() as connection:
        return len(drafts.load_revisions(connection, KEY, most=1000))


def acts_of(services: Services, subject: str = KEY) -> list[tuple[str, str]]:
    with services.database.read() as connection:
        return [(trace.who, trace.act) for trace in reversed(load_trail(connection, most=100, subject=subject))]


def test_a_save_that_changes_nothing_makes_no_revision_and_resets_nothing(
    desk: EditingDesk, services: Services
) -> None:
    desk.submit(ANNA, KEY, change(desk, department="派出所"))
    before, count = desk.open(KEY), revision_count(services)
    kept = desk.save(BAO, KEY, {**before.text, "title": f" {before.text['title']}\r\n"}, before.token)
    assert not kept.changed
    assert desk.open(KEY) == before
    assert revision_count(services) == count


def test_the_first_revision_is_what_was_live_before_anybody_wrote(desk: EditingDesk, services: Services) -> None:
    live = desk.open(KEY).text
    change(desk, department="派出所")
    with services.database.read() as connection:
        first, second = drafts.find_revision(connection, KEY, 1), drafts.find_revision(connection, KEY, 2)
    assert first is not None
    assert second is not None
    assert (first.body, first.act, first.made_by, first.live_revision) == (live, "live", "", 1)
    assert (second.body["department"], second.act, second.made_by) == ("派出所", "save", "anna")


def test_who_saves_what_another_has_changed_meanwhile_gets_both_texts(desk: EditingDesk) -> None:
    shown = desk.open(KEY)
    desk.save(BAO, KEY, {**shown.text, "title": "甲", "scope": "全市"}, shown.token)
    with pytest.raises(ConflictError) as caught:
        desk.save(ANNA, KEY, {**shown.text, "title": "乙", "notes": "问过"}, shown.token)
    merged = caught.value.merged
    assert (merged.text["title"], merged.text["scope"], merged.text["notes"]) == ("乙", "全市", "问过")
    assert (merged.both_changed, merged.theirs) == (("title",), {"title": "甲"})
    assert desk.open(KEY).text["title"] == "甲"
    desk.save(ANNA, KEY, merged.text, caught.value.opened.token)
    assert desk.open(KEY).text["title"] == "乙"


def test_every_other_act_on_something_old_is_refused(desk: EditingDesk) -> None:
    old = change(desk, department="派出所")
    change(desk, department="公安局户政科")
    for act in (desk.submit, desk.approve, desk.publish, desk.keep_mine):
        with pytest.raises(StaleError):
            act(CHEN, KEY, old)
    with pytest.raises(StaleError):
        desk.give_back(CHEN, KEY, old, "不对")


def test_of_many_who_save_at_once_one_wins_and_nobody_overwrites(desk: EditingDesk, services: Services) -> None:
    shown, together, lost = desk.open(KEY), Barrier(4), []

    def save(number: int) -> None:
        together.wait()
        try:
            desk.save(ANNA, KEY, {**shown.text, "notes": f"第{number}人"}, shown.token)
        except ConflictError:
            lost.append(number)

    threads = [Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 3
    assert revision_count(services) == 2
    assert desk.open(KEY).work.version == 1


def test_an_incomplete_draft_is_kept_and_its_faults_stop_it_at_submission(desk: EditingDesk) -> None:
    token = change(desk, title="", visits={"count": "一两次"})
    with pytest.raises(FaultyGuideError) as caught:
        desk.submit(ANNA, KEY, token)
    assert {fault.key for fault in caught.value.faults} == {"title", "visits.count"}
    assert desk.open(KEY).work.state == "draft"


def test_faults_are_those_of_the_check_of_files(desk: EditingDesk) -> None:
    with pytest.raises(FaultyGuideError) as caught:
        desk.submit(ANNA, KEY, change(desk, status="sourced", topic="nothing", aliases=["居住证申领"]))
    found = {(fault.code, fault.key) for fault in caught.value.faults}
    assert {("no_such_topic", "topic"), ("no_source", "sources"), ("name_shared", "aliases[0]")} <= found


def test_what_became_wrong_after_approval_is_not_published(desk: EditingDesk, services: Services) -> None:
    desk.submit(ANNA, KEY, change(desk, topic="medical"))
    desk.approve(BAO, KEY, desk.open(KEY).token)
    topics = tuple(topic for topic in sample_content().topics if topic.id != "medical")
    guides = {guide.id: guide for guide in GUIDES if guide.topic != "medical"}
    publish_content(services.database, sample_content(topics=topics, guides=guides), now=NOW)
    with pytest.raises(FaultyGuideError):
        desk.publish(BAO, KEY, desk.open(KEY).token)


@pytest.mark.parametrize("number", ["11010519491231002X", "1101 0519 4912 3100 2x"])
def test_an_identity_number_is_not_even_stored_in_a_draft(desk: EditingDesk, services: Services, number: str) -> None:
    opened = desk.open(KEY)
    with pytest.raises(PersonalNumberError) as caught:
        desk.save(ANNA, KEY, {**opened.text, "notes": f"张三 {number}"}, opened.token)
    assert caught.value.keys == ["notes"]
    with pytest.raises(IdentityNumberError):
        desk.save(ANNA, KEY, {**opened.text, "notes": "x"}, opened.token, reason=number)
    assert revision_count(services) == 0


def test_an_import_keeps_what_was_edited_and_publishes_the_rest(desk: EditingDesk, services: Services) -> None:
    publish(desk, department="派出所")
    others = {guide.id: replace(guide, department="改了") for guide in GUIDES}
    content = sample_content(guides=others)
    assert preview_content(services.database, content).kept == (("guide", KEY),)
    changes = publish_content(services.database, content, now=NOW)
    assert (changes.kept, changes.conflicts, len(changes.changed)) == ((("guide", KEY),), {}, len(GUIDES) - 1)
    published = load_published(services.database).guides
    assert {guide.department for guide in published.values()} == {"派出所", "改了"}
    without = sample_content(guides={key: guide for key, guide in others.items() if key != KEY})
    publish_content(services.database, without, now=NOW)
    assert KEY in load_published(services.database).guides


def test_a_file_that_says_what_was_edited_counts_as_unchanged(desk: EditingDesk, services: Services) -> None:
    publish(desk, department="派出所")
    same = replace(ID_CARD, department="派出所")
    changes = publish_content(
        services.database, sample_content(guides={guide.id: guide for guide in (same, *GUIDES[1:])}), now=NOW
    )
    assert not changes
    assert changes.kept == ()


def test_an_export_holds_what_was_edited_and_its_import_loses_nothing(
    desk: EditingDesk, services: Services, empty_database: Database, tmp_path: Path
) -> None:
    publish(desk, department="派出所")
    export_folder(load_published(services.database), tmp_path / "out")
    content = load_content(tmp_path / "out")
    assert content.guides[KEY].department == "派出所"
    assert not preview_content(services.database, content)
    upgrade(empty_database)
    publish_content(empty_database, content, now=NOW)
    assert load_published(empty_database) == load_published(services.database)


def test_a_draft_begun_before_an_import_shows_what_changed_before_it_goes_on(
    desk: EditingDesk, services: Services
) -> None:
    token = change(desk, notes="问过窗口")
    newer = replace(ID_CARD, title="补领居民身份证")
    publish_content(
        services.database, sample_content(guides={guide.id: guide for guide in (newer, *GUIDES[1:])}), now=NOW
    )
    with pytest.raises(RefusedError, match="live_changed"):
        desk.submit(ANNA, KEY, token)
    desk.keep_mine(ANNA, KEY, desk.open(KEY).token)
    opened = desk.open(KEY)
    assert (opened.has_live_changed, opened.text["title"], opened.work.state) == (False, ID_CARD.title, "draft")
    desk.submit(ANNA, KEY, opened.token)
    with services.database.read() as connection:
        texts = [drafts.find_revision(connection, KEY, number) for number in range(1, 5)]
    assert [text.body["title"] for text in texts if text] == [ID_CARD.title, ID_CARD.title, newer.title, ID_CARD.title]


def test_going_back_is_a_new_revision_and_to_what_is_live_no_draft_at_all(desk: EditingDesk) -> None:
    publish(desk, department="派出所")
    publish(desk, department="户政科")
    kept = desk.restore(ANNA, KEY, 2, desk.open(KEY).token, "又归派出所管")
    assert kept.changed
    assert (desk.open(KEY).text["department"], desk.open(KEY).work.state) == ("派出所", "draft")
    assert desk.open(KEY).token.revision == 4
    kept = desk.restore(ANNA, KEY, 3, desk.open(KEY).token, "")
    assert kept.is_as_live
    assert desk.open(KEY).work.state == "published"
    with pytest.raises(NoSuchGuideError):
        desk.restore(ANNA, KEY, 99, desk.open(KEY).token, "")


def new_guide(key: str) -> Text:
    return {"id": key, "region": "000000", "topic": "household", "title": "新办身份证"}


def test_a_new_guide_is_seen_by_nobody_until_it_is_published(
    desk: EditingDesk, services: Services, client: FlaskClient
) -> None:
    desk.begin(ANNA, new_guide("id-card-new"))
    assert client.get("/v1/services/id-card-new").status_code == 404
    rows = GuideList(services.database).find(Wanted(words="新办"), services.today())
    assert [(row.key, row.state, row.is_live, row.owner) for row in rows] == [("id-card-new", "draft", False, "anna")]
    desk.submit(ANNA, "id-card-new", desk.open("id-card-new").token)
    desk.approve(BAO, "id-card-new", desk.open("id-card-new").token)
    desk.publish(BAO, "id-card-new", desk.open("id-card-new").token)
    services.catalogue.refresh()
    assert client.get("/v1/services/id-card-new").get_json()["title"] == "新办身份证"


@pytest.mark.parametrize("fields", [{"id": "新办"}, {"region": "999999"}, {"topic": "none"}, {"title": ""}], ids=str)
def test_a_guide_is_not_begun_with_what_can_never_be_right(desk: EditingDesk, fields: Text) -> None:
    with pytest.raises(FaultyGuideError) as caught:
        desk.begin(ANNA, {**new_guide("id-card-new"), **fields})
    assert [fault.key for fault in caught.value.faults] == list(fields)


def test_an_id_is_never_used_twice_not_even_that_of_a_withdrawn_guide(desk: EditingDesk, services: Services) -> None:
    guides = {guide.id: guide for guide in GUIDES if guide.id != "medical-claim"}
    publish_content(services.database, sample_content(guides=guides, scenarios=()), now=NOW)
    for key in (KEY, "medical-claim"):
        with pytest.raises(NameTakenError):
            desk.begin(ANNA, new_guide(key))
    desk.begin(ANNA, new_guide("id-card-new"))
    with pytest.raises(NameTakenError):
        desk.begin(BAO, new_guide("id-card-new"))


def test_an_imported_catalogue_keeps_an_item_that_was_edited(desk: EditingDesk, services: Services) -> None:
    item = replace(ID_CARD, id="item-1", title="排水许可", aliases=(), spoken_name="")
    with services.database.write() as connection:
        documents.publish(connection, "items", [document_of(item)], now=NOW)
    opened = desk.open("item-1")
    desk.save(ANNA, "item-1", {**opened.text, "title": "接排水管"}, opened.token)
    desk.submit(ANNA, "item-1", desk.open("item-1").token)
    desk.approve(BAO, "item-1", desk.open("item-1").token)
    desk.publish(BAO, "item-1", desk.open("item-1").token)
    with services.database.write() as connection:
        changes = documents.publish(connection, "items", [document_of(item)], now=NOW)
    assert changes.kept == (("guide", "item-1"),)
    assert load_published(services.database).guides["item-1"].title == "接排水管"


def test_every_act_leaves_its_trace_and_an_override_is_marked(desk: EditingDesk, services: Services) -> None:
    desk.submit(CHEN, KEY, change(desk, CHEN, department="派出所"))
    desk.approve(CHEN, KEY, desk.open(KEY).token)
    desk.give_back(BAO, KEY, desk.open(KEY).token, "再问问")
    publish(desk, department="户政科")
    assert acts_of(services) == [
        ("chen", "save"),
        ("chen", "submit"),
        ("chen", "approve"),
        ("bao", "return"),
        ("anna", "save"),
        ("anna", "submit"),
        ("bao", "approve"),
        ("bao", "publish"),
    ]
    with services.database.read() as connection:
        marked = [trace.act for trace in load_trail(connection, most=100) if trace.details.get("overrode")]
    assert marked == ["approve"]


def test_the_list_finds_sorts_and_knows_what_is_due(
    desk: EditingDesk, services: Services, clock: StandingClock
) -> None:
    publish(desk, review_by="2026-12-01")
    change(desk, title="补身份证")
    rows = GuideList(services.database)
    assert rows.find(Wanted(), services.today())[0].key == KEY, "what is being written stands first"
    assert [row.title for row in rows.find(Wanted(words="补身份证 公安"), services.today())] == ["补身份证"]
    assert [row.key for row in rows.find(Wanted(topic="medical"), services.today())] == ["medical-claim"]
    assert [row.key for row in rows.find(Wanted(owner="anna", state="draft"), services.today())] == [KEY]
    assert rows.find(Wanted(stale=True), services.today()) == []
    clock.advance(days=9)
    assert [row.key for row in rows.find(Wanted(stale=True), services.today())] == [KEY]
    assert next(iter(rows.find(Wanted(order="review_by"), services.today()))).key == KEY
