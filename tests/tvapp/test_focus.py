"""Geometric focus."""

from tvapp.focus import Rect, find_next

# 0 1 2
# 3 4
GRID = [Rect(0, 0, 10, 1), Rect(11, 0, 10, 1), Rect(22, 0, 10, 1), Rect(0, 2, 10, 1), Rect(11, 2, 10, 1)]


def test_arrows_go_to_the_neighbour() -> None:
    assert find_next(GRID, 0, "RIGHT") == 1
    assert find_next(GRID, 1, "LEFT") == 0
    assert find_next(GRID, 1, "DOWN") == 4
    assert find_next(GRID, 4, "UP") == 1


def test_down_from_above_a_gap_goes_to_the_nearest_below() -> None:
    assert find_next(GRID, 2, "DOWN") == 4


def test_at_the_edge_there_is_nothing() -> None:
    assert find_next(GRID, 0, "LEFT") is None
    assert find_next(GRID, 0, "UP") is None
    assert find_next(GRID, 4, "RIGHT") is None
    assert find_next(GRID, 4, "DOWN") is None


def test_left_and_right_stay_in_the_row() -> None:
    rects = [Rect(0, 0, 10, 1), Rect(20, 5, 10, 1)]
    assert find_next(rects, 0, "RIGHT") is None
