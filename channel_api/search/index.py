"""The server's search: the shared understanding over the published guides, with the words of their bodies beside it.

Built anew from the catalogue whenever it changes; a built index is never altered but for the body words that arrive
once.
"""

from __future__ import annotations

import hashlib
import json
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from channel_api.answers import SearchAnswer
from channel_api.search.body_words import BodyWords, cut_bodies
from channel_api.search.elsewhere import OnlyElsewhere, result_of, with_places
from channel_api.search.explaining import explain
from channel_api.search.lexicon_building import IMPORTED_WEIGHT, STANDARD_WEIGHT, entry_of
from channel_api.search.saved_index import SavedGuide, guides_to_save, prepared_of
from content.codec import encode
from content.model import NATIONAL_REGION, Guide, Hotline, Region
from content.understanding.identity_numbers import mask_digit_runs
from content.understanding.kept_words import with_entries
from content.understanding.lexicon import Lexicon, LexiconEntry
from content.understanding.places import PlaceNames
from content.understanding.reading import Reading
from content.understanding.search import Understanding, Understood
from content.understanding.verdict import SHOWN_CHOICES, Found
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from content.word_entries import WordEntry

BodyReading = Literal["background", "now", "never"]
# With one of these signs the words of a body are an accident.
SPEAKS_OF_OTHER = ("foreign", "field_share", "elsewhere", "opinion", "reason", "story", "fact", "howto")
LONGEST_ECHO_CHARACTERS = 200
# Control characters, those that turn the direction of a line, and lone surrogates.
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})


