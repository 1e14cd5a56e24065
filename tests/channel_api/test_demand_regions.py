"""Where was asked what: weeks and not days, and what is rare in a place is told only of the wider place."""

from datetime import date

import pytest
from sqlalchemy import select

from channel_api.answers import Matched, SearchAnswer, SearchResult
from channel_api.runtime import Services
from channel_api.store.demand import KEPT_DAYS
from channel_api.store.demand_regions import week_of, wider_code
from channel_api.store.demand_tables import DEMAND_REGIONS
from tests.channel_api.conftest import StandingClock

WEST_LAKE = "330106"


def answer_in(region: str, verdict: str = "none", topic: str = "") -> SearchAnswer:
    found = SearchResult(
        kind="service",
        id="id-card-lost",
        title="居民身份证丢失补领",
        topic=topic,
        score=1.0,
        matched=Matched(field="title", how="exact", text=""),
    )
    results = () if verdict == "none" else (found,)
    return SearchAnswer(q="", region=region, verdict=verdict, results=results)  # type: ignore[arg-type]


def ask(services: Services, region: str, times: int, verdict: str = "none", topic: str = "") -> None:
    for _ in range(times):
        services.demand.count_search("怎么去月球", answer_in(region, verdict, topic), device="", address="unknown")
    services.demand.flush()


def kept(services: Services) -> dict[tuple[str, str, str, str], int]:
    with services.database.read() as connection:
        return {(row[0], row[1], row[2], row[3]): row[4] for row in connection.execute(select(DEMAND_REGIONS))}


def test_a_search_is_counted_for_its_region_and_week(services: Services) -> None:
    ask(services, WEST_LAKE, 3)
    ask(services, WEST_LAKE, 2, "confident", "household")
    assert kept(services) == {
        ("2026-11-23", WEST_LAKE, "none", ""): 3,
        ("2026-11-23", WEST_LAKE, "confident", "household"): 2,
    }


def test_when_the_week_is_over_what_is_rare_in_a_county_is_told_only_of_a_wider_place(
    services: Services, clock: StandingClock
) -> None:
    ask(services, WEST_LAKE, 4)
    ask(services, "330102", 3)
    ask(services, WEST_LAKE, 6, "confident", "household")
    ask(services, "440100", 2)
    clock.advance(days=7)
    ask(services, "440100", 1)
    assert kept(services) == {
        ("2026-11-23", WEST_LAKE, "confident", "household"): 6,
        ("2026-11-23", "330100", "none", ""): 7,
        ("2026-11-23", "000000", "none", ""): 2,
        ("2026-11-30", "440100", "none", ""): 1,
    }


def test_no_search_is_lost_by_widening_however_few_they_are(services: Services, clock: StandingClock) -> None:
    for region in ("330106", "330102", "330000", "440100", "000000"):
        ask(services, region, 1)
    clock.advance(days=8)
    ask(services, "000000", 1)
    assert sum(kept(services).values()) == 6
    assert {region for _, region, _, _ in kept(services)} == {"000000"}


def test_places_are_forgotten_with_the_other_counts(services: Services, clock: StandingClock) -> None:
    ask(services, WEST_LAKE, 9)
    clock.advance(days=KEPT_DAYS + 7)
    ask(services, WEST_LAKE, 1)
    assert list(kept(services).values()) == [1]


@pytest.mark.parametrize(
    ("code", "wider"), [("330106", "330100"), ("330100", "330000"), ("330000", "000000"), ("000000", "000000")]
)
def test_a_code_widens_step_by_step(code: str, wider: str) -> None:
    assert wider_code(code) == wider


def test_a_week_is_called_by_its_monday() -> None:
    assert {week_of(date(2026, 11, day)) for day in range(23, 30)} == {"2026-11-23"}
