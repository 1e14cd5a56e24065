"""What a sentence means, as search hands it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.understanding.candidates import Candidate
from content.understanding.features import Features
from content.understanding.places import Place
from content.understanding.told import NO_OPINION, Likely
from content.understanding.verdict import Found, Verdict


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence means. `aspect` empty where none was asked; `candidates`: all that was weighed, for explaining;
    `is_elsewhere`: a government matter is meant that the catalogue does not hold; `chance`: that the question is one
    for the channel at all, with the `signs` it was drawn from (none where no sentence was weighed); `places` it names,
    by their units; what it is `likely` to mean by how people speak."""

    verdict: Verdict
    results: tuple[Found, ...]
    aspect: str = ""
    candidates: tuple[Candidate, ...] = ()
    features: Features | None = None
    is_elsewhere: bool = False
    chance: float = 1.0
    signs: Mapping[str, float] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    likely: Likely = NO_OPINION
