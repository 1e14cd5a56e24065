"""Every page of the editors, in every state that can be brought about: for tests that look at all of them.

The addresses stand by their rule in the map of addresses, so that a page nobody wrote down here is found missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from channel_api.app import create_app
from channel_api.editing.kinds import KINDS
from channel_api.runtime import Services
from channel_api.store import editors
from tests.channel_api.editing.people import Browser
from tests.channel_api.editing.workbooks import send as send_workbook
from tests.channel_api.editing.workbooks import workbook

# What is no page: styles, scripts, pictures, tables to take away, and the doors to an organisation's own sign-in.
NO_PAGES = frozenset(
    (
        "/editors/style.css",
        "/editors/icon.svg",
        "/editors/kept/<name>",
        "/editors/asked/table.csv",
        "/editors/sheets/export",
        "/editors/sheets/<token>/marked",
        "/editors/provider",
        "/editors/provider/back",
    )
)
GUIDE = "/editors/guides/{draft}"
PAGES: Mapping[str, tuple[str, ...]] = {
    "/editors/": ("/editors/", "/editors/?words=身份证", "/editors/?words=没有这样的", "/editors/?stale=yes&page=2"),
    "/editors/lists/<kind>": tuple(f"/editors/lists/{kind.name}" for kind in KINDS if kind.name != "guide"),
    "/editors/guides/<key>": (
        GUIDE,
        "/editors/guides/{faulty}?check=yes",
        "/editors/guides/{in_review}",
        "/editors/guides/{approved}",
        "/editors/guides/{returned}",
        "/editors/guides/{left}",
        "/editors/guides/passport-renew?check=yes",
        *(f"/editors/guides/{{{kind.name}}}" for kind in KINDS if kind.name != "guide"),
        "/editors/guides/nothing-here",
    ),
    "/editors/unsaved/<path:place>": ("/editors/unsaved/guides/{left}",),
    "/editors/guides/<key>/history": (f"{GUIDE}/history",),
    "/editors/guides/<key>/history/<number>": (f"{GUIDE}/history/1", f"{GUIDE}/history/2", f"{GUIDE}/history/99"),
    "/editors/guides/<key>/discard": (f"{GUIDE}/discard",),
    "/editors/guides/<key>/release": ("/editors/guides/passport-renew/release",),
    "/editors/guides/<key>/withdraw": ("/editors/guides/passport-renew/withdraw",),
    "/editors/guides/<key>/links": (f"{GUIDE}/links",),
    "/editors/guides/<key>/comments": (f"{GUIDE}/comments", "/editors/guides/{returned}/comments"),
    "/editors/guides/<key>/preview": (
        f"{GUIDE}/preview",
        "/editors/guides/{scenario}/preview",
        "/editors/guides/scenario:after-a-death/preview?part=outcome/in-hospital",
    ),
    "/editors/guides/<key>/preview/questions": (f"{GUIDE}/preview/questions",),
    "/editors/guides/<key>/preview/sound": (f"{GUIDE}/preview/sound",),
    "/preview/<token>": ("/preview/{link}", "/preview/{link}?about=title", "/preview/not-one-of-ours"),
    "/editors/new": tuple(f"/editors/new?kind={kind.name}" for kind in KINDS),
    "/editors/password": ("/editors/password",),
    "/editors/people": ("/editors/people",),
    "/editors/people/<name>": ("/editors/people/anna", "/editors/people/chen", "/editors/people/nobody"),
    "/editors/reviews": ("/editors/reviews",),
    "/editors/schedule": ("/editors/schedule",),
    "/editors/schedule/together": ("/editors/schedule/together",),
    "/editors/settings": ("/editors/settings",),
    "/editors/second-step": ("/editors/second-step",),
    "/editors/sheets": ("/editors/sheets",),
    "/editors/sheets/<token>": ("/editors/sheets/{sheet}", "/editors/sheets/{faulty_sheet}"),
    "/editors/sign-in": ("/editors/sign-in",),
    "/editors/asked": ("/editors/asked",),
    "/editors/asked/feedback": ("/editors/asked/feedback",),
    "/editors/asked/name": (
        "/editors/asked/name",
        "/editors/asked/name?text=狗证怎么办&name=狗证&guide=library-card",
        "/editors/asked/name?text=狗证怎么办&name=狗 证&guide=library-card&way=concept",
    ),
    "/editors/efficiency": ("/editors/efficiency",),
    "/editors/stale": ("/editors/stale",),
    "/editors/stale/source": ("/editors/stale/source", "/editors/stale/source?name=居民身份证法"),
    "/editors/trail": ("/editors/trail",),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that answers a form: `path` is opened, the form that goes to `action` is filled and sent."""

    path: str
    action: str
    fields: Mapping[str, str]
    says: str


SENT: tuple[Sent, ...] = (
    Sent(GUIDE, GUIDE, {"do": "add:materials"}, "还没有保存"),
    Sent(GUIDE, GUIDE, {"do": "save", "notes": "李明 11010519491231002X"}, "没有保存"),
    Sent(
        "/editors/guides/{raced}",
        "/editors/guides/{raced}",
        {"do": "save", "department": "民政局", "token": "0-0-{live}"},
        "别人也改了",
    ),
    Sent(GUIDE, GUIDE, {"do": "save", "form": "0", "title": "旧页面上写的"}, "您写的内容还在"),
    Sent("/editors/new", "/editors/new", {"id": "A b", "title": ""}, ""),
    Sent("/editors/password", "/editors/password", {"old": "x", "new": "short", "again": "short"}, ""),
    Sent(GUIDE, f"{GUIDE}/submit", {"token": "0-0-0"}, "别人刚刚改了"),
    Sent("/editors/people", "/editors/people", {"name": ""}, ""),
    Sent("/editors/second-step", "/editors/second-step/begin", {}, ""),
    Sent(f"{GUIDE}/links", f"{GUIDE}/links", {}, ""),
    Sent("/preview/{link}", "/preview/{link}#comment", {"text": ""}, ""),
    Sent(f"{GUIDE}/comments", f"{GUIDE}/comments", {"text": ""}, "意见是空的"),
    Sent("/editors/schedule/together", "/editors/schedule/together", {"title": "", "day": "昨天"}, "没有定好"),
    Sent("/editors/settings", "/editors/settings", {"region": "没有的地方"}, "没有这个地区"),
)


