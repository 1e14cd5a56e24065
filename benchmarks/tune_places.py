"""`python -m benchmarks.tune_places`: learns from examples what the words around a place tell of it.

From place_examples.yaml, what is said of places in beside/commands.yaml, and everything else there that only sounds
like a place; written into voice/zh_CN/places.weights. What it is worth is told by examples it did not learn from.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.learning import Regression, learnt_from, sum_of
from benchmarks.servers import REGION
from content.files import content_folder
from content.understanding.learnt import to_bytes
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from content.yaml_text import load_plain
from voice.knowledge import load_region_names
from voice.place_signs import HERE, IT, MEANINGS, OTHER, TOLD, WEIGHT_FILE, PlaceSigns
from voice.places_found import PlacesFound
from voice.regions_named import PLACES_FILE

FOLDER = Path(__file__).parent
EXAMPLES, BESIDE = FOLDER / "place_examples.yaml", FOLDER / "beside"
REGIONS_BESIDE = "commands"
PARTS = 5
LEAST_SEEN = 2
WORTH_IN_PASSING, WORTH_OF_MADE = 0.3, 0.3
QUESTIONS_OF_EACH, PAIRS_OF_EACH, SEED = 6, 3, 330106
PLACES_OF_PAIRS = [
    "余杭",
    "萧山",
    "宁波",
    "绍兴",
    "苏州",
    "桐庐",
    "建德",
    "温州",
    "海宁",
    "上虞",
    "柯桥",
    "乐清",
    "合肥",
]
PLACES_ASKED = (
    *("余杭", "萧山区", "宁波", "绍兴", "上海", "安徽", "合肥", "苏州市", "桐庐", "建德市", "温州", "阜阳"),
    *("杭州上城区", "宁波鄞州", "北京朝阳区"),
)
_BRACKETED = re.compile("【(.+?)】")


@dataclass(frozen=True, slots=True)
class Example:
    """A place in a sentence; examples of one `pattern` are of one kind."""

    said: str
    pattern: str
    signs: Sequence[str]
    meaning: str
    worth: float = 1.0


class Reading:
    """Makes examples of sentences."""

    def __init__(self) -> None:
        names, vocabulary = load_region_names(), Vocabulary(load_wording(content_folder() / "wording"))
        words = load_plain(PLACES_FILE)
        self._found = PlacesFound(names, vocabulary, REGION, words["words_too"])
        self._chance = random.Random(SEED)
        self._signs = PlaceSigns(words["signs"], names, vocabulary, REGION)

    def all(self) -> Iterator[Example]:
        """All there are."""
        plain = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
        for meaning in MEANINGS:
            for marked in plain[meaning]:
                yield from self._marked(marked, meaning)
            for beginning in plain.get(f"questions_{meaning}", ()):
                yield from self._asked(beginning, plain["questions"], meaning)
        for pattern in plain["here_of_two"]:
            yield from self._of_two(pattern)
        for file in sorted(BESIDE.glob("*.yaml")):
            plain = yaml.safe_load(file.read_text(encoding="utf-8"))
            if file.stem == REGIONS_BESIDE:
                for one in plain.pop("regions"):
                    yield from self._of_region(one["say"], str(one["region"]))
            for said in sorted(set(_texts(plain))):
                yield from self._of_region(said, "", WORTH_IN_PASSING)

    def _marked(self, marked: str, meaning: str) -> Iterator[Example]:
        said = re.sub("[【】]", "", marked)
        spans = [(one.start() - 2 * n, one.end() - 2 * n - 2) for n, one in enumerate(_BRACKETED.finditer(marked))]
        places = self._found.find(said)
        for it in places:
            is_meant = any(it.start < end and start < it.end for start, end in spans)
            yield Example(said, said, self._signs.of(said, places, it), meaning if is_meant else TOLD)

    def _asked(self, beginning: str, questions: Sequence[str], meaning: str) -> Iterator[Example]:
        """Some questions after it, about places of every kind."""
        for question in self._chance.sample(questions, QUESTIONS_OF_EACH):
            name = self._chance.choice(PLACES_ASKED)
            for one in self._marked(beginning.replace(IT, f"【{name}】") + question, meaning):
                yield replace(one, pattern=beginning, worth=WORTH_OF_MADE)

    def _of_two(self, pattern: str) -> Iterator[Example]:
        for _ in range(PAIRS_OF_EACH):
            meant, other = self._chance.sample(PLACES_OF_PAIRS, 2)
            for one in self._marked(pattern.replace(IT, f"【{meant}】").replace(OTHER, other), HERE):
                yield replace(one, pattern=pattern, worth=WORTH_OF_MADE)

    def _of_region(self, said: str, code: str, worth: float = 1.0) -> Iterator[Example]:
        places = self._found.find(said)
        for it in places:
            yield Example(said, said, self._signs.of(said, places, it), HERE if it.codes[0] == code else TOLD, worth)


def load_all() -> list[Example]:
    """All examples, the same at every run."""
    return list(Reading().all())


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict | list):
        for one in plain.values() if isinstance(plain, dict) else plain:
            yield from _texts(one)


def main() -> int:
    """Prints what it is worth, writes the weights."""
    examples = load_all()
    patterns = list(dict.fromkeys(one.pattern for one in examples))
    part_of = {pattern: n % PARTS for n, pattern in enumerate(patterns)}
    for part in range(PARTS):
        learnt = _learnt([one for one in examples if part_of[one.pattern] != part])
        _tell(learnt, [one for one in examples if part_of[one.pattern] == part])
    learnt = _learnt(examples)
    WEIGHT_FILE.write_bytes(to_bytes(learnt.kept(MEANINGS, made_of(examples), least_seen=LEAST_SEEN)))
    return 0


def made_of(examples: Sequence[Example]) -> str:
    """A sum over the examples."""
    return sum_of((one.meaning, one.said) for one in examples)


def _learnt(examples: Sequence[Example]) -> Regression:
    meanings = [MEANINGS.index(one.meaning) for one in examples]
    return learnt_from([one.signs for one in examples], meanings, len(MEANINGS), worth=[one.worth for one in examples])


def _tell(learnt: Regression, tested: Sequence[Example]) -> None:
    guessed = [(one, MEANINGS[int(learnt.chances(one.signs).argmax())]) for one in tested]
    for meaning in MEANINGS:
        ones = [(one, guess) for one, guess in guessed if one.meaning == meaning]
        wrong = [f"{one.said} ({guess})" for one, guess in ones if guess != meaning]
        print(f"{meaning}: {len(wrong)} of {len(ones)} wrong:", "、".join(wrong))


if __name__ == "__main__":
    sys.exit(main())
