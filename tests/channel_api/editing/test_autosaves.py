"""What is typed and not saved: kept for its writer alone, bounded, without identity numbers, no part of a text."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

from channel_api.autosave_desk import MOST_CHARACTERS
from channel_api.cases.data_files import load_data_file
from channel_api.editing.workflow import Person
from channel_api.pages.room import Room
from channel_api.pages.scripts import SCRIPTS, load_scripts
from channel_api.runtime import Services
from channel_api.store.autosaves import MOST_A_PERSON, load_places
from channel_api.store.drafts import find_draft
from channel_api.store.editing_trail import load_trail
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import PASSWORD, Browser, People

PLACE = "guides/id-card-lost"
GUIDE = f"/editors/{PLACE}"
UNSAVED = f"/editors/unsaved/{PLACE}"
ANNA, BAO = (Person(name, frozenset({"editor"})) for name in ("anna", "bao"))


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def keep(browser: Browser, **changes: str) -> int:
    fields = browser.open(GUIDE).form(GUIDE).fields
    return browser.client.post(UNSAVED, data={**fields, **changes}).status_code


def test_what_is_kept_is_no_revision_and_leaves_no_trace(anna: Browser, services: Services) -> None:
    assert keep(anna, notes="写到一半") == 200
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None
        assert load_trail(connection, most=10) == []


def test_it_is_offered_to_its_writer_and_to_nobody_else(anna: Browser, people: People) -> None:
    keep(anna, notes="写到一半")
    bao = people.join("bao", "editor")
    assert not bao.open(GUIDE).reads("您有没保存的内容")
    assert bao.open(UNSAVED).form(GUIDE).fields["notes"] != "写到一半"
    assert anna.open(GUIDE).reads("您有没保存的内容")
    assert anna.open(UNSAVED).form(GUIDE).fields["notes"] == "写到一半"


def test_a_save_removes_it_and_so_does_throwing_it_away(anna: Browser) -> None:
    keep(anna, notes="写到一半")
    anna.open(UNSAVED).send(GUIDE, do="save")
    assert anna.reads("草稿保存好了")
    assert not anna.open(GUIDE).reads("您有没保存的内容")
    keep(anna, notes="又写了")
    anna.open(GUIDE).send(f"/editors/throw-away/{PLACE}")
    assert anna.reads("丢掉了")
    assert not anna.open(GUIDE).reads("您有没保存的内容")


def test_what_says_the_same_as_the_text_is_not_offered(anna: Browser, services: Services) -> None:
    keep(anna)
    assert not anna.open(GUIDE).reads("您有没保存的内容")
    assert Room.of(services).autosaves.find(ANNA, PLACE) is None


def test_what_was_kept_before_a_colleague_saved_meets_the_colleagues_text(anna: Browser, people: People) -> None:
    keep(anna, notes="甲的备注")
    bao = people.join("bao", "editor")
    bao.open(GUIDE).send(GUIDE, do="save", department="派出所")
    anna.open(UNSAVED).send(GUIDE, do="save")
    assert anna.status == 409
    fields = anna.form(GUIDE).fields
    assert (fields["notes"], fields["department"]) == ("甲的备注", "派出所")


@pytest.mark.parametrize(
    "written", ["11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"]
)
def test_no_identity_number_is_kept(anna: Browser, services: Services, written: str) -> None:
    assert keep(anna, notes=f"李明 {written} 来过") == 200
    left = Room.of(services).autosaves.find(ANNA, PLACE)
    assert left is not None
    assert dict(left.fields)["notes"].startswith("李明 〔数字〕")


def test_more_than_anybody_types_is_not_kept(anna: Browser, services: Services) -> None:
    assert keep(anna, notes="a" * MOST_CHARACTERS) == 413
    assert Room.of(services).autosaves.find(ANNA, PLACE) is None


def test_nobody_keeps_without_end(services: Services, clock: StandingClock) -> None:
    desk = Room.of(services).autosaves
    for number in range(MOST_A_PERSON + 5):
        clock.advance(minutes=1)
        desk.keep(ANNA, f"guides/{number}", [("title", "x")])
    desk.keep(BAO, "guides/0", [("title", "x")])
    with services.database.read() as connection:
        places = [place for place, _ in load_places(connection, "anna")]
    assert places[0] == f"guides/{MOST_A_PERSON + 4}"
    assert len(places) == MOST_A_PERSON
    clock.advance(days=31)
    desk.keep(BAO, "guides/1", [("title", "x")])
    with services.database.read() as connection:
        assert load_places(connection, "anna") == []
        assert [place for place, _ in load_places(connection, "bao")] == ["guides/1"]


@pytest.mark.parametrize("place", ["guides/nothing", "people", "guides/", "x" * 300, "guides/../people"])
def test_only_the_form_of_a_text_is_kept(anna: Browser, place: str) -> None:
    fields = anna.open(GUIDE).form(GUIDE).fields
    for act in ("unsaved", "here", "throw-away"):
        assert anna.client.post(f"/editors/{act}/{place}", data=fields).status_code == 404


def test_who_is_here_is_told_by_name_until_they_leave(people: People, services: Services, clock: StandingClock) -> None:
    desk = Room.of(services).autosaves
    anna, bao = people.join("anna", "editor"), people.join("bao", "reviewer")
    secrets = {who: who.open(GUIDE).form("/editors/sign-out").fields["form"] for who in (anna, bao)}

    def here(who: Browser, shown: str = "") -> tuple[int, str]:
        response = who.client.post(f"/editors/here/{PLACE}", data={"form": secrets[who], "shown": shown})
        return response.status_code, response.get_data(as_text=True)

    assert here(anna) == (204, "")
    status, text = here(bao)
    assert status == 200
    assert "anna" in text
    assert here(bao, shown="anna") == (204, ""), "what is known is not read aloud again"
    assert bao.open(GUIDE).reads("现在也打开着这一篇：anna")
    anna.client.post(f"/editors/left/{PLACE}", data={"form": secrets[anna]})
    assert desk.load_others(BAO, PLACE) == []
    here(anna)
    clock.advance(seconds=91)
    assert desk.load_others(BAO, PLACE) == [], "who says nothing any more is gone"


def test_asking_who_is_here_keeps_no_session_alive(anna: Browser, clock: StandingClock) -> None:
    secret = anna.open(GUIDE).form("/editors/sign-out").fields["form"]
    answered = []
    for _ in range(5):
        clock.advance(minutes=20)
        answered.append(anna.client.post(f"/editors/here/{PLACE}", data={"form": secret}).status_code)
    assert answered == [204, 204, 401, 401, 401]


def test_fields_called_as_those_of_the_sign_in_come_through_it(anna: Browser, clock: StandingClock) -> None:
    office = "/editors/guides/office:xihu-police"
    fields = anna.open(office).form(office).fields
    clock.advance(hours=2)
    anna.post(office, {**fields, "name": "换了名字的大厅", "do": "save"})
    assert anna.status == 401
    anna.send("/editors/sign-in", name="anna", password=PASSWORD)
    assert anna.form(office).fields["name"] == "换了名字的大厅"


def test_a_form_of_an_older_session_is_handed_back_and_not_carried_out(anna: Browser, services: Services) -> None:
    fields = anna.open(GUIDE).form(GUIDE).fields
    anna.post(GUIDE, {**fields, "form": "0" * 64, "notes": "旧登录写的", "do": "save"})
    assert anna.status == 403
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None
    anna.send("/editors/carried")
    assert anna.form(GUIDE).fields["notes"] == "旧登录写的"


def test_scripts_of_others_are_what_their_makers_published() -> None:
    folder = files("channel_api.pages").joinpath("vendored")
    manifest = load_data_file("channel_api.pages", "vendored/manifest.yaml")
    named = {"manifest.yaml"}
    for told in manifest.values():
        assert hashlib.sha256(folder.joinpath(told["file"]).read_bytes()).hexdigest() == told["sha256"], told
        assert folder.joinpath(told["licence_file"]).read_text(encoding="utf-8").strip()
        named |= {told["file"], told["licence_file"]}
    assert {path.name for path in folder.iterdir()} == named
    assert {f"vendored/{told['file']}" for told in manifest.values()} <= set(SCRIPTS)


def test_scripts_are_kept_for_a_year_under_names_that_say_what_is_in_them(anna: Browser) -> None:
    page = anna.open("/editors/").page
    for name, content in load_scripts().items():
        assert f'<script defer src="/editors/kept/{name}"></script>' in page
        response = anna.client.get(f"/editors/kept/{name}")
        assert response.get_data() == content
        assert "immutable" in response.headers["Cache-Control"]
        assert hashlib.sha256(content).hexdigest()[:16] in name
    assert anna.client.get("/editors/kept/editors.0000000000000000.js").status_code == 404
