"""Writes documents as a workbook that an office can fill in: headings, choices, widths, and nothing but texts.

No cell ever becomes a formula, whatever it begins with: here, and in Excel when somebody opens and saves the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from channel_api.editing.texts import Text
from channel_api.sheets.columns import KEY, TITLE, Column, SheetPlan, find_value
from channel_api.sheets.faults import SheetWords, UnreadableFileError, letters
from channel_api.sheets.grid import MOST_ROWS, MOST_ROWS_OF_A_SHEET
from channel_api.sheets.showing import show

TEXT_STYLE, HEADING_STYLE, PLAIN_STYLE = "channel text", "channel heading", "channel plain"
TEXT_FORMAT = "@"  # Excel keeps what is typed into such a cell as it is: 007, 3-1, =1+1
BEGINS_A_FORMULA = ("=", "+", "-", "@", "'")
WIDTHS = {"text": 32, "lines": 32, "code": 18, "date": 13, "day": 11, "number": 10, "words": 16}
HELP_WIDTH = 100
HEADING_COLOUR, LINE_COLOUR = "FFDDE6F3", "FF8A94A6"


def write_workbook(plans: Sequence[SheetPlan], texts: Mapping[str, Sequence[Text]], words: SheetWords) -> bytes:
    """`texts`: the documents of each kind by its name. Raises UnreadableFileError where they are more than a file may
    hold, for it could not be read again."""
    from openpyxl import Workbook

    rows = {plan.name: list(_rows(plan, texts.get(plan.kind.name, ()))) for plan in plans}
    _require_readable(rows)
    book = Workbook(write_only=True)
    add_styles(book)
    _write_help(book, words)
    choices = _Choices(plans, words.sheets["choices"])
    for plan in plans:
        _write_sheet(book, plan, rows[plan.name], choices, words)
    choices.write(book)
    return save(book)


def save(book: Any) -> bytes:
    """The bytes of the file."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _require_readable(rows: Mapping[str, Sequence[Any]]) -> None:
    for name, found in rows.items():
        if len(found) > MOST_ROWS_OF_A_SHEET:
            raise UnreadableFileError("too_many_rows_of_a_sheet", sheet=name, most=MOST_ROWS_OF_A_SHEET)
    if sum(map(len, rows.values())) > MOST_ROWS:
        raise UnreadableFileError("too_many_rows", most=MOST_ROWS)


def _rows(plan: SheetPlan, texts: Iterable[Text]) -> Iterator[list[str]]:
    for text in texts:
        if not plan.list_path:
            yield [show(column, find_value(text, column.path)) for column in plan.columns]
            continue
        keys = [show(column, text.get(column.path.removeprefix(KEY), "")) for column in plan.keys]
        title = [show(plan.title, text.get(plan.kind.title_field, ""))] if plan.title else []
        rows = find_value(text, plan.list_path)
        for row in rows if isinstance(rows, list) else ():
            yield [*keys, *title, *(show(column, find_value(row, column.path)) for column in plan.columns)]


def add_styles(book: Any) -> None:
    """The looks of our cells."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin", color=LINE_COLOUR)
    top = Alignment(wrap_text=True, vertical="top")
    heading = NamedStyle(
        name=HEADING_STYLE,
        font=Font(bold=True),
        fill=PatternFill("solid", fgColor=HEADING_COLOUR),
        alignment=Alignment(wrap_text=True, vertical="center"),
        border=Border(bottom=line),
        number_format=TEXT_FORMAT,
    )
    book.add_named_style(heading)
    book.add_named_style(NamedStyle(name=TEXT_STYLE, alignment=top, number_format=TEXT_FORMAT))
    book.add_named_style(NamedStyle(name=PLAIN_STYLE, alignment=top))


def text_cell(sheet: Any, text: str, style: str = TEXT_STYLE) -> Any:
    """A cell that holds these very characters."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, None)
    cell.style = style
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl would make a formula of a text that begins with =
        if text.startswith(BEGINS_A_FORMULA):
            cell.quotePrefix = True
    return cell


def _write_help(book: Any, words: SheetWords) -> None:
    sheet = book.create_sheet(words.sheets["help"])
    sheet.column_dimensions["A"].width = HELP_WIDTH
    for number, line in enumerate(words.help, start=1):
        sheet.append([text_cell(sheet, f"{number}. {line}", PLAIN_STYLE)])


def _write_sheet(
    book: Any, plan: SheetPlan, rows: Iterable[Sequence[str]], choices: _Choices, words: SheetWords
) -> None:
    from openpyxl.comments import Comment

    sheet = book.create_sheet(plan.name)
    fixed = len(plan.keys) + (1 if plan.title or not plan.list_path else 0)
    sheet.freeze_panes = f"{letters(fixed + 1)}2"
    for number, column in enumerate(plan.all_columns, start=1):
        sheet.column_dimensions[letters(number)].width = WIDTHS[column.sort]
        rule = choices.rule_for(column, letters(number))
        if rule is not None:
            sheet.data_validations.append(rule)
    headings = []
    for column in plan.all_columns:
        cell = text_cell(sheet, column.heading, HEADING_STYLE)
        hint = words.notes["read_only"] if column.path == TITLE else column.hint
        if hint:
            cell.comment = Comment(hint, "")
        headings.append(cell)
    sheet.append(headings)
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])


class _Choices:
    """All that can be chosen, in a sheet of its own: a rule inside a cell takes 255 characters at most."""

    def __init__(self, plans: Sequence[SheetPlan], sheet: str) -> None:
        self._sheet = sheet
        self._columns: dict[tuple[str, ...], str] = {}
        for plan in plans:
            for column in plan.all_columns:
                if column.choices:
                    self._columns.setdefault(tuple(column.choices), column.heading)

    def rule_for(self, column: Column, letter: str) -> Any | None:
        """The drop-down list of a column; None where anything may be written."""
        from openpyxl.worksheet.datavalidation import DataValidation

        if not column.choices:
            return None
        at = letters(list(self._columns).index(tuple(column.choices)) + 1)
        formula = f"'{self._sheet}'!${at}$2:${at}${len(column.choices) + 1}"
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        rule.add(f"{letter}2:{letter}{MOST_ROWS_OF_A_SHEET + 1}")
        return rule

    def write(self, book: Any) -> None:
        """The sheet itself, the last one."""
        sheet = book.create_sheet(self._sheet)
        sheet.append([text_cell(sheet, heading, HEADING_STYLE) for heading in self._columns.values()])
        longest = max((len(choices) for choices in self._columns), default=0)
        for at in range(longest):
            row = [choices[at] if at < len(choices) else "" for choices in self._columns]
            sheet.append([text_cell(sheet, text) for text in row])
