"""Breaking text into lines."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from content.files import Content
from tvapp.wrap import NEVER_FIRST, cell_width, fit, wrap

CHINESE = st.text(alphabet="身份证丢了怎么办，。；：！？）（“”12345abc ", max_size=120)


@given(CHINESE, st.integers(min_value=4, max_value=90))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="身份证丢了，。；：！？）", min_size=1, max_size=120), st.integers(min_value=12, max_value=90))
def test_no_line_begins_with_closing_punctuation_unless_the_text_has_nothing_else(text: str, width: int) -> None:
    runs_are_short = all(len(run) <= 3 for run in "".join(c if c in NEVER_FIRST else " " for c in text).split())
    if text[0] not in NEVER_FIRST and runs_are_short:
        assert all(line[0] not in NEVER_FIRST for line in wrap(text, width) if line)


def test_a_number_stays_whole() -> None:
    assert wrap("请打电话0571-12345678问", 14) == ["请打电话", "0571-12345678", "问"]


def test_an_opening_bracket_goes_to_the_next_line_with_its_word() -> None:
    assert wrap("户口本（原件）", 8) == ["户口本", "（原件）"]


def test_line_breaks_of_the_text_are_kept() -> None:
    assert wrap("一\n二", 10) == ["一", "二"]


def test_fit_marks_what_it_cuts() -> None:
    assert fit("身份证", 6) == "身份证"
    assert fit("身份证补领", 6) == "身份…"


def test_widths_agree_with_the_toolkit_for_every_character_of_the_content(sample_content: Content) -> None:
    characters = set("".join(str(guide) for guide in sample_content.guides.values())) | set("►√〔〕　，。")
    assert {c for c in characters if c.isprintable() and cell_width(c) != cell_len(c)} == set()


def test_a_number_stays_with_what_it_counts() -> None:
    assert wrap("身份证的事，第1项，共29项。", 16) == ["身份证的事，", "第1项，共29项。"]
    assert wrap("补一张收工本费40元", 16) == ["补一张收工本费", "40元"]
