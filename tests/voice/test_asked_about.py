"""Short questions about the guide at hand are told apart by examples, and what asks nothing about it is left alone."""

from __future__ import annotations

from typing import get_args

import pytest

from channel_api.answers import Aspect
from voice.asked_about import OTHER, AskedAbout, load_asked_about, load_examples

PARTS = 5  # each is told by the other four


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("那要不要先约", "booking"),
        ("大概几个月下来", "time"),
        ("几张照片够", "materials"),
        ("儿子去中不中", "agent"),
        ("一年得交多少", "fee"),
        ("周日有人没", "hours"),
        ("晚几天要不要紧", "deadline"),
        ("要跑两趟吗", "visits"),
    ],
)
def test_what_is_no_example_is_told_by_those_it_is_like(said: str, aspect: str) -> None:
    assert load_asked_about().guess(said) == aspect


@pytest.mark.parametrize(
    "said", ["", "嗯", "今天天气怎么样", "放首歌听听", "珊瑚礁的灯塔真高", "我家的猫生了三只小猫咪咪叫得可欢了"]
)
def test_what_asks_nothing_about_a_guide_is_left_alone(said: str) -> None:
    assert load_asked_about().guess(said) == ""


def test_the_examples_are_of_aspects_there_are_and_stand_once() -> None:
    examples = load_examples()
    assert set(examples) == {*get_args(Aspect), OTHER} - {""}
    everything = [text for texts in examples.values() for text in texts]
    assert len(everything) == len(set(everything))


def test_most_examples_are_told_without_themselves() -> None:
    examples = load_examples()
    wrong = silent = 0
    for part in range(PARTS):
        rest = AskedAbout({aspect: _without(part, texts) for aspect, texts in examples.items()})
        for aspect, texts in examples.items():
            guesses = [rest.guess(text) for text in texts[part::PARTS]]
            wrong += sum(guess not in (aspect, "") for guess in guesses)
            silent += sum(guess == "" for guess in guesses if aspect != OTHER)
    count = sum(map(len, examples.values()))
    assert wrong <= 0.04 * count
    assert silent <= 0.25 * count


def _without(part: int, texts: list[str]) -> list[str]:
    return [text for n, text in enumerate(texts) if n % PARTS != part]
