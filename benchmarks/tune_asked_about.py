"""`python -m benchmarks.tune_asked_about`: learns what is said in passing from examples and keeps the weights.

The file names the examples it was made of, so that a test can tell when it is older than they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.beside_examples import Beside, fold_of, load_beside, load_openings, load_steering
from benchmarks.learning import Regression, learnt_from, sum_of
from content.files import content_folder
from content.understanding.learnt import Learnt, to_bytes
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from content.yaml_text import load_plain
from voice.asked_about import NEW, OPEN, OTHER, WEIGHT_FILE, signs_in

EXAMPLES = Path(__file__).parent / "examples"
LEAST_SEEN = 2  # times that a sign must stand in the examples to be kept: what stood once tells of that example only
Examples = Mapping[str, Sequence[str]]


def main() -> int:
    """Writes the weights."""
    learnt = learnt_weights(load_all(), Vocabulary(load_wording(content_folder() / "wording")))
    WEIGHT_FILE.write_bytes(to_bytes(learnt))
    print(f"{len(learnt.keys)} signs, {len(learnt.meanings)} meanings, {WEIGHT_FILE.stat().st_size} bytes")
    return 0


def learnt_weights(examples: Examples, vocabulary: Vocabulary) -> Learnt:
    """As they are kept."""
    return regression(examples, vocabulary).kept(tuple(examples), made_of(examples), least_seen=LEAST_SEEN)


def load_all(*, but: int | None = None) -> dict[str, list[str]]:
    """All examples, by meaning, in the order in which the voice expects them: aspects, OPEN, OTHER, NEW, commands, but
    those of one fold of what was written beside the guides."""
    aspects, steering = load_examples(), load_steering()
    strange = [text for texts in steering["strange"].values() for text in texts]
    said = {**{name: list(texts) for name, texts in aspects.items() if name != OTHER}, OPEN: [], OTHER: [], NEW: []}
    said[OTHER] += [*aspects[OTHER], *_learnt_in(strange, but)]
    for one in load_beside():
        if fold_of(one.text) != but:
            said[_meaning_of(one)].append(one.text)
    said[NEW] += [text for text, _ in load_openings() if fold_of(text) != but]
    commands = {name: [*texts, *_learnt_in(steering["commands"][name], but)] for name, texts in load_commands().items()}
    return {name: list(dict.fromkeys(texts)) for name, texts in (said | commands).items()}


def _meaning_of(one: Beside) -> str:
    if one.reading != "about":
        return NEW if one.reading == "new" else OTHER
    return one.aspects[0] if one.aspects else OPEN


def _learnt_in(texts: Iterable[str], but: int | None) -> list[str]:
    return [text for text in texts if fold_of(text) != but]


def regression(examples: Examples, vocabulary: Vocabulary) -> Regression:
    """Learnt from all examples."""
    found, meant = [], []
    for meaning, texts in enumerate(examples.values()):
        for text in texts:
            found.append(signs_in(text, vocabulary))
            meant.append(meaning)
    return learnt_from(found, meant, len(examples))


def made_of(examples: Examples) -> str:
    """A sum over the examples."""
    return sum_of((meaning, text) for meaning, texts in examples.items() for text in texts)


def load_examples() -> dict[str, list[str]]:
    """What people say about a guide, by aspect, and what is none of it."""
    return _load(EXAMPLES / "asked_about")


def load_commands() -> dict[str, list[str]]:
    """What people say in passing to steer the conversation or of their own case, by intent."""
    return _load(EXAMPLES / "commands")


def _load(folder: Path) -> dict[str, list[str]]:
    examples: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        examples |= load_plain(file)
    return examples


if __name__ == "__main__":
    sys.exit(main())
