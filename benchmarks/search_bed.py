"""What the search benches stand on: the packaged catalogue, its index, and every case with the place of its answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.search_sentences import Case, Half, abbreviated, disturbed, half_of, load_cases
from channel_api.search.index import SearchIndex
from content.files import Content, content_folder, load_content
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording

MOST_NAMES_ABBREVIATED = 7  # of a service; the first are its title and its commonest names


@dataclass(frozen=True, slots=True)
class Asked:
    """One case and its answer: `rank` 0 where the right service is not among the first ten."""

    case: Case
    rank: int
    verdict: str
    score: float
    milliseconds: float


def all_cases(content: Content, vocabulary: Vocabulary, half: Half | None = None) -> list[Case]:
    """Written sentences, the same disturbed, abbreviations of names, and the questions of the guides."""
    written = [case for case in load_cases(half) if not case.service or case.service in content.guides]
    cases = [*written, *disturbed(written, vocabulary)]
    for guide in content.guides.values():
        if half in (None, half_of(guide.id)):
            cases += abbreviated(guide.id, [guide.title, *guide.aliases][:MOST_NAMES_ABBREVIATED], vocabulary)
            cases += [Case("question", question, guide.id) for question in guide.questions]
    return cases


def build() -> tuple[Content, Vocabulary, SearchIndex, float]:
    """The catalogue, its vocabulary, its index with bodies read, and the seconds the names took."""
    content = load_content(content_folder())
    wording_folder = content_folder() / "wording"
    begin = time.perf_counter()
    index = SearchIndex.build(
        content.guides.values(), content.hotlines, wording_folder, bodies="never", regions=content.regions.values()
    )
    seconds = time.perf_counter() - begin
    index.read_bodies()
    return content, Vocabulary(load_wording(wording_folder)), index, seconds


def ask_all(index: SearchIndex, cases: Iterable[Case]) -> Iterator[Asked]:
    """Every case asked once, as the server asks."""
    for case in cases:
        begin = time.perf_counter()
        answer = index.search(case.text, region_ids=None, region="000000", limit=10)
        milliseconds = (time.perf_counter() - begin) * 1000
        found = [result.id for result in answer.results]
        rank = found.index(case.service) + 1 if case.service in found else 0
        score = answer.results[0].score if answer.results else 0.0
        yield Asked(case, rank, answer.verdict, score, milliseconds)
