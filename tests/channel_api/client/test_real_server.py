"""The client and the real server understand each other, on every kind of database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response
from werkzeug.serving import BaseWSGIServer, make_server

from channel_api.answers import DemandCount, SearchAnswer
from channel_api.app import create_app
from channel_api.case_demo import install_demo
from channel_api.client.background import RegionFetcher
from channel_api.client.client import ChannelClient
from channel_api.client.errors import Limited, NotFound, Refused, Unreachable
from channel_api.embedded import QuietHandler
from channel_api.runtime import Services
from channel_api.store.demand_report import load_report
from content.asking import SearchAsker
from tests.channel_api.sample_content import GUIDES, HOTLINES, OFFICES, SCENARIO

XIHU = "330106"


@contextmanager
def serve(app: Flask) -> Iterator[BaseWSGIServer]:
    """The application behind a real socket."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    yield server
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def running(app: Flask) -> Iterator[BaseWSGIServer]:
    with serve(app) as server:
        yield server


@pytest.fixture
def real_channel(running: BaseWSGIServer, tmp_path: Path) -> ChannelClient:
    return ChannelClient(f"http://127.0.0.1:{running.server_port}", folder=tmp_path / "last-known")


def test_editors_who_count_right_answers_ask_the_real_server(running: BaseWSGIServer) -> None:
    answer = SearchAsker(f"http://127.0.0.1:{running.server_port}", region=XIHU).ask("丢失补领")
    assert (answer.id, answer.title) == ("id-card-lost", "居民身份证丢失补领")
    assert answer.verdict in ("confident", "choose")


def test_what_households_read_arrives_as_it_was_published(real_channel: ChannelClient) -> None:
    assert real_channel.is_ready()
    assert [region.name for region in real_channel.regions("330100").value] == ["上城区", "西湖区"]
    assert real_channel.region(XIHU).value.case_number_lengths == (10, 12)
    counts = {topic.id: topic.count for topic in real_channel.topics(XIHU).value}
    assert counts["household"] == 1
    assert [service.id for service in real_channel.services("household", XIHU).value] == ["id-card-lost"]
    guide = real_channel.guide("id-card-lost", XIHU).value
    assert guide.guide.short is not None
    assert guide.guide.short.place == "去西湖区派出所。"
    assert guide.origins["short.time"] == "330000"
    assert guide.guide.materials == GUIDES[0].materials
    offices = real_channel.offices("id-card-lost", XIHU).value
    assert offices[0] == OFFICES[0]
    assert real_channel.office("xihu-terminal", XIHU).value == OFFICES[1]
    assert real_channel.hotlines().value == HOTLINES
    assert [notice.id for notice in real_channel.notices(XIHU).value] == ["hangzhou-november", "always"]
    assert real_channel.scenarios().value == (SCENARIO,)
    assert real_channel.scenario(SCENARIO.id).value == SCENARIO
    assert "id-card-lost" in {entry.id for entry in real_channel.lexicon(XIHU).value.services}
    assert real_channel.search("丢失补领", XIHU).results[0].id == "id-card-lost"


def test_a_large_answer_travels_packed_and_is_confirmed_by_its_tag(
    app: Flask, real_channel: ChannelClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, str]] = []

    @app.after_request
    def note(response: Response) -> Response:
        sent.append((response.status_code, response.headers.get("Content-Encoding", "")))
        return response

    monkeypatch.setattr("channel_api.encoding.LARGE_BYTES", 100)
    first = real_channel.lexicon(XIHU)
    assert real_channel.lexicon(XIHU) == first
    assert first.age_seconds is None
    assert sent == [(200, "gzip"), (304, "")]


def test_what_is_not_there_is_not_found(real_channel: ChannelClient) -> None:
    for fetch in (
        lambda: real_channel.region("999999"),
        lambda: real_channel.guide("no-such-service", XIHU),
        lambda: real_channel.guide("residence-permit", XIHU),
        lambda: real_channel.services("no-such-topic", XIHU),
        lambda: real_channel.scenario("no-such-scenario"),
        lambda: real_channel.guide("../regions/330106", XIHU),
    ):
        with pytest.raises((NotFound, Refused)):
            fetch()


