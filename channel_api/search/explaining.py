"""A search told line by line: what was recognised, what was weighed, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from content.understanding.features import Features
from content.understanding.search import Understood


def explain(q: str, understood: Understood) -> list[str]:
    """The lines for one search, in Chinese, from explaining.yaml."""
    words = _words()
    lines = [words["verdict"].format(verdict=words["verdicts"][understood.verdict])]
    if understood.features is not None:
        lines += _recognised(understood.features, understood.aspect, words)
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
    return [*lines, words["aspect"].format(aspect=words["aspects"][aspect])] if aspect else lines


@cache
def _words() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "explaining.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return words
