"""How one screen of a draft looks on the television: every sheet as a picture, what is said on it, and what is lost.

Pure. The pictures are the television's own frames, so that what an editor sees is what a household will see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.calendar import Calendar
from tvapp import navigation
from tvapp.fetched import Data
from tvapp.frame import Frame, Size
from tvapp.layout import Layout, Sheet
from tvapp.memory import Memory
from tvapp.page import Act
from tvapp.remote import Command
from tvapp.svg import render_svg
from tvapp.television import Television
from tvapp.walk import press
from tvapp.words import Words

ANSWER = "answer"  # what the screens of scenarios call choosing one
MOST_SHEETS = 30  # of one screen at one size; the longest real guide has eleven at the largest letters


class NoSuchAnswerError(Exception):
    """The question in front has no such answer."""


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """What is in sight at once. `text`: the same in letters; `said`: what the voice says when it comes into sight;
    `lost`: texts that would not be seen whole."""

    svg: str
    text: str
    said: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftScreen:
    """One screen at one size; `is_waiting`: what it shows could not be got. `left_out`: sheets beyond the most."""

    size: Size
    sheets: tuple[DraftSheet, ...]
    left_out: int
    is_waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """What all pictures have in common."""

    data: Data
    words: Words
    calendar: Calendar
    now: datetime

    def draw(self, route: str, region: str, size: Size, answers: Sequence[int] = ()) -> DraftScreen:
        """A screen as somebody finds it who pages through it with the remote. `answers`: which answer is chosen at each
        question before it, counted from 1. Raises NoSuchAnswerError."""
        memory = Memory(region=region, welcomed=True)
        television = Television(
            self.data,
            memory,
            words=self.words,
            calendar=self.calendar,
            size=size,
            now=self.now,
            route=route,
            keeps_recent=False,
        )
        said = television.telling.last_said
        for number in answers:
            said = choose_answer(television, number)
        layout, count = television.layout, len(television.layout.sheets)
        sheets = tuple(self._turn(television, min(count, MOST_SHEETS), said))
        return DraftScreen(size, sheets, max(count - MOST_SHEETS, 0), layout.page.is_waiting)

    def _turn(self, television: Television, count: int, said: tuple[str, ...]) -> Iterator[DraftSheet]:
        for number in range(count):
            if number:
                said = press(television, Command.PAGE_DOWN, float(number)).said
            frame = television.frame()
            lost = find_lost(television.layout, number, frame)
            yield DraftSheet(render_svg(frame), frame.text(), said, lost)


def choose_answer(television: Television, number: int) -> tuple[str, ...]:
    """Pages to an answer of the question in front and presses its digit; what is said then.

    Raises NoSuchAnswerError."""
    layout = television.layout
    answers = [item.key for item in layout.page.items if isinstance(item.action, Act) and item.action.name == ANSWER]
    wanted = answers[number - 1] if 0 < number <= len(answers) else ""
    for sheet in range(len(layout.sheets)):
        for digit in "123456789":
            item = navigation.numbered(layout, sheet, digit)
            if item is not None and item.key == wanted:
                for _ in range(sheet):
                    press(television, Command.PAGE_DOWN, 0.0)
                return press(television, Command(f"DIGIT_{digit}"), 0.0).said
    raise NoSuchAnswerError(number)


def find_lost(layout: Layout, number: int, frame: Frame) -> tuple[str, ...]:
    """Texts of a sheet that do not stand in its picture as they were laid out: cut at an edge, or painted over."""
    rows = frame.text().split("\n")
    areas, sheet = layout.areas, layout.sheets[number]
    wanted = [(areas.title.y + row, text) for row, text in enumerate(areas.title_lines)]
    wanted += [(areas.status.y + row, text) for row, text in enumerate(areas.status_lines)]
    wanted += [(y, text) for _, y, text in sheet.headings]
    wanted += list(_lines_of(sheet))
    return tuple(dict.fromkeys(text for y, text in wanted if text.strip() and not _stands(text, rows, y)))


def _lines_of(sheet: Sheet) -> Iterator[tuple[int, str]]:
    for placed, block in zip(sheet.placed, sheet.blocks, strict=True):
        for row, line in enumerate(block.lines):
            yield from ((placed.rect.y + row, text) for _, text, _ in line.pieces)


def _stands(text: str, rows: list[str], y: int) -> bool:
    return 0 <= y < len(rows) and text.rstrip() in rows[y]
