"""The board of what people ask: by time, topic and place; what was not found, chosen late, rated badly or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.asked.board import told
from channel_api.asked.charts import Chart, paired_bars, stacked_columns
from channel_api.asked.periods import LONGEST_DAYS, Days, Period, Span, choose_period
from channel_api.asked.tables import csv_text
from channel_api.asked_board import MOST_LINES, MOST_LINES_OF_FILE, Board, load_board
from channel_api.asked_desk import FeedbackTasks
from channel_api.catalogue import Catalogue
from channel_api.pages.asked_files import FILES, rows_of
from channel_api.pages.room import Room, entrance, page, protect
from channel_api.pages.words import page_words
from channel_api.sign_in_desk import SignedIn
from content.model import NATIONAL_REGION
from content.ready_sentences import ready_sentences

ASKED = "/editors/asked"
MOST_PLACES = 50  # on the page; the file holds all
MOST_BARS = 12  # of a chart; its table holds all
LONGEST_NAME = 160  # characters of an id
SHOWN_FROM_VOTES = 10  # as on the television: below that an average speaks of one household


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called on the board."""

    catalogue: Catalogue

    def topic(self, id_: str) -> str:
        titles = {topic.id: topic.title for topic in self.catalogue.topics}
        return titles.get(id_, id_)

    def guide(self, id_: str) -> str:
        entry = self.catalogue.by_id.get(id_)
        return entry.summary.title if entry else id_

    def topic_of(self, service: str) -> str:
        entry = self.catalogue.by_id.get(service)
        return entry.summary.topic if entry else ""

    def is_guide(self, id_: str) -> bool:
        return id_ in self.catalogue.by_id

    def region(self, code: str) -> str:
        """With the wider ones but the country: 浙江省杭州市西湖区."""
        if code not in self.catalogue.regions:
            return code
        if code == NATIONAL_REGION:
            return self.catalogue.regions[code].name
        path = self.catalogue.path_to(code)
        return "".join(self.catalogue.regions[step].name for step in path if step != NATIONAL_REGION)

    def place(self, code: str) -> str:
        """As `region`, where the whole country stands for what is told of no smaller place."""
        return page_words().say["asked_no_place"] if code == NATIONAL_REGION else self.region(code)

    def said(self, choice: str) -> str:
        """A ready sentence; where none was chosen, the kind of what was told."""
        return ready_sentences().get(choice) or page_words().options.get(f"said_{choice}", choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the address asks for."""

    period: Period
    topic: str
    region: str

    @property
    def query(self) -> str:
        days = self.period.days
        asked = {"span": self.period.span, "topic": self.topic, "region": self.region}
        if self.period.span == "days":
            asked |= {"since": str(days.since), "until": str(days.until)}
        return urlencode({name: value for name, value in asked.items() if value})


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/asked`, `/editors/asked/table.csv`; every page knows how much work a guide has."""
    tasks = FeedbackTasks(room.services.database, room.services.clock)

    @routes.context_processor
    def counts() -> dict[str, object]:
        return {"count_open_feedback": tasks.count_open}

    @routes.get(ASKED)
    @entrance(room)
    def show_board(signed: SignedIn) -> AnyResponse:
        wish, names = read_wish(room), Names(room.services.catalogue.current())
        board = _load(room, wish, names, MOST_LINES)
        return page(
            "asked.html",
            signed=signed,
            wish=wish,
            board=board,
            names=names,
            told=told,
            files=FILES,
            spans=get_args(Span),
            longest_days=LONGEST_DAYS,
            most_places=MOST_PLACES,
            shown_from_votes=SHOWN_FROM_VOTES,
            topics=[(topic.id, topic.title) for topic in names.catalogue.topics],
            regions=_regions_to_choose(board, wish, names),
            columns=_columns(board, is_place=bool(wish.region)),
            topic_bars=_bars([(names.topic(line.key), line.count, line.before) for line in board.searches.topics]),
            open_tasks=sum(task.state != "done" for task in tasks.load_tasks()),
        )

    @routes.get(f"{ASKED}/table.csv")
    @entrance(room)
    def export_table(signed: SignedIn) -> AnyResponse:
        wish, names = read_wish(room), Names(room.services.catalogue.current())
        asked = request.args.get("list", "")
        name = asked if asked in FILES else FILES[0]
        board = _load(room, wish, names, MOST_LINES_OF_FILE)
        head, rows = rows_of(name, board, names, is_place=bool(wish.region))
        text = csv_text([page_words().say[f"asked_column_{column}"] for column in head], rows)
        response = protect(Response(text, content_type="text/csv; charset=utf-8"))
        days = wish.period.days
        response.headers["Content-Disposition"] = f'attachment; filename="asked-{name}-{days.since}-{days.until}.csv"'
        return response


def read_wish(room: Room) -> Wish:
    """What is not known is as if it were not said."""
    args = request.args
    period = choose_period(args.get("span", ""), args.get("since", ""), args.get("until", ""), room.services.today())
    catalogue = room.services.catalogue.current()
    topic, region = args.get("topic", ""), args.get("region", "")
    return Wish(
        period=period,
        topic=topic if any(one.id == topic for one in catalogue.topics) else "",
        region=region if region in catalogue.regions and region != NATIONAL_REGION else "",
    )


def plain_name(text: str) -> str:
    """Something that may be a name of ours; empty for what no database takes, such as a zero byte."""
    return text[:LONGEST_NAME] if text.isprintable() else ""


def _load(room: Room, wish: Wish, names: Names, most: int) -> Board:
    room.services.demand.flush()  # what this process knows; other replicas' last minute comes later
    with room.services.database.read() as connection:
        return load_board(
            connection, wish.period, topic=wish.topic, region=wish.region, topic_of=names.topic_of, most=most
        )


def _regions_to_choose(board: Board, wish: Wish, names: Names) -> list[tuple[str, str]]:
    """Those that were asked from, and the wider ones around them."""
    regions = names.catalogue.regions
    codes = {step for line in board.regions if line.key in regions for step in names.catalogue.path_to(line.key)}
    codes |= {wish.region} if wish.region else set()
    return [(code, names.region(code)) for code in sorted(codes - {NATIONAL_REGION})]


def _columns(board: Board, *, is_place: bool) -> Chart:
    columns = board.searches.columns
    counts = [[column.of_verdict[line.key] for line in board.searches.verdicts] for column in columns]  # type: ignore[index]
    if is_place:  # too few to be told are too few to be drawn
        counts = [[told(count) or 0 for count in one] for one in counts]
    return stacked_columns([_short(column.days) for column in columns], counts)


def _bars(lines: list[tuple[str, int, int]]) -> Chart:
    shown = lines[:MOST_BARS]
    return paired_bars([line[0] for line in shown], [line[1] for line in shown], [line[2] for line in shown])


def _short(days: Days) -> str:
    return f"{days.since.month}-{days.since.day}"
