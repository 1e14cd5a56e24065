"""Whether the words of a question name a matter of their own, or only go on about the one at hand. Pure."""

from __future__ import annotations

from content.understanding.features import Features
from content.understanding.understood import Understood

SHORTEST_STRANGER = 2  # characters that no word explains: less was no question
LONGEST_AFTERTHOUGHT = 2  # the same, after what is asked
# While a guide is at hand, an aspect with a service found more weakly than this is asked about that guide.
WEAKER_THAN_AT_HAND = 0.42
# The same where the question has a form that only goes on about a guide.
DOUBTFUL_BESIDE_QUESTION = 0.5
# Services whose scores lie closer than this are told apart by what was talked about before.
NEAR_IN_CONTEXT = 0.12


def names_something(features: Features) -> bool:
    """Whether anything is named that the question is about: a word of the wording, or what no word explains."""
    return any(spot.word.kind == "meaning" for spot in features.spots) or is_about_other_things(features)


def is_about_other_things(features: Features) -> bool:
    """猪肉几块钱: what is asked about is no matter of any office. What stands before the question is its subject;
    after it, as in 要交多少押金, a little more may follow."""
    asked_at = min((spot.start for spot in features.spots if spot.word.kind == "aspect"), default=0)
    unknown = list(features.core)
    for spot in features.spots:
        if spot.word.kind == "meaning":
            unknown[spot.start : spot.end] = " " * (spot.end - spot.start)
    before, after = ("".join(part).replace(" ", "") for part in (unknown[:asked_at], unknown[asked_at:]))
    is_strange = len(before) >= SHORTEST_STRANGER or len(after) > LONGEST_AFTERTHOUGHT
    return bool(features.foreign) or is_strange


def is_of_many(understood: Understood, service: str) -> bool:
    """要医院开什么证明: what comes near are matters of several fields, or the one at hand as well, so that the words
    named none of them."""
    if understood.verdict != "choose":
        return False
    near = [one for one in understood.results if one.score >= understood.results[0].score - NEAR_IN_CONTEXT]
    return service in {one.id for one in near} or len({one.topic for one in near}) > 1


def is_doubtful(understood: Understood) -> bool:
    """Whether something is named, but so that one would have to ask whether it is meant."""
    if understood.verdict == "none":
        return True
    return understood.results[0].score < DOUBTFUL_BESIDE_QUESTION or is_by_sound(understood)


def is_by_sound(understood: Understood) -> bool:
    """一年几次 is no 一年级: only its sound, or a slip, named what was found."""
    if not understood.results or understood.results[0].how not in ("pinyin", "fuzzy") or understood.features is None:
        return False
    named = [spot for spot in understood.features.spots if spot.word.kind == "meaning"]
    return all(spot.how != "exact" or spot.end - spot.start < SHORTEST_STRANGER for spot in named)


def is_weak(understood: Understood) -> bool:
    """Whether what was found is likelier a word of a question about the guide at hand."""
    return not understood.results or understood.results[0].score < WEAKER_THAN_AT_HAND
