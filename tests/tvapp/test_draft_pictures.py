"""Pictures of drafts: the television's own frames, sheet by sheet, what is said, what would not be seen whole."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from channel_api.client.draft import Draft
from channel_api.client.errors import NotFound, Unreachable
from content.files import Content
from content.inheritance import resolve
from content.model import Guide, Material, Notice, Outcome, Scenario, ScenarioAnswer, ScenarioQuestion
from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words
from tvapp.draft_pictures import NoSuchAnswerError, Studio, find_lost
from tvapp.draft_pictures_program import MOST_ORDERS, DraftPainter, read_order, serve
from tvapp.draft_source import DraftSource
from tvapp.fetched import Fetched
from tvapp.frame import Painter
from tvapp.local_calendar import load_local_calendar

TICKET = "t" * 43
LONG = "这份材料要由原来的单位盖章，并且写明什么时候开始、什么时候结束。" * 6


def an_order(**changes: object) -> str:
    plain = {"ticket": TICKET, "region": "330106", "route": "guide/id-card-lost", "sizes": ["80x23", "50x14"]}
    return json.dumps({**plain, **changes})


@pytest.fixture
def studio(channel: FakeChannel) -> Studio:
    return Studio(data=channel, words=packaged_words(), calendar=load_local_calendar(), now=MONDAY_MORNING)


def a_guide(channel: FakeChannel) -> Guide:
    return next(iter(channel.content.guides.values()))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_picture_is_what_a_television_shows(
    studio: Studio, make_television: MakeTelevision, channel: FakeChannel, size: Any
) -> None:
    route = f"guide/{a_guide(channel).id}"
    screen = studio.draw(route, "330106", size)
    television = make_television(route, size=size)
    assert len(screen.sheets) == len(television.layout.sheets)
    assert screen.sheets[0].text == television.frame().text()
    assert screen.sheets[0].said == television.telling.last_said
    assert all(sheet.svg.startswith("<svg") and sheet.lost == () for sheet in screen.sheets)
    assert (screen.left_out, screen.is_waiting) == (0, False)


def test_every_sheet_is_drawn_and_every_word_of_a_long_guide_stands_on_one_of_them(
    studio: Studio, channel: FakeChannel
) -> None:
    guide = a_guide(channel)
    long = replace(guide, materials=tuple(Material(name=f"第{number}份证明", note=LONG) for number in range(1, 8)))
    channel.content = replace(channel.content, guides={**channel.content.guides, guide.id: long})
    for size in SIZES:
        screen = studio.draw(f"guide/{guide.id}/materials", "330106", size)
        seen = "".join(sheet.text for sheet in screen.sheets)
        assert len(screen.sheets) > 1
        assert all(f"第{number}份证明" in seen for number in range(1, 8))
        assert {lost for sheet in screen.sheets for lost in sheet.lost} == set()
        assert len({sheet.text for sheet in screen.sheets}) == len(screen.sheets)


def test_more_sheets_than_anybody_looks_at_are_counted_only(studio: Studio, channel: FakeChannel) -> None:
    guide = a_guide(channel)
    endless = replace(guide, materials=tuple(Material(name=f"材料{number}", note=LONG) for number in range(80)))
    channel.content = replace(channel.content, guides={**channel.content.guides, guide.id: endless})
    screen = studio.draw(f"guide/{guide.id}/materials", "330106", SIZES[3])
    assert len(screen.sheets) == 30
    assert screen.left_out > 0


def test_what_would_not_be_seen_whole_is_named(make_television: MakeTelevision, channel: FakeChannel) -> None:
    """A picture in which a part of the text is missing, as when something is cut at an edge or painted over."""
    television = make_television(f"guide/{a_guide(channel).id}", size=SIZES[1])
    layout, whole = television.layout, television.frame()
    assert find_lost(layout, 0, whole) == ()
    emptied = Painter(layout.size).finish(whole.placed, whole.focused, whole.theme)
    lost = find_lost(layout, 0, emptied)
    assert a_guide(channel).title in lost
    assert layout.sheets[0].placed[0].item.label in lost


def test_a_title_that_leaves_no_room_for_anything_else_is_told_of(studio: Studio, channel: FakeChannel) -> None:
    guide = replace(a_guide(channel), title="很长的名字" * 80)
    channel.content = replace(channel.content, guides={**channel.content.guides, guide.id: guide})
    screen = studio.draw(f"guide/{guide.id}", "330106", SIZES[3])
    assert any(sheet.lost for sheet in screen.sheets)


class FakeDrafts:
    """The server's answer to a ticket."""

    def __init__(self, *things: Any) -> None:
        self.things = list(things)
        self.asked: list[tuple[str, str]] = []

    def fetch(self, ticket: str, region: str) -> Draft:
        self.asked.append((ticket, region))
        thing = self.things.pop(0)
        if isinstance(thing, Exception):
            raise thing
        return Draft(thing)


