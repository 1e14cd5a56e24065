"""Short questions about the guide at hand are told apart by examples, and what asks nothing about it is left alone."""

from __future__ import annotations

from typing import get_args

import pytest

from channel_api.answers import Aspect
from content.yaml_text import load_plain
from voice.asked_about import EXAMPLE_FILE, OTHER, AskedAbout, load_asked_about


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
    examples = load_plain(EXAMPLE_FILE)
    assert set(examples) == {*get_args(Aspect), OTHER} - {""}
    everything = [text for texts in examples.values() for text in texts]
    assert len(everything) == len(set(everything))


def test_most_examples_are_told_without_themselves() -> None:
    examples = load_plain(EXAMPLE_FILE)
    wrong = 0
    for aspect, texts in examples.items():
        for n, text in enumerate(texts):
            guessed = AskedAbout({**examples, aspect: [*texts[:n], *texts[n + 1 :]]}).guess(text)
            wrong += guessed not in (aspect, "") or (aspect == OTHER and guessed != "")
    assert wrong <= 0.08 * sum(map(len, examples.values()))
