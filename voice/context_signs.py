"""What a sentence shows that is said while a guide is at hand, in numbers: what was found, what is named, how it is
said, what it is like. Pure.

voice/in_context.py weighs them; benchmarks/tune_in_context.py learns how.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from content.understanding.features import Features, tells_more_than_a_name
from content.understanding.search import Understanding, Understood
from voice.asked_about import SHORTEST, AskedAbout
from voice.context_frames import is_called_by, own_and_other
from voice.follow_ups import FollowUps, tells_errand
from voice.guide_words import AtHand, covered_share
from voice.named_matters import (
    is_about_other_things,
    is_by_sound,
    is_doubtful,
    is_of_many,
    is_weak,
    names_something,
)
from voice.questions import find_question

# Of what was found: how well the first fits and how far the guide at hand lies behind it, whether it is that guide, how
# sure search is and whether anything is for this channel, how the first was found and how much of its name was said.
FOUND = (
    "fit",
    "behind",
    "is_first",
    "confident",
    "none",
    "chance",
    "elsewhere",
    "by_sound",
    "by_concept",
    "name_share",
)
# Of the service that fits best besides the one at hand: how well either fits, how much of its name was said and how
# people come to it, what else was said, and which part of what names it stands in the guide or among its papers.
OTHER = ("own_fit", "other_fit", "other_share", "other_told", "other_rest", "other_in_guide", "other_in_papers")
DOUBTS = ("weak", "doubtful", "of_many", "gap", "same_topic")
# Of how it is said: an aspect in the words of a follow-up, with nothing named besides; one guessed; a frequent question
# of the guide; a paper; a question, an errand; its length; how likely it asks nothing; and the forms in the file.
SAID = ("told", "told_only", "guessed", "frequent", "paper", "asking", "errand", "length", "nothing")
# What it is like: by examples of all that is said beside guides, and by how people come to each service.
LIKE = ("like_about", "like_new", "like_nothing", "like_command")
TOLD = ("told_here", "told_first", "told_best", "told_nothing")
# Of its words: an aspect, a bare name, nothing named; what of it stands in the guide; words of everyday life, and what
# is no known word.
WORDS = ("aspect", "bare", "names_nothing", "named_in_guide", "words_in_guide")
STRANGE_WORDS = ("everyday", "foreign", "unknown", "other_things")
_LOWEST, _HIGHEST, _FURTHEST = 0.01, 0.99, 4.0
_LEAST_SHARE = 0.0005
_SHORTEST_NAMED = 2  # characters


class ContextSigns:
    """Reads the signs. `forms`: patterns of how it is said, by name."""

    def __init__(
        self, search: Understanding, follow_ups: FollowUps, asked_about: AskedAbout, forms: Mapping[str, str]
    ) -> None:
        self._search, self._follow_ups, self._asked_about = search, follow_ups, asked_about
        self._topics = {entry.id: entry.topic for entry in search.services}
        self._forms = {name: re.compile(pattern) for name, pattern in forms.items()}
        self.names = (*FOUND, *OTHER, *DOUBTS, *SAID, *LIKE, *TOLD, *self._forms, *WORDS, *STRANGE_WORDS)

    def of(self, said: str, understood: Understood, service: str, at_hand: AtHand) -> dict[str, float]:
        """What the sentence shows, by the names of the signs."""
        features = understood.features
        found = _found_signs(understood, service, self._topics.get(service, ""))
        words = _word_signs(features, at_hand) if features else dict.fromkeys((*WORDS, *STRANGE_WORDS), 0.0)
        other = _other_signs(understood, features, service, at_hand) if features else dict.fromkeys(OTHER, 0.0)
        return {**found, **other, **self._said_signs(said, at_hand), **words}

    def _said_signs(self, said: str, at_hand: AtHand) -> dict[str, float]:
        core, like = self._follow_ups.core(said), self._asked_about.likeness(said)
        told, besides = self._follow_ups.aspect_of(said)
        is_frequent = find_question(said, at_hand.questions, self._search.vocabulary) is not None
        signs = {
            "told": bool(told),
            "told_only": bool(told) and self._names_nothing(besides),
            "guessed": bool(self._asked_about.guess(core)),
            "frequent": is_frequent,
            "paper": bool(self._follow_ups.paper_in(said, at_hand.papers)),
            "asking": self._follow_ups.is_asking(said),
            "errand": tells_errand(said),
            "length": math.log(1 + len(core) / SHORTEST),
            "nothing": like.nothing,
            "like_about": _odds(like.about),
            "like_new": _odds(like.new),
            "like_nothing": _odds(like.nothing),
            "like_command": _odds(like.command),
        }
        forms = {name: bool(form.search(said)) for name, form in self._forms.items()}
        return {name: float(much) for name, much in (signs | forms).items()}

    def _names_nothing(self, text: str) -> bool:
        features = self._search.search(text).features
        return features is None or not names_something(features)


def _found_signs(understood: Understood, service: str, topic: str) -> dict[str, float]:
    likely = understood.likely
    services = [one for one in understood.results if one.kind == "service"]
    first = services[0] if services else None
    weighed = {one.target.id: one for one in understood.candidates}
    scores = [one.score for one in services] + [0.0, 0.0]
    return {
        "fit": _odds(scores[0]),
        "behind": max(scores[0] - (weighed[service].score if service in weighed else 0.0), 0.0),
        "is_first": float(first is not None and first.id == service),
        "confident": float(understood.verdict == "confident"),
        "none": float(understood.verdict == "none"),
        "chance": _odds(understood.chance),
        "elsewhere": float(understood.is_elsewhere),
        "by_sound": float(is_by_sound(understood)),
        "by_concept": float(first is not None and first.how == "concept"),
        "name_share": weighed[first.id].name_share if first and first.id in weighed else 0.0,
        "weak": float(is_weak(understood)),
        "doubtful": float(is_doubtful(understood)),
        "of_many": float(is_of_many(understood, service)),
        "gap": scores[0] - scores[1],
        "told_here": _log(likely.services.get(service, likely.best)),
        "told_first": _log(likely.services.get(first.id, likely.best) if first else 0.0),
        "told_best": _log(likely.best),
        "told_nothing": _log(likely.nothing),
        "same_topic": float(first is not None and first.topic == topic),
    }


def _other_signs(understood: Understood, features: Features, service: str, at_hand: AtHand) -> dict[str, float]:
    own, other = own_and_other(understood, service)
    own_fit = _odds(own.score if own else 0.0)
    if other is None:
        return dict.fromkeys(OTHER, 0.0) | {"own_fit": own_fit, "other_fit": _odds(0.0), "other_told": _log(0.0)}
    spots = (one for one in features.spots if one.word.kind == "meaning")
    named = [(one.start, one.end) for one in spots if is_called_by(other, one)]
    words = [features.text[start:end] for start, end in named]
    return {
        "own_fit": own_fit,
        "other_fit": _odds(other.score),
        "other_share": other.name_share,
        "other_told": _log(understood.likely.services.get(other.target.id, understood.likely.best)),
        "other_rest": _rest_share(features.core, named),
        "other_in_guide": _share_in(words, [part.text for part in at_hand.parts]),
        "other_in_papers": _share_in(words, at_hand.papers),
    }


def _rest_share(core: str, named: Sequence[tuple[int, int]]) -> float:
    """How much of what is said is neither those words nor what is asked."""
    rest = list(core)
    for start, end in named:
        rest[start:end] = " " * (end - start)
    return len("".join(rest).replace(" ", "")) / max(len(core), 1)


def _share_in(words: Sequence[str], texts: Sequence[str]) -> float:
    """Which share of the words stands in any of the texts."""
    return sum(any(word in text for text in texts) for word in words) / len(words) if words else 0.0


def _word_signs(features: Features, at_hand: AtHand) -> dict[str, float]:
    everyday = sum(one.end - one.start for one in features.fields) / max(len(features.plain), 1)
    return {
        "aspect": float(bool(features.aspects)),
        "bare": float(not tells_more_than_a_name(features)),
        "names_nothing": float(not names_something(features)),
        "named_in_guide": _named_in(features, at_hand),
        "words_in_guide": max((covered_share(features.core, part.text) for part in at_hand.parts), default=0.0),
        "everyday": min(everyday, 1.0),
        "foreign": float(bool(features.foreign)),
        "unknown": len("".join(_unknown(features)).replace(" ", "")) / max(len(features.plain), 1),
        "other_things": float(is_about_other_things(features)),
    }


def _unknown(features: Features) -> list[str]:
    """The characters in no known word, blanks for the others."""
    rest = list(features.core)
    for spot in features.spots:
        rest[spot.start : spot.end] = " " * (spot.end - spot.start)
    return rest


def _named_in(features: Features, at_hand: AtHand) -> float:
    """Which share of the matters that are named stand in the words of the guide; 0 where none is named."""
    named = [one for one in features.spots if one.word.kind == "meaning" and one.end - one.start >= _SHORTEST_NAMED]
    words = [features.text[one.start : one.end] for one in named]
    return _share_in(words, [part.text for part in at_hand.parts])


def _odds(share: float) -> float:
    held = min(max(share, _LOWEST), _HIGHEST)
    return max(-_FURTHEST, min(_FURTHEST, math.log(held / (1 - held))))


def _log(share: float) -> float:
    return math.log(max(share, _LEAST_SHARE))