class Around(DraftSource):
    """What is published comes from a fake channel."""

    def __init__(self, channel: FakeChannel) -> None:
        super().__init__(lambda: None)  # type: ignore[arg-type,return-value]  # asked by nobody
        self._channel = channel

    def _get(self, key: tuple[str, ...], load: Any) -> Fetched[Any]:
        name, *rest = key
        try:
            found: Fetched[Any] = getattr(self._channel, name)(*rest)
        except KeyError:
            return Fetched(problem="not_found")
        return found


def painter_of(channel: FakeChannel, *things: Any) -> tuple[DraftPainter, FakeDrafts]:
    drafts: Any = FakeDrafts(*things)
    return DraftPainter(drafts, Around(channel), now=lambda: MONDAY_MORNING), drafts


def texts_of(answer: dict[str, Any]) -> str:
    return "\n".join(sheet["text"] for screen in answer["screens"] for sheet in screen["sheets"])


def test_the_draft_is_drawn_in_place_of_what_is_published(channel: FakeChannel) -> None:
    guide = replace(a_guide(channel), title="改过的名字")
    painter, drafts = painter_of(channel, resolve(guide, []))
    answer = painter.answer(an_order(route=f"guide/{guide.id}"))
    assert [screen["size"] for screen in answer["screens"]] == ["80x23", "50x14"]
    assert "改过的名字" in texts_of(answer)
    assert drafts.asked == [(TICKET, "330106")]


def test_a_guide_that_was_never_published_is_drawn_too_where_no_office_knows_it(channel: FakeChannel) -> None:
    guide = Guide(id="brand-new", region="000000", title="全新的事项", topic="none")
    painter, _ = painter_of(channel, *[resolve(guide, [])] * 2)
    assert "全新的事项" in texts_of(painter.answer(an_order(route="guide/brand-new")))
    assert painter.answer(an_order(route="guide/brand-new/offices"))["screens"][0]["is_waiting"] is False


def test_a_notice_stands_first_and_an_office_is_drawn_without_a_list(
    sample_content: Content, channel: FakeChannel
) -> None:
    office = replace(sample_content.offices[0], id="new-office", name="新开的窗口")
    painter, _ = painter_of(channel, Notice(id="new", title="新的公告", text="明天起办公时间有变。"), office)
    notices = painter.answer(an_order(route="notices", sizes=["80x23"]))["screens"][0]["sheets"][0]["text"]
    assert "新的公告" in notices
    assert "新开的窗口" in texts_of(painter.answer(an_order(route="office/new-office")))


def test_one_draft_is_not_shown_in_place_of_another(channel: FakeChannel) -> None:
    guide = a_guide(channel)
    painter, _ = painter_of(
        channel, resolve(replace(guide, title="改过的名字"), []), Notice(id="n", title="公告", text="。")
    )
    painter.answer(an_order(route=f"guide/{guide.id}"))
    painter.answer(an_order(route="notices"))
    found = painter._source.guide(guide.id, "330106").value
    assert found is not None
    assert found.guide.title == guide.title


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        an_order(ticket="kurz"),
        an_order(region="33010"),
        an_order(sizes=["80x24"]),
        an_order(sizes=[]),
        an_order(sizes=7),
        an_order(route="nowhere"),
        an_order(route="case"),
        an_order(route="guide/id-card-lost/take"),
        an_order(route="rate"),
    ],
)
def test_what_is_no_order_is_not_carried_out(line: str, channel: FakeChannel) -> None:
    painter, drafts = painter_of(channel)
    assert painter.answer(line) == {"problem": "bad_order"}
    assert drafts.asked == []


