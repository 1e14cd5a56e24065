"""Nothing goes stale: days that come, laws that change, and who may say that a text is still right."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.cases.texts import IdentityNumberError
from channel_api.clock import SHANGHAI
from channel_api.editing.staleness import LiveText, bare_names, find_due, names_like
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import EditingDesk
from channel_api.guide_checking import GuideChecker
from channel_api.publishing import publish_content
from channel_api.reminder_commands import add_parser
from channel_api.review_desk import ReviewDesk, ReviewRefusedError
from channel_api.runtime import Services
from channel_api.stale_list import Stale, StaleList
from channel_api.store import schedules
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import load_trail
from channel_api.store.reviews import ChangedSource
from channel_api.store.schedules import Schedule
from content.files import content_folder, load_content
from content.model import Source
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.sample_content import GUIDES, ID_CARD, sample_content

ANNA = Person("anna", frozenset({"editor", "reviewer", "publisher"}))
BAO = Person("bao", frozenset({"reviewer", "publisher"}))
CHEN = Person("chen", frozenset({"administrator"}))
KEY = ID_CARD.id
GUIDE = f"/editors/guides/{KEY}"
TODAY = NOW.date()
LAW = "居民身份证法"
CITING = replace(
    ID_CARD,
    legal_basis=("《中华人民共和国居民身份证法》（2011年修正）第九条、第十一条",),
    sources=(Source(title="中华人民共和国居民身份证法(2011年修正)", date="2026-11-01"),),
    sourced_on="2026-11-01",
    review_by="2026-12-20",
)


@pytest.fixture
def checker(services: Services) -> GuideChecker:
    guides = {guide.id: guide for guide in (CITING, *GUIDES[1:])}
    publish_content(services.database, sample_content(guides=guides), now=NOW)
    return GuideChecker(services.database, content_folder() / "wording")


@pytest.fixture
def desk(services: Services, checker: GuideChecker) -> EditingDesk:
    return EditingDesk(services.database, services.clock, checker)


@pytest.fixture
def reviews(services: Services, checker: GuideChecker) -> ReviewDesk:
    return ReviewDesk(services.database, services.clock, checker)


def stale(services: Services) -> Stale:
    return StaleList(services.database).find(services.today())


def whys(services: Services) -> list[tuple[str, str]]:
    return [(due.text.key, due.why) for due in stale(services).due]


def confirm(desk: EditingDesk, reviews: ReviewDesk, who: Person = BAO, *, days: int = 180, note: str = "") -> None:
    opened = desk.open(KEY)
    reviews.confirm(who, KEY, opened.token, TODAY + timedelta(days=days), note)


def publish(desk: EditingDesk, author: Person = ANNA, **fields: object) -> None:
    opened = desk.open(KEY)
    desk.save(author, KEY, {**opened.text, **fields}, opened.token)
    desk.submit(author, KEY, desk.open(KEY).token)
    desk.approve(BAO, KEY, desk.open(KEY).token)
    desk.publish(BAO, KEY, desk.open(KEY).token)


def test_a_guide_is_due_on_its_day_and_announced_thirty_days_before(
    services: Services, checker: GuideChecker, clock: StandingClock
) -> None:
    assert whys(services) == [(KEY, "soon")]
    clock.now = datetime(2026, 11, 19, 23, 59, tzinfo=SHANGHAI)
    assert whys(services) == []
    clock.now = datetime(2026, 12, 20, 0, 0, tzinfo=SHANGHAI)
    assert whys(services) == [(KEY, "overdue")]


def test_who_finds_it_right_changes_only_its_day_and_it_is_no_longer_due(
    desk: EditingDesk, reviews: ReviewDesk, services: Services, clock: StandingClock
) -> None:
    before = desk.open(KEY)
    confirm(desk, reviews, note="问过户籍窗口")
    after = desk.open(KEY)
    changed = {name for name in {*before.text, *after.text} if before.text.get(name) != after.text.get(name)}
    assert changed == {"review_by"}, "an example stays an example: nobody says when its source was read"
    assert (after.text["review_by"], after.work.state, after.is_live) == ("2027-05-22", "published", True)
    assert whys(services) == []
    with services.database.read() as connection:
        (trace,) = load_trail(connection, most=9, subject=KEY)
    assert (trace.who, trace.act, trace.details["next_on"], trace.details["reason"]) == (
        "bao",
        "confirm",
        "2027-05-22",
        "问过户籍窗口",
    )
    clock.advance(days=180)
    assert whys(services) == [(KEY, "overdue")]


def test_not_whoever_wrote_it_says_that_it_is_still_right(desk: EditingDesk, reviews: ReviewDesk) -> None:
    publish(desk, department="派出所")
    with pytest.raises(RefusedError, match="own_change"):
        confirm(desk, reviews, ANNA)
    confirm(desk, reviews, BAO)
    with pytest.raises(RefusedError, match="own_change"):
        confirm(desk, reviews, ANNA, days=200)
    confirm(desk, reviews, BAO, days=201)
    publish(desk, Person("dong", frozenset({"editor"})), department="户政科")
    confirm(desk, reviews, ANNA, days=202)


def test_an_administrator_may_and_it_is_marked(desk: EditingDesk, reviews: ReviewDesk, services: Services) -> None:
    publish(desk, CHEN, department="派出所")
    confirm(desk, reviews, CHEN)
    with services.database.read() as connection:
        trace = load_trail(connection, most=1, subject=KEY)[0]
    assert (trace.act, trace.details["overrode"]) == ("confirm", "true")


@pytest.mark.parametrize("who", [Person("anna", frozenset({"editor"})), Person("pub", frozenset({"publisher"}))])
def test_only_who_may_approve_may_confirm(desk: EditingDesk, reviews: ReviewDesk, who: Person) -> None:
    with pytest.raises(RefusedError, match="role"):
        confirm(desk, reviews, who)


@pytest.mark.parametrize("days", [-1, 0, 367, 9000])
def test_the_next_look_is_within_a_year(desk: EditingDesk, reviews: ReviewDesk, days: int) -> None:
    with pytest.raises(ReviewRefusedError, match="review_next"):
        confirm(desk, reviews, days=days)


def test_while_somebody_writes_the_day_belongs_into_the_draft(desk: EditingDesk, reviews: ReviewDesk) -> None:
    old = desk.open(KEY)
    desk.save(ANNA, KEY, {**old.text, "notes": "问过"}, old.token)
    with pytest.raises(ReviewRefusedError, match="review_written"):
        confirm(desk, reviews)
    with pytest.raises(StaleError):
        reviews.confirm(BAO, KEY, old.token, TODAY + timedelta(days=9))
    with pytest.raises(ReviewRefusedError, match="review_not_live"):
        reviews.confirm(BAO, "hotline:110", desk.open("hotline:110").token, TODAY + timedelta(days=9))


def test_a_note_with_an_identity_number_is_refused(desk: EditingDesk, reviews: ReviewDesk) -> None:
    with pytest.raises(IdentityNumberError):
        confirm(desk, reviews, note="张三 11010519491231002X")


def test_every_guide_that_cites_a_changed_law_is_due_until_somebody_looked_after_that_day(
    desk: EditingDesk, reviews: ReviewDesk, services: Services, clock: StandingClock
) -> None:
    reviews.mark_source(ANNA, "《中华人民共和国居民身份证法》", TODAY + timedelta(days=5), "工本费取消了")
    assert whys(services) == [(KEY, "source")]
    found = stale(services)
    assert (found.due[0].sources, found.cited[LAW]) == ((LAW,), 1)
    confirm(desk, reviews)
    assert whys(services) == [(KEY, "source")], "before that day nobody can know that it will still be right"
    clock.advance(days=5)
    confirm(desk, reviews, days=200)
    assert whys(services) == []
    assert len(stale(services).marks) == 1, "the law stays listed, with nothing left to look at"


def test_reading_the_source_after_the_change_settles_it_and_a_mark_can_be_taken_back(
    desk: EditingDesk, reviews: ReviewDesk, services: Services
) -> None:
    reviews.mark_source(ANNA, LAW, date(2026, 11, 10), "")
    assert whys(services) == [(KEY, "source")]
    publish(desk, sourced_on="2026-11-11")
    assert whys(services) == [(KEY, "soon")]
    reviews.mark_source(ANNA, LAW, date(2026, 11, 12), "")
    (mark, _) = stale(services).marks
    reviews.take_back(ANNA, mark.number)
    assert whys(services) == [(KEY, "soon")]
    with pytest.raises(ReviewRefusedError, match="source_none"):
        reviews.take_back(ANNA, mark.number)


def test_what_is_no_law_or_no_day_is_not_marked(reviews: ReviewDesk, services: Services) -> None:
    for name, day, reason in (
        ("", TODAY, "source_name"),
        ("《甲法》和《乙法》", TODAY, "source_name"),
        ("法" * 121, TODAY, "source_name"),
        (LAW, None, "source_day"),
    ):
        with pytest.raises(ReviewRefusedError, match=reason):
            reviews.mark_source(ANNA, name, day, "")
    with pytest.raises(RefusedError):
        reviews.mark_source(BAO, LAW, TODAY, "")
    assert stale(services).marks == ()


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("《住房公积金管理条例》第二十四条、第二十五条", {"住房公积金管理条例"}),
        ("中华人民共和国公共图书馆法（2018年修正）", {"公共图书馆法"}),
        ("供水条例（2026年6月1日起施行）", {"供水条例"}),
        ("《甲法》第一条、《乙条例》（国令第7号）", {"甲法", "乙条例"}),
        ("浙江省公安厅《关于印发〈办法〉的通知》", {"关于印发〈办法〉的通知"}),
        ("民法典 第一千零四十二条", {"民法典"}),
        ("", set()),
    ],
)
def test_a_law_is_known_by_its_bare_name(said: str, names: set[str]) -> None:
    assert bare_names(said) == names


@given(st.text(max_size=60))
def test_whatever_is_written_as_a_source_gives_names_without_gaps_that_name_themselves(said: str) -> None:
    for name in bare_names(said):
        assert name
        assert not any(map(str.isspace, name))


def test_names_that_are_like_what_was_typed_are_offered_the_shortest_first() -> None:
    known = ["居民身份证法", "居民身份证条例", "户口登记条例", "临时居民身份证管理办法"]
    assert names_like("身份证", known, most=2) == ["居民身份证法", "居民身份证条例"]
    assert names_like("居民身份证法实施细则", known, most=9) == ["居民身份证法"]
    assert names_like("", known, most=9) == []


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


@given(DAYS, DAYS, DAYS, st.one_of(st.none(), DAYS))
def test_a_changed_law_is_due_exactly_until_a_look_that_could_know_of_it(
    changed_on: date, marked_on: date, today: date, reviewed_on: date | None
) -> None:
    def at(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)

    mark = ChangedSource(name=LAW, changed_on=changed_on, note="", marked_by="anna", marked_at=at(marked_on))
    text = LiveText(key=KEY, title="补证", reviewed_at=at(reviewed_on) if reviewed_on else None, cites=frozenset({LAW}))
    is_settled = reviewed_on is not None and reviewed_on >= max(changed_on, marked_on)
    assert [due.why for due in find_due([text], [mark], today)] == ([] if is_settled else ["source"])
    assert find_due([replace(text, cites=frozenset({"户口登记条例"}))], [mark], today) == []


def test_the_laws_of_the_channels_own_content_have_plain_names() -> None:
    names = {
        name
        for guide in load_content(content_folder()).guides.values()
        for said in (*guide.legal_basis, *(source.title for source in guide.sources))
        for name in bare_names(said)
    }
    assert len(names) > 50
    assert [name for name in names if "《" in name or name.startswith("中华人民共和国")] == []


@pytest.fixture
def anna(people: People, checker: GuideChecker) -> Browser:
    return people.join("anna", "editor")


@pytest.fixture
def bao(people: People) -> Browser:
    return people.join("bao", "reviewer")


def test_a_law_is_marked_seen_on_the_list_and_settled_on_the_guides_page(anna: Browser, bao: Browser) -> None:
    anna.open("/editors/stale")
    assert anna.reads("三十天以内到期 1 篇")
    anna.open("/editors/stale/source?name=身份证")
    assert anna.reads("没有哪一篇引用这个名称")
    assert anna.reads(LAW), "a name that is like it is offered"
    anna.open(f"/editors/stale/source?name={LAW}")
    assert anna.reads("有 1 篇引用")
    anna.send("/editors/stale/sources", changed_on="2026-11-20", note="不收工本费了")
    assert anna.reads("标好了")
    assert anna.reads("1 篇里还有 1 篇")
    assert anna.reads("复查（1）"), "the number stands in the menu"
    anna.open(GUIDE)
    assert anna.reads("不收工本费了")
    assert f"{GUIDE}/still-right" not in anna.actions()
    bao.open(GUIDE).send(f"{GUIDE}/still-right", next_on="2027-03-01", note="看过新法")
    assert bao.reads("记下了")
    assert bao.reads("下次复查：2027-03-01")
    assert bao.reads("bao 在 2026-11-23 看过")
    bao.open("/editors/stale")
    assert bao.reads("都看过了")
    assert bao.reads("现在没有要复查的内容")
    assert not bao.reads("复查（1）")


def test_the_list_is_parted_by_department_and_wrong_days_are_said(anna: Browser, bao: Browser) -> None:
    anna.open("/editors/stale?department=公安局")
    assert anna.reads("居民身份证丢失补领")
    anna.open("/editors/stale?department=园林局")
    assert anna.reads("现在没有要复查的内容")
    bao.open(GUIDE).send(f"{GUIDE}/still-right", next_on="很久以后")
    assert (bao.status, bao.reads("一年以内")) == (422, True)
    anna.open(f"/editors/stale/source?name={LAW}").send("/editors/stale/sources", changed_on="昨天")
    assert (anna.status, anna.reads("没有看懂日期")) == (422, True)


def test_who_wrote_it_is_told_to_ask_somebody_else(people: People, anna: Browser) -> None:
    both = people.join("both", "editor", "reviewer", "publisher")
    both.open(GUIDE).send(GUIDE, do="save", department="派出所")
    both.send(f"{GUIDE}/submit")
    other = people.join("other", "reviewer")
    other.open(GUIDE).send(f"{GUIDE}/approve")
    both.open(GUIDE).send(f"{GUIDE}/publish")
    assert both.reads("要请另一位审核的同事来复查")
    assert f"{GUIDE}/still-right" not in both.actions()
    assert f"{GUIDE}/still-right" in other.open(GUIDE).actions()


def test_reminders_are_lines_or_json_for_whoever_mails_them(
    services: Services, desk: EditingDesk, reviews: ReviewDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    def remind(*options: str) -> str:
        parser = argparse.ArgumentParser()
        add_parser(parser.add_subparsers(), lambda _config: services)
        chosen = parser.parse_args(["reminders", *options])
        assert chosen.run(chosen, services.config) == 0
        return capsys.readouterr().out

    assert remind("--within", "7") == ""
    assert remind().split("\t") == ["-", "soon", "2026-12-20", KEY, "公安局", "居民身份证丢失补领\n"]
    publish(desk, department="派出所")
    reviews.mark_source(ANNA, LAW, TODAY, "")
    with services.database.write() as connection:
        plan = Schedule(key=KEY, act="publish", due_at=NOW, made_by="bao", made_at=NOW)
        number = schedules.add_schedule(connection, plan)
        schedules.end_schedule(connection, replace(plan, number=number), "failed", now=NOW, problem="changed")
    told = json.loads(remind("--json"))
    assert [(one["owner"], one["why"], one["sources"]) for one in told] == [
        ("bao", "plan_failed", []),
        ("anna", "source", [LAW]),
    ]
    with pytest.raises(SystemExit):
        remind("--within", "soon")
