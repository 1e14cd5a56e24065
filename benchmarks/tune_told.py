"""`python -m benchmarks.tune_told`: learns how people come to each service, and keeps the weights.

From the names of every guide and from what was written about it, beside it and to begin with (benchmarks/beside). What
is said about a guide that is open names it less than a first sentence does, and counts less.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.beside_examples import fold_of, load_beside, load_openings, load_steering
from benchmarks.learning import learnt_from, sum_of
from content.files import Content, content_folder, load_content
from content.understanding.learnt import Learnt, signs_of, to_bytes
from content.understanding.told import LONGEST, NOTHING_OF_OURS
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording

WORTH_ABOUT = 0.2
LEAST_SEEN = 2  # times that a sign must stand in the examples to be kept


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, the service it is about or NOTHING_OF_OURS, and what it counts."""

    text: str
    service: str
    worth: float = 1.0


def main() -> int:
    """Writes the weights."""
    folder = content_folder()
    learnt = learnt_weights(examples(load_content(folder)), Vocabulary(load_wording(folder / "wording")))
    file = folder / "wording" / "told.weights"
    file.write_bytes(to_bytes(learnt))
    print(f"{len(learnt.keys)} signs, {len(learnt.meanings)} services, {file.stat().st_size} bytes")
    return 0


def examples(content: Content, *, but: int | None = None) -> list[Example]:
    """All there are, but for those of one fold of what was written beside the guides."""
    names = [
        Example(name, guide.id)
        for guide in content.guides.values()
        for name in dict.fromkeys((guide.title, guide.spoken_name or guide.title, *guide.aliases))
    ]
    return [*names, *(one for one in _written() if fold_of(one.text) != but)]


def _written() -> Iterator[Example]:
    yield from (Example(text, guide) for text, guide in load_openings())
    for one in load_beside():
        if one.reading == "strange":
            yield Example(one.text, NOTHING_OF_OURS)
        else:
            yield Example(one.text, one.service, WORTH_ABOUT if one.reading == "about" else 1.0)
    for texts in load_steering()["strange"].values():
        yield from (Example(text, NOTHING_OF_OURS) for text in texts)


def learnt_weights(said: Sequence[Example], vocabulary: Vocabulary) -> Learnt:
    """As they are kept."""
    services = sorted({one.service for one in said} - {NOTHING_OF_OURS})
    meanings = [*services, NOTHING_OF_OURS]
    place = {meaning: n for n, meaning in enumerate(meanings)}
    found = []
    for one in said:
        read = vocabulary.read(one.text)
        found.append(signs_of("".join(read.characters)[:LONGEST], read.folded[:LONGEST]))
    meant, worth = [place[one.service] for one in said], [one.worth for one in said]
    regression = learnt_from(found, meant, len(meanings), worth=worth)
    return regression.kept(meanings, made_of(said), least_seen=LEAST_SEEN)


def made_of(said: Sequence[Example]) -> str:
    """A sum over the examples."""
    return sum_of((one.service, one.text) for one in said)


if __name__ == "__main__":
    sys.exit(main())
