"""What households read: regions, topics, services, guides, offices, hotlines, notices, scenarios."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from content.inheritance import GuideInForce


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def ids(client: FlaskClient, path: str, key: str = "id") -> list[str]:
    return [item[key] for item in get(client, path)["items"]]


def test_a_region_is_told_with_what_it_inherits(reader: FlaskClient) -> None:
    assert get(reader, "/v1/regions/330106") == {
        "code": "330106",
        "name": "西湖区",
        "parent": "330100",
        "level": "district",
        "case_number_lengths": [10, 12],
        "has_case_feed": False,
        "has_national_rules": True,
    }
    assert get(reader, "/v1/regions/440100")["has_case_feed"] is True


def test_the_regions_inside_one_are_listed(reader: FlaskClient) -> None:
    assert ids(reader, "/v1/regions?parent=330100", "code") == ["330102", "330106"]
    assert len(ids(reader, "/v1/regions", "code")) == 8


def test_where_the_rules_of_the_country_do_not_hold_no_service_is_offered(reader: FlaskClient) -> None:
    assert get(reader, "/v1/regions/810000")["has_national_rules"] is False
    assert {topic["count"] for topic in get(reader, "/v1/topics?region=810000")["items"]} == {0}
    assert ids(reader, "/v1/services?region=810000") == []
    assert get(reader, "/v1/lexicon?region=810000")["services"] == []
    assert get(reader, "/v1/services/id-card-lost?region=810000", 404)["code"] == "not_found"
    assert get(reader, "/v1/services/id-card-lost?region=440100")["id"] == "id-card-lost"


def test_topics_count_what_the_region_offers(reader: FlaskClient) -> None:
    def counts(region: str) -> dict[str, int]:
        return {topic["id"]: topic["count"] for topic in get(reader, f"/v1/topics?region={region}")["items"]}

    assert counts("000000") == {"household": 2, "medical": 1, "other": 0}
    assert counts("330106") == {"household": 1, "medical": 1, "other": 0}
    assert counts("440100") == {"household": 2, "medical": 1, "other": 2}


def test_services_of_a_province_are_found_there_and_nowhere_else(reader: FlaskClient) -> None:
    assert ids(reader, "/v1/services?topic=other&region=440000") == ["gd-outdoor-ads"]
    assert ids(reader, "/v1/services?topic=other&region=440100") == ["gd-outdoor-ads", "gd-guangzhou-tree"]
    assert ids(reader, "/v1/services?topic=other&region=330106") == []
    assert get(reader, "/v1/services/gd-outdoor-ads?region=330100", 404)["code"] == "not_found"


def test_the_services_most_people_want_come_first(reader: FlaskClient) -> None:
    assert ids(reader, "/v1/services?topic=household&region=000000") == ["residence-permit", "id-card-lost"]


def test_a_list_shows_what_the_region_says_differently(reader: FlaskClient) -> None:
    (line,) = get(reader, "/v1/services?topic=household&region=330106")["items"]
    assert line == {
        "id": "id-card-lost",
        "title": "居民身份证丢失补领",
        "topic": "household",
        "department": "浙江公安",
        "summary": "二十天能拿到。",
        "status": "example",
    }


def test_a_guide_is_inherited_field_by_field_and_says_from_where(reader: FlaskClient) -> None:
    guide = get(reader, "/v1/services/id-card-lost?region=330106")
    assert guide["short"] == {
        "time": "二十天能拿到。",
        "fee": "",
        "place": "去西湖区派出所。",
        "materials": "带户口簿。",
        "visits": "",
    }
    assert guide["phones"] == {"consult": "12345", "complaint": "0571-12345"}
    wanted = {
        "title": "000000",
        "department": "330000",
        "short.time": "330000",
        "phones.complaint": "330100",
        "short.place": "330106",
    }
    assert {field: guide["origins"][field] for field in wanted} == wanted


def test_the_national_rule_is_answered_where_no_region_is_chosen(reader: FlaskClient) -> None:
    guide = get(reader, "/v1/services/id-card-lost")
    assert guide["department"] == "公安局"
    assert set(guide["origins"].values()) == {"000000"}


def test_the_answer_is_a_guide_that_the_television_can_read(reader: FlaskClient) -> None:
    guide = get(reader, "/v1/services/id-card-lost?region=330102")
    assert GuideInForce.from_plain(guide).guide.department == "浙江公安"
    assert "questions" not in guide


def test_without_a_region_what_only_one_place_offers_is_answered_as_it_is_there(reader: FlaskClient) -> None:
    assert get(reader, "/v1/services/gd-guangzhou-tree")["region"] == "440100"
    assert get(reader, "/v1/services/gd-guangzhou-tree?region=330106", 404)["code"] == "not_found"


def test_a_service_not_offered_in_a_region_says_so(reader: FlaskClient) -> None:
    problem = get(reader, "/v1/services/residence-permit?region=330106", 404)
    assert problem["code"] == "not_found"
    assert "不办理" in problem["detail"]
    assert "12345" in problem["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/regions/999999",
        "/v1/regions?parent=999999",
        "/v1/topics?region=999999",
        "/v1/services?region=999999",
        "/v1/services?topic=nothing",
        "/v1/services/nothing",
        "/v1/services/id-card-lost?region=999999",
        "/v1/services/nothing/offices",
        "/v1/search?q=x&region=999999",
        "/v1/lexicon?region=999999",
        "/v1/notices?region=999999",
        "/v1/scenarios/nothing",
        "/v1/nothing",
    ],
)
def test_what_is_not_there_is_not_found(reader: FlaskClient, path: str) -> None:
    assert get(reader, path, 404)["code"] == "not_found"


def test_offices_come_nearest_first(reader: FlaskClient) -> None:
    assert ids(reader, "/v1/services/id-card-lost/offices?region=330106") == [
        "xihu-police",
        "xihu-terminal",
        "city-hall",
    ]
    assert ids(reader, "/v1/services/id-card-lost/offices?region=330100") == [
        "city-hall",
        "shangcheng-police",
        "xihu-police",
        "xihu-terminal",
    ]


def test_offices_open_at_a_moment_leave_out_those_whose_hours_nobody_knows(reader: FlaskClient) -> None:
    path = "/v1/services/id-card-lost/offices?region=330106&open_at="
    assert ids(reader, path + "2026-11-23T10:00:00%2B08:00") == ["xihu-police", "xihu-terminal"]
    assert ids(reader, path + "2026-11-23T02:00:00Z") == ["xihu-police", "xihu-terminal"]
    assert ids(reader, path + "2026-11-22T10:00:00%2B08:00") == ["xihu-terminal"]


def test_an_unescaped_plus_in_a_moment_is_understood(reader: FlaskClient) -> None:
    path = "/v1/services/id-card-lost/offices?region=330106&open_at=2026-11-23T12:30:00+08:00"
    assert ids(reader, path) == ["xihu-terminal"]


def test_a_moment_at_the_edge_of_time_finds_nothing_open(reader: FlaskClient) -> None:
    path = "/v1/services/id-card-lost/offices?region=330102&open_at=0001-01-01T00:00:00%2B14:00"
    assert ids(reader, path) == []


def test_notices_in_force_today_come_nearest_first(reader: FlaskClient) -> None:
    assert ids(reader, "/v1/notices?region=330106") == ["hangzhou-november", "always"]
    assert ids(reader, "/v1/notices") == ["always"]


def test_hotlines_and_scenarios_are_whole(reader: FlaskClient) -> None:
    assert ids(reader, "/v1/hotlines", "number") == ["110", "12345"]
    scenario = get(reader, "/v1/scenarios/new-baby")
    assert get(reader, "/v1/scenarios")["items"] == [scenario]
    assert scenario["questions"][0]["answers"][0] == {"text": "医院", "leads_to": "all"}


def test_search_looks_only_at_what_the_region_offers(reader: FlaskClient) -> None:
    assert get(reader, "/v1/search?q=广告&region=440100")["results"][0]["id"] == "gd-outdoor-ads"
    nothing = get(reader, "/v1/search?q=广告&region=330106")
    assert nothing == {"q": "广告", "region": "330106", "verdict": "none", "results": []}


def test_the_lexicon_holds_the_services_of_the_region(reader: FlaskClient) -> None:
    lexicon = get(reader, "/v1/lexicon?region=330106")
    assert [entry["id"] for entry in lexicon["services"]] == ["id-card-lost", "medical-claim"]
    assert len(lexicon["hotlines"]) == 2


def test_pages_together_are_the_whole_list(reader: FlaskClient) -> None:
    whole = ids(reader, "/v1/services?region=440100")
    found: list[str] = []
    cursor = ""
    while True:
        page = get(reader, f"/v1/services?region=440100&limit=2{cursor}")
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        assert len(page["items"]) == 2
        cursor = f"&cursor={page['next_cursor']}"
    assert found == whole
    assert len(whole) == 5
