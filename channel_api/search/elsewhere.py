"""What only another place offers: named with its place where the region asked about has no sure answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from channel_api.answers import Matched, ResultPlace, SearchResult
from content.model import NATIONAL_REGION, Guide, Region
from content.understanding.reading import Reading
from content.understanding.search import Understanding
from content.understanding.verdict import CALIBRATED, SHOWN_CHOICES, Found


class OnlyElsewhere:
    """Search among the services of other places. A service of the whole country is none, though a place may lack it."""

    def __init__(
        self, understanding: Understanding, guides: Mapping[str, Guide], regions: Sequence[Region] = ()
    ) -> None:
        self._understanding = understanding
        names = {region.code: region.name for region in regions if region.code != NATIONAL_REGION}
        self._places = {
            id_: ResultPlace(code=guide.region, name=names[guide.region])
            for id_, guide in guides.items()
            if guide.region in names
        }
        self._by_region: dict[frozenset[str], frozenset[str]] = {}

    def find(self, reading: Reading, region_ids: frozenset[str]) -> list[SearchResult]:
        """What a question surely means that none of `region_ids` is, each with its place."""
        ids = self._by_region.get(region_ids)
        if ids is None:
            ids = self._by_region[region_ids] = frozenset(self._places) - region_ids
        understood = self._understanding.search_read(reading, limit=SHOWN_CHOICES, only=ids) if ids else None
        if understood is None or understood.verdict == "none":
            return []
        return [
            result_of(found, self._places[found.id])
            for found in understood.results
            if found.kind == "service" and found.score >= CALIBRATED.confident
        ]


def with_places(
    here: Sequence[SearchResult], only_there: Sequence[SearchResult], *, is_answered: bool
) -> list[SearchResult]:
    """What this place offers first, and one thing that only another offers within sight where it fits better."""
    if not is_answered:
        return [*only_there, *here]
    better = [one for one in only_there if one.score > here[0].score][:1]
    shown = SHOWN_CHOICES - len(better)
    return [*here[:shown], *better, *here[shown:]]


def result_of(found: Found, place: ResultPlace | None = None) -> SearchResult:
    """What was found, as it is answered."""
    return SearchResult(
        kind=found.kind,
        id=found.id,
        title=found.title,
        topic=found.topic,
        score=found.score,
        matched=Matched(field=found.field, how=found.how, text=found.text),
        place=place,
    )
