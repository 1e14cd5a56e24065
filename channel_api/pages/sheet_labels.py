"""What the columns of a workbook are called: by the very words that stand beside the fields of the pages."""

from __future__ import annotations

from channel_api.pages.words import page_words
from channel_api.sheets.columns import Labels
from channel_api.sheets.faults import sheet_words


def sheet_labels() -> Labels:
    """For the reading and the writing of workbooks, on the pages and by command."""
    words = page_words()
    return Labels(
        label_of=lambda path: words.field(path).label,
        full_name_of=words.label_of,
        hint_of=lambda path: words.field(path).hint,
        options=words.options,
        sheets=sheet_words().sheets,
    )
