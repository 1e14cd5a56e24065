"""What front ends get from the client over a real connection: typed answers, kept ones with their age, clear errors."""

import json
import logging
import stat
from pathlib import Path

import pytest

from channel_api.answers import DemandCount, DemandReceipt
from channel_api.client.client import Answer, ChannelClient
from channel_api.client.errors import BadAnswer, ClientError, Limited, NotFound, Refused, Unreachable
from content.model import Short
from tests.channel_api.client.conftest import Clock
from tests.channel_api.client.fake_server import FakeServer, Given, problem
from tests.channel_api.client.samples import (
    CASE,
    GUIDE,
    HOTLINE,
    LEXICON,
    NOTICE,
    OFFICE,
    REGION,
    SCENARIO,
    SEARCH,
    SUMMARY,
    TOPIC,
    plain,
    plain_guide,
)

IDENTITY_NUMBER = "11010519491231002X"  # the example of the standard itself, GB 11643-1999
REGION_CODE = "330106"


def test_every_route_gives_its_typed_answer(channel: ChannelClient) -> None:
    assert channel.regions("330100") == Answer((REGION,), None)
    assert channel.region(REGION_CODE) == Answer(REGION, None)
    assert channel.topics(REGION_CODE) == Answer((TOPIC,), None)
    assert channel.services("household", REGION_CODE) == Answer((SUMMARY,), None)
    assert channel.guide(GUIDE.id, REGION_CODE).value.guide == GUIDE
    assert channel.guide(GUIDE.id, REGION_CODE).value.origins["title"] == "000000"
    assert channel.offices(GUIDE.id, REGION_CODE) == Answer((OFFICE,), None)
    assert channel.office(OFFICE.id, REGION_CODE) == Answer(OFFICE, None)
    assert channel.hotlines() == Answer((HOTLINE,), None)
    assert channel.notices(REGION_CODE) == Answer((NOTICE,), None)
    assert channel.scenarios() == Answer((SCENARIO,), None)
    assert channel.scenario(SCENARIO.id) == Answer(SCENARIO, None)
    assert channel.lexicon(REGION_CODE) == Answer(LEXICON, None)
    assert channel.search("身份证", REGION_CODE) == SEARCH
    assert channel.look_up_case("330106000001", "123456") == CASE
    assert channel.send_feedback("praise", choice="polite").number == "123412341234"
    assert channel.rate_service(GUIDE.id, 5).votes == 1
    assert channel.rate_case("330106000001", "123456", 5).average is None
    assert channel.is_ready()


