"""The sentences search is measured with: read, parted by service, and disturbed as keyboards and recognisers do it.

Deterministic: the same sentence is always disturbed in the same way.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from content.understanding.abbreviations import initials_of
from content.understanding.t9 import t9_of
from content.understanding.vocabulary import Vocabulary

SENTENCES = Path(__file__).parent / "search_sentences.yaml"
FRESH_SENTENCES = Path(__file__).parent / "search_sentences_fresh.yaml"
WIDE_SENTENCES = Path(__file__).parent / "search_sentences_wide.yaml"
Half = Literal["tuning", "held-back"]
HOMOPHONE_SHARE = 0.3  # of the characters of a sentence, as a recogniser in a noisy room errs


@dataclass(frozen=True, slots=True)
class Case:
    """One question and the service that answers it; `service` empty where none does."""

    kind: str
    text: str
    service: str


def half_of(service: str) -> Half:
    """Which half a service, or a sentence without one, belongs to, once and for all."""
    return "tuning" if hashlib.sha256(service.encode()).digest()[0] % 2 else "held-back"


def load_cases(half: Half | None = None) -> list[Case]:
    """The written sentences of one half or of both; out-of-domain ones stand in two lists."""
    plain = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    cases = [
        Case(kind, str(text), service)
        for service, kinds in plain["services"].items()
        if half in (None, half_of(service))
        for kind, texts in kinds.items()
        for text in texts
    ]
    cases += [
        Case("none", str(text), "")
        for part, texts in plain["out_of_domain"].items()
        if half in (None, part)
        for text in texts
    ]
    return cases


def load_fresh_cases() -> list[Case]:
    """The sentences written after search was tuned; none of them is ever tuned on."""
    plain = yaml.safe_load(FRESH_SENTENCES.read_text(encoding="utf-8"))
    told = [
        Case("fresh", str(text), service)
        for service, kinds in plain["services"].items()
        for texts in kinds.values()
        for text in texts
    ]
    return told + [Case("fresh-none", str(text), "") for text in plain["out_of_domain"]]


def load_wide_cases(half: Half | None = None) -> list[Case]:
    """The sentences over all fields of life and in rambling speech; the kinds begin with `wide`."""
    plain = yaml.safe_load(WIDE_SENTENCES.read_text(encoding="utf-8"))
    cases = [
        Case(f"wide-{kind}", str(text), service)
        for service, kinds in plain["services"].items()
        for kind, texts in kinds.items()
        for text in texts
    ]
    cases += [Case("wide-none", str(text), "") for texts in plain["out_of_domain"].values() for text in texts]
    return [case for case in cases if half in (None, half_of(case.service or case.text))]


def disturbed(cases: Iterable[Case], vocabulary: Vocabulary) -> Iterator[Case]:
    """The same questions with homophone errors, typed in full pinyin, and with a slip of the hand."""
    alike = alike_characters(vocabulary)
    for case in cases:
        if not case.service:
            continue
        chance = random.Random(case.text)
        yield Case("homophone", with_homophones(case.text, vocabulary, alike, chance), case.service)
        if case.kind == "plain":
            yield Case("pinyin", "".join(vocabulary.wording.syllables.of(case.text)), case.service)
            yield Case("typo", _with_slip(case.text, chance), case.service)


def abbreviated(service: str, names: Iterable[str], vocabulary: Vocabulary) -> Iterator[Case]:
    """The first letters of each name of up to eight syllables, as letters and as digits of the number pad."""
    for name in names:
        units = vocabulary.units(name)
        if 2 <= len(units) <= 8:
            letters = initials_of(units, vocabulary.wording.syllables.of(units))
            yield Case("initials", letters, service)
            yield Case("t9", t9_of(letters), service)


def alike_characters(vocabulary: Vocabulary) -> dict[str, str]:
    """Common characters by folded sound."""
    table = vocabulary.wording
    alike: dict[str, str] = defaultdict(str)
    for character, syllable in table.syllables.characters.items():
        encoded = character.encode("gb2312", errors="ignore")
        if encoded and 0xB0 <= encoded[0] <= 0xD7:  # the 3,755 common characters
            alike[table.confusions.fold(syllable)] += character
    return alike


def with_homophones(text: str, vocabulary: Vocabulary, alike: dict[str, str], chance: random.Random) -> str:
    syllables = vocabulary.wording.syllables.of(text)
    said = []
    for character, syllable in zip(text, syllables, strict=True):
        others = [
            other
            for other in alike.get(vocabulary.wording.confusions.fold(syllable), "")
            if other != character
            # two of three errors keep the sound, the third is one of accent
            and (vocabulary.wording.syllables.characters[other] == syllable or chance.random() < 1 / 3)
        ]
        said.append(chance.choice(others) if others and chance.random() < HOMOPHONE_SHARE else character)
    return "".join(said)


def _with_slip(text: str, chance: random.Random) -> str:
    """One character missing, doubled, swapped or wrong, in the first two thirds, where the matter stands."""
    position = chance.randrange(max(1, len(text) * 2 // 3))
    before, here, after = text[:position], text[position], text[position + 1 :]
    return chance.choice(
        [before + after, before + here + here + after, before + after[:1] + here + after[1:], before + "的" + after]
    )
