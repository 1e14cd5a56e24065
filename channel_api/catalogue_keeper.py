"""Holds the catalogue of now and the search index over it; notices publications and changes both without a gap."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from channel_api.catalogue import Catalogue, load_catalogue
from channel_api.document_memory import DocumentMemory
from channel_api.store import documents
from channel_api.store.case_feeds import load_feed_regions
from channel_api.store.database import Database, StoreUnavailableError
from content.model import Guide

if TYPE_CHECKING:
    from channel_api.search.index import BodyReading, SearchIndex
    from channel_api.search.saved_index import SavedIndex

POLL_SECONDS = 0.25  # how long a publication may go unnoticed; four small queries a second cost nothing
GUIDES = "guide"
MOST_UNSAVED = 50  # guides made anew before all are saved again: at a start they take a twentieth of a second
INDEX_SECONDS = 60.0  # a large import on a slow box; longer means that building failed

IndexBuilder = Callable[[Database, Catalogue], "SearchIndex"]
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A catalogue and its index, which may still be building."""

    catalogue: Catalogue
    index: Future[SearchIndex]


class CatalogueKeeper:
    """`current` is cheap. The first index builds beside the first answers; later ones are ready before they count."""

    def __init__(
        self, database: Database, build_index: IndexBuilder, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._build_index = build_index
        self._monotonic = monotonic
        self._held: Held | None = None
        self._next_look = 0.0
        self._lock = Lock()
        self._loading = Lock()
        self._looking: Thread | None = None
        self._memory = DocumentMemory()
        self._stopping = Event()

    def current(self) -> Catalogue:
        """The catalogue of now, at most a poll and one index-building old. Only the first call can raise."""
        return self._current().catalogue

    def search_index(self) -> SearchIndex:
        """Waits where the very first index is still being built."""
        return self._current().index.result(INDEX_SECONDS)

    def watch(self) -> None:
        """Looks for publications by itself from now on, so that even the first request after one is answered by it."""
        Thread(target=self._watch, name="publications", daemon=True).start()

    def stop(self) -> None:
        """Ends the watching."""
        self._stopping.set()

    def refresh(self) -> None:
        """Loads what is published now, before it returns. For commands and tests; requests never wait for this."""
        with self._loading:
            catalogue = self._load()
            index: Future[SearchIndex] = Future()
            self._fill(index, catalogue)
            index.result(0)
            self._held = Held(catalogue, index)

    def wait_for_refresh(self, seconds: float) -> None:
        """Until the publication that was noticed last is in use, or its loading failed."""
        if self._looking is not None:
            self._looking.join(seconds)

    def _current(self) -> Held:
        held = self._held
        if held is None:
            with self._lock:
                held = self._held or self._load_first()
        elif self._monotonic() >= self._next_look:
            self._look_beside()
        return held

    def _load_first(self) -> Held:
        held = Held(self._load(), Future())
        self._next_look = self._monotonic() + POLL_SECONDS
        Thread(target=self._fill, args=(held.index, held.catalogue), name="search-index", daemon=True).start()
        self._held = held
        return held

    def _load(self) -> Catalogue:
        with self._database.read() as connection:
            return load_catalogue(connection, load_feed_regions(connection), self._memory)

    def _fill(self, index: Future[SearchIndex], catalogue: Catalogue) -> None:
        try:
            index.set_result(self._build_index(self._database, catalogue))
        except Exception as error:  # whatever it is must reach who waits for the index
            LOG.error("search index not built: %s", type(error).__name__)
            index.set_exception(error)

    def _look_beside(self) -> None:
        """In a thread of its own: no request waits for a database that is locked or away."""
        with self._lock:
            is_looking = self._looking is not None and self._looking.is_alive()
            if is_looking or self._monotonic() < self._next_look:
                return
            self._next_look = self._monotonic() + POLL_SECONDS
            self._looking = Thread(target=self._look, name="catalogue", daemon=True)
            self._looking.start()

    def _watch(self) -> None:
        while not self._stopping.wait(POLL_SECONDS):
            if self._held is not None:
                self._look_beside()

    def _look(self) -> None:
        try:
            if self._is_outdated():
                self.refresh()
        except StoreUnavailableError:
            return  # what is held stays right until the database says otherwise; readiness reports the outage
        except Exception as error:  # the old catalogue goes on serving; the next look tries again
            LOG.error("catalogue not refreshed: %s", type(error).__name__)

    def _is_outdated(self) -> bool:
        held = self._held
        if held is None or _has_failed(held.index):
            return True
        with self._database.read() as connection:
            return documents.find_version(connection) != held.catalogue.version


def _has_failed(index: Future[SearchIndex]) -> bool:
    """The very first index, where it could not be built: the database may have gone away meanwhile."""
    return index.done() and index.exception() is not None


class SearchIndexBuilder:
    """Builds index after index, each time from the guides that changed and those of the last time; the first from
    what an earlier start left in `folder`."""

    def __init__(
        self, folder: Path | None = None, *, most_unsaved: int = MOST_UNSAVED, bodies: BodyReading = "background"
    ) -> None:
        self._folder = folder
        self._most_unsaved = most_unsaved
        self._bodies = bodies
        self._memory = DocumentMemory()
        self._latest: SearchIndex | None = None
        self._unsaved = 0

    def __call__(self, database: Database, catalogue: Catalogue) -> SearchIndex:
        """Loads the search packages only now: they are the slowest part of a start."""
        from channel_api.search.index import SearchIndex
        from channel_api.search.saved_index import SavedIndex
        from content.files import content_folder

        with database.read() as connection:
            guides = self._memory.load_objects(connection, Guide)
            hashes = documents.load_hashes(connection, GUIDES)
        wording = content_folder() / "wording"
        saved = SavedIndex(self._folder, wording, catalogue.words) if self._folder else None
        with _without_collecting():
            self._latest = SearchIndex.build(
                guides,
                catalogue.hotlines,
                wording,
                earlier=self._latest,
                known=saved.load(hashes) if saved and not self._latest else {},
                bodies=self._bodies,
                after_bodies=partial(self._save, saved, hashes) if saved else None,
                regions=catalogue.regions.values(),
                words=catalogue.words,
            )
        return self._latest

    def _save(self, saved: SavedIndex, hashes: Mapping[str, str], index: SearchIndex) -> None:
        """Leaves the index to the next start where much was made anew; `hashes`: of the very documents it is of."""
        self._unsaved += index.made_anew
        if self._unsaved >= self._most_unsaved:
            saved.save(index.to_save(hashes))
            self._unsaved = 0


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Half a million objects are made that all stay: looking through them for garbage takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
