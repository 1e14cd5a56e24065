"""`python -m benchmarks.tune_after_answers`: learns what is said of an alarm or a telephone number that was just told.

It first tells what of the examples is found by what was learnt from the others: patterns are left out whole.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.beside_examples import load_beside, load_openings, load_steering
from benchmarks.learning import Regression, learnt_from, sum_of
from content.files import content_folder
from content.understanding.learnt import to_bytes
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from content.yaml_text import load_plain
from voice.after_answers import MEANINGS, NEW, WEIGHT_FILE
from voice.asked_about import signs_in
from voice.phrase_templates import expand

EXAMPLES = Path(__file__).parent / "examples" / "after_answers.yaml"
OF_A_PATTERN = 24  # sentences made from one pattern
EVERY = 2  # of what is said about guides: there are ten thousand
WORTH_OF_NEW = 0.15  # each: whether something new is asked, search tells better
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what it means, and the pattern it was made from."""

    text: str
    meaning: str
    pattern: str


def main() -> int:
    """Tells how well it learns and writes the weights."""
    vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
    examples = load_all()
    tell(examples, vocabulary)
    learnt = regression(examples, vocabulary).kept(MEANINGS, made_of(examples), least_seen=1)
    WEIGHT_FILE.write_bytes(to_bytes(learnt))
    print(f"{len(learnt.keys)} signs, {WEIGHT_FILE.stat().st_size} bytes")
    return 0


def made_of(examples: Sequence[Example]) -> str:
    """A sum over the examples."""
    return sum_of((one.meaning, one.text) for one in examples)


def load_all() -> list[Example]:
    """All examples: those of this kind, and as what is new some of what is said about guides and in passing."""
    plain = load_plain(EXAMPLES)
    made = [
        Example(text, meaning, pattern)
        for meaning, patterns in plain.items()
        for pattern in patterns
        for text in _some(dict.fromkeys(text for text, _ in expand(pattern)))
    ]
    known = {one.text for one in made}
    return [*made, *(Example(text, NEW, text) for text in _new() if text not in known)]


def _some(texts: dict[str, None]) -> list[str]:
    """The same at every run, from all over the pattern."""
    return sorted(texts, key=lambda text: sha256(text.encode()).digest())[:OF_A_PATTERN]


def _new() -> Iterator[str]:
    said = [text for text, _ in load_openings()] + [one.text for one in load_beside() if one.reading == "new"]
    strange = load_steering()["strange"]["alone"]
    texts = dict.fromkeys((*said, *map(str, strange)))
    yield from (text for text in texts if sha256(text.encode()).digest()[0] % EVERY == 0)


def regression(examples: Sequence[Example], vocabulary: Vocabulary) -> Regression:
    """Learnt from the examples; the sentences of a pattern together count as much as a few."""
    sizes = Counter(one.pattern for one in examples)
    worth = [WORTH_OF_NEW if one.meaning == NEW else sizes[one.pattern] ** -0.5 for one in examples]
    found = [signs_in(one.text, vocabulary) for one in examples]
    return learnt_from(found, [MEANINGS.index(one.meaning) for one in examples], len(MEANINGS), worth=worth)


def tell(examples: Sequence[Example], vocabulary: Vocabulary) -> None:
    """What each meaning is taken for, when the patterns tested were not learnt from."""
    taken: dict[str, Counter[str]] = {meaning: Counter() for meaning in MEANINGS}
    for fold in range(FOLDS):
        is_tested = [sha256(one.pattern.encode()).digest()[1] % FOLDS == fold for one in examples]
        learnt = regression([one for one, out in zip(examples, is_tested, strict=True) if not out], vocabulary)
        for one in (one for one, out in zip(examples, is_tested, strict=True) if out):
            taken[one.meaning][MEANINGS[int(learnt.chances(signs_in(one.text, vocabulary)).argmax())]] += 1
    for meaning, counted in taken.items():
        print(meaning, dict(counted.most_common()))


if __name__ == "__main__":
    sys.exit(main())
