"""What is said in passing, questions and commands, is told apart by examples; what means neither is left alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from benchmarks.beside_examples import FOLDS, fold_of
from benchmarks.tune_asked_about import learnt_weights, load_all, load_commands, load_examples, made_of
from channel_api.answers import Aspect
from content.files import content_folder
from content.understanding.learnt import read_learnt, to_bytes
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from voice.asked_about import NEW, OPEN, OTHER, WEIGHT_FILE, AskedAbout, load_asked_about

COMMANDS = {
    *("repeat", "slower", "faster", "louder", "quieter", "bigger", "smaller", "wait", "resume", "stop", "home", "back"),
    *("next", "previous", "thanks", "confirm", "deny", "greet", "help", "rate", "feedback", "hotline", "case_start"),
    *("case_ask:state", "case_ask:why", "case_ask:when", "case_ask:next", "case_ask:where"),
}


@pytest.fixture(scope="module", name="vocabulary")
def _vocabulary() -> Vocabulary:
    return Vocabulary(load_wording(content_folder() / "wording"))


@pytest.fixture(scope="module", name="asked")
def _asked(vocabulary: Vocabulary) -> AskedAbout:
    return load_asked_about(vocabulary)


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
def test_what_is_no_example_is_told_by_those_it_is_like(asked: AskedAbout, said: str, aspect: str) -> None:
    assert asked.guess(said) == aspect


@pytest.mark.parametrize(
    "said", ["", "嗯", "今天天气怎么样", "放首歌听听", "珊瑚礁的灯塔真高", "我家的猫生了三只小猫咪咪叫得可欢了"]
)
def test_what_asks_nothing_about_a_guide_is_left_alone(asked: AskedAbout, said: str) -> None:
    assert asked.guess(said) == ""


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
def test_commands_are_told_by_those_they_are_like(asked: AskedAbout, said: str, command: str) -> None:
    assert asked.command(said) == command
    assert asked.guess(said) == ""


@pytest.mark.parametrize(
    "said", ["", "嗯", "那要不要先约", "一年得交多少", "周日有人没", "放首歌听听", "珊瑚礁的灯塔真高"]
)
def test_what_is_no_command_is_not_taken_for_one(asked: AskedAbout, said: str) -> None:
    assert asked.command(said) == ""


@pytest.mark.parametrize(
    ("said", "hints", "aspect"),
    [
        ("我那个侄子在厂里上班走不开，我替他跑一趟大厅行不行啊", ("", ""), "agent"),
        ("从递上去到拿到手里一般来说得等上多少个工作日呢", ("", ""), "time"),
        ("去一趟得花多少", ("fee", ""), "fee"),
    ],
)
def test_of_what_is_said_about_a_guide_the_aspect_is_told_however_long(
    asked: AskedAbout, said: str, hints: tuple[str, str], aspect: str
) -> None:
    assert asked.aspect(said, hints) == aspect


def test_what_asks_nothing_in_particular_has_no_aspect(asked: AskedAbout) -> None:
    assert asked.aspect("我家那口子前年走了", ("", "")) == ""


def test_the_examples_are_of_meanings_there_are_and_stand_once() -> None:
    examples, commands = load_examples(), load_commands()
    assert set(examples) == {*get_args(Aspect), OTHER} - {""}
    assert set(commands) == COMMANDS
    everything = [text for texts in (*examples.values(), *commands.values()) for text in texts]
    assert len(everything) == len(set(everything))


def test_most_of_what_was_written_beside_the_guides_is_told_without_itself(vocabulary: Vocabulary) -> None:
    fold = FOLDS - 1
    everything = {meaning: texts[::3] for meaning, texts in load_all().items()}
    rest = {meaning: [one for one in texts if fold_of(one) != fold] for meaning, texts in everything.items()}
    blind = AskedAbout(learnt_weights(rest, vocabulary), vocabulary)
    count = Counter[str]()
    for meaning, texts in everything.items():
        kind = meaning if meaning in (OPEN, OTHER, NEW) else "command" if meaning in COMMANDS else "aspect"
        for text in (one for one in texts if fold_of(one) == fold):
            like = blind.likeness(text)
            is_about = like.about > max(like.new, like.nothing, like.command)
            count[kind] += 1
            count[f"{kind} as about"] += is_about
            guess = blind.guess(text)
            count[f"{kind} guessed"] += guess != ""
            count[f"{kind} right"] += meaning in (blind.command(text), guess)
    assert count["aspect right"] >= 0.88 * count["aspect guessed"]
    assert count["aspect right"] >= 0.35 * count["aspect"]
    assert count["aspect as about"] + count["open as about"] >= 0.88 * (count["aspect"] + count["open"])
    assert count["command right"] >= 0.45 * count["command"]
    assert count["command as about"] <= 0.25 * count["command"]
    assert count["new as about"] <= 0.3 * count["new"]
    assert count["other as about"] <= 0.45 * count["other"]


def test_the_weights_that_are_kept_are_of_the_examples_there_are() -> None:
    kept = read_learnt(WEIGHT_FILE)
    examples = load_all()
    assert kept.meanings == tuple(examples)
    assert kept.made_of == made_of(examples), "python -m benchmarks.tune_asked_about learns them anew"


def test_what_is_kept_is_what_was_learnt(vocabulary: Vocabulary, tmp_path: Path) -> None:
    asked = {"fee": ["要多少钱", "多少钱呢"], "time": ["要几天", "几天好"], OPEN: ["我没有孩子", "我没有孩子啊"]}
    few = {
        **asked,
        OTHER: ["今天下雨", "今天下雨呀"],
        NEW: ["驾照丢了", "驾照丢了呢"],
        "repeat": ["再说一遍", "再说一遍吧"],
    }
    learnt = learnt_weights(few, vocabulary)
    file = tmp_path / "weights"
    file.write_bytes(to_bytes(learnt))
    assert read_learnt(file) == learnt
    assert AskedAbout(learnt, vocabulary).command("再说一遍") == "repeat"


def test_a_file_of_something_else_is_refused_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"no weights")
    with pytest.raises(ValueError, match="weights is not a file of learnt weights"):
        read_learnt(file)
