"""`python -m tvapp.draft_pictures_program --api URL`: draws drafts for the editors' pages, one order after the other.

A program of its own, so that the server knows no television and a fault here cannot reach it. One JSON line in,
`{"ticket","region","route","sizes","answers"}`; one JSON line out, `{"screens": […]}` or `{"problem": why}`. It ends
when its input ends, and bounds its own memory. A ticket comes by the input, for arguments of programs are seen by
everybody on a machine; what is drawn is kept nowhere.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from channel_api.client.client import ChannelClient
from channel_api.client.draft import DraftClient
from channel_api.client.errors import ClientError, NotFound
from content.hours import CHINA
from tvapp.draft_pictures import DraftScreen, NoSuchAnswerError, Studio
from tvapp.draft_source import DraftSource
from tvapp.frame import Size
from tvapp.local_calendar import load_local_calendar
from tvapp.routes import GUIDE_PARTS, RouteError, parse_route
from tvapp.words import Words

MOST_MEMORY_BYTES = 768 * 1024 * 1024  # of addresses; a tenth of it is in use
MOST_ORDERS = 1_000  # then another program begins with a clean memory
SIZES = {"101x28": Size(101, 28), "80x23": Size(80, 23), "68x19": Size(68, 19), "50x14": Size(50, 14)}
# Screens that only show; others would ask or tell the server something in the household's name.
SCENARIO = "scenario/{id}"
SCREENS = frozenset((*GUIDE_PARTS, "guide/{id}", "office/{id}", "notices", SCENARIO, "emergency/{number}"))
MOST_ANSWERS = 30  # questions one after the other; the longest real scenario asks four
_TICKET = re.compile(r"[A-Za-z0-9_-]{20,100}")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn. `answers`: of a scenario, which answers lead to the screen."""

    ticket: str
    region: str
    route: str
    sizes: tuple[str, ...]
    answers: tuple[int, ...] = ()


def read_order(line: str) -> Order:
    """Raises ValueError for whatever is no order."""
    plain = json.loads(line)
    if not isinstance(plain, Mapping):
        raise ValueError("not an order")
    ticket, region, route = str(plain.get("ticket", "")), str(plain.get("region", "")), str(plain.get("route", ""))
    sizes = tuple(str(size) for size in plain.get("sizes", ()))
    is_order = _TICKET.fullmatch(ticket) and re.fullmatch(r"[0-9]{6}", region) and sizes and set(sizes) <= set(SIZES)
    pattern, answers = parse_route(route).pattern, tuple(int(number) for number in plain.get("answers", ()))
    has_way = not answers or (pattern == SCENARIO and len(answers) <= MOST_ANSWERS)
    if not is_order or pattern not in SCREENS or not has_way:
        raise ValueError("not an order")
    return Order(ticket, region, route, sizes, answers)


class DraftPainter:
    """Draws what it is told, from one server."""

    def __init__(self, drafts: DraftClient, source: DraftSource, *, now: Callable[[], datetime]) -> None:
        self._drafts, self._source, self._now = drafts, source, now
        self._words, self._calendar = Words.load(), load_local_calendar()

    def answer(self, line: str) -> dict[str, Any]:
        """The answer to one line; what goes wrong is told in it."""
        try:
            order = read_order(line)
        except (ValueError, TypeError, RouteError):
            return {"problem": "bad_order"}
        try:
            self._source.show(self._drafts.fetch(order.ticket, order.region))
        except NotFound:
            return {"problem": "no_draft"}
        except ClientError:
            return {"problem": "no_server"}
        studio = Studio(data=self._source, words=self._words, calendar=self._calendar, now=self._now())
        try:
            drawn = [studio.draw(order.route, order.region, SIZES[size], order.answers) for size in order.sizes]
        except NoSuchAnswerError:
            return {"problem": "no_draft"}
        return {"screens": [_plain(screen) for screen in drawn]}


def _plain(screen: DraftScreen) -> dict[str, Any]:
    sheets = [
        {"svg": sheet.svg, "text": sheet.text, "said": list(sheet.said), "lost": list(sheet.lost)}
        for sheet in screen.sheets
    ]
    size = f"{screen.size.columns}x{screen.size.rows}"
    return {"size": size, "sheets": sheets, "left_out": screen.left_out, "is_waiting": screen.is_waiting}


def serve(painter: DraftPainter, lines: IO[str], answers: IO[str]) -> None:
    """Until the input ends, or it has drawn a while."""
    for count, line in enumerate(lines, start=1):
        answers.write(json.dumps(painter.answer(line), ensure_ascii=False) + "\n")
        answers.flush()
        if count >= MOST_ORDERS:
            return


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when the input ended."""
    parser = argparse.ArgumentParser(prog="python -m tvapp.draft_pictures_program", description="画草稿的画面")
    parser.add_argument("--api", required=True, help="服务器地址")
    options = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="channel-drafts-") as folder:
        client = ChannelClient(options.api, folder=Path(folder))
        painter = DraftPainter(DraftClient(options.api), DraftSource(lambda: client), now=lambda: datetime.now(CHINA))
        serve(painter, sys.stdin, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
