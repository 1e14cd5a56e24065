"""Sentences made from patterns: (a|b) stands for one of them, (a)? may be left out, {name} for a word of that name."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.beside_examples import load_beside, load_openings, load_steering
from benchmarks.tune_asked_about import load_commands, load_examples
from benchmarks.voice_bed import load_dialogues, load_more_dialogues, load_sentences, load_third_dialogues
from benchmarks.voice_talks import NUMBERS, REGIONS, load_small, load_talks
from content.files import Content
from voice.emergency_signs import CALM

EXAMPLES = Path(__file__).parent / "emergency_examples.yaml"
OF_A_PATTERN = 40  # sentences made from one pattern
EVERY = 2  # of what is asked about a guide at hand, every second example: there are very many
_OPEN = re.compile(r"\(([^()]*)\)(\??)|\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, the number that would help or CALM, and the pattern it was made from."""

    text: str
    kind: str
    pattern: str


def made_examples(chance: random.Random) -> Iterator[Example]:
    """From every pattern as many sentences as it can give, up to a number."""
    plain = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    kinds = {**plain["cries"], CALM: plain["harmless"]}
    for kind, patterns in kinds.items():
        for pattern in patterns:
            texts = dict.fromkeys(made_from(pattern, plain["words"], chance) for _ in range(OF_A_PATTERN))
            yield from (Example(text, kind, pattern) for text in texts)


def said_examples() -> Iterator[Example]:
    """What was said in one breath: whole sentences, each a pattern of its own."""
    said = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))["said"]
    for kind, texts in {**said["cries"], CALM: said["harmless"]}.items():
        yield from (Example(text, kind, text) for text in texts)


def plain_examples(content: Content) -> Iterator[Example]:
    """What is asked of guides, and all else that is said in the tuning halves: nobody is in danger."""
    for guide in content.guides.values():
        for text in (*guide.questions, *(one.q for one in guide.faq)):
            yield Example(text, CALM, guide.id)
    yield from (Example(small.said, CALM, small.said) for small in load_small("tuning"))
    yield from (Example(one.text, CALM, one.text) for one in load_sentences("tuning"))
    for talk in (*load_talks(REGIONS, "tuning"), *load_talks(NUMBERS, "tuning")):
        yield from (Example(turn.said, CALM, talk.name) for turn in talk.turns if "emergency" not in str(turn.wanted))
    for meaning, texts in (*load_examples().items(), *load_commands().items()):
        yield from (Example(text, CALM, f"{meaning} {text[:3]}") for text in texts[::EVERY])
    for beside in list(load_beside())[::EVERY]:
        yield Example(beside.text, CALM, beside.guide)
    for texts in load_steering()["strange"].values():
        yield from (Example(text, CALM, text) for text in texts[::EVERY])
    for opening, asked in load_openings():
        yield Example(opening, CALM, asked)
    for load in (load_dialogues, load_more_dialogues, load_third_dialogues):
        for one in load("tuning"):
            yield from (Example(str(turn["say"]), CALM, str(one["name"])) for turn in one["turns"] if is_calm(turn))


def is_calm(turn: Mapping[str, Any]) -> bool:
    """Whether nobody is in danger as a script has it."""
    return not any(word in f"{turn.get('intent')} {turn.get('screen')}" for word in ("emergency", "hotline"))


def made_from(pattern: str, words: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """One sentence."""

    def filled(found: re.Match[str]) -> str:
        if found[3]:
            return chance.choice(words[found[3]])
        return "" if found[2] and chance.random() < 1 / 2 else chance.choice(found[1].split("|"))

    while _OPEN.search(pattern):
        pattern = _OPEN.sub(filled, pattern)
    return pattern
