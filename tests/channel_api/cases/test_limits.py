"""How long somebody has to wait before trying again."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from channel_api.cases.limits import WRONG_CODE_LIMITS, Limit, seconds_to_wait
from tests.channel_api.cases.case_examples import moment

START = moment("2026-11-23", "08:00")
FIVE_A_QUARTER_HOUR = Limit(most=5, within=timedelta(minutes=15))


def at(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in minutes]


def test_the_sixth_attempt_waits_until_the_first_is_a_quarter_of_an_hour_old() -> None:
    now = START + timedelta(minutes=5)
    assert seconds_to_wait(at(0, 1, 2, 3), [FIVE_A_QUARTER_HOUR], now) == 0
    assert seconds_to_wait(at(0, 1, 2, 3, 4), [FIVE_A_QUARTER_HOUR], now) == 10 * 60


def test_the_window_slides() -> None:
    tried = at(0, 1, 2, 3, 4)
    assert seconds_to_wait(tried, [FIVE_A_QUARTER_HOUR], START + timedelta(minutes=14, seconds=59)) == 1
    assert seconds_to_wait(tried, [FIVE_A_QUARTER_HOUR], START + timedelta(minutes=15)) == 0


def test_the_longest_wait_of_all_limits_holds() -> None:
    tried = at(*(20 * number for number in range(20)))
    now = START + timedelta(minutes=20 * 19 + 16)
    assert seconds_to_wait(tried, WRONG_CODE_LIMITS, now) == 24 * 3600 - (20 * 19 + 16) * 60


@given(st.lists(st.floats(0, 2000), max_size=60))
def test_who_waits_as_told_never_gets_more_than_the_contract_allows(pauses_minutes: list[float]) -> None:
    now, tried = START, list[datetime]()
    for pause in pauses_minutes:
        now += timedelta(minutes=pause)
        now += timedelta(seconds=seconds_to_wait(tried, WRONG_CODE_LIMITS, now))
        assert seconds_to_wait(tried, WRONG_CODE_LIMITS, now) == 0
        tried.append(now)
        for limit in WRONG_CODE_LIMITS:
            assert sum(attempt > now - limit.within for attempt in tried) <= limit.most
