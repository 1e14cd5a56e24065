"""The pages on which many texts are planned for one moment: as people without scripts use them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channel_api.on_time import OnTime
from channel_api.runtime import Services
from channel_api.store.editor_grants import StoredGrant
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.test_bundles import ONE, TWO

TOGETHER = "/editors/schedule/together"


@pytest.fixture
def look(services: Services) -> Callable[[], int]:
    """What the server does every second."""
    return OnTime.of(services, lambda _outcome: None).carry_out_due


def approve_two(people: People) -> Browser:
    anna, bao = people.join("anna", "editor"), people.join("bao", "reviewer", "publisher")
    for key in (ONE, TWO):
        page = f"/editors/guides/{key}"
        anna.open(page).send(page, do="save", department="派出所")
        anna.send(f"{page}/submit")
        bao.open(page).send(f"{page}/approve")
    return bao


def plan_two(bao: Browser, **changes: str) -> Browser:
    """All boxes ticked; a browser sends each under the same name."""
    form = bao.open(TOGETHER).form(TOGETHER)
    boxes = [value.split('"')[0] for value in bao.page.split('name="text" type="checkbox" value="')[1:]]
    fields = {**form.fields, "title": "国庆的钟点", "day": "2026-12-01", "hour": "08:30", "text": boxes, **changes}
    return bao._take(bao.client.post(TOGETHER, data=fields, follow_redirects=True))


def test_a_batch_is_planned_seen_moved_and_goes_live(
    people: People, look: Callable[[], int], clock: StandingClock
) -> None:
    bao = approve_two(people)
    plan_two(bao)
    assert bao.reads("到时候会一起办"), bao.page
    assert bao.reads("国庆的钟点")
    assert bao.reads("一起办的 2 篇")
    assert bao.page.count('action="/editors/schedule/1/move"') == 1
    assert 'action="/editors/schedule/2/move"' not in bao.page
    bao.send("/editors/schedule/1/move", day="2026-12-02", hour="09:00")
    assert bao.reads("时间改好了")
    assert bao.open(f"/editors/guides/{TWO}").reads("和别的几篇一起：国庆的钟点")
    clock.advance(days=9)
    assert look() == 2
    bao.sign_in().open("/editors/schedule")
    assert bao.reads("办好了")
    assert bao.open(TOGETHER).reads("不到两篇")


def test_what_keeps_a_batch_back_is_shown_before_and_after_its_moment(
    people: People, look: Callable[[], int], clock: StandingClock
) -> None:
    bao = approve_two(people)
    plan_two(bao)
    anna = people.join("dong", "editor")
    anna.open(f"/editors/guides/{TWO}").send(f"/editors/guides/{TWO}", do="save", notes="又改了")
    bao.open("/editors/schedule")
    assert bao.reads("到时候整批都办不成")
    assert bao.reads("草稿又改过")
    clock.advance(days=9)
    assert look() == 0
    bao.sign_in().open("/editors/schedule")
    assert bao.reads("有 1 件到了时间没有办成")
    assert bao.reads("同一批里有别的没有办成")
    bao.send("/editors/schedule/2/seen")
    assert bao.reads("记下了")
    assert "/editors/schedule/2/seen" not in bao.actions()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "起个名字"),
        ({"title": "11010519491231002X"}, "身份证号码"),
        ({"text": ""}, "请选至少两篇"),
        ({"day": "昨天"}, "没有看懂这个时间"),
        ({"day": "2026-11-01"}, "已经过去了"),
        ({"until_day": "2026-11-30"}, "要比上电视的时间晚"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(people: People, changes: dict[str, str], says: str) -> None:
    bao = approve_two(people)
    plan_two(bao, **changes)
    assert (bao.status, bao.reads(says)) == (422, True), bao.page
    assert "11010519491231002" not in bao.page
    if "day" not in changes:
        assert bao.form(TOGETHER).fields["day"] == "2026-12-01"


def test_one_box_stands_for_all_that_were_shown(people: People) -> None:
    bao = approve_two(people)
    page, dong = "/editors/guides/medical-claim", people.join("dong", "editor")
    dong.open(page).send(page, do="save", notes="问过")
    dong.send(f"{page}/submit")
    bao.open(page).send(f"{page}/approve")
    form = bao.open(TOGETHER).form(TOGETHER)
    assert bao.reads("下面 3 篇全部")
    shown = [value.split('"')[0] for value in bao.page.split('name="shown" value="')[1:]]
    fields = {**form.fields, "title": "全部", "day": "2026-12-01", "shown": shown, "all": "yes"}
    bao._take(bao.client.post(TOGETHER, data=fields, follow_redirects=True))
    assert bao.reads("一起办的 3 篇"), bao.page


def test_who_publishes_for_one_department_is_offered_its_texts_only(people: People) -> None:
    approve_two(people)
    eva = people.join("eva", grants=[StoredGrant("publisher", "民政", "")])
    assert eva.open(TOGETHER).reads("不到两篇")
    fang = people.join("fang", grants=[StoredGrant("publisher", "派出所", "")])
    assert fang.open(TOGETHER).reads("不到两篇"), "what is live belongs to another department still"
