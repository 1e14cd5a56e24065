"""What leaves the televisions, what is thrown away and what is given back: nothing by accident, nothing for ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from channel_api.cases.texts import IdentityNumberError
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import EditingDesk, FaultyGuideError, NameTakenError, NoSuchGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.guide_list import GuideList, Wanted
from channel_api.leaving_desk import LeavingDesk
from channel_api.publishing import load_published, preview_content, publish_content, publish_folder
from channel_api.runtime import Services
from channel_api.store import drafts
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import load_trail
from content.files import content_folder
from tests.channel_api.conftest import NOW
from tests.channel_api.editing.people import People
from tests.channel_api.sample_content import GUIDES, ID_CARD, sample_content

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"reviewer", "publisher"}))
KEY, PATH = ID_CARD.id, f"/editors/guides/{ID_CARD.id}"
FREE = "residence-permit"  # a guide that only a topic and a region speak of


@pytest.fixture
def desk(services: Services) -> EditingDesk:
    return EditingDesk(services.database, services.clock, GuideChecker(services.database, content_folder() / "wording"))


@pytest.fixture
def leaving(services: Services, desk: EditingDesk) -> LeavingDesk:
    return LeavingDesk(services.database, services.clock, desk)


def publish(desk: EditingDesk, key: str) -> None:
    desk.submit(ANNA, key, desk.open(key).token)
    desk.approve(BAO, key, desk.open(key).token)
    desk.publish(BAO, key, desk.open(key).token)


def change(desk: EditingDesk, key: str, **fields: object) -> None:
    opened = desk.open(key)
    desk.save(ANNA, key, {**opened.text, **fields}, opened.token)


def withdraw(desk: EditingDesk, leaving: LeavingDesk, key: str) -> None:
    leaving.withdraw(ANNA, key, desk.open(key).token, "不再办这件事")
    publish(desk, key)


def free_the_id_card(desk: EditingDesk) -> None:
    """Nothing needs it any more but its own regional differences."""
    change(desk, "office:xihu-police", services=["residence-permit"])
    publish(desk, "office:xihu-police")


def test_a_guide_leaves_with_its_regional_differences_and_comes_back_as_it_was(
    desk: EditingDesk, leaving: LeavingDesk, services: Services, client: FlaskClient
) -> None:
    before, overlay = desk.open(KEY).text, desk.open("overlay:330106:id-card-lost").text
    free_the_id_card(desk)
    leaving.withdraw(ANNA, KEY, desk.open(KEY).token, "不再办这件事")
    assert desk.open(KEY).is_withdrawal
    assert client.get(f"/v1/services/{KEY}").status_code == 200, "the draft is not live"
    publish(desk, KEY)
    services.catalogue.refresh()
    assert client.get(f"/v1/services/{KEY}").status_code == 404
    assert desk.open(KEY).is_gone
    assert desk.open("overlay:330106:id-card-lost").is_gone
    assert [row.key for row in GuideList(services.database).find(Wanted(words=KEY), services.today())] == []
    assert KEY not in load_published(services.database).guides
    desk.restore(ANNA, KEY, 1, desk.open(KEY).token, "又能办了")
    publish(desk, KEY)
    desk.restore(ANNA, "overlay:330106:id-card-lost", 1, desk.open("overlay:330106:id-card-lost").token, "")
    publish(desk, "overlay:330106:id-card-lost")
    services.catalogue.refresh()
    assert client.get(f"/v1/services/{KEY}").get_json()["title"] == ID_CARD.title
    assert (desk.open(KEY).live_text, desk.open("overlay:330106:id-card-lost").live_text) == (before, overlay)


def test_what_others_still_need_is_not_withdrawn_and_they_are_named(desk: EditingDesk, leaving: LeavingDesk) -> None:
    leaving.withdraw(ANNA, KEY, desk.open(KEY).token, "不再办这件事")
    with pytest.raises(FaultyGuideError) as caught:
        desk.submit(ANNA, KEY, desk.open(KEY).token)
    assert [(fault.code, fault.values["by"]) for fault in caught.value.faults] == [
        ("still_needed", "示例网点·西湖派出所")
    ]
    leaving.withdraw(ANNA, "topic:medical", desk.open("topic:medical").token, "并进别的主题")
    with pytest.raises(FaultyGuideError) as caught:
        desk.submit(ANNA, "topic:medical", desk.open("topic:medical").token)
    assert caught.value.faults[0].values["by"] == "医疗费用手工报销"


def test_no_import_brings_back_what_was_withdrawn(
    desk: EditingDesk, leaving: LeavingDesk, services: Services, client: FlaskClient
) -> None:
    withdraw(desk, leaving, "notice:always")
    changes = publish_content(services.database, sample_content(), now=NOW)
    assert changes.kept == (("notice", "always"),)
    assert not preview_content(services.database, load_published(services.database))
    services.catalogue.refresh()
    titles = [notice["id"] for notice in client.get("/v1/notices").get_json()["items"]]
    assert "always" not in titles
    with pytest.raises(NameTakenError):
        desk.begin(
            ANNA, {"id": "always", "title": "x", "text": "x", "region": "000000"}, desk.open("notice:always").kind
        )


def test_what_is_gone_has_no_form_and_is_not_saved_by_one(desk: EditingDesk, leaving: LeavingDesk) -> None:
    withdraw(desk, leaving, "notice:always")
    with pytest.raises(NoSuchGuideError):
        desk.save(ANNA, "notice:always", {"id": "other", "title": "x"}, desk.open("notice:always").token)
    with pytest.raises(RefusedError, match="state"):
        leaving.withdraw(ANNA, "notice:always", desk.open("notice:always").token, "x")


def test_withdrawing_says_why_and_takes_two_people(desk: EditingDesk, leaving: LeavingDesk) -> None:
    token = desk.open("notice:always").token
    with pytest.raises(RefusedError, match="no_reason"):
        leaving.withdraw(ANNA, "notice:always", token, "  ")
    with pytest.raises(RefusedError, match="role"):
        leaving.withdraw(BAO, "notice:always", token, "x")
    with pytest.raises(IdentityNumberError):
        leaving.withdraw(ANNA, "notice:always", token, "11010519491231002X")
    both = Person("both", frozenset({"editor", "reviewer", "publisher"}))
    leaving.withdraw(both, "notice:always", token, "x")
    desk.submit(both, "notice:always", desk.open("notice:always").token)
    with pytest.raises(RefusedError, match="own_change"):
        desk.approve(both, "notice:always", desk.open("notice:always").token)
    with pytest.raises(RefusedError, match="state"):
        leaving.withdraw(ANNA, "notice:always", token, "x")
    change(desk, "notice:hangzhou-november", text="改过了。")
    with pytest.raises(StaleError):
        leaving.withdraw(ANNA, "notice:hangzhou-november", token, "x")


def test_a_draft_that_is_thrown_away_stays_in_the_history(
    desk: EditingDesk, leaving: LeavingDesk, services: Services
) -> None:
    live = desk.open(KEY).text
    change(desk, KEY, department="派出所")
    leaving.discard(ANNA, KEY, desk.open(KEY).token)
    opened = desk.open(KEY)
    assert (opened.text, opened.work.state) == (live, "published")
    with services.database.read() as connection:
        kept = drafts.find_revision(connection, KEY, 2)
        acts = [trace.act for trace in load_trail(connection, most=9, subject=KEY)]
    assert kept is not None
    assert kept.body["department"] == "派出所"
    assert acts == ["discard", "save"]
    with pytest.raises(RefusedError, match="state"):
        leaving.discard(ANNA, KEY, opened.token)


def test_what_nobody_ever_saw_is_gone_when_it_is_thrown_away_and_can_be_fetched_back(
    desk: EditingDesk, leaving: LeavingDesk, services: Services
) -> None:
    desk.begin(ANNA, {"id": "new-one", "region": "000000", "topic": "medical", "title": "新的事"})
    leaving.discard(ANNA, "new-one", desk.open("new-one").token)
    assert desk.open("new-one").is_gone
    assert GuideList(services.database).find(Wanted(words="new-one"), services.today()) == []
    desk.restore(ANNA, "new-one", 1, desk.open("new-one").token, "")
    assert desk.open("new-one").title == "新的事"
    publish(desk, "new-one")
    assert desk.open("new-one").is_live


def test_what_is_given_back_follows_the_files_from_the_next_import_on(
    desk: EditingDesk, leaving: LeavingDesk, services: Services
) -> None:
    change(desk, KEY, department="派出所")
    publish(desk, KEY)
    change(desk, KEY, notes="问过窗口")
    with pytest.raises(RefusedError, match="being_written"):
        leaving.release(BAO, KEY, desk.open(KEY).token, "由文件管")
    leaving.discard(ANNA, KEY, desk.open(KEY).token)
    with pytest.raises(RefusedError, match="role"):
        leaving.release(ANNA, KEY, desk.open(KEY).token, "由文件管")
    with pytest.raises(RefusedError, match="no_reason"):
        leaving.release(BAO, KEY, desk.open(KEY).token, "")
    leaving.release(BAO, KEY, desk.open(KEY).token, "由文件管")
    assert desk.open(KEY).text["department"] == "派出所", "until the next import nothing changes"
    newer = replace(ID_CARD, department="户政科")
    guides = {guide.id: guide for guide in (newer, *GUIDES[1:])}
    assert publish_content(services.database, sample_content(guides=guides), now=NOW).kept == ()
    assert desk.open(KEY).text["department"] == "户政科"
    with pytest.raises(RefusedError, match="not_from_files"):
        leaving.release(BAO, KEY, desk.open(KEY).token, "x")


def test_what_was_withdrawn_and_given_back_is_published_by_the_next_import(
    desk: EditingDesk, leaving: LeavingDesk, services: Services
) -> None:
    withdraw(desk, leaving, "notice:always")
    leaving.release(BAO, "notice:always", desk.open("notice:always").token, "文件里还有")
    publish_content(services.database, sample_content(), now=NOW)
    assert desk.open("notice:always").is_live


def test_even_a_folder_that_did_not_change_is_read_again_after_something_was_given_back(
    desk: EditingDesk, leaving: LeavingDesk, services: Services, tmp_path: Path
) -> None:
    folder = content_folder()
    publish_folder(services.database, folder, now=NOW)
    key = "notice:about-taiwan"
    before = desk.open(key).text
    change(desk, key, text="打12345问。")
    publish(desk, key)
    assert publish_folder(services.database, folder, now=NOW) is None
    leaving.release(BAO, key, desk.open(key).token, "文件是对的")
    assert publish_folder(services.database, folder, now=NOW) is not None
    assert desk.open(key).live_text == before


def test_what_was_begun_here_cannot_be_given_to_files(desk: EditingDesk, leaving: LeavingDesk) -> None:
    desk.begin(ANNA, {"id": "new-one", "region": "000000", "topic": "medical", "title": "新的事"})
    publish(desk, "new-one")
    with pytest.raises(RefusedError, match="not_from_files"):
        leaving.release(BAO, "new-one", desk.open("new-one").token, "x")


def test_the_pages_ask_once_more_and_name_what_points_there(people: People) -> None:
    anna, bao = people.join("anna", "editor"), people.join("bao", "reviewer", "publisher")
    anna.open(PATH).open(f"{PATH}/withdraw")
    assert anna.reads("示例网点·西湖派出所")
    assert anna.reads("这些会和它一起撤下")
    anna.send(f"{PATH}/withdraw", reason="不再办这件事")
    assert anna.reads("撤下的草稿写好了")
    anna.send(f"{PATH}/submit")
    assert anna.reads("还有内容提到它：示例网点·西湖派出所")
    anna.open(f"{PATH}/discard").send(f"{PATH}/discard")
    assert anna.reads("草稿扔掉了")
    notice = "/editors/guides/notice:always"
    anna.open(f"{notice}/withdraw").send(f"{notice}/withdraw", reason="过时了")
    anna.send(f"{notice}/submit")
    bao.open("/editors/reviews").open(notice)
    assert bao.reads("这个草稿要把这一条从电视上撤下")
    bao.send(f"{notice}/approve").send(f"{notice}/publish")
    assert bao.reads("这一条现在不在电视上")
    assert bao.open(f"{notice}/history/2").reads("本频道内容为示例。")
    assert bao.open(f"{notice}/release").status == 200


def test_what_a_guides_change_makes_wrong_in_a_region_is_shown_before_it_is_sent_round(people: People) -> None:
    anna = people.join("anna", "editor")
    anna.open(PATH)
    assert not anna.reads("这样改，下面的地区差异会出问题")
    anna.send(PATH, do="save", short__time="二十天能拿到。", department="浙江公安")
    assert anna.reads("这样改，下面的地区差异会出问题")
    assert anna.reads("地区差异 浙江省")


def test_hard_words_are_named_beside_their_fields_and_stop_nothing(people: People) -> None:
    anna = people.join("anna", "editor")
    anna.open(PATH).send(PATH, do="save", scope="申请人应当予以办理。")
    anna.open(f"{PATH}?check=yes")
    assert anna.reads("可以更好的")
    assert anna.reads("建议：")
    anna.send(f"{PATH}/submit")
    assert anna.reads("已经送审")
