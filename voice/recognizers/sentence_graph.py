"""A closed set of sentences as a small graph of words, in the text form PocketSphinx reads (FSG). Pure.

Sentences share their beginnings and their endings, so that thousands of questions about services stay a small graph.
Only words of the dictionary ever stand in it, and no word holds a space: nothing a guide says can change its form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Node = dict[str, "Node"]
MOST_DECOYS = 5  # words in a row: about as long as what people say
END = ""  # the key of a node where a sentence may end; no word is empty


@dataclass(frozen=True, slots=True)
class SentenceGraph:
    """`arcs`: from, word (empty: none is said), to; the first state is 0, the last one `final`."""

    arcs: tuple[tuple[int, str, int], ...]
    state_count: int
    final: int

    def to_fsg(self, name: str) -> str:
        """The text PocketSphinx reads; every way out of a state is equally likely."""
        ways = _count(arc[0] for arc in self.arcs)
        lines = [f"TRANSITION {start} {end} {1 / ways[start]:.6f} {word}".rstrip() for start, word, end in self.arcs]
        head = [f"FSG_BEGIN {name}", f"NUM_STATES {self.state_count}", "START_STATE 0", f"FINAL_STATE {self.final}"]
        return "\n".join([*head, *lines, "FSG_END", ""])


def graph_of(
    sentences: Iterable[Sequence[str]], digits: Sequence[str] = (), decoys: Sequence[str] = ()
) -> SentenceGraph:
    """`digits`: words that may also follow each other in any number, as a dictated number does; `decoys`: words, a few
    of which in a row stand for everything else that is said."""
    root: Node = {}
    for sentence in sentences:
        node = root
        for word in sentence:
            node = node.setdefault(word, {})
        if sentence:
            node[END] = {}
    arcs: list[tuple[int, str, int]] = []
    numbers: dict[tuple[tuple[str, int], ...], int] = {}
    final = 1
    first = _number(root, numbers, arcs, final, is_root=True)
    count = len(numbers) + 2
    if digits:
        loop = count
        arcs += [(first, "", loop), *((loop, word, loop) for word in digits), (loop, "", final)]
        count += 1
    if decoys:
        arcs.append((first, "", count))
        for place in range(count, count + MOST_DECOYS):
            arcs += [(place, word, place + 1) for word in decoys]
            arcs.append((place + 1, "", final))
        count += MOST_DECOYS + 1
    return SentenceGraph(tuple(arcs), count, final)


def _number(
    node: Node,
    numbers: dict[tuple[tuple[str, int], ...], int],
    arcs: list[tuple[int, str, int]],
    final: int,
    *,
    is_root: bool = False,
) -> int:
    """The number of a node; nodes with the same continuations are one. Sentences are short, so this recursion is."""
    if not is_root and set(node) == {END}:
        return final
    followers = {word: final if word == END else _number(after, numbers, arcs, final) for word, after in node.items()}
    key = tuple(sorted(followers.items()))
    if is_root:
        number = 0
    elif key in numbers:
        return numbers[key]
    else:
        number = numbers[key] = len(numbers) + 2
    arcs += [(number, word, end) for word, end in followers.items()]
    return number


def _count(states: Iterable[int]) -> Mapping[int, int]:
    counted: dict[int, int] = {}
    for state in states:
        counted[state] = counted.get(state, 0) + 1
    return counted


def completed(said: Sequence[str], sentences: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The one sentence that begins with `said`, where it is none itself; empty where there are several or none."""
    whole = set(map(tuple, sentences))
    spoken = tuple(said)
    if spoken in whole:
        return spoken
    going_on = {sentence for sentence in whole if sentence[: len(spoken)] == spoken} if spoken else set()
    return next(iter(going_on)) if len(going_on) == 1 else ()
