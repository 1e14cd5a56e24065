"""How a sentence refers to the one before: 不是，我说的是驾照; 那驾照呢; and where it names a place: 我在余杭. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from content.understanding.search import Understanding, Understood
from content.yaml_text import load_plain
from voice.marks import clauses_marked, dense_of
from voice.regions_named import UNDERSTANDING_FILE

# Weaker than this no other service is named: 那我自己在手机上能弄不 goes on about the same.
NAMED = 0.42
LESS_FOR_CARRIED = 0.25  # a name alone always fits its own service best
MORE_FOR_KINDRED = 0.05  # 快到期了要换, after 护照: by how much more it fits what is akin to what was talked about
KINDRED = 0.6  # as well as this the name of the one and the word for the other fit together


class Corrections:
    """Reads the words of `understanding.yaml`."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._openings = sorted(words["corrections"], key=len, reverse=True)
        self._instead = [
            re.compile("".join(_pattern_of(part) for part in re.split(r"(\{[a-z]+\})", template)))
            for template in words["instead"]
        ]
        self._corrected = _forms(words["correcting"])
        self._rather = re.compile(words["rather_than"])
        same = words["same_about"]
        self._before = sorted(same["before"], key=len, reverse=True)
        self._after = sorted(same["after"], key=len, reverse=True)
        self._place_before = re.compile(words["place_before"])

    def corrected(self, said: str, before: str, search: Understanding, about: str = "") -> str:
        """The question that is meant, where `said` corrects the one before or asks the same about something else;
        `about`: the name of the service that is talked about."""
        if given := self.given_instead(said):
            meant = self._completed(given, before, search, about)
            found = search.search(meant)
            return meant if found.verdict != "none" or found.aspect else ""  # 不是我本人，是我儿子去可以吗
        dense = dense_of(said)
        if (rather := self._rather.fullmatch(clauses_marked(said).strip("，"))) and about:
            given_up, known = search.search(rather["wrong"]).results, search.search(about).results
            if given_up and known and given_up[0].id == known[0].id:
                return self._completed(rather["right"], before, search, about)  # 我这是二手的，不是新楼盘
        core = _without(_without(dense, self._before, at_start=True), self._after, at_start=False)
        if before and core != dense and core and _is_vaguely_named(search.search(core)):
            return self._completed(core, before, search, about)
        return ""

    def given_instead(self, said: str) -> str:
        """What is said to be meant, after a no; empty where nothing is corrected."""
        dense, marked = dense_of(said), clauses_marked(said).strip("，")
        for pattern, text in (*((one, dense) for one in self._instead), *((one, marked) for one in self._corrected)):
            if (found := pattern.fullmatch(text)) and not found["right"].startswith("不"):
                return found["right"]  # 不是本地人是不是不能办 corrects nothing
        opening = next((one for one in self._openings if dense.startswith(one) and len(dense) > len(one)), "")
        return dense[len(opening) :] if opening else ""

    def _completed(self, given: str, before: str, search: Understanding, about: str) -> str:
        """What was said, and where that alone is not clear, together with the rest of the question before, or with
        the name of what is talked about: 那异地的呢, after 医药费报销."""
        understood = search.search(given)
        if not before:
            return given
        earlier = search.search(before)
        taken = earlier.results[0] if earlier.results else None
        is_sure = understood.verdict == "confident" and not _is_bare_name(understood)
        if is_sure and taken and understood.results[0].topic == taken.topic:
            return given
        best, best_score = given, understood.results[0].score if understood.results else 0.0
        least = best_score + (MORE_FOR_KINDRED if is_sure else -LESS_FOR_CARRIED)
        for way in _carried(given, before, earlier, search):
            found = search.search(way)
            is_other = found.verdict == "confident" and (taken is None or found.results[0].id != taken.id)
            is_near = (
                not is_sure or (taken is not None and found.results[0].topic == taken.topic) if is_other else False
            )
            # 不是户口本，是结婚证: what had happened to the one had happened to the other.
            if is_near and found.results[0].score > least:
                best, least = way, max(found.results[0].score, best_score)
        if is_sure or best != given or not about:
            return best
        return _kindred(understood, search.search(about + given), taken.id if taken else "") or best

    def is_place_before(self, said: str) -> bool:
        """那边怎么办: the place that was named before is meant."""
        return bool(self._place_before.fullmatch(dense_of(said)))


def _forms(words: Mapping[str, Any]) -> list[re.Pattern[str]]:
    """哎不是，是离婚; 我是问养老的，不是医保; 我不是问低保，是问临时救助: every form with the parts in it."""
    parts: dict[str, str] = {}
    for name, part in words["parts"].items():  # a part may have those before it in it
        parts[name] = f"(?:{'|'.join(part)})" if isinstance(part, list) else part % parts
    return [re.compile(form % parts) for form in words["forms"]]


def _carried(given: str, before: str, earlier: Understood, search: Understanding) -> list[str]:
    """What was said, with the question before it in which one matter after the other is left out."""
    spots = [spot for spot in (earlier.features.spots if earlier.features else ()) if spot.word.kind == "meaning"]
    units = search.vocabulary.units(before)
    rests = ["".join(units[: spot.start] + units[spot.end :]) for spot in spots]
    return [way for rest in rests for way in (given + rest, rest + given)]


def _kindred(alone: Understood, together: Understood, taken: str) -> str:
    """异地, after 医药费报销: of what is called so, the one that lies nearest to what is talked about, by its title;
    empty where none does."""
    if alone.verdict == "confident":
        return ""
    called = {one.id for one in alone.results if one.kind == "service" and one.score >= NAMED}
    near = [one for one in together.results if one.id in called and one.id != taken and one.score >= KINDRED]
    return near[0].title if near else ""


def _is_bare_name(understood: Understood) -> bool:
    features = understood.features
    return features is not None and len([spot for spot in features.spots if spot.word.kind == "meaning"]) == 1


def _is_vaguely_named(understood: Understood) -> bool:
    return understood.verdict == "choose" and understood.results[0].score >= NAMED


def _pattern_of(part: str) -> str:
    return rf"(?P<{part[1:-1]}>.+?)" if part.startswith("{") else re.escape(part)


def _without(text: str, words: list[str], *, at_start: bool) -> str:
    for word in words:
        if at_start and text.startswith(word) and len(text) > len(word):
            return text[len(word) :]
        if not at_start and text.endswith(word) and len(text) > len(word):
            return text[: -len(word)]
    return text


def load_corrections() -> Corrections:
    """The words that come with the channel."""
    return Corrections(load_plain(UNDERSTANDING_FILE))
