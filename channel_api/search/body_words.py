"""The words that only guide bodies hold (materials, steps, conditions, answers), as evidence beside the names.

jieba cuts each body once; a question is then looked up by substrings, so that asking needs no jieba.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from content.model import Guide

LONGEST_BODY_CHARACTERS = 3000
SHORTEST_WORD, LONGEST_WORD = 2, 6
# Rarer words of jieba's dictionary are names and classics; without them it loads four times as fast.
RAREST_DICTIONARY_WORD = 40
# A word in more guides than this tells nothing about any of them.
COMMONEST_SHARE = 0.25
# A body alone answers only when it says two words or a long one, and these are most of the question.
FEWEST_BODY_CHARACTERS = 4
LOWEST_BODY_SHARE = 0.5


class BodyWords:
    """Which guides hold which words outside their names."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words`: by the guide's id, each once."""
        holders: dict[str, list[str]] = defaultdict(list)
        for service, held in words.items():
            for word in held:
                holders[word].append(service)
        total = max(len(words), 1)
        limit = max(3, COMMONEST_SHARE * total)
        self._holders = {word: tuple(ids) for word, ids in holders.items() if len(ids) <= limit}
        self._beginnings = frozenset(word[:SHORTEST_WORD] for word in self._holders)
        self._rareness = {word: math.log(1 + total / len(ids)) for word, ids in self._holders.items()}

    def evidence(self, text: str) -> Mapping[str, float]:
        """Guides that hold words of `text`, each with the share (0 to 1) of the known words it holds."""
        known = self._known(text)
        whole = sum(self._rareness[word] for word in known)
        shares: dict[str, float] = defaultdict(float)
        for word in known:
            for service in self._holders[word]:
                shares[service] += self._rareness[word] / whole
        return shares

    def find_by_body(self, text: str) -> list[tuple[str, float, str]]:
        """Guides whose body says most of `text`, best first: id, share of its characters (0 to 1), the words."""
        held: dict[str, set[str]] = defaultdict(set)
        for word in self._known(text):
            for service in self._holders[word]:
                held[service].add(word)
        characters = len(text.replace(" ", ""))
        found = []
        for service, words in held.items():
            share = len(_positions(words, text)) / characters
            if share >= LOWEST_BODY_SHARE and len(_positions(words, text)) >= FEWEST_BODY_CHARACTERS:
                found.append((service, share, " ".join(sorted(words, key=lambda word: (text.find(word), word)))))
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _known(self, text: str) -> list[str]:
        """In the order of the text: sums then come out alike in every process."""
        return list(dict.fromkeys(word for word in _substrings(text, self._beginnings) if word in self._holders))


def cut_bodies(guides: Iterable[Guide], known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """By id the words of each guide's body, each once. `known`: of guides that were cut before; where that is all of
    them, jieba is not even loaded."""
    tokenizer = None
    words: dict[str, tuple[str, ...]] = {}
    for guide in guides:
        held = known.get(guide.id)
        if held is None:
            tokenizer = tokenizer or _tokenizer()
            held = tuple(dict.fromkeys(_words(tokenizer, body_of(guide))))
        words[guide.id] = held
    return words


def body_of(guide: Guide) -> str:
    """What a guide says beside its names, the tellingest parts first. Its questions are not part of it."""
    parts = [material.name + material.when for material in guide.materials]
    parts += guide.eligibility
    parts += [question.q + question.a for question in guide.faq]
    parts += [step.title + step.detail for step in guide.steps]
    parts += [result.name for result in guide.results]
    parts += [
        guide.scope,
        guide.when_to_apply.text if guide.when_to_apply else "",
        guide.agent.note if guide.agent else "",
    ]
    return "。".join(filter(None, parts))[:LONGEST_BODY_CHARACTERS]


def _positions(words: Iterable[str], text: str) -> set[int]:
    """Where in `text` one of the words stands, the first time each."""
    return {text.find(word) + offset for word in words for offset in range(len(word))}


def _words(cut: Any, body: str) -> Iterator[str]:
    for word in cut.cut_for_search(body, HMM=False):
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and "一" <= word[0] <= "鿿":
            yield word


def _substrings(text: str, beginnings: Container[str]) -> Iterator[str]:
    """The pieces of `text` as long as words are, where one begins like a word."""
    for start in range(len(text)):
        if text[start : start + SHORTEST_WORD] not in beginnings:
            continue
        for end in range(start + SHORTEST_WORD, min(len(text), start + LONGEST_WORD) + 1):
            yield text[start:end]


def _tokenizer() -> Any:
    """jieba with its commoner words only, filled by hand: it then neither writes a cache file nor logs.

    Not kept: its dictionary is ten times what is found with it."""
    import jieba

    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    total = 0
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if int(count) < RAREST_DICTIONARY_WORD or len(word) > LONGEST_WORD:
                continue
            frequencies[word] = int(count)
            total += int(count)
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
