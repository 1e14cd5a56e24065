"""What viewers say is wrong becomes work: gathered, taken, done, answered, and opened again when it is said again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from channel_api.asked.tasks import FEWEST_BAD_STARS, Task
from channel_api.asked_desk import FeedbackTasks, NoNoteError
from channel_api.cases.texts import IdentityNumberError
from channel_api.editing.grants import Grant
from channel_api.editing.workflow import Person, RefusedError
from channel_api.feedback_desk import Message, close_feedback, receive_feedback
from channel_api.runtime import Services
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import load_trail
from channel_api.store.feedback_tasks import TaskKey
from channel_api.store.ratings import add_rating
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People

TASKS = "/editors/asked/feedback"
ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"editor"}))
PHONE = TaskKey("id-card-lost", "330106", "phone_wrong")


@pytest.fixture
def tasks(services: Services) -> FeedbackTasks:
    return FeedbackTasks(services.database, services.clock)


def tell(
    services: Services,
    choice: str = "phone_wrong",
    *,
    kind: str = "guide_wrong",
    region: str = "330106",
    text: str = "",
) -> tuple[str, str]:
    """One household says it; the number and code with which it looks up the answer."""
    message = Message(kind=kind, choice=choice, text=text, service_id="id-card-lost", region=region)  # type: ignore[arg-type]
    now = services.clock()
    receipt = receive_feedback(services.database, services.keys, message, address=f"{now} {choice}", now=now)
    return receipt.number, receipt.code


def rate(services: Services, stars: int, times: int = 1) -> None:
    for _ in range(times):
        services.clock.advance(minutes=1)  # type: ignore[attr-defined]
        now = services.clock()
        with services.database.write() as connection:
            add_rating(connection, service_id="id-card-lost", rated_by=f"{now}", stars=stars, now=now)


def only(tasks: FeedbackTasks, key: TaskKey = PHONE) -> Task:
    (found,) = [one for one in tasks.load_tasks() if (one.service_id, one.region, one.choice) == _parts(key)]
    return found


def _parts(key: TaskKey) -> tuple[str, str, str]:
    return key.service_id, key.region, key.choice


def finish(tasks: FeedbackTasks, who: Person = ANNA, note: str = "电话改好了") -> None:
    task = only(tasks)
    tasks.finish(who, PHONE, task.version, seen=task.seen, note=note)


def look_up(services: Services, client_answer: tuple[str, str]) -> list[str]:
    """What the household's timeline says."""
    from channel_api.app import create_app

    number, code = client_answer
    answer = create_app(services).test_client().post("/v1/cases/lookup", json={"number": number, "code": code})
    return [entry["note"] for entry in answer.get_json()["timeline"]]


def test_the_same_sentence_of_several_households_is_one_task_and_another_place_another(
    services: Services, tasks: FeedbackTasks
) -> None:
    for _ in range(3):
        services.clock.advance(hours=1)  # type: ignore[attr-defined]
        tell(services)
    tell(services, region="440100")
    tell(services, "helpful", kind="praise")
    found = [(one.region, one.choice, one.open, one.state) for one in tasks.load_tasks()]
    assert found == [("330106", "phone_wrong", 3, "open"), ("440100", "phone_wrong", 1, "open")]
    assert tasks.count_open("id-card-lost") == 2
    assert tasks.count_open("residence-permit") == 0


def test_whoever_takes_it_has_it_and_the_household_sees_that_it_is_read(
    services: Services, tasks: FeedbackTasks
) -> None:
    tell(services)
    tasks.take(ANNA, PHONE, 0)
    assert (only(tasks).state, only(tasks).taken_by) == ("taken", "anna")
    with pytest.raises(StaleError):
        tasks.take(BAO, PHONE, 0)
    tasks.leave(ANNA, PHONE, 1)
    assert only(tasks).state == "open"
    tasks.take(BAO, PHONE, 2)
    assert only(tasks).taken_by == "bao"


def test_what_is_done_is_answered_to_each_household_and_stands_in_the_trail(
    services: Services, tasks: FeedbackTasks, clock: StandingClock
) -> None:
    receipts = [tell(services), tell(services)]
    clock.advance(hours=1)
    tasks.take(ANNA, PHONE, 0)
    clock.advance(hours=1)
    finish(tasks)
    assert only(tasks).state == "done"
    assert only(tasks).note == "电话改好了"
    assert [look_up(services, receipt)[-1] for receipt in receipts] == ["电话改好了"] * 2
    with services.database.read() as connection:
        trail = load_trail(connection, most=10)
    assert [(trace.who, trace.act, trace.subject) for trace in trail] == [
        ("anna", "finish_task", "id-card-lost"),
        ("anna", "take_task", "id-card-lost"),
    ]


def test_what_came_after_the_page_was_loaded_is_not_ended_with_it(
    services: Services, tasks: FeedbackTasks, clock: StandingClock
) -> None:
    tell(services)
    seen = only(tasks)
    clock.advance(minutes=5)
    tell(services)
    tasks.finish(ANNA, PHONE, seen.version, seen=seen.seen, note="改好了")
    assert (only(tasks).state, only(tasks).open) == ("open", 1)


def test_said_again_after_it_was_done_it_is_open_again_with_the_note_beside_it(
    services: Services, tasks: FeedbackTasks, clock: StandingClock
) -> None:
    tell(services)
    finish(tasks)
    clock.advance(days=1)
    tell(services)
    assert (only(tasks).state, only(tasks).open, only(tasks).note) == ("open", 1, "电话改好了")


