"""Sentences cut into words and put into one graph, and what is made of half a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from voice.recognizers.sentence_graph import SentenceGraph, completed, graph_of
from voice.recognizers.word_cutting import cut

WORDS = frozenset({"下一步", "下", "一", "步", "身份证", "丢", "了", "护照", "怎么", "办", "怎么办"})


def sentences_of(graph: SentenceGraph, *, longest: int = 4) -> set[tuple[str, ...]]:
    """Every sentence of so many words that leads from the first state to the last."""
    ways: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for start, word, end in graph.arcs:
        ways[start].append((word, end))

    def walk(state: int, said: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if state == graph.final:
            yield said
        for word, end in ways[state]:
            if not word:
                yield from walk(end, said)
            elif len(said) < longest:
                yield from walk(end, (*said, word))

    return set(walk(0, ()))


def test_a_sentence_is_cut_into_as_few_known_words_as_can_be() -> None:
    assert cut("下一步", WORDS.__contains__) == ("下一步",)
    assert cut("身份证丢了怎么办", WORDS.__contains__) == ("身份证", "丢", "了", "怎么办")
    assert cut("下一步 怎么办", WORDS.__contains__) == ("下一步", "怎么办")


def test_a_sentence_with_an_unknown_part_is_not_cut_at_all() -> None:
    assert cut("身份证飞了", WORDS.__contains__) == ()
    assert cut("", WORDS.__contains__) == ()


def test_the_graph_says_exactly_the_sentences_it_was_made_of() -> None:
    sentences = {("身份证", "怎么办"), ("护照", "怎么办"), ("身份证",), ("护照", "怎么", "办"), ("下一步",)}
    assert sentences_of(graph_of(sentences)) == sentences


def test_endings_that_are_the_same_are_kept_once() -> None:
    names = ["身份证", "护照", "户口本", "社保卡"]
    graph = graph_of((name, *tail) for name in names for tail in (("怎么", "办"), ("要", "带", "什么"), ()))
    assert len(graph.arcs) <= len(names) + 6


def test_digits_follow_each_other_in_any_number() -> None:
    said = sentences_of(graph_of([("完了",)], digits=("一", "二")), longest=3)
    assert {("完了",), ("一",), ("二", "一"), ("一", "一", "二")} <= said
    assert ("完了", "一") not in said


def test_decoys_stand_for_everything_else_and_are_no_sentences() -> None:
    sentences = {("下一步",), ("身份证", "丢", "了")}
    said = sentences_of(graph_of(sentences, decoys=("天气", "新闻")), longest=2)
    assert {("天气",), ("新闻", "天气"), ("天气", "天气")} <= said
    assert all(not completed(words, sentences) for words in said if set(words) & {"天气", "新闻"})


def test_the_text_for_the_recogniser_names_every_state_and_no_impossible_one() -> None:
    graph = graph_of([("身份证", "丢", "了"), ("下一步",)], digits=("一",))
    lines = graph.to_fsg("sentences").splitlines()
    assert lines[1] == f"NUM_STATES {graph.state_count}"
    states = {int(number) for line in lines if line.startswith("TRANSITION") for number in line.split()[1:3]}
    assert states == set(range(graph.state_count))


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        (("第一个",), ("第一个",)),
        (("身份证",), ()),  # two sentences begin so
        (("身份证", "丢"), ("身份证", "丢", "了")),
        (("丢", "了"), ()),
        ((), ()),
    ],
)
def test_half_a_sentence_is_completed_only_where_one_sentence_begins_so(
    said: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    sentences = [("身份证", "丢", "了"), ("身份证", "怎么办"), ("第一个",), ("第一个", "吧")]
    assert completed(said, sentences) == whole
