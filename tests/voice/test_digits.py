"""How numbers that identify are said."""

from hypothesis import given
from hypothesis import strategies as st

from voice.digits import GROUP_CHARACTERS, group, read_digits, read_number


def test_digits_are_said_one_by_one_never_as_a_quantity() -> None:
    assert read_digits("3301") == "三三零一"


def test_letters_are_announced_as_letters() -> None:
    assert read_digits("33a1") == "三三字母A一"


def test_a_number_is_read_back_in_groups_of_four() -> None:
    assert read_number("330106260001") == "三三零一，零六二六，零零零一"


@given(st.text(alphabet="0123456789ABC", max_size=50))
def test_groups_together_are_the_number(number: str) -> None:
    parts = group(number)
    assert "".join(parts) == number
    assert all(len(part) == GROUP_CHARACTERS for part in parts[:-1])
