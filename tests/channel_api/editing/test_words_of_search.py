"""Words of search are edited like guides: search learns them without a restart and forgets them again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from channel_api.catalogue_keeper import CatalogueKeeper, SearchIndexBuilder
from channel_api.editing.kinds import find_kind
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import EditingDesk, FaultyGuideError, NameTakenError
from channel_api.exporting import export_folder
from channel_api.guide_checking import GuideChecker
from channel_api.guide_list import GuideList, Wanted
from channel_api.leaving_desk import LeavingDesk
from channel_api.publishing import load_published, preview_content, publish_content
from channel_api.runtime import Services
from channel_api.word_seeds import load_seeds
from content.check import check_folder, load_rule_book
from content.files import content_folder, load_content
from content.rules_words import find_word_faults
from content.word_entries import Synonyms
from tests.channel_api.conftest import NOW
from tests.channel_api.editing.people import People

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"reviewer", "publisher"}))
CONCEPT = "concept:id-card-lost"
SYNONYMS = "synonyms:丢失"


@pytest.fixture
def services(services: Services) -> Services:
    """With the search that households ask."""
    builder = SearchIndexBuilder(bodies="never")
    return replace(services, catalogue=CatalogueKeeper(services.database, builder))


@pytest.fixture
def desk(services: Services) -> EditingDesk:
    return EditingDesk(services.database, services.clock, GuideChecker(services.database, content_folder() / "wording"))


def put(desk: EditingDesk, services: Services, key: str, **fields: object) -> None:
    """Saves, has it read, publishes it and waits until search knows."""
    opened = desk.open(key)
    desk.save(ANNA, key, {**opened.text, **fields}, opened.token)
    desk.submit(ANNA, key, desk.open(key).token)
    desk.approve(BAO, key, desk.open(key).token)
    desk.publish(BAO, key, desk.open(key).token)
    services.catalogue.refresh()


def first(client: FlaskClient, question: str) -> str:
    answer = client.get("/v1/search", query_string={"q": question}).get_json()
    is_answered = answer["verdict"] != "none" and answer["results"]
    return str(answer["results"][0]["id"]) if is_answered else ""


def entry_in_lexicon(client: FlaskClient, service: str) -> dict[str, Any]:
    services = client.get("/v1/lexicon").get_json()["services"]
    found: dict[str, Any] = next(entry for entry in services if entry["id"] == service)
    return found


def test_a_saying_is_learned_by_search_and_by_boxes_and_forgotten_when_it_is_given_back(
    desk: EditingDesk, services: Services, client: FlaskClient
) -> None:
    question = "身份证在沙发缝里"
    assert first(client, question) == ""
    put(desk, services, CONCEPT, says=[*desk.open(CONCEPT).text["says"], "身份证 沙发"])
    assert first(client, question) == "id-card-lost"
    assert "身份证 沙发" in entry_in_lexicon(client, "id-card-lost")["concepts"]
    leaving = LeavingDesk(services.database, services.clock, desk)
    leaving.release(BAO, CONCEPT, desk.open(CONCEPT).token, "没有人这样说")
    services.catalogue.refresh()
    assert first(client, question) == ""
    assert desk.open(CONCEPT).text == desk.open(CONCEPT).kind.text_of(load_seeds()[CONCEPT])


def test_a_synonym_means_the_same_to_search_from_then_on(
    desk: EditingDesk, services: Services, client: FlaskClient
) -> None:
    def how_sure(question: str) -> tuple[str, float]:
        answer = client.get("/v1/search", query_string={"q": question}).get_json()
        return answer["verdict"], answer["results"][0]["score"]

    services.catalogue.refresh()
    assert how_sure("小蓝片丢了")[0] != "confident"
    put(desk, services, "synonyms:身份证", words=[*desk.open("synonyms:身份证").text["words"], "小蓝片"])
    assert how_sure("小蓝片丢了")[0] == "confident"


def test_a_reading_changes_how_names_sound(desk: EditingDesk, services: Services) -> None:
    def sound() -> str:
        services.catalogue.refresh()
        entries = services.catalogue.search_index().lexicon("000000", None).services
        return next(entry.syllables[0] for entry in entries if entry.id == "medical-claim")

    assert sound().endswith("bao xiao")
    desk.begin(ANNA, {"word": "手工报销", "reading": "shou gong bao shuo"}, find_kind("reading"))
    put(desk, services, "reading:手工报销", reading="shou gong bao chong")
    assert sound().endswith("bao chong")


def test_a_name_may_be_shared_once_it_is_kept_as_shared(desk: EditingDesk, services: Services) -> None:
    put(desk, services, "id-card-lost", aliases=["证件不见了"])
    opened = desk.open("residence-permit")
    desk.save(ANNA, "residence-permit", {**opened.text, "aliases": ["证件不见了"], "status": "verified"}, opened.token)

    def codes() -> set[str]:
        return {fault.code for fault in desk.find_faults(desk.open("residence-permit"))}

    assert "name_shared" in codes()
    shared: Text = {"name": "证件不见了", "services": ["id-card-lost", "residence-permit"]}
    desk.begin(ANNA, shared, find_kind("shared_name"))
    put(desk, services, "shared_name:证件不见了")
    assert "name_shared" not in codes()


def test_the_words_of_the_program_can_be_changed_but_neither_begun_again_nor_withdrawn(
    desk: EditingDesk, services: Services
) -> None:
    with pytest.raises(NameTakenError):
        desk.begin(ANNA, {"name": "丢失", "words": ["飞走"]}, find_kind("synonyms"))
    leaving = LeavingDesk(services.database, services.clock, desk)
    with pytest.raises(RefusedError, match="state"):
        leaving.withdraw(ANNA, SYNONYMS, desk.open(SYNONYMS).token, "用不着")


def test_a_word_has_one_meaning_and_the_editor_is_told_which(desk: EditingDesk) -> None:
    opened = desk.open(SYNONYMS)
    desk.save(ANNA, SYNONYMS, {**opened.text, "words": ["过期", "不见 了", "丢了", "丢了"]}, opened.token)
    with pytest.raises(FaultyGuideError) as caught:
        desk.submit(ANNA, SYNONYMS, desk.open(SYNONYMS).token)
    found = {(fault.code, fault.key): fault.values for fault in caught.value.faults}
    assert set(found) == {("word_taken", "words[0]"), ("no_single_word", "words[1]"), ("said_twice", "words[3]")}
    assert found["word_taken", "words[0]"]["name"] == "到期"


def test_the_words_of_the_program_keep_the_rules_they_are_edited_by() -> None:
    seeds = load_seeds()
    synonyms = [entry for entry in seeds.values() if isinstance(entry, Synonyms)]
    assert [
        (key, list(find_word_faults(entry, synonyms)))
        for key, entry in seeds.items()
        if list(find_word_faults(entry, synonyms))
    ] == []


def test_lists_hold_the_programs_words_and_those_that_were_edited_once(
    desk: EditingDesk, services: Services, people: People
) -> None:
    put(desk, services, SYNONYMS, words=["飞走了"])
    rows = GuideList(services.database).find(Wanted(kind=find_kind("synonyms"), words="丢失"), services.today())
    assert [row.key for row in rows if row.title == "丢失"] == [SYNONYMS]
    anna = people.join("anna", "editor")
    anna.open("/editors/lists/synonyms?words=飞走了")
    assert anna.reads("共 1 条")
    path = f"/editors/guides/{SYNONYMS}"
    anna.open(path).send(path, do="save", words="飞走了\n溜走了")
    assert anna.reads("草稿保存好了")
    assert f"{path}/withdraw" not in anna.page


def test_an_export_holds_the_edited_words_passes_the_check_and_loses_nothing(
    desk: EditingDesk, services: Services, tmp_path: Path
) -> None:
    put(desk, services, SYNONYMS, words=["飞走了"], weight="1.2")
    put(desk, services, CONCEPT, says=["身份证 沙发"])
    export_folder(load_published(services.database), tmp_path / "out")
    content = load_content(tmp_path / "out")
    assert [(entry.name, entry.words, entry.weight) for entry in content.synonyms] == [("丢失", ("飞走了",), 1.2)]
    assert not preview_content(services.database, content)
    publish_content(services.database, content, now=NOW)
    assert desk.open(CONCEPT).text["says"] == ["身份证 沙发"]
    report = check_folder(tmp_path / "out", load_rule_book(content_folder() / "wording", services.today()))
    assert [fault.path for fault in report.faults if fault.path.startswith("words/")] == []


def test_what_an_earlier_start_saved_of_other_words_is_not_used(
    desk: EditingDesk, services: Services, tmp_path: Path
) -> None:
    def understood() -> str:
        """What a server that starts now answers."""
        builder = SearchIndexBuilder(tmp_path, most_unsaved=1, bodies="now")
        keeper = CatalogueKeeper(services.database, builder)
        keeper.refresh()
        answer = keeper.search_index().search("身份证在沙发缝里", region_ids=None, region="000000", limit=1)
        return answer.results[0].id if answer.verdict != "none" else ""

    assert understood() == understood() == ""
    put(desk, services, CONCEPT, says=["身份证 沙发"])
    assert understood() == understood() == "id-card-lost"
