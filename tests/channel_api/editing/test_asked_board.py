"""The board of what people ask: what is counted, beside what was, by topic and place, on a page and in files."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest

from channel_api.answers import DemandCount, Matched, SearchAnswer, SearchResult
from channel_api.pages.asked_files import FILES
from channel_api.runtime import Services
from channel_api.store.ratings import add_rating
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.test_asked_tasks import tell

ASKED = "/editors/asked"


def answer(verdict: str, ids: tuple[str, ...] = (), topic: str = "household", region: str = "000000") -> SearchAnswer:
    results = tuple(
        SearchResult(
            kind="service",
            id=id_,
            title="",
            topic=topic,
            score=1.0,
            matched=Matched(field="title", how="exact", text=""),
        )
        for id_ in ids
    )
    return SearchAnswer(q="", region=region, verdict=verdict, results=results)  # type: ignore[arg-type]


NOTHING = answer("none")
SURE = answer("confident", ("id-card-lost",))
CHOICE = answer("choose", ("residence-permit", "id-card-lost"))
MEDICAL = answer("confident", ("medical-claim",), "medical")


def ask(services: Services, text: str, given: SearchAnswer, boxes: int = 6, region: str = "000000") -> None:
    """So many boxes, each in a network of its own. With the key of the tests these have different marks."""
    told = SearchAnswer(q="", region=region, verdict=given.verdict, results=given.results)
    for number in range(1, boxes + 1):
        services.demand.count_search(text, told, device=f"{number:032x}", address=f"10.9.{number}.7")
    services.demand.flush()


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def file_of(browser: Browser, name: str, query: str = "") -> list[dict[str, str]]:
    response = browser.client.get(f"{ASKED}/table.csv?list={name}&{query}")
    assert response.status_code == 200
    assert response.content_type == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    text = response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class PageReader(HTMLParser):
    """Tables and drawings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def test_what_is_asked_not_found_and_chosen_late_stands_on_the_board(anna: Browser, services: Services) -> None:
    ask(services, "身份证不见了咋办", SURE, 8)
    ask(services, "怎么去月球", NOTHING)
    ask(services, "暂住证丢了", CHOICE)
    services.demand.count_boxes([DemandCount(door="second_choice", service="id-card-lost", count=3)])
    services.demand.flush()
    anna.open(ASKED)
    for text in ("身份证不见了咋办", "怎么去月球", "暂住证丢了", "一共问了 20 次"):
        assert anna.reads(text), text
    assert [row["大家的话"] for row in file_of(anna, "not_found")] == ["怎么去月球"]
    assert [(row["大家的话"], row["次数"]) for row in file_of(anna, "most_asked")] == [
        ("身份证不见了咋办", "8"),
        ("怎么去月球", "6"),
        ("暂住证丢了", "6"),
    ]
    (late,) = file_of(anna, "later")
    assert (late["指南"], late["选第二个"], late["大家怎么问的"]) == ("居民身份证丢失补领", "3", "暂住证丢了")
    assert '/editors/asked/name?text=%E6%80%8E%E4%B9%88%E5%8E%BB%E6%9C%88%E7%90%83"' in anna.page
    assert '<a href="/editors/guides/id-card-lost">居民身份证丢失补领</a>' in anna.page


def test_a_text_that_few_boxes_asked_is_on_no_page_and_in_no_file(anna: Browser, services: Services) -> None:
    ask(services, "我家老头子又去赌钱了", NOTHING, 4)
    anna.open(ASKED)
    assert anna.reads("一共问了 4 次")
    assert not anna.reads("赌钱")
    for name in FILES:
        assert "赌钱" not in str(file_of(anna, name))


def test_each_number_stands_beside_that_of_the_time_before(
    anna: Browser, services: Services, clock: StandingClock
) -> None:
    clock.advance(days=-7)
    ask(services, "怎么去月球", NOTHING, 9)
    clock.advance(days=7)
    ask(services, "怎么去月球", NOTHING, 6)
    ask(services, "医药费报销", MEDICAL, 5)
    anna.open(f"{ASKED}?span=week")
    assert anna.reads("一共问了 11 次，比上一段多 2")
    moon, bill = file_of(anna, "most_asked", "span=week")
    assert (moon["次数"], moon["上一段"]) == ("6", "9")
    assert (bill["次数"], bill["上一段"]) == ("5", "0")
    (week_before,) = file_of(anna, "most_asked", "span=days&since=2026-11-16&until=2026-11-22")
    assert week_before["次数"] == "9"


