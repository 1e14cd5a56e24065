"""A search index that finds titles only; how well the real one understands is tested where it lives."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from channel_api.answers import Lexicon, LexiconEntry, Matched, SearchAnswer, SearchResult
from channel_api.catalogue import Catalogue, Entry, summarize
from content.codec import encode
from content.model import Guide, Region


class FakeIndex:
    """Finds what contains the question."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.edition = object()

    def trying(
        self, guide: Guide, wording_folder: Path, regions: Iterable[Region], *, bodies: str = "never"
    ) -> "FakeIndex":
        """The same with one guide as it would be."""
        tried = Entry(summarize(encode(guide)), guide.region, (0, 0, 0, guide.id))
        others = [entry for entry in self.catalogue.entries if entry.summary.id != guide.id]
        return FakeIndex(replace(self.catalogue, entries=(tried, *others)))

    @property
    def questions(self) -> Iterator[tuple[Guide, str]]:
        """Of the titles it knows nobody wrote down how people ask."""
        return iter(())

    def search(self, q: str, *, region_ids: frozenset[str] | None, region: str, limit: int) -> SearchAnswer:
        found = [entry.summary for entry in self.catalogue.entries if q and q in entry.summary.title]
        results = [
            SearchResult(
                kind="service",
                id=summary.id,
                title=summary.title,
                topic=summary.topic,
                score=1.0,
                matched=Matched(field="title", how="words", text=q),
            )
            for summary in found
            if region_ids is None or summary.id in region_ids
        ]
        verdict = "confident" if len(results) == 1 else "choose" if results else "none"
        return SearchAnswer(q=q, region=region, verdict=verdict, results=tuple(results[:limit]))

    def lexicon(self, region: str, region_ids: frozenset[str]) -> Lexicon:
        entries = [
            LexiconEntry(
                id=entry.summary.id,
                title=entry.summary.title,
                spoken_name="",
                topic=entry.summary.topic,
                aliases=(),
                names=(entry.summary.title,),
                syllables=("",),
                initials=("",),
                t9=("",),
            )
            for entry in self.catalogue.entries
            if entry.summary.id in region_ids
        ]
        version = str(self.catalogue.version)
        return Lexicon(version=version, region=region, services=tuple(entries), hotlines=self.catalogue.hotlines)

    def explain(self, q: str) -> list[str]:
        return [q]