def test_the_server_is_asked_as_the_contract_says(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel.services("household", REGION_CODE)
    channel.send_feedback("complaint", text="等了两小时", service=GUIDE.id, region=REGION_CODE)
    channel.rate_case("A1 2345", "123456", 3)
    listing, feedback, rating = channel_server.asked
    assert listing.query == {"topic": "household", "region": REGION_CODE, "limit": "100"}
    assert json.loads(feedback.body) == {
        "kind": "complaint",
        "text": "等了两小时",
        "service": GUIDE.id,
        "region": REGION_CODE,
    }
    assert feedback.headers["Content-Type"] == "application/json"
    assert json.loads(rating.body) == {"case": "A1 2345", "code": "123456", "stars": 3}


def test_the_box_says_its_random_id_only_with_a_search_and_only_when_it_has_one(
    channel_server: FakeServer, folder: Path
) -> None:
    ChannelClient(channel_server.url, folder=folder).search("身份证", REGION_CODE)
    box = ChannelClient(channel_server.url, folder=folder, device="ab12")
    box.search("身份证", REGION_CODE)
    box.hotlines()
    box.look_up_case("330106000001", "123456")
    box.send_feedback("praise", text="很好")
    box.tell_demand([DemandCount(door="keypad", count=1)])
    assert [asked.headers.get("X-Device") for asked in channel_server.asked] == [None, "ab12", None, None, None, None]


def test_demand_leaves_the_box_as_counts_without_what_was_not_there(
    channel: ChannelClient, channel_server: FakeServer
) -> None:
    counts = [DemandCount(door="voice", service=GUIDE.id, aspect="fee", count=2), DemandCount(door="keypad", count=1)]
    assert channel.tell_demand(counts) == DemandReceipt(counted=2)
    assert json.loads(channel_server.asked[0].body) == {
        "counts": [
            {"door": "voice", "service": GUIDE.id, "aspect": "fee", "count": 2},
            {"door": "keypad", "count": 1},
        ]
    }


def test_a_long_list_is_fetched_page_by_page(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel_server.lists["/v1/services"] = [plain(SUMMARY) | {"id": f"service-{n}"} for n in range(250)]
    answer = channel.services("household", REGION_CODE)
    assert [service.id for service in answer.value] == [f"service-{n}" for n in range(250)]
    assert [asked.query.get("cursor") for asked in channel_server.asked] == [None, "100", "200"]


def test_a_list_without_end_is_a_bad_answer(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel_server.answers["/v1/hotlines"] = {"items": [], "next_cursor": "again"}
    del channel_server.lists["/v1/hotlines"]
    with pytest.raises(BadAnswer):
        channel.hotlines()


def test_what_did_not_change_is_confirmed_and_not_sent_again(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    first = channel.guide(GUIDE.id, REGION_CODE)
    box_clock.advance(500)
    assert channel.guide(GUIDE.id, REGION_CODE) == first
    assert channel_server.asked[1].headers["If-None-Match"]
    channel_server.goes_offline()
    box_clock.advance(60)
    assert channel.guide(GUIDE.id, REGION_CODE).age_seconds == 60


def test_what_changed_on_the_second_page_is_noticed(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel_server.lists["/v1/services"] = [plain(SUMMARY) | {"id": f"service-{n}"} for n in range(150)]
    channel.services("household", REGION_CODE)
    channel_server.lists["/v1/services"][120] |= {"title": "换了名字"}
    assert channel.services("household", REGION_CODE).value[120].title == "换了名字"


def test_a_change_on_the_server_reaches_the_screen(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel.guide(GUIDE.id, REGION_CODE)
    channel_server.answers[f"/v1/services/{GUIDE.id}"]["title"] = "新名字"
    assert channel.guide(GUIDE.id, REGION_CODE).value.guide.title == "新名字"


@pytest.mark.parametrize(
    "fails", ["goes_offline", "is_slow", "drips", "cuts_in_mid_answer", "answers_garbage", "limits", "breaks"]
)
def test_with_the_server_away_the_last_answer_is_given_with_its_age(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock, fails: str
) -> None:
    known = channel.topics(REGION_CODE).value
    box_clock.advance(3600)
    channel_server.lists["/v1/topics"] = []
    getattr(channel_server, fails)()
    assert channel.topics(REGION_CODE) == Answer(known, 3600)
    channel_server.comes_back()
    assert channel.topics(REGION_CODE) == Answer((), None)


@pytest.mark.parametrize(
    ("fails", "error"),
    [
        ("goes_offline", Unreachable),
        ("is_slow", Unreachable),
        ("drips", Unreachable),
        ("cuts_in_mid_answer", Unreachable),
        ("breaks", Unreachable),
        ("answers_garbage", BadAnswer),
        ("is_somebody_else", BadAnswer),
        ("limits", Limited),
    ],
)
def test_with_nothing_kept_the_error_says_what_happened(
    channel: ChannelClient, channel_server: FakeServer, fails: str, error: type[ClientError]
) -> None:
    getattr(channel_server, fails)()
    with pytest.raises(error):
        channel.guide(GUIDE.id, REGION_CODE)
    assert not channel.is_ready()


def test_a_list_is_never_made_of_pages_of_different_times(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    channel_server.lists["/v1/services"] = [plain(SUMMARY) | {"id": f"old-{n}"} for n in range(150)]
    channel.services("household", REGION_CODE)
    box_clock.advance(10)
    channel_server.lists["/v1/services"] = [plain(SUMMARY) | {"id": f"new-{n}"} for n in range(150)]
    channel_server.lists["/v1/services"][120] = {"broken": True}
    answer = channel.services("household", REGION_CODE)
    assert answer.age_seconds == 10
    assert {service.id.partition("-")[0] for service in answer.value} == {"old"}


def test_a_withdrawn_service_is_not_shown_from_memory(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel.guide(GUIDE.id, REGION_CODE)
    channel_server.withdraws(f"/v1/services/{GUIDE.id}")
    with pytest.raises(NotFound):
        channel.guide(GUIDE.id, REGION_CODE)
    channel_server.goes_offline()
    with pytest.raises(Unreachable):
        channel.guide(GUIDE.id, REGION_CODE)


def test_a_login_page_of_the_network_does_not_withdraw_anything(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    channel.guide(GUIDE.id, REGION_CODE)
    box_clock.advance(5)
    channel_server.is_somebody_else()
    assert channel.guide(GUIDE.id, REGION_CODE).age_seconds == 5


def test_each_region_keeps_its_own_answer(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel.topics(REGION_CODE)
    channel_server.goes_offline()
    with pytest.raises(Unreachable):
        channel.topics("440100")


def test_another_address_of_the_same_channel_has_the_same_memory(
    channel: ChannelClient, channel_server: FakeServer, folder: Path, box_clock: Clock
) -> None:
    channel.topics(REGION_CODE)
    channel_server.goes_offline()
    box_clock.advance(7)
    moved = ChannelClient("http://127.0.0.1:9", folder=folder, clock=box_clock)
    assert moved.topics(REGION_CODE).age_seconds == 7


def test_searches_cases_and_what_is_sent_are_never_kept(
    channel: ChannelClient, channel_server: FakeServer, folder: Path
) -> None:
    channel.search("身份证", REGION_CODE)
    channel.look_up_case("330106000001", "123456")
    channel.send_feedback("praise", text="很好")
    channel.rate_service(GUIDE.id, 5)
    assert not folder.exists() or list(folder.iterdir()) == []
    channel_server.goes_offline()
    with pytest.raises(Unreachable):
        channel.search("身份证", REGION_CODE)


def test_only_the_household_may_read_the_folder(channel: ChannelClient, folder: Path) -> None:
    channel.hotlines()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_office_is_found_in_the_lists_that_were_fetched(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    with pytest.raises(NotFound):
        channel.office(OFFICE.id, REGION_CODE)
    channel.offices(GUIDE.id, REGION_CODE)
    box_clock.advance(30)
    channel_server.goes_offline()
    assert channel.office(OFFICE.id, REGION_CODE) == Answer(OFFICE, 30)
    with pytest.raises(NotFound):
        channel.office(OFFICE.id, "440100")
    with pytest.raises(NotFound):
        channel.office("elsewhere", REGION_CODE)


def test_an_office_is_still_found_when_one_of_its_services_is_withdrawn(
    channel: ChannelClient, channel_server: FakeServer
) -> None:
    channel_server.lists["/v1/services/second/offices"] = [plain(OFFICE)]
    channel.offices(GUIDE.id, REGION_CODE)
    channel.offices("second", REGION_CODE)
    channel_server.withdraws(f"/v1/services/{GUIDE.id}/offices")
    assert channel.office(OFFICE.id, REGION_CODE).value == OFFICE


def test_a_newer_server_may_say_more_than_this_box_knows(channel: ChannelClient, channel_server: FakeServer) -> None:
    guide = plain_guide()
    guide["colour"] = "red"
    guide["short"]["smell"] = "rose"
    channel_server.answers[f"/v1/services/{GUIDE.id}"] = guide
    channel_server.lists["/v1/topics"] = [plain(TOPIC) | {"icon": "house"}]
    assert channel.guide(GUIDE.id, REGION_CODE).value.guide.short == Short(materials="带户口簿。")
    assert channel.topics(REGION_CODE).value == (TOPIC,)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'"text"',
        b'{"items": 5}',
        b'{"items": [{"id": "x"}]}',
        b'{"items": [NaN]}',
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"",
    ],
)
def test_an_answer_of_another_shape_is_a_bad_answer(
    channel: ChannelClient, channel_server: FakeServer, body: bytes
) -> None:
    channel_server.given["/v1/topics"] = Given(200, body)
    channel_server.given["/v1/lexicon"] = Given(200, body)
    channel_server.given[f"/v1/services/{GUIDE.id}"] = Given(200, body)
    channel_server.given["/v1/search"] = Given(200, body)
    for fetch in (channel.topics, channel.lexicon, lambda region: channel.guide(GUIDE.id, region)):
        with pytest.raises(BadAnswer):
            fetch(REGION_CODE)
    with pytest.raises(BadAnswer):
        channel.search("身份证", REGION_CODE)


def test_an_answer_over_five_mebibytes_is_refused(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel_server.given["/v1/topics"] = Given(200, b" " * (5 * 1024 * 1024 + 1))
    with pytest.raises(BadAnswer):
        channel.topics(REGION_CODE)


@pytest.mark.parametrize(
    ("retry_after", "seconds"), [("30", 30), (None, 60), ("soon", 60), ("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
)
def test_limited_says_how_long_to_wait(
    channel: ChannelClient, channel_server: FakeServer, retry_after: str | None, seconds: float
) -> None:
    channel_server.limits(retry_after)
    with pytest.raises(Limited) as caught:
        channel.look_up_case("330106000001", "123456")
    assert caught.value.retry_after_seconds == seconds


def test_an_unknown_case_is_not_found_and_a_malformed_one_refused(
    channel: ChannelClient, channel_server: FakeServer
) -> None:
    channel_server.given["/v1/cases/lookup"] = problem(404, "not_found")
    with pytest.raises(NotFound):
        channel.look_up_case("330106000001", "123456")
    channel_server.given["/v1/cases/lookup"] = problem(422, "invalid")
    with pytest.raises(Refused):
        channel.look_up_case("330106000001", "123456")


def test_an_identity_number_never_leaves_the_house(channel: ChannelClient, channel_server: FakeServer) -> None:
    spaced = " ".join(IDENTITY_NUMBER[begin : begin + 4] for begin in range(0, 18, 4))
    for number in (IDENTITY_NUMBER, spaced):
        with pytest.raises(Refused):
            channel.look_up_case(number, "123456")
        with pytest.raises(Refused):
            channel.rate_case(number, "123456", 5)
        with pytest.raises(Refused):
            channel.send_feedback("complaint", text=f"我的号码是{number}请查")
    assert channel_server.asked == []
    channel.search(f"{IDENTITY_NUMBER}的身份证丢了", REGION_CODE)
    assert channel_server.asked[0].query["q"] == "〔数字〕的身份证丢了"


def test_errors_and_logs_say_nothing_personal(
    channel: ChannelClient, channel_server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel.search("离婚怎么办", REGION_CODE)
    channel_server.given["/v1/cases/lookup"] = problem(422, "invalid")
    channel_server.given["/v1/feedback"] = Given(201, b"garbage")
    errors = []
    for send in (
        lambda: channel.look_up_case("330106000001", "654321"),
        lambda: channel.send_feedback("complaint", text="邻居老王"),
        lambda: channel.look_up_case(IDENTITY_NUMBER, "654321"),
    ):
        with pytest.raises(ClientError) as caught:
            send()
        errors.append(repr(caught.value) + str(caught.value.__cause__))
    channel_server.goes_offline()
    with pytest.raises(ClientError) as caught:
        channel.search("离婚怎么办", REGION_CODE)
    said = "".join([*errors, repr(caught.value), str(caught.value.__cause__), caplog.text])
    assert [word for word in ("离婚", "%E7", "330106000001", "654321", "老王", IDENTITY_NUMBER) if word in said] == []