def test_of_one_topic_only_what_belongs_to_it_is_shown(anna: Browser, services: Services) -> None:
    ask(services, "身份证不见了咋办", SURE)
    ask(services, "医药费报销", MEDICAL)
    services.demand.count_boxes(
        [DemandCount(door="third_choice", service=one, count=2) for one in ("id-card-lost", "medical-claim")]
    )
    services.demand.flush()
    anna.open(f"{ASKED}?topic=medical")
    assert anna.reads("一共问了 6 次")
    assert [row["大家的话"] for row in file_of(anna, "most_asked", "topic=medical")] == ["医药费报销"]
    assert [row["编号"] for row in file_of(anna, "later", "topic=medical")] == ["medical-claim"]
    assert [row["主题"] for row in file_of(anna, "topics", "topic=medical")] == ["医疗保障"]


def test_of_a_province_its_cities_and_counties_are_counted_and_what_is_few_is_not_told(
    anna: Browser, services: Services
) -> None:
    ask(services, "身份证不见了咋办", SURE, 6, "330106")
    ask(services, "身份证不见了咋办", SURE, 5, "330100")
    ask(services, "怎么去月球", NOTHING, 3, "440100")
    anna.open(f"{ASKED}?region=330000")
    assert anna.reads("一共问了 11 次")
    anna.open(f"{ASKED}?region=440000")
    assert anna.reads("一共问了 不到5 次")
    rows = {row["编号"]: (row["地区"], row["次数"], row["没有找到"]) for row in file_of(anna, "regions")}
    assert rows == {
        "330106": ("浙江省杭州市西湖区", "6", "0"),
        "330100": ("浙江省杭州市", "5", "0"),
        "440100": ("广东省广州市", "不到5", "不到5"),
    }


def test_bad_ratings_and_what_viewers_say_is_wrong_are_counted_by_guide(
    anna: Browser, services: Services, clock: StandingClock
) -> None:
    for number, stars in enumerate((1, 2, 5, 1)):
        with services.database.write() as connection:
            add_rating(connection, service_id="id-card-lost", rated_by=f"{number}", stars=stars, now=services.clock())
    for choice in ("phone_wrong", "phone_wrong", "fee_wrong"):
        clock.advance(minutes=1)
        tell(services, choice)
    (rated,) = file_of(anna, "badly_rated")
    assert (rated["编号"], rated["差评"], rated["一共评了"]) == ("id-card-lost", "3", "4")
    wrong = [(row["哪里不对"], row["其中"]) for row in file_of(anna, "wrong")]
    assert wrong == [("电话打不通，或者号码不对", "2"), ("收的钱和这里说的不一样", "1")]
    anna.open(ASKED)
    assert anna.reads("电话打不通，或者号码不对（2）")
    assert 'href="/editors/asked/feedback?guide=id-card-lost"' in anna.page
    assert file_of(anna, "wrong", "region=440000") == []
    assert len(file_of(anna, "wrong", "region=330000")) == 2


def test_every_drawing_has_a_name_and_a_table_with_the_same_numbers(anna: Browser, services: Services) -> None:
    ask(services, "身份证不见了咋办", SURE)
    anna.open(ASKED)
    tags = PageReader(anna.page).tags
    drawings = [given for tag, given in tags if tag == "svg" and "aria-hidden" not in given]
    assert len(drawings) == 2
    assert all(given.get("role") == "img" and given.get("aria-label") for given in drawings)
    assert [tag for tag, _ in tags].count("caption") >= len(drawings)
    kinds = {given["fill"] for tag, given in tags if tag == "rect" and given.get("class") == "counted"}
    assert len(kinds) == 3, "patterns, not colours alone"
    (whole,) = [row for row in file_of(anna, "time") if row["次数"] != "0"]
    assert (whole["次数"], whole["一个准的回答"]) == ("6", "6")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("span=days", "没有看懂日期"),
        ("span=days&since=2026-11-20&until=2026-11-01", "请把两个日期换过来"),
        ("span=days&since=1000-01-01&until=2026-11-01", "时间太长了"),
        ("span=x&topic=x&region=x&list=x", "大家问什么"),
        ("topic=%00&region=%00&since=%00", "大家问什么"),
        ("region=330106&topic=%27%3B--", "大家问什么"),
    ],
)
def test_whatever_stands_in_the_address_a_board_comes_out(anna: Browser, query: str, said: str) -> None:
    assert anna.open(f"{ASKED}?{query}").status == 200
    assert anna.reads(said)
    assert anna.client.get(f"{ASKED}/table.csv?{query}").status_code == 200


def test_an_empty_board_says_so(anna: Browser) -> None:
    anna.open(ASKED)
    assert anna.page.count("这一段没有。") >= 6


def test_whoever_may_not_write_sees_the_board_without_ways_to_change_anything(
    people: People, services: Services
) -> None:
    ask(services, "怎么去月球", NOTHING)
    rui = people.join("rui", "reviewer")
    rui.open(ASKED)
    assert rui.reads("怎么去月球")
    assert "/editors/asked/name" not in rui.page