def routes_of_pages(services: Services) -> set[str]:
    """The rules of all addresses that give a page of the editors."""
    rules = [rule for rule in create_app(services).url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.rule for rule in rules if rule.rule.startswith(("/editors", "/preview"))} - NO_PAGES


def member(services: Services, name: str) -> Browser:
    """A browser of one of the people of the server, signed in."""
    browser = Browser(create_app(services), name)
    with services.database.write() as connection:
        token = editors.begin_session(connection, name, services.clock())
    browser.client.set_cookie("editors", token, path="/editors")
    return browser


def bring_about(services: Services) -> dict[str, str]:
    """Drafts in every state, links, plans, a workbook: what stands for the names in the addresses."""
    anna, bao, chen = (member(services, name) for name in ("anna", "bao", "chen"))
    keys = {
        "draft": "id-card-lost",
        "faulty": "library-card",
        "in_review": "marriage",
        "approved": "passport-first",
        "returned": "driver-health",
        "left": "social-card-first",
        "raced": "marriage-certificate",
        "approved_too": "gas-open",
        "together": "deed-tax",
        "together_too": "invoice",
    }
    for key in keys.values():
        path = f"/editors/guides/{key}"
        anna.open(path).send(path, do="save", department="户政科", aliases=f"{key}甲\n{key}乙", reason="局里改了")
        assert anna.status == 200, (key, anna.page)
    path = f"/editors/guides/{keys['faulty']}"
    anna.open(path).send(path, do="save", status="sourced", phones__consult="88886666", aliases="丢了\n丢了")
    approved = ("approved", "approved_too", "together", "together_too")
    for name in ("in_review", "returned", *approved):
        path = f"/editors/guides/{keys[name]}"
        anna.open(path).send(f"{path}/submit")
        assert anna.reads("已经送审"), anna.page
    for name in approved:
        bao.open(f"/editors/guides/{keys[name]}").send(f"/editors/guides/{keys[name]}/approve")
    _plan_together(chen, [keys["together"], keys["together_too"]])
    path = f"/editors/guides/{keys['together_too']}"
    anna.open(path).send(path, do="save", notes="定好以后又改")
    bao.open(f"/editors/guides/{keys['returned']}").send(
        f"/editors/guides/{keys['returned']}/return", reason="时限不对"
    )
    left = chen.open(f"/editors/guides/{keys['left']}").form(f"/editors/guides/{keys['left']}").fields
    chen.post(f"/editors/unsaved/guides/{keys['left']}", {**left, "notes": "写到一半"})
    return keys | _others(services, anna, chen, keys["draft"])


def _others(services: Services, anna: Browser, chen: Browser, draft: str) -> dict[str, str]:
    """A text of each other kind, a link with a comment, two workbooks."""
    found: dict[str, str] = {"live": _live_number(chen.open("/editors/guides/marriage-certificate"))}
    for kind in KINDS:
        if kind.name != "guide":
            links = re.findall(
                rf'href="/editors/guides/({kind.name}:[^"/?]+)"', anna.open(f"/editors/lists/{kind.name}").page
            )
            assert links, f"no text of the kind {kind.name} on its list"
            found[kind.name] = links[0]
    path = f"/editors/guides/{draft}/comments"
    chen.open(path).send(path, about="department", text="是户政科还是派出所？")
    said = {"form": anna.open(path).form(path).fields["form"]}
    anna.post(path, {**said, "text": "这个电话对吗？"})
    anna.post(path, {**said, "text": "问过了，是户政科。", "answers": "1"})
    path = f"/editors/guides/{draft}/links"
    anna.open(path).send(path)
    found["link"] = re.findall(r"/preview/([A-Za-z0-9_-]{20,})", anna.page)[0]
    anna.open(f"/preview/{found['link']}").send(f"/preview/{found['link']}#comment", text="电话打不通", name="窗口老张")
    for name, title in (("sheet", "表格里的标题"), ("faulty_sheet", "")):
        send_workbook(chen, workbook({"指南": [["编号", "事项名称"], ["passport-renew", title]]}))
        found[name] = chen.path.rpartition("/")[2]
    return found


def _plan_together(chen: Browser, keys: list[str]) -> None:
    path = "/editors/schedule/together"
    fields = chen.open(path).form(path).fields
    boxes: list[str] = re.findall(r'name="text" type="checkbox" value="([^"]+)"', chen.page)
    chosen = [value for value in boxes if value.split()[1] in keys]
    given = {**fields, "text": chosen, "title": "年底的变化", "day": "2027-01-04", "hour": "08:30"}
    assert chen.client.post(path, data={**given, "until_day": "2027-02-01"}).status_code == 303, chosen


def _live_number(browser: Browser) -> str:
    token = re.findall(r'name="token" value="\d+-\d+-(\d+)"', browser.page)
    return token[0]
