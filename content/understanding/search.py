"""What a household means by a sentence: the one understanding behind the server's search, the television and the voice.

Pure and without network: built from a lexicon and the wording, it answers any string and raises for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from content.model import Hotline
from content.understanding.abbreviations import Abbreviations
from content.understanding.answerable import chance_of, signs_among, signs_of
from content.understanding.candidates import Candidate, CandidateIndex
from content.understanding.features import Features, features_of, names_only
from content.understanding.lexicon import LexiconEntry
from content.understanding.numbers_in_text import NumberFinder
from content.understanding.part_of_name import before_others, beside_siblings, goes_before, rank_holding
from content.understanding.pinyin_input import is_full_pinyin, split_syllables
from content.understanding.places import PlaceNames
from content.understanding.reading import Reader, Reading
from content.understanding.target_names import Prepared
from content.understanding.targets import all_targets
from content.understanding.told import NO_OPINION, Told, reweighed, told_apart
from content.understanding.typed import LONGEST_T9_DIGITS
from content.understanding.understood import Understood as Understood
from content.understanding.verdict import CALIBRATED, Found, MatchedField, MatchedHow, Thresholds, judge
from content.understanding.vocabulary import Vocabulary
from content.understanding.weights import MEASURED, Weights

SHORTEST_ABBREVIATION = 2
# Longer letter runs are pinyin or a foreign word; what is shorter may be first letters even where it spells a syllable.
LONGEST_DOUBTFUL_LETTERS = 4
# What this catalogue does not hold must fit clearly better than what it holds, or the service is shown.
LEAD_OF_ELSEWHERE = 0.1
# A telephone number is offered only where its own saying was nearly said.
LOWEST_HOTLINE_SCORE = 0.5
_BESIDE_SERVICES = 10  # hotlines and matters elsewhere among the candidates
_WEAKEST_FIRST: tuple[MatchedHow, ...] = ("fuzzy", "initials", "pinyin")


class Understanding:
    """Search over one lexicon. Building takes a moment, asking a few milliseconds."""

    def __init__(
        self,
        services: Sequence[LexiconEntry],
        vocabulary: Vocabulary,
        *,
        hotlines: Sequence[Hotline] = (),
        thresholds: Thresholds = CALIBRATED,
        weights: Weights = MEASURED,
        earlier: Understanding | Prepared | None = None,
        places: PlaceNames | None = None,
    ) -> None:
        """`earlier`: of the same vocabulary and weights, such as the index in use; only what differs is made anew.
        `places`: names that tell nothing about the service and are passed over."""
        self.services = tuple(services)
        self._initials = Abbreviations(self.services, by_digits=False)
        self._digits = Abbreviations(self.services, by_digits=True)
        self._thresholds, self._weights = thresholds, weights
        self.hotlines = {hotline.number: hotline for hotline in hotlines}
        self.vocabulary = vocabulary
        self._told = Told(told) if (told := vocabulary.wording.told) else None
        self._aspect_order = {name: position for position, name in enumerate(vocabulary.wording.aspects)}
        # What is exactly a name is read as one: no word in it is taken for another that sounds alike.
        known = earlier.prepared if isinstance(earlier, Understanding) else earlier
        read: Mapping[str, str] = known.names_read if known else {}
        self._names_read: dict[str, str] = {
            name: read.get(name) or "".join(vocabulary.units(name)) for entry in self.services for name in entry.names
        }
        self._reader = Reader(vocabulary, weights, frozenset(self._names_read.values()), places)
        self._numbers = NumberFinder(tuple(self.hotlines), vocabulary.wording)
        targets = all_targets(self.services, hotlines, vocabulary.wording)
        self._index = CandidateIndex(targets, vocabulary, weights=weights, earlier=known)

    @property
    def prepared(self) -> Prepared:
        """What the next one may take over."""
        return Prepared(self._index.prepared, self._names_read)

    def search(
        self,
        q: str,
        *,
        limit: int = 10,
        only: frozenset[str] | None = None,
        also: Mapping[str, float] | None = None,
    ) -> Understood:
        """The services and hotlines meant by `q`. `only`: ids that may be shown; `also`: other evidence by id."""
        return self.search_read(self.read(q), limit=limit, only=only, also=also)

    def read(self, q: str) -> Reading:
        """`q`, to be searched for more than once."""
        return self._reader.read(q)

    def search_read(
        self,
        reading: Reading,
        *,
        limit: int = 10,
        only: frozenset[str] | None = None,
        also: Mapping[str, float] | None = None,
    ) -> Understood:
        """The same as `search`, of a question that was read here."""
        if reading.features is None:
            return self._by_number(reading.typed, limit=limit, only=only)
        by_words = self._by_words(reading, reading.features, limit=limit, only=only, also=also)
        if not reading.typed:
            return self._by_one_word(by_words, limit=limit, only=only)
        by_letters = self._by_letters(reading.typed, limit=limit, only=only)
        return max(by_words, by_letters, key=lambda one: one.results[0].score if one.results else 0.0)

    def by_t9(self, digits: str, *, limit: int = 50) -> list[LexiconEntry]:
        """Services whose first letters are typed by these digits of the number pad, best first."""
        typed = "".join(digit for digit in digits if digit in "23456789")[:LONGEST_T9_DIGITS]
        return [entry for entry, _, _ in self._digits.rank(typed)][:limit] if typed else []

    def by_initials(self, letters: str, *, limit: int = 50) -> list[LexiconEntry]:
        """Services whose names begin with, are or hold these first letters, best first."""
        typed = "".join(filter(str.isalnum, letters.lower()))
        return [entry for entry, _, _ in self._initials.rank(typed)][:limit] if typed else []

    def aspect_of(self, q: str) -> str:
        """What is asked about the service (materials, time, fee …); empty where nothing in particular."""
        return self._aspect_in(features_of(self.vocabulary.units(q), self.vocabulary, weights=self._weights))

    def _aspect_in(self, features: Features) -> str:
        return min(features.aspects, key=lambda name: self._aspect_order[name], default="")

    def _by_words(
        self,
        reading: Reading,
        features: Features,
        *,
        limit: int,
        only: frozenset[str] | None,
        also: Mapping[str, float] | None,
    ) -> Understood:
        found = self._index.find(features, limit=limit + _BESIDE_SERVICES, only=only, also=also)
        likely = self._told.likely(features) if self._told and not reading.is_name else NO_OPINION
        near = self._thresholds.margin
        weighed = told_apart(found, likely, near) if names_only(features) else reweighed(found, likely)
        signs = {} if reading.is_name else signs_among(features, weighed, self.vocabulary, likely)
        chance = chance_of(signs, self.vocabulary.wording.answerable) if signs else float(reading.is_name)
        candidates = [one.with_score(one.score * chance) for one in weighed]
        shown = [self._found(one, features) for one in candidates if _can_be_shown(one)]
        called = self._numbers.find(reading.units)
        if called:
            shown = [_found_hotline(self.hotlines[called]), *(found for found in shown if found.id != called)]
        chance_of_shown = 1.0 if called else chance
        verdict = judge([found.score for found in shown], self._thresholds, chance=chance_of_shown)
        is_elsewhere = self._is_elsewhere(weighed, features)
        return Understood(
            "none" if is_elsewhere else verdict,
            tuple(shown[:limit]),
            self._aspect_in(features),
            tuple(candidates),
            features,
            is_elsewhere,
            chance,
            signs,
            reading.places,
            likely,
        )

    def _by_one_word(self, understood: Understood, *, limit: int, only: frozenset[str] | None) -> Understood:
        """A word that stands in names as it is goes before one that only sounds like it, and is never declined."""
        features = understood.features
        if features is None or not features.core.strip():
            return understood
        first = understood.results[0] if understood.verdict != "none" else None
        holding = rank_holding(features.text, self.services, only=only)
        if several := beside_siblings(understood, holding):
            return replace(understood, verdict="choose", results=several[:limit])
        if not holding or (first is not None and not goes_before(holding, features.text, first, understood.verdict)):
            return understood
        is_doubtful = understood.is_elsewhere or features.core != features.text  # 办证 says too little for an alias
        if first is None and is_doubtful and all(features.text not in one.title for one in holding):
            return understood
        results = before_others(holding, understood.results)[:limit]
        return replace(understood, verdict="choose", results=results, is_elsewhere=False)

    def _is_elsewhere(self, candidates: Sequence[Candidate], features: Features) -> bool:
        """Whether what fits clearly best is no matter of this catalogue, and is meant at all."""
        if not candidates or candidates[0].target.kind != "elsewhere":
            return False
        first, best = candidates[0], next((one.score for one in candidates if one.target.kind != "elsewhere"), 0.0)
        chance = chance_of(
            signs_of(features, first, None, self.vocabulary, NO_OPINION), self.vocabulary.wording.answerable
        )
        return chance >= self._thresholds.answerable and first.score - best > LEAD_OF_ELSEWHERE

    def _by_number(self, digits: str, *, limit: int, only: frozenset[str] | None) -> Understood:
        hotline = self.hotlines.get(digits)
        if hotline is not None:
            return Understood("confident", (_found_hotline(hotline),))
        return self._by_letters(digits, limit=limit, only=only)

    def _by_letters(self, letters: str, *, limit: int, only: frozenset[str] | None) -> Understood:
        is_t9 = letters.isdigit()
        known = self.vocabulary.wording.syllables.all_syllables
        is_pinyin = not is_t9 and is_full_pinyin(split_syllables(letters, known), known)
        if len(letters) < SHORTEST_ABBREVIATION or (is_pinyin and len(letters) > LONGEST_DOUBTFUL_LETTERS):
            return Understood("none", ())
        ranked = (self._digits if is_t9 else self._initials).rank(letters, only=only)
        how: MatchedHow = "t9" if is_t9 else "initials"
        results: list[Found] = []
        for entry, score, where in ranked[:limit]:
            name = entry.names[where]
            field: MatchedField = "title" if name == entry.title else "alias"
            results.append(Found("service", entry.id, entry.title, entry.topic, score, field, how, name))
        return Understood(judge([found.score for found in results], self._thresholds), tuple(results))

    def _found(self, candidate: Candidate, features: Features) -> Found:
        target, name = candidate.target, candidate.name
        return Found(
            "hotline" if target.kind == "hotline" else "service",
            target.id,
            target.title,
            target.topic,
            round(candidate.score, 4),
            "title" if name.field == "title" else "alias",
            self._how(candidate, features),
            name.text,
        )

    def _how(self, candidate: Candidate, features: Features) -> MatchedHow:
        unsure = [spot for spot in features.spots if spot.how != "exact"]
        if candidate.score >= 0.999 and not unsure:
            return "exact"
        helpful = {
            spot.how
            for spot in unsure
            if spot.word.kind == "meaning" and any(f"m:{name}" in candidate.features for name in spot.word.names)
        }
        for how in _WEAKEST_FIRST:
            if how in helpful:
                return how
        return "concept" if candidate.name.field == "concept" else "words"


def _can_be_shown(candidate: Candidate) -> bool:
    if candidate.target.kind == "hotline":
        return candidate.score >= LOWEST_HOTLINE_SCORE
    return candidate.target.kind == "service"


def _found_hotline(hotline: Hotline) -> Found:
    return Found("hotline", hotline.number, hotline.name, "", 1.0, "title", "exact", hotline.number)