def test_why_there_is_no_draft_is_told(channel: FakeChannel) -> None:
    painter, _ = painter_of(channel, NotFound("over"), Unreachable("away"))
    assert painter.answer(an_order()) == {"problem": "no_draft"}
    assert painter.answer(an_order()) == {"problem": "no_server"}


def test_it_answers_line_by_line_until_its_input_ends_or_it_has_drawn_a_while(channel: FakeChannel) -> None:
    painter, _ = painter_of(channel)
    answers = io.StringIO()
    serve(painter, io.StringIO("x\ny\n"), answers)
    assert answers.getvalue() == '{"problem": "bad_order"}\n' * 2
    endless = io.StringIO("x\n" * (MOST_ORDERS + 5))
    serve(painter, endless, io.StringIO())
    assert len(endless.read().splitlines()) == 5


def test_an_order_is_read_as_it_was_given() -> None:
    order = read_order(an_order())
    assert (order.ticket, order.region, order.route, order.sizes) == (
        TICKET,
        "330106",
        "guide/id-card-lost",
        ("80x23", "50x14"),
    )


def a_question(number: int, *targets: str) -> ScenarioQuestion:
    said = "，要写得长一些，看会不会分成两页"
    answers = [ScenarioAnswer(text=f"第{at}个答案{said}", leads_to=to) for at, to in enumerate(targets, start=1)]
    return ScenarioQuestion(id=f"q{number}", text=f"第{number}个问题怎么答？", answers=tuple(answers))


# Four questions in a row, of which three have as many answers as there may be.
ENDS = ("end-a", "end-b", "end-a", "end-b")
LONG_WAY = Scenario(
    id="long-way",
    title="一件长长的事",
    questions=(*(a_question(number, *ENDS, f"q{number + 1}") for number in (1, 2, 3)), a_question(4, "end-a", "end-b")),
    outcomes=(Outcome(id="end-a", text="甲办法。", services=()), Outcome(id="end-b", text="乙办法。", services=())),
)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    ("answers", "shows"),
    [
        ((), "第1个问题怎么答？"),
        ((5,), "第2个问题怎么答？"),
        ((5, 5, 5), "第4个问题怎么答？"),
        ((5, 5, 5, 2), "乙办法。"),
    ],
)
def test_a_scenario_is_walked_by_its_answers_at_every_size_wherever_they_stand(
    channel: FakeChannel, size: Any, answers: tuple[int, ...], shows: str
) -> None:
    channel.content = replace(channel.content, scenarios=(LONG_WAY,))
    studio = Studio(data=channel, words=packaged_words(), calendar=load_local_calendar(), now=MONDAY_MORNING)
    screen = studio.draw("scenario/long-way", "330106", size, answers)
    assert shows in screen.sheets[0].text
    assert any(shows.rstrip("。？") in sentence for sentence in screen.sheets[0].said)
    assert all(sheet.lost == () for sheet in screen.sheets)


@pytest.mark.parametrize("answers", [(6,), (0,), (5, 9), (1, 1)], ids=str)
def test_an_answer_that_no_question_has_is_refused(channel: FakeChannel, answers: tuple[int, ...]) -> None:
    channel.content = replace(channel.content, scenarios=(LONG_WAY,))
    studio = Studio(data=channel, words=packaged_words(), calendar=load_local_calendar(), now=MONDAY_MORNING)
    with pytest.raises(NoSuchAnswerError):
        studio.draw("scenario/long-way", "330106", SIZES[0], answers)


def test_only_a_scenario_has_answers_and_only_so_many() -> None:
    assert read_order(an_order(route="scenario/long-way", answers=[5, 1])).answers == (5, 1)
    for wrong in (an_order(answers=[1]), an_order(route="scenario/x", answers=[1] * 31), an_order(answers=["a"])):
        with pytest.raises(ValueError, match=r"not an order|invalid literal"):
            read_order(wrong)
