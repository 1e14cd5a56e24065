"""Who may act on which texts: by department and region, through every route that there is."""

from __future__ import annotations

import pytest
from flask import Flask

from channel_api.editing.grants import ROLES
from channel_api.runtime import Services
from channel_api.store.drafts import find_draft
from channel_api.store.editing_trail import TrailFilter, load_trail
from channel_api.store.editor_grants import StoredGrant
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.test_pages import secret_of, token_of

KEY = "id-card-lost"
GUIDE = f"/editors/guides/{KEY}"
OVERLAY = "overlay:330106:id-card-lost"
POLICE = [StoredGrant(role, "公安", "") for role in ROLES]
OTHERS = {
    "another department": [StoredGrant(role, "民政", "") for role in ROLES],
    "a region below": [StoredGrant(role, "公安", "330000") for role in ROLES],
    "another region": [StoredGrant(role, "", "440000") for role in ROLES],
}
# What a form of any of these routes may hold, so that nothing but the missing right keeps somebody back.
# Whoever may read may say what is wrong: it changes no word (test_comments).
FOR_EVERYBODY = "/editors/guides/<key>/comments"
FIELDS = {"reason": "试一试", "title": "换个标题", "sure": "yes", "at": "2026-12-01T09:00", "number": "1", "do": "save"}


def bring_into(state: str, people: People) -> None:
    """The guide in a state of its way, by people who may do everything."""
    dan = people.join("dan", "editor", "publisher")
    dan.open(GUIDE).send(GUIDE, do="save", notes="问过窗口")
    if state == "draft":
        return
    dan.open(GUIDE).send(f"{GUIDE}/submit")
    if state == "approved":
        people.join("bo", "reviewer").open(GUIDE).send(f"{GUIDE}/approve")


