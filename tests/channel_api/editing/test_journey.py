"""From a draft to the living room and back: written, read by somebody else, published, seen, rolled back."""

from flask.testing import FlaskClient

from channel_api.runtime import Services
from tests.channel_api.editing.people import Browser, People

GUIDE = "/editors/guides/id-card-lost"


def short_time(client: FlaskClient, services: Services) -> str:
    services.catalogue.refresh()
    answer = client.get("/v1/services/id-card-lost").get_json()
    return str(answer["short"]["time"])


def write(browser: Browser, **changes: str) -> Browser:
    return browser.open(GUIDE).send(GUIDE, do="save", **changes)


def test_a_guide_goes_from_its_draft_to_the_living_room_and_back(
    people: People, client: FlaskClient, services: Services
) -> None:
    anna = people.join("anna", "editor")
    bao = people.join("bao", "reviewer", "publisher")
    before = short_time(client, services)

    write(anna, short__time="四十天能拿到。", reason="局里改了时限")
    assert anna.status == 200
    assert anna.reads("草稿保存好了")
    assert short_time(client, services) == before, "the draft is not live"
    anna.send(f"{GUIDE}/submit")
    assert anna.reads("已经送审")
    assert f"{GUIDE}/approve" not in anna.actions()

    bao.open("/editors/reviews")
    assert bao.reads("居民身份证丢失补领")
    bao.open(GUIDE)
    assert bao.reads("四十天能拿到。") or bao.reads("四十")
    bao.send(f"{GUIDE}/approve")
    assert bao.reads("审核通过了")
    assert short_time(client, services) == before
    bao.send(f"{GUIDE}/publish")
    assert bao.reads("已经发布")
    assert short_time(client, services) == "四十天能拿到。"

    anna.open(f"{GUIDE}/history")
    assert anna.reads("局里改了时限")
    anna.open(f"{GUIDE}/history/1")
    anna.send(f"{GUIDE}/history/1/restore", reason="还是两个月")
    assert anna.reads("旧版恢复成了新草稿")
    assert short_time(client, services) == "四十天能拿到。", "a roll back takes the same way"
    anna.send(f"{GUIDE}/submit")
    bao.open(GUIDE).send(f"{GUIDE}/approve")
    bao.send(f"{GUIDE}/publish")
    assert short_time(client, services) == before
