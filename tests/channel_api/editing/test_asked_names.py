"""A name is tried on the real search before anybody saves it, and nothing in use changes by trying."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest

from channel_api.app import create_app, make_services
from channel_api.config import Config
from channel_api.editing.workflow import Person
from channel_api.name_trials import BusyError, NameTrials
from channel_api.naming import open_naming, with_alias, with_saying
from channel_api.pages.room import Room
from channel_api.passwords import hash_password
from channel_api.preparing import prepare_embedded
from channel_api.runtime import Services
from channel_api.store import editors
from content.files import content_folder
from content.model import Guide
from tests.channel_api.editing.people import PASSWORD, Browser, FormReader

NAME = "/editors/asked/name"
KEY = "library-card"
SAYING = "橘猫叼走了借阅证"


@pytest.fixture(scope="module", autouse=True)
def fewer_texts() -> Iterator[None]:
    """Enough to see what changes; all of them take a minute on a busy machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("channel_api.name_trials.MOST_CHECKED", 120)
        yield


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The server with the content that comes with the program, and an editor."""
    folder = tmp_path_factory.mktemp("names")
    services = make_services(Config(data_folder=folder, database_url=f"sqlite:///{folder}/channel.sqlite3"))
    prepare_embedded(services, content_folder())
    services.catalogue.refresh()
    services.catalogue.search_index().read_bodies()
    with services.database.write() as connection:
        editors.add_editor(connection, "anna", hash_password(PASSWORD), ("editor",), services.clock())
    yield services
    services.demand.stop()
    services.database.close()


@pytest.fixture(scope="module")
def trials(real: Services) -> NameTrials:
    return NameTrials(real)


@pytest.fixture(scope="module")
def anna(real: Services) -> Browser:
    return Browser(create_app(real), "anna").sign_in()


def any_guide(services: Services, key: str) -> Guide:
    return next(guide for guide, _ in services.catalogue.search_index().questions if guide.id == key)


def first_ids(services: Services, text: str) -> list[str]:
    answer = services.catalogue.search_index().search(
        text, region_ids=services.catalogue.current().ids_in("000000"), region="000000", limit=3
    )
    return [result.id for result in answer.results]


def test_a_name_that_says_what_people_ask_makes_their_answer_better(real: Services, trials: NameTrials) -> None:
    trial = trials.try_name(with_alias(any_guide(real, KEY), SAYING), SAYING, SAYING, [])
    assert trial.this.way == "better"
    assert trial.this.after.ids == (KEY,)
    assert trial.counts.get("worse", 0) <= 1, "a name of words nobody else uses moves next to nothing"
    assert 0 < trial.checked <= trial.all


def test_a_name_that_takes_another_guides_own_questions_away_is_told_to_be_worse(
    real: Services, trials: NameTrials
) -> None:
    index = real.catalogue.search_index()
    lost = any_guide(real, "id-card-lost")
    stolen = next(question for question in lost.questions if trials.answer(question).ids == (lost.id,))
    trial = trials.try_name(with_alias(any_guide(real, KEY), stolen), stolen, stolen, [])
    worse = [effect for effect in trial.effects if effect.way == "worse"]
    assert worse, "the question leads to two guides now"
    assert {effect.check.expected for effect in worse} >= {lost.id}
    assert trial.counts["worse"] == len(worse)
    assert real.catalogue.search_index() is index


def test_what_many_ask_and_gets_another_answer_is_told_without_judging(real: Services, trials: NameTrials) -> None:
    trial = trials.try_name(
        with_alias(any_guide(real, KEY), SAYING), SAYING, "借书证", ["橘猫叼走了我的借阅证", "今天天气"]
    )
    others = {effect.check.text: effect.way for effect in trial.effects if effect.check.source == "asked"}
    assert others == {"橘猫叼走了我的借阅证": "other"}


def test_trying_changes_nothing_for_households(real: Services, trials: NameTrials) -> None:
    before = first_ids(real, SAYING)
    trials.try_name(with_alias(any_guide(real, KEY), SAYING), SAYING, SAYING, [])
    assert first_ids(real, SAYING) == before
    assert SAYING not in any_guide(real, KEY).aliases


def test_the_very_same_guide_changes_no_answer(real: Services, trials: NameTrials) -> None:
    guide = any_guide(real, KEY)
    trial = trials.try_name(
        with_alias(guide, guide.aliases[0]), guide.aliases[0], "今天天气", ["身份证丢了", "怎么去月球"]
    )
    assert trial.effects == ()
    assert trial.this.way == "same"


def test_a_guide_nobody_has_published_can_be_tried(real: Services, trials: NameTrials) -> None:
    new = replace(
        any_guide(real, KEY), id="cat-registration", title="家猫登记", aliases=(), questions=(), spoken_name=""
    )
    trial = trials.try_name(with_alias(new, "橘猫要登记"), "橘猫要登记", "橘猫要登记", [])
    assert "cat-registration" in trial.this.after.ids


def test_a_saying_finds_what_says_the_same_in_other_words(real: Services, trials: NameTrials) -> None:
    desk, guide = Room.of(real).desk, any_guide(real, KEY)
    text = "我那只橘猫昨天把借阅证啃烂了"
    naming = open_naming(desk, KEY, "concept")
    words = with_saying(real.catalogue.current().words, naming, "橘猫 借阅证 啃")
    trial = trials.try_name(guide, "橘猫 借阅证 啃", text, [], words=words)
    assert (trial.this.way, trial.this.after.ids) == ("better", (KEY,))
    assert trials.answer(text) == trial.this.before, "nothing in use has changed"


def test_one_trial_at_a_time_and_whoever_comes_too_often_is_told_to_wait(
    real: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channel_api.name_trials.PATIENCE_SECONDS", 0.01)
    trials = NameTrials(real)
    answers: list[object] = []
    with trials._one:
        waiting = Thread(target=lambda: answers.append(_refusal(real, trials)))
        waiting.start()
        waiting.join()
    assert answers == [BusyError]


def _refusal(real: Services, trials: NameTrials) -> object:
    try:
        return trials.try_name(with_alias(any_guide(real, KEY), SAYING), SAYING, SAYING, [])
    except BusyError as error:
        return type(error)


def send_name(browser: Browser) -> None:
    """The form that saves, not those that look."""
    (form,) = [form for form in FormReader(browser.page).forms if form.action == NAME and "token" in form.fields]
    browser.post(NAME, form.fields)


# -- on the page -------------------------------------------------------------------------------------------------------


def test_from_a_text_nobody_found_to_a_draft_that_will_find_it(anna: Browser, real: Services) -> None:
    saying = "橘猫把借阅证吃了"
    anna.open(f"{NAME}?text={saying}&find={any_guide(real, KEY).title}")
    assert anna.reads("现在这样答")
    assert KEY in re.findall(r'name="guide" value="([^"]*)"', anna.page)
    anna.open(f"{NAME}?text={saying}&name={saying}&guide={KEY}")
    assert anna.reads("加上以后会怎么样")
    assert anna.reads("会比现在更容易找到")
    desk = Room.of(real).desk
    assert saying not in desk.open(KEY).text.get("aliases", [])
    send_name(anna)
    assert anna.path == f"/editors/guides/{KEY}"
    assert anna.reads("别名已经加进草稿")
    assert desk.open(KEY).text["aliases"][-1] == saying
    assert desk.open(KEY).work.state == "draft"
    anna.open(f"/editors/guides/{KEY}/history")
    assert anna.reads(f"有人问“{saying}”")
    anna.open(f"{NAME}?text={saying}&name={saying}&guide={KEY}")
    assert anna.reads("已经有了，不用再加")


def test_a_saying_goes_into_a_draft_of_its_own_and_the_guide_stays_as_it_is(anna: Browser, real: Services) -> None:
    key, saying = "passport-renew", "橘猫 啃 护照"
    desk = Room.of(real).desk
    before = desk.open(key)
    anna.open(f"{NAME}?text=橘猫啃了我的护照&name={saying}&guide={key}&way=concept")
    assert anna.reads("加上以后会怎么样")
    send_name(anna)
    assert (anna.status, anna.path) == (200, f"/editors/guides/concept:{key}")
    assert anna.reads("说法已经加进草稿")
    assert desk.open(f"concept:{key}").text["says"][-1] == saying
    assert desk.open(key) == before


def test_a_guide_without_any_sayings_gets_its_first_one(anna: Browser, real: Services) -> None:
    desk = Room.of(real).desk
    guide = any_guide(real, KEY)
    new = {"id": "cat-home", "region": "000000", "topic": guide.topic, "title": "流浪猫安置申请"}
    desk.begin(Person("bao", frozenset({"editor"})), new)
    assert open_naming(desk, "cat-home", "concept").entry is None
    anna.open(f"{NAME}?text=捡到一只橘猫&name=捡到 橘猫&guide=cat-home&way=concept")
    assert anna.status == 200
    send_name(anna)
    assert (anna.status, anna.path) == (200, "/editors/guides/concept:cat-home")
    assert desk.open("concept:cat-home").text["says"] == ["捡到 橘猫"]


def test_a_name_the_rules_forbid_is_not_saved_and_says_why(anna: Browser, real: Services) -> None:
    taken = any_guide(real, "id-card-lost").title
    key = "residence-permit"
    anna.open(f"{NAME}?text={taken}&name={taken}&guide={key}")
    assert anna.reads("这样写不能用")
    desk = Room.of(real).desk
    fields = {"form": anna.form("/editors/sign-out").fields["form"], "token": str(desk.open(key).token)}
    anna.post(NAME, {**fields, "guide": key, "name": taken, "text": taken})
    assert anna.status == 422
    assert taken not in desk.open(key).text.get("aliases", [])


def test_whoever_was_slower_sees_the_effect_on_the_new_text_and_saves_once_more(anna: Browser, real: Services) -> None:
    key, saying = "passport-first", "想出去看看这个世界"
    desk = Room.of(real).desk
    anna.open(f"{NAME}?text={saying}&name={saying}&guide={key}")
    opened = desk.open(key)
    colleague = Person("bao", frozenset({"editor"}))
    desk.save(colleague, key, {**opened.text, "notes": "问过窗口"}, opened.token)
    send_name(anna)
    assert anna.status == 409
    assert anna.reads("别人改了这篇指南")
    send_name(anna)
    text = desk.open(key).text
    assert text["notes"] == "问过窗口"
    assert text["aliases"][-1] == saying


@pytest.mark.parametrize(
    "query",
    ["", "text=%00&guide=%00", "guide=nobody", "guide=office:nobody", "name=x", "text=" + "狗" * 3_000, "find=%25_%00"],
)
def test_whatever_stands_in_the_address_the_page_answers(anna: Browser, query: str) -> None:
    anna.open(f"{NAME}?{query}")
    assert anna.status in (200, 404)
    assert "<h1>" in anna.page


def test_an_identity_number_is_neither_tried_nor_shown(anna: Browser) -> None:
    anna.open(f"{NAME}?text=我的号码11010519491231002X")
    assert anna.status == 422
    assert "11010519491231002X" not in html.unescape(anna.page)