def test_what_the_operator_closed_by_command_is_no_work_any_more(services: Services, tasks: FeedbackTasks) -> None:
    number, _ = tell(services)
    with services.database.write() as connection:
        close_feedback(connection, number, "", now=services.clock())
    assert only(tasks).state == "done"
    assert tasks.count_open("id-card-lost") == 0


def test_a_task_ends_with_a_note_without_anybodys_number(services: Services, tasks: FeedbackTasks) -> None:
    tell(services)
    with pytest.raises(NoNoteError):
        finish(tasks, note=" \n ")
    with pytest.raises(IdentityNumberError):
        finish(tasks, note="他是11010519491231002X")
    assert only(tasks).state == "open"


def test_only_whoever_may_write_may_work(services: Services, tasks: FeedbackTasks) -> None:
    tell(services)
    for who in (
        Person("rui", frozenset({"reviewer"})),
        Person("lan", frozenset(), frozenset({Grant("editor", "", "440000")})),
    ):
        with pytest.raises(RefusedError):
            tasks.take(who, PHONE, 0)
    tasks.take(Person("hang", frozenset(), frozenset({Grant("editor", "公安", "330100")})), PHONE, 0)
    assert only(tasks).taken_by == "hang"


def test_nothing_can_be_taken_that_nobody_said(tasks: FeedbackTasks, services: Services) -> None:
    with pytest.raises(StaleError):
        tasks.take(ANNA, PHONE, 0)
    with services.database.read() as connection:
        assert load_trail(connection, most=10) == []


def test_several_bad_ratings_are_work_and_are_work_again_only_after_as_many_more(
    services: Services, tasks: FeedbackTasks
) -> None:
    key = TaskKey("id-card-lost", "000000", "stars")
    rate(services, 5, 20)
    rate(services, 1, FEWEST_BAD_STARS - 1)
    assert tasks.load_tasks() == []
    rate(services, 2)
    task = only(tasks, key)
    assert (task.state, task.open) == ("open", FEWEST_BAD_STARS)
    tasks.finish(ANNA, key, task.version, seen=task.seen, note="重写了步骤")
    assert only(tasks, key).state == "done"
    rate(services, 1)
    assert only(tasks, key).state == "done"
    rate(services, 1, FEWEST_BAD_STARS)
    assert only(tasks, key).open == FEWEST_BAD_STARS + 1


# -- on the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def test_a_guides_page_says_how_much_waits_and_leads_to_it(anna: Browser, services: Services) -> None:
    anna.open("/editors/guides/id-card-lost")
    assert not anna.reads("大家说这篇有误")
    tell(services)
    tell(services, "fee_wrong")
    anna.open("/editors/guides/id-card-lost")
    assert anna.reads("大家说这篇有误：2 件没有办")
    (link,) = re.findall(r'href="(/editors/asked/feedback\?guide=[^"]*)"', anna.page)
    anna.open(link)
    assert anna.reads("只看《居民身份证丢失补领》的")
    assert anna.reads("电话打不通，或者号码不对")


def test_a_task_is_taken_and_done_on_the_page(anna: Browser, services: Services) -> None:
    tell(services)
    anna.open(TASKS).send(f"{TASKS}/take")
    assert anna.reads("现在归您办了")
    assert anna.reads("anna 在办")
    anna.send(f"{TASKS}/finish", note="")
    assert (anna.status, anna.reads("要写一句")) == (422, True)
    anna.open(TASKS).send(f"{TASKS}/finish", note="换成了新的电话")
    assert anna.reads("没有要办的")
    anna.open(f"{TASKS}?state=done")
    assert anna.reads("anna 办完了：换成了新的电话")
    assert anna.actions() == {"/editors/sign-out"}


def test_an_old_page_changes_nothing(people: People, anna: Browser, services: Services) -> None:
    tell(services)
    bao = people.join("bao", "editor")
    anna.open(TASKS)
    bao.open(TASKS).send(f"{TASKS}/take")
    anna.send(f"{TASKS}/take")
    assert anna.status == 409
    bao.open(TASKS)
    assert bao.reads("bao 在办")


def test_what_a_household_wrote_in_its_own_words_is_on_no_page(anna: Browser, services: Services) -> None:
    number, code = tell(services, text="我是翠苑三区的王阿婆，电话打了三天")
    for path in (TASKS, "/editors/asked", "/editors/asked/table.csv?list=wrong", "/editors/guides/id-card-lost"):
        anna.open(path)
        assert anna.status == 200
        for secret in ("王阿婆", "翠苑", number, code):
            assert secret not in anna.page


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "x"},
        {"version": "-1"},
        {"version": "99999999999"},
        {"seen": "gestern"},
        {"seen": "2026-11-23"},
        {"service": "nobody"},
        {"service": "\x00"},
        {"region": "1" * 5000},
        {"choice": "'; drop table"},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_form_that_nobody_filled_in_so_is_refused_in_words(
    anna: Browser, services: Services, changes: dict[str, str]
) -> None:
    tell(services)
    anna.open(TASKS).send(f"{TASKS}/finish", **{"note": "好了", **changes})
    assert anna.status in (400, 404, 409, 422)
    assert "<h1>" in anna.page
    assert FeedbackTasks(services.database, services.clock).count_open("id-card-lost") == 1


def test_a_future_moment_in_a_form_ends_only_what_was_said(anna: Browser, services: Services) -> None:
    tell(services)
    later = (services.clock() + timedelta(days=30)).isoformat()
    anna.open(TASKS).send(f"{TASKS}/finish", note="好了", seen=later)
    tasks = FeedbackTasks(services.database, services.clock)
    assert only(tasks).state == "done"
    services.clock.advance(hours=1)  # type: ignore[attr-defined]
    tell(services)
    assert only(tasks).state == "open"