def test_a_case_is_looked_up_by_number_and_code(real_channel: ChannelClient, services: Services) -> None:
    sample = install_demo(services.database, services.keys, now=services.clock())[0]
    assert real_channel.look_up_case(sample.number, sample.code).is_sample
    wrong = f"{(int(sample.code) + 1) % 1_000_000:06}"
    with pytest.raises(NotFound) as unknown_code:
        real_channel.look_up_case(sample.number, wrong)
    with pytest.raises(NotFound) as unknown_number:
        real_channel.look_up_case("ZZ99999999", wrong)
    assert str(unknown_code.value) == str(unknown_number.value)
    with pytest.raises(Refused):
        real_channel.look_up_case("1", "123456")


def test_too_many_wrong_codes_are_limited_with_a_time_to_wait(real_channel: ChannelClient) -> None:
    for _ in range(5):
        with pytest.raises(NotFound):
            real_channel.look_up_case("ZZ99999999", "000000")
    with pytest.raises(Limited) as caught:
        real_channel.look_up_case("ZZ99999999", "000000")
    assert 0 < caught.value.retry_after_seconds <= 15 * 60


def test_feedback_becomes_a_case_and_a_service_is_rated_once_a_day(real_channel: ChannelClient) -> None:
    receipt = real_channel.send_feedback("complaint", text="等了两小时", service="id-card-lost", region=XIHU)
    assert real_channel.look_up_case(receipt.number, receipt.code).state == "received"
    assert real_channel.rate_service("id-card-lost", 4).stars == 4
    with pytest.raises(Limited):
        real_channel.rate_service("id-card-lost", 5)


def test_what_boxes_search_and_answer_by_themselves_is_counted(running: BaseWSGIServer, services: Services) -> None:
    for number in range(5):
        box = ChannelClient(
            f"http://127.0.0.1:{running.server_port}", folder=services.config.data_folder, device=f"{number:032x}"
        )
        box.search("登月许可", XIHU)
    told = [DemandCount(door="keypad", service="id-card-lost", count=2), DemandCount(door="voice", count=1)]
    assert box.tell_demand(told).counted == 2
    nothing = SearchAnswer(q="", region=XIHU, verdict="none", results=())
    for number in range(4):  # all boxes of this machine are one network, and count one a day
        device, address = f"{number + 10:032x}", f"10.9.{number}.7"
        services.demand.count_search("登月许可", nothing, device=device, address=address)
    services.demand.flush()
    with services.database.read() as connection:
        report = load_report(connection, services.today(), services.today(), limit=20)
    assert [(asked.text, asked.count) for asked in report.most_asked] == [("登月许可", 9)]
    assert report.boxes == tuple(told)


def test_a_guide_is_taken_along_where_telephones_reach_the_server(
    real_channel: ChannelClient, services: Services, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        real_channel.make_take("id-card-lost", XIHU, ["居民户口簿"])
    public = create_app(replace(services, config=replace(services.config, public_url="https://channel.example.cn")))
    with serve(public) as server:
        channel = ChannelClient(f"http://127.0.0.1:{server.server_port}", folder=tmp_path)
        receipt = channel.make_take("id-card-lost", XIHU, ["居民户口簿"])
    page = public.test_client().get(urlsplit(receipt.url).path)
    assert page.status_code == 200
    assert "备好了" in page.get_data(as_text=True)


def test_after_a_pass_in_the_background_the_server_is_not_missed(
    real_channel: ChannelClient, running: BaseWSGIServer, tmp_path: Path
) -> None:
    first = RegionFetcher(real_channel, XIHU, requests_per_second=10_000).run_pass()
    assert (first.end, first.failed) == ("done", 0)
    second = RegionFetcher(real_channel, XIHU, requests_per_second=10_000, fresh_seconds=0).run_pass()
    assert (second.end, second.changed, second.failed) == ("done", 0, 0)
    assert second.confirmed == first.changed + first.recent
    away = ChannelClient("http://127.0.0.1:9", folder=tmp_path / "last-known")
    for service in away.services("household", XIHU).value:
        assert away.guide(service.id, XIHU).age_seconds is not None
        assert away.offices(service.id, XIHU).value
    with pytest.raises(Unreachable):
        away.search("身份证", XIHU)
