"""The lists of the board as rows of a file: their columns, and what stands in each."""

from __future__ import annotations

from typing import Protocol

from channel_api.asked.board import Line, told
from channel_api.asked.tables import Cell
from channel_api.asked_board import Board, TextLine
from channel_api.pages.words import page_words

FILES = ("most_asked", "not_found", "later", "badly_rated", "wrong", "time", "topics", "regions")
Rows = tuple[list[str], list[list[Cell]]]


class Called(Protocol):
    """What things are called."""

    def topic(self, id_: str) -> str: ...
    def guide(self, id_: str) -> str: ...
    def place(self, code: str) -> str: ...
    def said(self, choice: str) -> str: ...


def rows_of(name: str, board: Board, names: Called, *, is_place: bool) -> Rows:
    """The names of the columns, and the rows of a list of `FILES`. `is_place`: what is few is not told."""
    if name == "most_asked":
        return _texts(board.most_asked, names)
    if name == "not_found":
        return _texts(board.not_found, names)
    if name == "topics":
        return _lines(board.searches.topics, "topic", names.topic, is_place=is_place)
    if name == "regions":
        return _lines(board.regions, "region", names.place, is_place=True)
    if name == "time":
        return _time(board, is_place=is_place)
    return _guides(name, board, names)


def _texts(lines: tuple[TextLine, ...], names: Called) -> Rows:
    say = page_words().say
    rows: list[list[Cell]] = [
        [
            line.asked.text,
            line.asked.count,
            line.before,
            say[f"asked_verdict_{line.asked.verdict}"],
            names.topic(line.asked.topic),
            "、".join(names.guide(id_) for id_ in line.asked.offered),
        ]
        for line in lines
    ]
    return ["text", "count", "before", "answered", "topic", "offered"], rows


def _guides(name: str, board: Board, names: Called) -> Rows:
    if name == "later":
        rows: list[list[Cell]] = [
            [names.guide(one.service), one.service, one.second, one.third, one.before, "、".join(one.said)]
            for one in board.later
        ]
        return ["guide", "id", "second", "third", "before", "said"], rows
    if name == "badly_rated":
        rows = [
            [names.guide(one.service), one.service, one.stars.bad, one.stars.votes, one.before]
            for one in board.badly_rated
        ]
        return ["guide", "id", "bad", "votes", "before"], rows
    rows = [
        [names.guide(one.service), one.service, one.count, one.before, names.said(choice), count]
        for one in board.wrong
        for choice, count in one.choices
    ]
    return ["guide", "id", "count", "before", "what_is_wrong", "of_it"], rows


def _lines(lines: tuple[Line, ...], column: str, called: object, *, is_place: bool) -> Rows:
    rows: list[list[Cell]] = []
    for line in lines:
        name = called(line.key) if callable(called) else line.key
        counts = (line.count, line.before, line.not_found)
        rows.append([name, line.key, *(_cell(count, is_place=is_place) for count in counts)])
    return [column, "id", "count", "before", "not_found"], rows


def _time(board: Board, *, is_place: bool) -> Rows:
    rows: list[list[Cell]] = [
        [
            str(column.days.since),
            str(column.days.until),
            *(_cell(count, is_place=is_place) for count in (column.count, *column.of_verdict.values())),
        ]
        for column in board.searches.columns
    ]
    return ["since", "until", "count", *(f"verdict_{verdict}" for verdict in _verdicts(board))], rows


def _verdicts(board: Board) -> list[str]:
    return [line.key for line in board.searches.verdicts]


def _cell(count: int, *, is_place: bool) -> Cell:
    exact = told(count) if is_place else count
    return page_words().say["asked_few"] if exact is None else exact
