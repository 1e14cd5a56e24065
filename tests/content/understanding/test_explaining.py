"""What a service leaves unexplained of a question takes from its score."""

import pytest

from content.understanding.explaining import Part, trust
from content.understanding.weights import MEASURED

KNOWN = Part(("m:结婚",), 2.0, 2.0)
LONGER_KNOWN = Part(("m:登记结婚",), 4.0, 4.0)
UNKNOWN = Part((), 1.0, MEASURED.explained_by_a_pair)


def trusted(score: float, *parts: Part) -> float:
    return trust(score, parts, {"m:结婚": (), "m:登记结婚": ()}, MEASURED)


def test_each_unexplained_character_lowers_the_score() -> None:
    scores = [trusted(0.6, KNOWN, *[UNKNOWN] * count) for count in range(5)]
    assert scores == sorted(scores, reverse=True)
    assert scores[4] < 0.75 * scores[0]


def test_a_question_explained_in_full_by_enough_characters_keeps_its_score() -> None:
    assert trusted(0.6, LONGER_KNOWN) == pytest.approx(0.6)


def test_a_name_that_fits_wholly_is_never_doubted() -> None:
    assert trusted(1.0, KNOWN, UNKNOWN, UNKNOWN) == 1.0


def test_a_word_the_service_does_not_hold_explains_nothing() -> None:
    other = Part(("m:戒指",), 2.0, 2.0)
    assert trusted(0.6, LONGER_KNOWN, other) < trusted(0.6, LONGER_KNOWN)


def test_nothing_asked_is_no_error() -> None:
    assert 0.0 <= trusted(0.3) <= 0.3