def routes_of_a_text(app: Flask) -> list[str]:
    """Every route that writes and whose path names a text."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/editors")]
    writing = [rule.rule for rule in rules if "POST" in (rule.methods or set())]
    return sorted(path for path in writing if ("<key>" in path or "<path:place>" in path) and path != FOR_EVERYBODY)


@pytest.mark.parametrize("state", ["draft", "in_review", "approved"])
@pytest.mark.parametrize("where", sorted(OTHERS))
def test_whoever_belongs_elsewhere_leaves_no_trace_on_a_text_through_any_route(
    where: str, state: str, people: People, app: Flask, services: Services
) -> None:
    bring_into(state, people)
    eva = people.join("eva", grants=OTHERS[where])
    form = {"form": secret_of(eva), **FIELDS}
    with services.database.read() as connection:
        before = find_draft(connection, KEY)
    tried = routes_of_a_text(app)
    assert "/editors/guides/<key>/publish" in tried
    for rule in tried:
        path = rule.replace("<key>", KEY).replace("<number>", "1").replace("<path:place>", f"guides/{KEY}")
        answer = eva.client.post(path, data={**form, "token": token_of(services)})
        assert answer.status_code < 500, path
    with services.database.read() as connection:
        after = find_draft(connection, KEY)
        traces = load_trail(connection, most=50, wanted=TrailFilter(who="eva"))
    assert [trace for trace in traces if trace.subject == KEY] == []
    assert after == before


@pytest.mark.parametrize("where", sorted(OTHERS))
def test_everything_can_be_read_and_only_what_is_allowed_is_offered(where: str, people: People) -> None:
    bring_into("in_review", people)
    eva = people.join("eva", grants=OTHERS[where])
    assert eva.open("/editors/").reads("居民身份证丢失补领")
    eva.open(GUIDE)
    assert eva.status == 200
    assert [action for action in eva.actions() if action.startswith(GUIDE) and action != GUIDE] == []
    assert '<fieldset class="whole" disabled>' in eva.page


def test_within_the_department_the_whole_way_is_open_to_four_eyes(people: People, services: Services) -> None:
    fang, gao = people.join("fang", grants=POLICE[:3]), people.join("gao", grants=POLICE[:3])
    fang.open(GUIDE).send(GUIDE, do="submit", title="居民身份证丢失补领", notes="问过窗口")
    gao.open(GUIDE)
    assert f"{GUIDE}/approve" in gao.actions()
    gao.send(f"{GUIDE}/approve")
    fang.open(GUIDE).send(f"{GUIDE}/publish")
    assert fang.reads("已经发布"), fang.page
    with services.database.read() as connection:
        assert load_trail(connection, most=1)[0].act == "publish"


def test_nobody_takes_a_text_from_another_department_nor_gives_one_away(people: People) -> None:
    eva = people.join("eva", grants=[StoredGrant("editor", "民政", "")])
    fields = {**eva.open(GUIDE).form(GUIDE).fields, "department": "民政局", "do": "save"}
    assert eva.post(GUIDE, {**fields, "form": secret_of(eva)}).status == 403
    assert eva.reads("您的角色不能做这一步")
    fang = people.join("fang", grants=POLICE)
    fang.open(GUIDE).send(GUIDE, do="save", department="民政局")
    assert fang.status == 403
    both = people.join("both", grants=[*POLICE, *OTHERS["another department"]])
    both.open(GUIDE).send(GUIDE, do="save", department="民政局")
    assert both.reads("草稿保存好了")
    assert fang.open(GUIDE).send(GUIDE, do="save", notes="x").status == 403, "it is on its way to another department"


def test_a_new_guide_is_begun_where_one_may_write(people: People) -> None:
    eva = people.join("eva", grants=[StoredGrant("editor", "公安", "330100")])
    eva.open("/editors/new")
    shown = eva.form("/editors/new").fields
    assert (shown["region"], shown["department"]) == ("330100", "公安")
    new = {"id": "police-help", "title": "请民警上门", "topic": "household"}
    assert eva.send("/editors/new", **new, region="330000").status == 403
    assert eva.open("/editors/new").send("/editors/new", **new, department="").status == 403
    assert eva.open("/editors/new").send("/editors/new", **new, department="西湖公安分局").status == 403
    eva.open("/editors/new").send("/editors/new", **new, region="330106", department="公安局西湖分局")
    assert eva.path == "/editors/guides/police-help", eva.page


def test_a_regional_difference_belongs_to_its_region_and_the_department_of_its_guide(people: People) -> None:
    place = f"/editors/guides/{OVERLAY}"
    inside = people.join("inside", grants=[StoredGrant("editor", "公安", "330100")])
    for name, grant in (
        ("beside", StoredGrant("editor", "公安", "440000")),
        ("other", StoredGrant("editor", "民政", "330100")),
        ("above", StoredGrant("editor", "公安", "330102")),
    ):
        outside = people.join(name, grants=[grant])
        fields = {**outside.open(place).form(place).fields, "notes": "x", "do": "save"}
        assert outside.post(place, {**fields, "form": secret_of(outside)}).status == 403, name
    inside.open(place).send(place, do="save", notes="问过西湖区的窗口")
    assert inside.reads("草稿保存好了"), inside.page


def test_an_administrator_of_a_department_overrides_there_only(people: People) -> None:
    boss = people.join("boss", grants=[StoredGrant("administrator", "公安", "")])
    boss.open(GUIDE).send(GUIDE, do="submit", notes="问过窗口")
    boss.open(GUIDE).send(f"{GUIDE}/approve")
    assert boss.reads("审核通过了")
    other = "/editors/guides/medical-claim"
    fields = {**boss.open(other).form(other).fields, "notes": "x", "do": "save", "form": secret_of(boss)}
    assert boss.post(other, fields).status == 403
    assert boss.open("/editors/trail").status == 403, "the trail tells of all departments"
    assert boss.open("/editors/people").status == 200


def test_grants_that_change_hold_at_once(people: People) -> None:
    chen, eva = people.join("chen", "administrator"), people.join("eva")
    assert eva.open("/editors/new").status == 403
    path = "/editors/people/eva/grants"
    fields = chen.open("/editors/people/eva").form(path).fields
    chen.post(path, {"form": fields["form"], "role": "editor", "department": "公安", "region": "浙江省"})
    assert chen.reads("权限改好了")
    assert chen.reads("编辑（公安，浙江省）")
    assert chen.reads("现在管到 4 篇内容"), "what differs in the province and below of two guides of the police"
    assert eva.open("/editors/new").status == 200
    chen.post(path, {"form": fields["form"], "take": "editor|公安|330000"})
    assert eva.open("/editors/new").status == 403


def limited(people: People) -> Browser:
    return people.join("boss", grants=[StoredGrant("administrator", "公安", "330000")])


def test_an_administrator_of_a_region_makes_accounts_within_it_and_no_others(people: People) -> None:
    boss = limited(people)
    form = boss.open("/editors/people").form("/editors/people").fields["form"]

    def add(name: str, role: str, department: str, region: str) -> int:
        asked = {"form": form, "name": name, "role": role, "department": department, "region": region}
        return boss.post("/editors/people", asked).status

    assert add("fang", "editor", "公安", "330000") == 200
    assert add("gao", "administrator", "公安局交警支队", "330106") == 200
    assert add("x", "editor", "", "330000") == 403
    assert add("x", "editor", "公安", "") == 403
    assert add("x", "editor", "公安", "440000") == 403
    assert add("x", "reviewer", "民政", "330000") == 403
    assert add("fang", "editor", "公安", "330000") == 422
    assert boss.reads("已经用过")


def test_an_administrator_of_a_region_touches_no_account_that_reaches_further(people: People) -> None:
    boss = limited(people)
    people.join("eva", "editor")
    people.join("fang", grants=[StoredGrant("editor", "公安", "330106")])
    form = boss.open("/editors/people/fang").form("/editors/people/fang/password").fields["form"]
    assert boss.open("/editors/people/eva").reads("超出您管理的范围")
    acts: dict[str, dict[str, str]] = {
        "grants": {"role": "editor", "department": "公安", "region": "330106"},
        "password": {},
        "end-sessions": {},
        "end": {"sure": "yes"},
        "reset-second-step": {},
        "unlink": {"issuer": "x", "subject": "y"},
    }
    for act, fields in acts.items():
        assert boss.post(f"/editors/people/eva/{act}", {"form": form, **fields}).status == 403, act
    assert boss.post("/editors/people/fang/password", {"form": form}).reads("第一个密码")
    own = {"form": form, "role": "publisher", "department": "公安", "region": "330000"}
    assert boss.post("/editors/people/boss/grants", own).status == 403, "nobody changes their own account"
    assert boss.post("/editors/people/boss/end", {"form": form, "sure": "yes"}).status == 403


def test_an_account_is_ended_for_good_only_by_who_is_sure(people: People) -> None:
    chen, eva = people.join("chen", "administrator"), people.join("eva", "editor")
    chen.open("/editors/people/eva").send("/editors/people/eva/end")
    assert chen.status == 422
    assert chen.reads("请先勾选")
    assert eva.open("/editors/").status == 200
    chen.open("/editors/people/eva").send("/editors/people/eva/end", sure="yes")
    assert chen.reads("账号停用了")
    assert eva.open("/editors/").path == "/editors/sign-in"
    assert chen.open("/editors/people/eva").reads("已停用")
    assert chen.post("/editors/people/eva/password", {"form": secret_of(chen)}).status == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "用户名要有1到60个"),
        ({"name": "a/b"}, "用户名要有1到60个"),
        ({"name": "operator"}, "用户名要有1到60个"),
        ({"role": ""}, "没有选角色"),
        ({"role": "emperor"}, "没有选角色"),
        ({"department": "民"}, "部门没有看懂"),
        ({"region": "123456"}, "没有这个地区"),
        ({"region": "\x00"}, "没有这个地区"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(people: People, change: dict[str, str], says: str) -> None:
    chen = people.join("chen", "administrator")
    form = chen.open("/editors/people").form("/editors/people").fields["form"]
    typed = {"form": form, "name": "fang", "role": "editor", "department": "民政", "region": "330100", **change}
    chen.post("/editors/people", {name: value for name, value in typed.items() if value})
    assert chen.status == 422
    assert chen.reads(says)
    if "department" not in change:
        assert chen.form("/editors/people").fields["department"] == "民政"


def test_a_first_password_is_shown_once_and_has_to_be_changed(people: People, app: Flask) -> None:
    chen = people.join("chen", "administrator")
    chen.open("/editors/people")
    form = chen.form("/editors/people").fields["form"]
    chen.post("/editors/people", {"form": form, "name": "方 明", "role": "editor"})
    password = chen.page.split('<p class="key">')[1].split("</p>")[0]
    assert chen.open("/editors/people").reads("方 明")
    assert password not in chen.page
    fang = Browser(app, "方 明").sign_in(password)
    assert fang.path == "/editors/password"
    fang.send("/editors/password", old=password, new="lantern quilt 71 harbour", again="lantern quilt 71 harbour")
    assert fang.open("/editors/new").status == 200
    assert chen.open("/editors/trail").reads("权限：编辑")
    assert password not in chen.page
