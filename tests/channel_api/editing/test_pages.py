"""Who may open and do what, forms of other sites, sessions that end, and what a page says when something is refused."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channel_api.app import create_app
from channel_api.editing.workflow import ROLES, Role
from channel_api.opened_guide import open_guide
from channel_api.pages.blueprint import LARGEST_FORM_BYTES
from channel_api.pages.room import HEADERS
from channel_api.runtime import Services
from channel_api.store.drafts import find_draft
from channel_api.store.editing_trail import load_trail
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import PASSWORD, Browser, People
from tests.drawn import examples

GUIDE = "/editors/guides/id-card-lost"
SIGN_IN = "/editors/sign-in"

# What each route answers to whom: the roles that may, all others get 403. Nobody gets in without signing in.
ALL = frozenset(ROLES)
WRITERS = frozenset({"editor", "administrator"})
REVIEWERS = frozenset({"reviewer", "administrator"})
PUBLISHERS = frozenset({"publisher", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
MAY: dict[str, frozenset[str]] = {
    "GET /editors/": ALL,
    "GET /editors/asked": ALL,
    "GET /editors/asked/table.csv": ALL,
    "GET /editors/asked/feedback": ALL,
    "POST /editors/asked/feedback/take": WRITERS,
    "POST /editors/asked/feedback/leave": WRITERS,
    "POST /editors/asked/feedback/finish": WRITERS,
    "GET /editors/asked/name": WRITERS,
    "POST /editors/asked/name": WRITERS,
    "GET /editors/guides/<key>": ALL,
    "POST /editors/guides/<key>": WRITERS,
    "POST /editors/guides/<key>/submit": WRITERS,
    "POST /editors/guides/<key>/approve": REVIEWERS,
    "POST /editors/guides/<key>/return": REVIEWERS,
    "POST /editors/guides/<key>/publish": PUBLISHERS,
    "POST /editors/guides/<key>/keep-mine": WRITERS,
    "POST /editors/guides/<key>/plan": PUBLISHERS,
    "POST /editors/guides/<key>/plan-end": PUBLISHERS,
    "GET /editors/efficiency": ALL,
    "GET /editors/stale": ALL,
    "GET /editors/stale/source": WRITERS,
    "POST /editors/stale/sources": WRITERS,
    "POST /editors/stale/sources/<number>/take-back": WRITERS,
    "POST /editors/guides/<key>/still-right": REVIEWERS,
    "GET /editors/schedule": ALL,
    "GET /editors/schedule/together": PUBLISHERS,
    "POST /editors/schedule/together": PUBLISHERS,
    "POST /editors/schedule/<number>/move": PUBLISHERS,
    "POST /editors/schedule/<number>/cancel": PUBLISHERS,
    "POST /editors/schedule/<number>/seen": PUBLISHERS,
    "GET /editors/guides/<key>/withdraw": WRITERS,
    "POST /editors/guides/<key>/withdraw": WRITERS,
    "GET /editors/guides/<key>/discard": WRITERS,
    "POST /editors/guides/<key>/discard": WRITERS,
    "GET /editors/guides/<key>/release": PUBLISHERS,
    "POST /editors/guides/<key>/release": PUBLISHERS,
    "GET /editors/guides/<key>/history": ALL,
    "GET /editors/guides/<key>/history/<number>": ALL,
    "POST /editors/guides/<key>/history/<number>/restore": WRITERS,
    "GET /editors/guides/<key>/preview": ALL,
    "GET /editors/guides/<key>/preview/questions": ALL,
    "GET /editors/guides/<key>/preview/sound": ALL,
    "POST /editors/guides/<key>/preview/sound": WRITERS,
    "GET /editors/guides/<key>/links": ALL,
    "POST /editors/guides/<key>/links": WRITERS,
    "POST /editors/guides/<key>/links/<number>/end": WRITERS,
    "GET /editors/guides/<key>/comments": ALL,
    "POST /editors/guides/<key>/comments": ALL,
    "POST /editors/guides/<key>/comments/<number>/done": WRITERS,
    "GET /editors/lists/<kind>": ALL,
    "GET /editors/new": WRITERS,
    "POST /editors/new": WRITERS,
    "GET /editors/password": ALL,
    "POST /editors/password": ALL,
    "GET /editors/people": ADMINISTRATORS,
    "POST /editors/people": ADMINISTRATORS,
    "GET /editors/people/<name>": ADMINISTRATORS,
    "POST /editors/people/<name>/end": ADMINISTRATORS,
    "POST /editors/people/<name>/end-sessions": ADMINISTRATORS,
    "POST /editors/people/<name>/grants": ADMINISTRATORS,
    "POST /editors/people/<name>/link": ADMINISTRATORS,
    "POST /editors/people/<name>/password": ADMINISTRATORS,
    "POST /editors/people/<name>/reset-second-step": ADMINISTRATORS,
    "POST /editors/people/<name>/unlink": ADMINISTRATORS,
    "GET /editors/second-step": ALL,
    "POST /editors/second-step/begin": ALL,
    "POST /editors/second-step/codes": ALL,
    "POST /editors/second-step/confirm": ALL,
    "POST /editors/second-step/off": ALL,
    "POST /editors/trail/export": ADMINISTRATORS,
    "GET /editors/reviews": ALL,
    "POST /editors/reviews/send": WRITERS,
    "GET /editors/unsaved/<path:place>": WRITERS,
    "POST /editors/unsaved/<path:place>": WRITERS,
    "POST /editors/throw-away/<path:place>": WRITERS,
    "POST /editors/here/<path:place>": ALL,
    "POST /editors/left/<path:place>": ALL,
    "POST /editors/carried": ALL,
    "GET /editors/sheets": ALL,
    "POST /editors/sheets": WRITERS,
    "GET /editors/sheets/<token>": WRITERS,
    "POST /editors/sheets/<token>": WRITERS,
    "GET /editors/sheets/<token>/marked": WRITERS,
    "GET /editors/sheets/export": ALL,
    "POST /editors/sign-out": ALL,
    "GET /editors/settings": ALL,
    "POST /editors/settings": ALL,
    "POST /editors/settings/end-session": ALL,
    "POST /editors/settings/end-others": ALL,
    "GET /editors/trail": ADMINISTRATORS,
}
PUBLIC = {"GET /editors/sign-in", "POST /editors/sign-in", "GET /editors/style.css", "GET /editors/icon.svg"} | {
    "GET /editors/kept/<name>",
    "GET /editors/provider",
    "GET /editors/provider/back",
    "POST /editors/sign-in/go-on",
}


def token_of(services: Services, key: str = "id-card-lost") -> str:
    with services.database.read() as connection:
        opened = open_guide(connection, key)
    assert opened is not None
    return str(opened.token)


def secret_of(browser: Browser) -> str:
    return browser.open("/editors/password").form("/editors/sign-out").fields["form"]


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def test_every_route_stands_in_the_table_of_roles(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/editors")]
    served = {f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert served == set(MAY) | PUBLIC


@pytest.mark.parametrize("route", sorted(MAY))
def test_a_route_is_open_to_exactly_its_roles(route: str, people: People) -> None:
    method, _, rule = route.partition(" ")
    path = (
        rule.replace("<key>", "id-card-lost")
        .replace("<path:place>", "guides/id-card-lost")
        .replace("<number>", "1")
        .replace("<token>", "one")
        .replace("<name>", "writer")
        .replace("<kind>", "office")
    )
    people.join("writer", "editor").open(GUIDE).send(GUIDE, do="save", notes="问过窗口")
    answered: dict[Role, int] = {}
    for role in ROLES:
        browser = people.join(f"one-{role}", role)
        # With a token that is old: whoever may is told so, and nothing changes for who comes next.
        fields = {"form": secret_of(browser), "token": "0-0-0", "reason": "再问问"}
        answered[role] = browser.client.open(path, method=method, data=fields).status_code
    assert {role for role, status in answered.items() if status != 403} == MAY[route], answered


@pytest.mark.parametrize("route", sorted(MAY))
def test_whoever_has_not_signed_in_gets_no_further_than_the_door(
    route: str, people: People, services: Services
) -> None:
    method, _, rule = route.partition(" ")
    path = (
        rule.replace("<key>", "id-card-lost")
        .replace("<path:place>", "guides/id-card-lost")
        .replace("<number>", "1")
        .replace("<token>", "one")
        .replace("<name>", "anna")
        .replace("<kind>", "office")
    )
    response = people.stranger().client.open(path, method=method, data={"token": token_of(services)})
    if method == "GET":
        assert (response.status_code, response.location) == (303, f"{SIGN_IN}?next={path}")
    else:
        assert response.status_code == 401
        assert "密码" in response.get_data(as_text=True)
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None


@pytest.mark.parametrize("route", sorted(route for route in MAY if route.startswith("POST")))
def test_a_form_without_the_sessions_secret_does_nothing(route: str, people: People, services: Services) -> None:
    chen, other = people.join("chen", "administrator"), people.join("other", "administrator")
    path = (
        route.partition(" ")[2]
        .replace("<key>", "id-card-lost")
        .replace("<path:place>", "guides/id-card-lost")
        .replace("<number>", "1")
        .replace("<token>", "one")
        .replace("<name>", "chen")
    )
    for secret in ("", "0" * 64, secret_of(other)):
        fields = {"form": secret, "token": token_of(services), "title": "改坏了", "reason": "坏"}
        response = chen.client.post(path, data=fields)
        assert response.status_code == 403
        assert "没有执行" in response.get_data(as_text=True)
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None
        assert load_trail(connection, most=100) == []
    assert chen.open("/editors/").status == 200, "still signed in"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_what_a_page_of_another_site_sends_is_refused_even_with_all_secrets(
    anna: Browser, services: Services, headers: dict[str, str]
) -> None:
    fields = anna.open(GUIDE).form(GUIDE).fields
    response = anna.client.post(GUIDE, data={**fields, "title": "改坏了", "do": "save"}, headers=headers)
    assert response.status_code == 403
    tried = {"name": "anna", "password": PASSWORD}
    assert anna.client.post(SIGN_IN, data=tried, headers=headers).status_code == 403
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None


def test_every_page_is_kept_by_nobody_framed_by_nobody_and_runs_nothing(anna: Browser) -> None:
    for path in ("/editors/", GUIDE, SIGN_IN, "/editors/nothing", "/editors/people"):
        response = anna.client.get(path)
        if path != "/editors/nothing":
            assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        text = response.get_data(as_text=True)
        scripts = re.findall(r"<script[^>]*>[^<]*", text)
        assert all(re.fullmatch(r'<script defer src="/editors/kept/[a-z]+\.[0-9a-f]{16}\.js">', one) for one in scripts)
        assert " style=" not in text
        assert not re.search(r"\son[a-z]+=|hx-on|javascript:", text)


def test_the_cookie_is_for_these_pages_only_and_for_no_script(people: People, app: Flask) -> None:
    people.join("anna", "editor")
    response = app.test_client().post(SIGN_IN, data={"name": "anna", "password": PASSWORD})
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/editors" in cookie
    assert "Secure" not in cookie, "without https a browser would not send it back"
    answered = app.test_client().post(
        SIGN_IN, data={"name": "anna", "password": PASSWORD}, base_url="https://localhost"
    )
    assert "Secure" in answered.headers["Set-Cookie"]


def test_a_session_ends_after_an_hour_without_use_and_after_a_working_day(anna: Browser, clock: StandingClock) -> None:
    for _ in range(14):
        clock.advance(minutes=50)
        assert anna.open("/editors/").path == "/editors/"
    clock.advance(minutes=30)
    assert anna.open("/editors/").path == SIGN_IN, "twelve hours are over"
    anna.sign_in()
    clock.advance(minutes=61)
    assert anna.open("/editors/").path == SIGN_IN


def test_what_was_written_when_the_session_ended_is_found_again_behind_the_door(
    anna: Browser, clock: StandingClock, services: Services
) -> None:
    anna.open(GUIDE)
    clock.advance(hours=2)
    anna.send(GUIDE, do="save", title="写了两个小时的标题", notes="第一行\n第二行")
    assert anna.status == 401
    assert anna.reads("您写的内容还在")
    anna.send(SIGN_IN, name="anna", password="not this one at all")
    assert anna.reads("用户名、密码或者动态口令不对")
    anna.send(SIGN_IN, name="anna", password=PASSWORD)
    assert anna.form(GUIDE).fields["title"] == "写了两个小时的标题"
    assert anna.reads("还没有保存")
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None
    anna.send(GUIDE, do="save")
    assert anna.reads("草稿保存好了")
    assert anna.form(GUIDE).fields["title"] == "写了两个小时的标题"


def test_an_administrator_signs_somebody_out_everywhere(anna: Browser, people: People) -> None:
    chen = people.join("chen", "administrator")
    chen.open("/editors/people/anna").send("/editors/people/anna/end-sessions")
    assert chen.reads("都结束了")
    assert anna.open("/editors/").path == SIGN_IN
    assert chen.open("/editors/people").status == 200
    chen.open("/editors/trail")
    assert chen.reads("结束了 1 个登录")


def test_signing_out_ends_the_session_on_the_server(anna: Browser) -> None:
    cookie = anna.client.get_cookie("editors", path="/editors")
    assert cookie is not None
    anna.open("/editors/").send("/editors/sign-out")
    anna.client.set_cookie("editors", cookie.value, path="/editors")
    assert anna.open("/editors/").path == SIGN_IN


def test_guessing_is_stopped_for_name_and_address_whether_the_name_exists_or_not(
    people: People, app: Flask, clock: StandingClock
) -> None:
    people.join("anna", "editor")
    for name in ("anna", "nobody"):
        browser = Browser(app, name)
        said = [browser.sign_in("wrong, wrong and wrong").status for _ in range(10)]
        assert said == [403] * 8 + [429] * 2
        assert browser.reads("试的次数太多了")
    stopped = Browser(app, "anna").sign_in()
    assert stopped.status == 429, "the right password is not even looked at"
    clock.advance(minutes=16)
    assert Browser(app, "anna").sign_in().status == 200


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/v1/search", "/editors/../k"]
)
def test_signing_in_leads_to_no_other_site(people: People, app: Flask, path: str) -> None:
    people.join("anna", "editor")
    tried = {"name": "anna", "password": PASSWORD, "next": path}
    assert app.test_client().post(SIGN_IN, data=tried).location == "/editors/"


def test_a_password_is_changed_by_who_knows_it_and_ends_all_other_sessions(anna: Browser, app: Flask) -> None:
    elsewhere = Browser(app, "anna").sign_in()

    def change(old: str, new: str, again: str) -> None:
        anna.open("/editors/password").send("/editors/password", old=old, new=new, again=again)

    change("wrong, wrong and wrong", "lantern quilt 71 harbour", "lantern quilt 71 harbour")
    assert anna.reads("现在的密码不对")
    change(PASSWORD, "short", "short")
    assert anna.reads("太短了")
    change(PASSWORD, "lantern quilt 71 harbour", "lantern quilt 71 harbor")
    assert anna.reads("两次输的新密码不一样")
    change(PASSWORD, "lantern quilt 71 harbour", "lantern quilt 71 harbour")
    assert anna.reads("密码改好了")
    assert elsewhere.open("/editors/").path == SIGN_IN
    assert Browser(app, "anna").sign_in().status == 403
    assert Browser(app, "anna").sign_in("lantern quilt 71 harbour").status == 200


def test_rows_are_added_and_moved_without_a_script_and_nothing_is_stored_yet(anna: Browser, services: Services) -> None:
    anna.open(GUIDE).send(GUIDE, do="add:steps", title="还没保存的标题")
    fields = anna.form(GUIDE).fields
    assert "steps.2.title" in fields
    anna.send(GUIDE, do="up:steps:1", steps__2__title="第三步")
    fields = anna.form(GUIDE).fields
    assert [fields[f"steps.{row}.title"] for row in range(3)] == ["领证", "去派出所", "第三步"]
    assert fields["title"] == "还没保存的标题"
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None
    anna.send(GUIDE, do="save")
    assert anna.reads("草稿保存好了")


def test_faults_stand_beside_their_fields_with_what_to_do(anna: Browser) -> None:
    anna.open(GUIDE).send(GUIDE, do="submit", status="sourced", phones__consult="88886666", aliases="丢了\n丢了")
    assert anna.reads("送审之前要改好的")
    assert anna.reads("电话“88886666”外地打不通。改法：前面加区号")
    assert anna.reads("第2条：别名“丢了”和 别名 第1条 重复。")
    assert (
        'id="phones.consult" name="phones.consult" aria-invalid="true" aria-describedby="fault-phones.consult"'
        in anna.page
    )
    assert anna.open(GUIDE).reads("草稿")


def test_two_people_at_once_both_find_their_text_in_the_page(anna: Browser, people: People) -> None:
    bao = people.join("bao", "editor")
    anna.open(GUIDE)
    bao.open(GUIDE).send(GUIDE, do="save", title="乙的标题", department="派出所")
    anna.send(GUIDE, do="save", title="甲的标题", notes="甲的备注")
    assert anna.status == 409
    assert anna.reads("您写的时候，别人也改了这篇")
    assert anna.reads("乙")
    fields = anna.form(GUIDE).fields
    assert (fields["title"], fields["department"], fields["notes"]) == ("甲的标题", "派出所", "甲的备注")
    anna.send(GUIDE, do="save")
    assert anna.reads("草稿保存好了")


def test_an_identity_number_is_neither_stored_nor_shown_again(anna: Browser, services: Services) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", notes="李明 11010519491231002X", scope="全省")
    assert anna.status == 422
    assert "11010519491231002" not in anna.page
    assert anna.form(GUIDE).fields["notes"] == "李明 〔数字〕"
    assert anna.form(GUIDE).fields["scope"] == "全省"
    with services.database.read() as connection:
        assert find_draft(connection, "id-card-lost") is None


def test_who_may_not_write_reads_a_form_that_cannot_be_sent(people: People) -> None:
    bao = people.join("bao", "reviewer")
    bao.open(GUIDE)
    assert bao.reads("可以看，不能改")
    assert '<fieldset class="whole" disabled>' in bao.page
    assert "保存草稿" not in bao.page


def test_typed_marks_stay_text(anna: Browser) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", title="<script>alert(1)</script>\"'>", notes="</textarea><b>x")
    assert "<script>" not in anna.page
    assert "<b>" not in anna.page
    assert anna.form(GUIDE).fields["notes"] == "</textarea><b>x"


def test_what_does_not_exist_and_what_is_too_long_is_said_in_a_page(anna: Browser) -> None:
    for path in ("/editors/guides/nothing", f"{GUIDE}/history/9", "/editors/guides/nothing/history"):
        anna.open(path)
        assert anna.status == 404
        assert anna.reads("没有这一页")
    anna.open(GUIDE).send(GUIDE, notes="长" * LARGEST_FORM_BYTES)
    assert anna.status == 413
    assert anna.reads("内容太长")


@pytest.mark.parametrize("token", ["", "x", "1-2", "-1-0-0", "9" * 40])
def test_a_form_that_no_page_of_ours_made_is_not_understood(anna: Browser, token: str) -> None:
    fields = anna.open(GUIDE).form(GUIDE).fields
    for path in (GUIDE, f"{GUIDE}/submit", f"{GUIDE}/history/1/restore"):
        assert anna.client.post(path, data={**fields, "token": token}).status_code == 400


def test_without_its_database_the_door_says_so_in_a_page(broken_client: FlaskClient) -> None:
    response = broken_client.post(SIGN_IN, data={"name": "anna", "password": PASSWORD})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "过几分钟再试" in response.get_data(as_text=True)


def test_a_households_own_server_has_no_door_for_editors(services: Services) -> None:
    household = create_app(services, has_editors=False).test_client()
    assert household.get(SIGN_IN).status_code == 404
    assert household.get("/livez").status_code == 200


FIELD_NAMES = (
    "title", "aliases", "materials.0.name", "materials.1.copies", "materials.9999.name", "materials.99999999.name",
    "materials..name", "materials.x.name", "steps.-1.title", "visits.count", "limits.promised.value", "agent.allowed",
    "channels.window", "short", "unknown", "id", "region", "reason", "__class__",
)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=30), st.sampled_from(["true", "false", "0", "-1", "\x00", "\ud7ff", "1" * 5000]))
ORDERS = ("save", "submit", "add:steps", "up:materials:1", "remove:materials:0", "add:", "x", "down:steps:99999999999")


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(FIELD_NAMES), ANYTHING), order=st.sampled_from(ORDERS))
def test_whatever_a_form_holds_is_answered_and_what_was_saved_can_be_opened(
    anna: Browser, fields: dict[str, str], order: str
) -> None:
    shown = anna.open(GUIDE).form(GUIDE).fields
    answer = anna.client.post(GUIDE, data={**shown, **fields, "do": order})
    assert answer.status_code in (200, 303, 409, 422)
    assert anna.open(f"{GUIDE}?check=yes").status == 200
    assert anna.open(f"{GUIDE}/history").status == 200
    assert anna.open("/editors/").status == 200
    assert anna.client.get("/v1/services/id-card-lost").get_json()["title"] == "居民身份证丢失补领"


@pytest.mark.parametrize("odd", ["\x00", "a\x00b", "\ufffe", "%", "x" * 3000, "'; DROP TABLE drafts; --"], ids=ascii)
def test_names_that_no_database_likes_are_simply_nobodys(anna: Browser, people: People, app: Flask, odd: str) -> None:
    chen, there = people.join("chen", "administrator"), quote(odd, safe="")
    assert anna.client.get(f"/editors/guides/{there}").status_code == 404
    assert anna.client.get(f"/editors/guides/{there}/history").status_code == 404
    assert anna.client.get("/editors/", query_string={"words": odd, "topic": odd, "owner": odd}).status_code == 200
    fields = {"form": secret_of(chen), "token": "0-0-0", "id": odd, "title": odd, "topic": odd, "region": odd}
    assert chen.client.post("/editors/new", data=fields).status_code == 422
    assert chen.client.post(f"/editors/people/{there}/end-sessions", data=fields).status_code == 404
    assert chen.client.post(f"/editors/guides/{there}/publish", data=fields).status_code == 404
    assert app.test_client().post(SIGN_IN, data={"name": odd, "password": odd}).status_code == 403
    stranger = app.test_client()
    stranger.set_cookie("editors", "odd", path="/editors")
    assert stranger.get("/editors/").status_code == 303


def test_the_list_can_be_narrowed_to_whoever_is_writing(anna: Browser, people: People) -> None:
    bao = people.join("bao", "editor")
    anna.open(GUIDE).send(GUIDE, do="save", notes="问过窗口")
    bao.open("/editors/")
    assert '<option value="anna">anna</option>' in bao.page
    bao.open("/editors/?owner=anna")
    assert bao.reads("共 1 条")
    assert bao.reads("居民身份证丢失补领")
    bao.open("/editors/?owner=bao")
    assert bao.reads("没有找到")


def test_any_revision_is_compared_with_any_other(anna: Browser) -> None:
    for department in ("派出所", "户政科"):
        anna.open(GUIDE).send(GUIDE, do="save", department=department, reason="归谁管")
    anna.open(f"{GUIDE}/history/3")
    assert anna.reads("第3版和第2版比")
    assert anna.reads("归谁管")
    anna.open(f"{GUIDE}/history/3?against=1")
    assert '<del><span class="unseen">删去 </span>公安局</del>' in anna.page
    assert '<ins><span class="unseen">加上 </span>户政科</ins>' in anna.page
    assert anna.open(f"{GUIDE}/history/3?against=3").reads("两版一样")
    assert anna.open(f"{GUIDE}/history/3?against=77").status == 404
