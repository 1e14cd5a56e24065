"""`python -m benchmarks.tune_emergencies`: what each sign weighs that somebody is in danger now, and whom to call then.

Logistic regressions over sentences made from emergency_examples.yaml and said whole there, the questions of all guides,
the examples of what is said in passing, and the tuning halves of what is said to the voice, written into
voice/zh_CN/emergency_weights.yaml. What they are worth is told on the tuning half of voice_emergencies.yaml, by weights
that never saw it; `folds` after it tells also what is found of the sentences said whole, each by the others.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

import numpy as np
import yaml

from benchmarks.made_sentences import Example, made_examples, plain_examples, said_examples
from benchmarks.search_bed import build
from benchmarks.voice_talks import load_cries
from channel_api.search.lexicon_building import entry_of
from content.files import Content
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from voice.emergencies import EmergencyWords, load_more_sayings
from voice.emergency_signs import (
    ALWAYS,
    CALM,
    DANGER,
    FORM_FILE,
    LEAST_DANGER,
    WEIGHT_FILE,
    EmergencySigns,
    is_of_characters,
    is_of_search,
)

ROUNDS, SEED = 80, 119
PULL, RIDGE = 0.2, 0.5  # towards nothing: how strongly always, and by how much a sign weighs
STRIDE = 4.0  # of the step that is safe for every sign at once
HEARD = 2  # times every sentence is heard, each time with other characters hidden
SEEN_IN = 2  # patterns; a sign of fewer tells of this pattern only
LEAST_WEIGHT = {DANGER: 0.2}
LEAST_WEIGHT_OF_A_KIND = 0.35
MISHEARD_SHARE, HIDDEN = 0.5, 0.7  # of the sentences, some characters are hidden, so that sounds learn to speak
UNSEARCHED_SHARE = 0.25  # of the sentences, as without a lexicon
TUNING_WORTH = SAID_WORTH = 4  # what people say counts more than what was made
FOLDS = 4  # of what was said whole: each is told by what was learnt from the others
HEAD = """# What each sign weighs that somebody is in danger now (danger), and which number would help then: characters,
# syllables, and after = forms, sayings and what search finds. Fitted by `python -m benchmarks.tune_emergencies`.
"""
Row = tuple[Example, list[str]]
Weights = dict[str, dict[str, float]]


def main() -> int:
    """Prints what it is worth, writes the weights."""
    content, vocabulary, _, _ = build()
    signs_of, chance = _signs_of(content, vocabulary), random.Random(SEED)
    rows = [(one, signs_of(one.text)) for one in (*made_examples(chance), *plain_examples(content))]
    said = [(one, signs_of(one.text)) for one in said_examples()]
    tuning = [Example(cry.said, cry.numbers[0] if cry.numbers else CALM, cry.said) for cry in load_cries("tuning")]
    tested = [(one, signs_of(one.text)) for one in tuning]
    print(f"{len(rows)} sentences, {sum(one.kind != CALM for one, _ in rows)} of them cries")
    tell(fitted([*rows, *said * SAID_WORTH], chance), tested)
    if "folds" in sys.argv:
        _tell_folds(rows, said, chance)
    write_weights(fitted([*rows, *said * SAID_WORTH, *tested * TUNING_WORTH], chance))
    return 0


def _tell_folds(rows: Sequence[Row], said: Sequence[Row], chance: random.Random) -> None:
    for fold in range(FOLDS):
        is_tested = [sha256(one.text.encode()).digest()[0] % FOLDS == fold for one, _ in said]
        learnt = [row for row, out in zip(said, is_tested, strict=True) if not out]
        tell(
            fitted([*rows, *learnt * SAID_WORTH], chance),
            [row for row, out in zip(said, is_tested, strict=True) if out],
        )


def _signs_of(content: Content, vocabulary: Vocabulary) -> Callable[[str], list[str]]:
    entries = [entry_of(guide, vocabulary) for guide in content.guides.values()]
    search = Understanding(entries, vocabulary, hotlines=content.hotlines)
    forms = yaml.safe_load(FORM_FILE.read_text(encoding="utf-8"))
    signs = EmergencySigns(forms["people"], forms["forms"], forms["dangers"])
    words = EmergencyWords(content.hotlines, vocabulary, load_more_sayings(), signs)
    return lambda text: words.signs(text, search.search(text))


def fitted(rows: Sequence[Row], chance: random.Random) -> Weights:
    """Weights of danger, and of each kind among cries."""
    cries = [row for row in rows if row[0].kind != CALM]
    danger = _regression([(example.kind != CALM, signs, example.pattern) for example, signs in rows], chance)
    kinds = {
        kind: _regression([(example.kind == kind, signs, example.pattern) for example, signs in cries], chance)
        for kind in sorted({example.kind for example, _ in cries})
    }
    return {DANGER: danger, **kinds}


def _regression(rows: list[tuple[bool, list[str], str]], chance: random.Random) -> dict[str, float]:
    """Steps down the slope of all sentences at once, each sign at its own pace, with momentum that is dropped where it
    leads uphill (FISTA)."""
    places = _places(rows)
    heard = [
        (is_so, [0, *(places[sign] for sign in _as_heard(signs, chance) if sign in places)])
        for _ in range(HEARD)
        for is_so, signs, _ in rows
    ]
    wanted = np.array([is_so for is_so, _ in heard], float)
    sizes = np.array([len(index) for _, index in heard])
    index, width = np.concatenate([np.array(index) for _, index in heard]), len(places) + 1
    first = np.cumsum(sizes) - sizes
    pace = 1 / (np.bincount(index, np.repeat(sizes / HEARD / 4, sizes), minlength=width) / STRIDE + RIDGE + 1 / 2)
    pull, ridge = (np.where(np.arange(width) > 0, much, 0.0) for much in (PULL, RIDGE))
    weights = ahead = np.zeros(width)
    speed = 1.0
    for _ in range(ROUNDS):
        guess = 1 / (1 + np.exp(-np.clip(np.add.reduceat(ahead[index], first), -30, 30)))
        slope = np.bincount(index, np.repeat((guess - wanted) / HEARD, sizes), minlength=width) + ridge * ahead
        moved = ahead - pace * slope
        stepped = np.sign(moved) * np.maximum(0.0, np.abs(moved) - pull * pace)
        if np.sum((ahead - stepped) * (stepped - weights) / pace) > 0:
            speed = 1.0
        faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
        ahead, weights, speed = stepped + (speed - 1) / faster * (stepped - weights), stepped, faster
    return {sign: float(weights[at]) for sign, at in {ALWAYS: 0, **places}.items()}


def _places(rows: Sequence[tuple[bool, list[str], str]]) -> dict[str, int]:
    seen: dict[str, set[str]] = defaultdict(set)
    for _, signs, pattern in rows:
        for sign in signs:
            seen[sign].add(pattern)
    return {sign: at for at, sign in enumerate((one for one, ones in seen.items() if len(ones) >= SEEN_IN), 1)}


def _as_heard(signs: Sequence[str], chance: random.Random) -> Iterator[str]:
    is_misheard, is_searched = chance.random() < MISHEARD_SHARE, chance.random() >= UNSEARCHED_SHARE
    for sign in signs:
        is_hidden = is_misheard and is_of_characters(sign) and chance.random() < HIDDEN
        if not is_hidden and (is_searched or not is_of_search(sign)):
            yield sign


def tell(weights: Weights, tested: Sequence[Row]) -> None:
    """Missed and false, and which; and those whose kind is mistaken."""
    found = [
        (example, _sum(weights[DANGER], signs) > LEAST_DANGER, _likeliest(weights, signs)) for example, signs in tested
    ]
    cries = [one for one in found if one[0].kind != CALM]
    calm = [one for one in found if one[0].kind == CALM]
    missed = [example.text for example, is_danger, _ in cries if not is_danger]
    false = [example.text for example, is_danger, _ in calm if is_danger]
    print(f"missed {len(missed)} of {len(cries)}:", "、".join(missed))
    print(f"false {len(false)} of {len(calm)}:", "、".join(false))
    print("other kind:", "、".join(f"{one.text} {kind}" for one, _, kind in cries if kind != one.kind))


def _likeliest(weights: Weights, signs: Sequence[str]) -> str:
    return max((kind for kind in weights if kind != DANGER), key=lambda kind: _sum(weights[kind], signs))


def _sum(weights: dict[str, float], signs: Sequence[str]) -> float:
    return weights[ALWAYS] + sum(weights.get(sign, 0.0) for sign in signs)


def write_weights(weights: Weights) -> None:
    """All that weigh something, one kind a paragraph, the heaviest first."""
    lines = []
    for kind, ones in weights.items():
        least = LEAST_WEIGHT.get(kind, LEAST_WEIGHT_OF_A_KIND)
        kept = {sign: weight for sign, weight in ones.items() if abs(weight) >= least or sign == ALWAYS}
        ordered = sorted(kept.items(), key=lambda one: -abs(one[1]))
        lines.append(f"'{kind}': >-\n  " + " ".join(f"{sign} {weight:.1f}" for sign, weight in ordered))
    WEIGHT_FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
