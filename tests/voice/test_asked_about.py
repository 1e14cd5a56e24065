"""What is said in passing, questions and commands, is told apart by examples; what means neither is left alone."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from channel_api.answers import Aspect
from voice.asked_about import OTHER, AskedAbout, load_asked_about, load_commands, load_examples

PARTS = 5  # each is told by the other four
COMMANDS = {
    *("repeat", "slower", "faster", "louder", "quieter", "bigger", "smaller", "wait", "resume", "stop", "home", "back"),
    *("next", "previous", "thanks", "confirm", "deny", "greet", "help", "rate", "feedback", "hotline", "case_start"),
    *("case_ask:state", "case_ask:why", "case_ask:when", "case_ask:next", "case_ask:where"),
}


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


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("劳您大驾再讲一遍呗", "repeat"),
        ("讲得太赶了慢着些", "slower"),
        ("耳朵有点背你大点声", "louder"),
        ("娃在睡呢小声一点", "quieter"),
        ("字太小我瞅不清楚", "bigger"),
        ("我去拿下老花镜等我", "wait"),
        ("我拿好笔了接着讲", "resume"),
        ("行嘞晓得喽", "confirm"),
        ("好嘞多谢闺女", "thanks"),
        ("你都能帮我干点啥", "help"),
        ("帮我转个人工吧", "hotline"),
        ("我那事卡在谁手上了", "case_ask:where"),
        ("凭啥给我退回来了", "case_ask:why"),
        ("我那个还得等几天", "case_ask:when"),
        ("谢啦", "thanks"),
    ],
)
def test_commands_are_told_by_those_they_are_like(said: str, command: str) -> None:
    assert load_asked_about().command(said) == command
    assert load_asked_about().guess(said) == ""


@pytest.mark.parametrize(
    "said", ["", "嗯", "那要不要先约", "一年得交多少", "周日有人没", "放首歌听听", "珊瑚礁的灯塔真高"]
)
def test_what_is_no_command_is_not_taken_for_one(said: str) -> None:
    assert load_asked_about().command(said) == ""


def test_the_examples_are_of_meanings_there_are_and_stand_once() -> None:
    examples, commands = load_examples(), load_commands()
    assert set(examples) == {*get_args(Aspect), OTHER} - {""}
    assert set(commands) == COMMANDS
    everything = [text for texts in (*examples.values(), *commands.values()) for text in texts]
    assert len(everything) == len(set(everything))


def test_most_examples_are_told_without_themselves() -> None:
    examples, commands = load_examples(), load_commands()
    count = Counter[str]()
    for part in range(PARTS):
        rest = AskedAbout(_without(part, examples), _without(part, commands))
        for aspect, texts in examples.items():
            for text in texts[part::PARTS]:
                guess, command = rest.guess(text), rest.command(text)
                count["aspects wrong"] += guess not in (aspect, "")
                count["aspects silent"] += aspect != OTHER and guess == ""
                count["other as command" if aspect == OTHER else "aspects as command"] += command != ""
        for name, texts in commands.items():
            for text in texts[part::PARTS]:
                guess, command = rest.guess(text), rest.command(text)
                count["commands right"] += command == name
                count["commands wrong"] += command not in (name, "")
                count["commands as aspect"] += guess != ""
    asked, others, told = sum(map(len, examples.values())), len(examples[OTHER]), sum(map(len, commands.values()))
    assert count["aspects wrong"] <= 0.03 * asked
    assert count["aspects silent"] <= 0.25 * asked
    assert count["aspects as command"] <= 0.015 * asked
    assert count["other as command"] <= 0.02 * others
    assert count["commands right"] >= 0.75 * told
    assert count["commands wrong"] <= 0.03 * told
    assert count["commands as aspect"] <= 0.015 * told


def _without(part: int, examples: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [text for n, text in enumerate(texts) if n % PARTS != part] for name, texts in examples.items()}
