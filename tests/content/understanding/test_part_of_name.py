"""A word said alone that stands in names as it is."""

from __future__ import annotations

import pytest

from content.understanding.part_of_name import rank_holding
from content.understanding.search import Understanding


def test_a_word_of_a_title_alone_is_never_declined(understanding: Understanding) -> None:
    declined = []
    for entry in understanding.services:
        for start in range(len(entry.title) - 1):
            word = entry.title[start : start + 2]
            features = understanding.search(word).features
            # 证补 of 行驶证补换领 is no word; 购房 of 购房提取住房公积金 is one
            is_word = features is not None and [spot.word.text for spot in features.spots] == [word]
            is_told = is_word and features is not None and features.core == word
            if is_told and understanding.search(word).verdict == "none":
                declined.append((entry.title, word))
    assert declined == []


def test_what_is_written_goes_before_what_only_sounds_like_it(understanding: Understanding) -> None:
    for word in ("工商", "公证", "经营"):
        first = understanding.search(word).results[0]
        names = next(entry.names for entry in understanding.services if entry.id == first.id)
        assert any(word in name for name in names), word


def test_a_word_alone_is_a_choice_where_several_hold_it(understanding: Understanding) -> None:
    assert understanding.search("老人").verdict == "choose"


@pytest.mark.parametrize("word", ["天气", "电影", "股票", "火锅"])
def test_a_word_in_no_name_is_declined(understanding: Understanding, word: str) -> None:
    assert understanding.search(word).verdict == "none"


def test_more_of_a_name_and_titles_come_first(understanding: Understanding) -> None:
    found = rank_holding("护照", understanding.services)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert rank_holding("护", understanding.services) == []
    assert rank_holding("护照护照护照", understanding.services) == []
    assert [one.id for one in rank_holding("护照", understanding.services, only=frozenset({"passport-renew"}))] == [
        "passport-renew"
    ]
