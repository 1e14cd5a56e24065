"""A search told line by line: what was recognised, what was weighed, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from content.understanding.features import Features
from content.understanding.search import Understood
from content.understanding.verdict import CALIBRATED

# A sign that moves the chance less is not worth a line.
LEAST_TOLD = 0.1


def explain(understood: Understood, weights: Mapping[str, float]) -> list[str]:
    """The lines for one search, in Chinese, from explaining.yaml. `weights`: of the signs."""
    words = _words()
    lines = [words["verdict"].format(verdict=words["verdicts"][understood.verdict])]
    if understood.features is not None:
        lines += _recognised(understood.features, understood.aspect, words)
    if understood.signs:
        lines += _weighed(understood, weights, words)
    for rank, candidate in enumerate(understood.candidates, start=1):
        kind = words["kinds"][candidate.target.kind]
        meanings = "、".join(feature[2:] for feature in candidate.features if feature.startswith("m:"))
        lines.append(
            words["candidate"].format(
                rank=rank,
                kind=kind,
                title=candidate.target.title,
                score=f"{candidate.score:.2f}",
                name=candidate.name.text,
                meanings=meanings or words["none"],
            )
        )
    if not understood.candidates:
        lines += [
            words["abbreviation"].format(
                rank=rank, title=found.title, score=f"{found.score:.2f}", how=words["hows"][found.how], name=found.text
            )
            for rank, found in enumerate(understood.results, start=1)
        ]
    return lines


def _recognised(features: Features, aspect: str, words: Mapping[str, Any]) -> list[str]:
    lines = [
        words["spot"].format(
            text=spot.word.text,
            kind=words["spots"][spot.word.kind],
            names="、".join(spot.word.names) or words["none"],
            how=words["hows"][spot.how],
            sure=f"{spot.sure:.2f}",
        )
        for spot in features.spots
        if spot.word.kind != "filler"
    ]
    for found, groups in ((features.fields, words["fields"]), (features.talk, words["talk"])):
        lines += [
            words["outside"].format(text=features.plain[one.start : one.end], group=groups[one.group]) for one in found
        ]
    return [*lines, words["aspect"].format(aspect=words["aspects"][aspect])] if aspect else lines


def _weighed(understood: Understood, weights: Mapping[str, float], words: Mapping[str, Any]) -> list[str]:
    """How likely the question is one for the channel, and which signs moved that most, the strongest first."""
    moved = {sign: weights[sign] * much for sign, much in understood.signs.items()}
    told = sorted((sign for sign in moved if abs(moved[sign]) >= LEAST_TOLD), key=lambda sign: -abs(moved[sign]))
    chance = words["chance"].format(chance=f"{understood.chance:.2f}", line=f"{CALIBRATED.answerable:.2f}")
    return [
        chance,
        *(
            words["sign"].format(
                sign=words["signs"][sign],
                side=words["sides"]["for" if moved[sign] > 0 else "against"],
                much=f"{understood.signs[sign]:.2f}",
                moved=f"{moved[sign]:+.2f}",
            )
            for sign in told
        ),
    ]


@cache
def _words() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "explaining.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return words
