"""What in a sentence speaks for danger now, of which kind, or against it; and how much all of it weighs together.

Its characters and syllables in twos and threes, what it says of time and supposing, the sayings of the emergency
numbers it holds, and what search makes of it. The weights are fitted to examples by benchmarks/tune_emergencies.py.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from content.understanding.understood import Understood
from content.understanding.vocabulary import Utterance
from content.yaml_text import load_plain
from voice.marks import dense_of

FORM_FILE = Path(__file__).parent / "zh_CN" / "emergency_forms.yaml"
WEIGHT_FILE = Path(__file__).parent / "zh_CN" / "emergency_weights.yaml"
DANGER, CALM = "danger", "calm"
ALWAYS, NEVER = "always", -1e9
LEAST_DANGER = 0.25  # higher, and cries in unheard words are missed; lower, and small talk rings an alarm
LEAST_DANGER_AGO, AGO = 1.0, "=ago"  # of what is told as past
CLEARLY_ANOTHER, CLEAR_DANGER = 2.0, 1.0  # beside the alarm on the screen
SURE_BY_SEARCH = 0.62  # of a hotline; below it a word of the sentence may only remind of one
LIKELY_SERVICE = (0.1, 0.2, 0.35, 0.5, 0.75)  # by how people come to services: a story tells of one
LIKELY_NOTHING = (0.3, 0.6, 0.85)
SURE_SERVICE = 0.75  # a service asked for this clearly is meant, whatever frightening word stands beside it
LONGEST_SAYING = 4  # syllables; longer ones speak as clearly
ENDING = 9  # characters: where a story comes to what it is told for, and a cry to the danger
LENGTHS = (3, 6, 9, 13, 18, 26)  # syllables
SEVERAL = {2: "=~two", 3: "=~three"}  # kinds of danger in one sentence
_EDGE, _OF_DANGER = "^", "=~"


class EmergencySigns:
    """Signs and their weights. `people`: patterns of words for persons, who are alike in danger; `forms`: patterns of
    what is told, supposed or asked; `dangers`: patterns of the words of every kind of danger; `weights`: of danger and
    of each number, sign and weight in turn."""

    def __init__(
        self,
        people: Mapping[str, str],
        forms: Mapping[str, str],
        dangers: Mapping[str, str],
        weights: Mapping[str, str] | None = None,
    ) -> None:
        self._people = [(name, re.compile(pattern)) for name, pattern in people.items()]
        self._forms = {name: re.compile(pattern) for name, pattern in forms.items()}
        self._dangers = {name: re.compile(pattern) for name, pattern in dangers.items()}
        self._weights = {kind: _read_weights(text) for kind, text in (weights or {}).items()}

    def number(self, signs: Sequence[str], numbers: Iterable[str]) -> str:
        """Which of the numbers would help; empty where nobody is in danger."""
        if self._sum(DANGER, signs) <= (LEAST_DANGER_AGO if AGO in signs else LEAST_DANGER):
            return ""
        return max(numbers, key=lambda number: self._sum(number, signs), default="")

    def is_clearly(self, number: str, signs: Sequence[str], *, rather_than: str) -> bool:
        """Whether one number helps clearly better than the other in a danger that is clear itself."""
        is_other = self._sum(number, signs) - self._sum(rather_than, signs) >= CLEARLY_ANOTHER
        return is_other and self._sum(DANGER, signs) >= CLEAR_DANGER

    def _sum(self, kind: str, signs: Sequence[str]) -> float:
        weights = self._weights.get(kind, {})
        return weights.get(ALWAYS, NEVER) + sum(weights.get(sign, 0.0) for sign in signs)

    def of_words(self, said: str, utterance: Utterance) -> list[str]:
        """The signs of the words themselves, each once."""
        return list(dict.fromkeys((*self._of_text(said), *_of_sounds(utterance), *_of_length(len(utterance)))))

    def _of_text(self, said: str) -> Iterator[str]:
        plain = text = dense_of(said)
        for name, words in self._people:
            text = words.sub(name, text)
        framed = f"{_EDGE}{text}{_EDGE}"
        yield from text
        for size in (2, 3):
            yield from (framed[start : start + size] for start in range(len(framed) - size + 1))
        forms = [name for name, form in self._forms.items() if form.search(plain)]
        dangers = [f"{_OF_DANGER}{name}" for name, words in self._dangers.items() if words.search(plain)]
        yield from (f"={name}" for name in forms)
        yield from (*dangers, "=kernel", *(f"=kernel+{name}" for name in forms)) if dangers else ()
        yield from (sign for number, sign in SEVERAL.items() if len(dangers) >= number)
        ending = plain[-ENDING:]
        yield from (f"=end+{name}" for name in forms if self._forms[name].search(ending))
        if any(words.search(ending) for words in self._dangers.values()):
            yield "=end+kernel"


def of_search(understood: Understood) -> Iterator[str]:
    """What search finds: a service that is clearly asked for, or a number to call."""
    first = understood.results[0] if understood.results else None
    if first and first.kind == "hotline" and first.score >= SURE_BY_SEARCH:
        yield f"=hotline{first.id}"
    likely = understood.likely
    yield from (f"=service_likely{level}" for level in LIKELY_SERVICE if likely.best >= level)
    yield from (f"=service_none{level}" for level in LIKELY_NOTHING if likely.nothing >= level)
    if first and first.kind == "service" and first.score >= SURE_SERVICE and understood.verdict == "confident":
        yield "=service"
        if understood.aspect:
            yield "=service+aspect"


def of_saying(number: str, size: int) -> str:
    """A saying of that number, of so many syllables, stands in the sentence."""
    return f"=says{number}/{min(size, LONGEST_SAYING)}"


def is_of_characters(sign: str) -> bool:
    """Whether a misheard character would hide it."""
    return sign.startswith(_OF_DANGER) or (not sign.startswith("=") and not sign.isascii())


def is_of_search(sign: str) -> bool:
    """Whether it is only there with a lexicon."""
    return sign.startswith(("=service", "=hotline"))


def _of_sounds(said: Utterance) -> Iterator[str]:
    for size in (2, 3):
        yield from ("'".join(said.sounds[start : start + size]) for start in range(len(said) - size + 1))


def _of_length(size: int) -> Iterator[str]:
    yield from (f"=longer{length}" for length in LENGTHS if size > length)


def _read_weights(text: str) -> dict[str, float]:
    words = text.split()
    return {sign: float(weight) for sign, weight in zip(words[::2], words[1::2], strict=True)}


def load_emergency_signs() -> EmergencySigns:
    """With the weights that come with the channel."""
    plain = load_plain(FORM_FILE)
    return EmergencySigns(plain["people"], plain["forms"], plain["dangers"], load_plain(WEIGHT_FILE))