class SearchIndex:
    """Search over one state of the catalogue; safe to ask from many threads."""

    def __init__(self, understanding: Understanding, hotlines: Sequence[Hotline], guides: Sequence[Guide]) -> None:
        self._understanding = understanding
        self._hotlines = tuple(hotlines)
        self._guides = {guide.id: guide for guide in guides}
        self._entries = {entry.id: entry for entry in understanding.services}
        self._bodies: BodyWords | None = None
        self._words: dict[str, tuple[str, ...]] = {}
        self._kept_words: tuple[WordEntry, ...] = ()
        self.made_anew = len(self._guides)
        """Guides that neither the index before nor what was saved knew."""
        self._elsewhere = OnlyElsewhere(understanding, self._guides)
        self.edition = object()
        """Another object whenever the same question may be answered otherwise; read it before asking."""

    @classmethod
    def build(
        cls,
        guides: Iterable[Guide],
        hotlines: Iterable[Hotline],
        wording_folder: Path,
        *,
        bodies: BodyReading = "background",
        earlier: SearchIndex | None = None,
        known: Mapping[str, SavedGuide] = MappingProxyType({}),
        after_bodies: Callable[[SearchIndex], None] | None = None,
        regions: Iterable[Region] = (),
        words: Sequence[WordEntry] = (),
    ) -> SearchIndex:
        """The index of `guides`. Names are found at once; bodies a moment later where read in the background.
        `regions`: whose names in a question say nothing about the service. `words`: what editors keep beside the
        tables of the folder; where they changed everything but the bodies is made anew.

        `earlier`: the index in use, which goes on serving; what it made of the very same guides is taken over, and its
        bodies answer until the new ones are read. `known`: what an earlier start saved of these guides.
        `after_bodies`: called once they are read."""
        kept, numbers = list(guides), list(hotlines)
        knows_the_words = earlier is not None and earlier._kept_words == tuple(words)
        before = earlier._understanding if earlier and knows_the_words else None
        vocabulary = before.vocabulary if before else Vocabulary(with_entries(load_wording(wording_folder), words))
        same = {guide.id for guide in kept if earlier and earlier._guides.get(guide.id) is guide}
        held = {id_: one.entry for id_, one in known.items()}
        held |= {id_: earlier._entries[id_] for id_ in same} if earlier and knows_the_words else {}
        entries = [held.get(guide.id) or entry_of(guide, vocabulary, weight=_weight(guide)) for guide in kept]
        named = [region for region in regions if region.has_national_rules]
        places = PlaceNames(named, vocabulary.wording.places) if named else None
        made = before or prepared_of(known)
        index = cls(Understanding(entries, vocabulary, hotlines=numbers, earlier=made, places=places), numbers, kept)
        index._kept_words = tuple(words)
        index.made_anew = sum(guide.id not in held for guide in kept)
        index._bodies = earlier._bodies if earlier else None
        index._words = {id_: one.words for id_, one in known.items()}
        index._words |= {id_: earlier._words[id_] for id_ in same if id_ in earlier._words} if earlier else {}
        index._elsewhere = OnlyElsewhere(index._understanding, index._guides, named)
        index._begin_reading(bodies, after_bodies)
        return index

    def _begin_reading(self, bodies: BodyReading, after: Callable[[SearchIndex], None] | None) -> None:
        if bodies == "now":
            self.read_bodies(after)
        elif bodies == "background":
            threading.Thread(target=self.read_bodies, args=(after,), name="search-bodies", daemon=True).start()

    def trying(
        self,
        guide: Guide | None,
        wording_folder: Path,
        regions: Iterable[Region],
        *,
        bodies: BodyReading = "never",
        words: Sequence[WordEntry] | None = None,
    ) -> SearchIndex:
        """An index of its own in which one guide, known or new, reads like this, or editors keep these words; what is
        in use goes on unchanged."""
        guides = self._guides if guide is None else {**self._guides, guide.id: guide}
        return SearchIndex.build(
            guides.values(),
            self._hotlines,
            wording_folder,
            bodies=bodies,
            earlier=self,
            regions=regions,
            words=self._kept_words if words is None else words,
        )

    @property
    def questions(self) -> Iterator[tuple[Guide, str]]:
        """What guides say that people ask, to try search with; each with its guide."""
        return ((guide, question) for guide in self._guides.values() for question in guide.questions)

    def search(self, q: str, *, region_ids: frozenset[str] | None, region: str, limit: int) -> SearchAnswer:
        """What `q` means among the services of `region_ids` (None: all). Any string is answered."""
        reading = self._understanding.read(q)
        understood = self._understand(reading, only=region_ids, limit=limit)
        verdict = understood.verdict
        results = [result_of(found) for found in understood.results[:limit]]
        if verdict != "confident" and region_ids is not None:
            only_there = self._elsewhere.find(reading, region_ids)
            results = with_places(results, only_there, is_answered=verdict != "none")[:limit]
            verdict = "choose" if only_there else verdict
        return SearchAnswer(q=_echo(q), region=region, verdict=verdict, results=tuple(results))

    def lexicon(self, region: str, region_ids: frozenset[str] | None) -> Lexicon:
        """What a box needs to understand alike without the server."""
        entries = tuple(entry for entry in self._understanding.services if region_ids is None or entry.id in region_ids)
        return Lexicon(
            version=_version(entries, self._hotlines), region=region, services=entries, hotlines=self._hotlines
        )

    def explain(self, q: str) -> list[str]:
        """Why `q` is answered as it is, line by line, for editors."""
        weights = self._understanding.vocabulary.wording.answerable
        return explain(self._understand(self._understanding.read(q), only=None, limit=5), weights)

    def _understand(self, reading: Reading, *, only: frozenset[str] | None, limit: int) -> Understood:
        bodies = self._bodies  # one reading: the other thread may set it between two
        if bodies is None:
            return self._understanding.search_read(reading, limit=limit, only=only)
        also = bodies.evidence(reading.text)
        understood = self._understanding.search_read(reading, limit=limit, only=only, also=also)
        features = understood.features
        if understood.verdict != "none" or features is None or understood.is_elsewhere or _speaks_of_other(understood):
            return understood
        return self._by_body(understood, bodies.find_by_body(features.core), only)

    def _by_body(
        self, understood: Understood, hits: list[tuple[str, float, str]], only: frozenset[str] | None
    ) -> Understood:
        """What names do not know but a body says is offered, never taken for sure."""
        found = [
            Found(
                "service",
                id_,
                self._guides[id_].title,
                self._guides[id_].topic,
                round(share, 4),
                "body",
                "words",
                words,
            )
            for id_, share, words in hits[:SHOWN_CHOICES]
            if id_ in self._guides and (only is None or id_ in only)
        ]
        return replace(understood, verdict="choose", results=tuple(found)) if found else understood

    def to_save(self, hashes: Mapping[str, str]) -> Iterator[SavedGuide]:
        """What the next start need not make again; `hashes`: of the guides' documents, by id."""
        return guides_to_save(self._understanding, self._words, hashes)

    def read_bodies(self, after: Callable[[SearchIndex], None] | None = None) -> None:
        """Reads the words of the bodies now; takes a while, and until it is done only names are found."""
        self._words = cut_bodies(self._guides.values(), self._words)
        self._bodies = BodyWords(self._words)
        self.edition = object()  # only now: what is asked from here on has the bodies
        if after is not None:
            after(self)


def _speaks_of_other(understood: Understood) -> bool:
    """Whether there is a sign of another part of life or another office: then a body's words are no answer."""
    return any(understood.signs.get(sign, 0.0) > 0.0 for sign in SPEAKS_OF_OTHER)


def _weight(guide: Guide) -> float:
    return STANDARD_WEIGHT if guide.region == NATIONAL_REGION else IMPORTED_WEIGHT


def _echo(q: str) -> str:
    """The question as it may be shown: long numbers hidden, no control characters, and no lone surrogates (they cannot
    be encoded)."""
    shown = "".join(character for character in q if unicodedata.category(character) not in HIDDEN_CATEGORIES)
    return mask_digit_runs(shown[:LONGEST_ECHO_CHARACTERS])


def _version(entries: Sequence[LexiconEntry], hotlines: Sequence[Hotline]) -> str:
    plain = json.dumps([encode(entry) for entry in (*entries, *hotlines)], ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]
