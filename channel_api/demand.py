"""Counts what is asked for, in memory, and hands it to the store in batches. Never keeps who asked, nor when.

A text is held only until the next batch, with keyed hashes of the first boxes that asked it. An address is not held at
all: eight bits of a keyed hash tell apart the networks a text came from, and fit thousands of them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from ipaddress import ip_address, ip_network
from threading import Event, Lock, Thread

from channel_api.answers import DemandCount, SearchAnswer
from channel_api.asked_texts import countable_text
from channel_api.clock import Clock, day_of
from channel_api.config import Keys
from channel_api.store.database import Database, StoreUnavailableError
from channel_api.store.demand import AskedNow, Gathered, add_gathered
from channel_api.store.demand_regions import RegionKey, week_of
from channel_api.store.demand_waiting import BOXES_BEFORE_A_TEXT_IS_KEPT
from content.model import NATIONAL_REGION
from content.understanding.verdict import SHOWN_CHOICES

LOG = logging.getLogger(__name__)

FLUSH_SECONDS = 60.0  # what a crash may lose; one short transaction a minute is nothing to the database
MOST_TEXTS = 1_000  # between two batches, about half a megabyte; what comes beyond counts without its text
MOST_BOX_KEYS = 5_000
MOST_REGION_KEYS = 5_000  # beyond it a search is counted for the whole country
TEXT_PURPOSE = "demand text"
DEVICE_PURPOSE = "demand device"
NETWORK_PURPOSE = "demand network"
NETWORK_HEX_DIGITS = 2  # 256 values: enough to tell five networks apart, far too few to find one again
NETWORK_BITS = {4: 24, 6: 48}  # what one customer of a provider gets at most; whoever has more rents many


class DemandCounter:
    """One a process. Counting takes some microseconds and never touches the database; `stop` at the very end."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, *, flush_seconds: float = FLUSH_SECONDS) -> None:
        self._database, self._keys, self._clock = database, keys, clock
        self._flush_seconds = flush_seconds
        self._gathered = Gathered()
        self._swept_on: date | None = None
        self._lock = Lock()
        self._stopping = Event()
        self._thread: Thread | None = None

    def count_search(self, question: str, answer: SearchAnswer, *, device: str, address: str) -> None:
        """`device`: the random id of the box; empty where none was sent, and then the text is not counted.
        `address`: where it asked from, which is forgotten here."""
        first = answer.results[0] if answer.verdict != "none" and answer.results else None
        asked = AskedNow(answer.verdict, first.topic if first else "")
        asked.offered = tuple(result.id for result in answer.results[:SHOWN_CHOICES]) if first else ()
        text = countable_text(question) if device else ""
        today = day_of(self._clock())
        day = str(today)
        # Another hash for every text: two questions of one household cannot be told to be of one household.
        device_key = self._keys.sign(DEVICE_PURPOSE, f"{text}\0{device}") if text else ""
        network = self._network_of(text, address) if text else 0
        with self._lock:
            self._gathered.searches[day, asked.verdict, asked.topic] += 1
            _add_region(self._gathered, (week_of(today), answer.region, asked.verdict, asked.topic), 1)
            if text:
                asked.count, asked.devices = 1, {network: device_key}
                _merge_text(self._gathered, text, day, asked)
        self._start()

    def count_boxes(self, counts: Sequence[DemandCount]) -> None:
        """What a box answered by itself; the services must be known ones."""
        day = str(day_of(self._clock()))
        with self._lock:
            for counted in counts:
                key = (day, counted.door, counted.service, counted.aspect)
                if key in self._gathered.boxes or len(self._gathered.boxes) < MOST_BOX_KEYS:
                    self._gathered.boxes[key] += counted.count
        self._start()

    def flush(self) -> None:
        """Hands over what was counted; where the database is away it is kept for the next time."""
        with self._lock:
            gathered, self._gathered = self._gathered, Gathered()
        if gathered.is_empty:
            return
        today = day_of(self._clock())
        try:
            with self._database.write() as connection:
                is_first = self._swept_on != today
                add_gathered(connection, gathered, sign=self._sign_text, today=today, is_first_today=is_first)
            self._swept_on = today
        except StoreUnavailableError as error:
            LOG.warning("demand not stored yet: %s", error)
            with self._lock:
                _merge(gathered, self._gathered)
                self._gathered = gathered

    def stop(self) -> None:
        """Stores what is still in memory and ends the background thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._flush_or_log()

    def _start(self) -> None:
        """With the first thing counted, so that a process that only prepares or is forked later has no thread."""
        if self._thread is not None or self._stopping.is_set():
            return
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="demand", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._stopping.wait(self._flush_seconds):
            self._flush_or_log()

    def _flush_or_log(self) -> None:
        try:
            self.flush()
        except Exception as error:  # statistics are lost then; the next batch must not be
            LOG.error("demand not stored: %s", type(error).__name__)

    def _network_of(self, text: str, address: str) -> int:
        """Another number for every text, as with boxes."""
        signed = self._keys.sign(NETWORK_PURPOSE, f"{text}\0{network_of(address)}")
        return int(signed[:NETWORK_HEX_DIGITS], 16)

    def _sign_text(self, text: str) -> str:
        return self._keys.sign(TEXT_PURPOSE, text)


def network_of(address: str) -> str:
    """The network that an address, or a /64, belongs to; whatever is no address is one network of its own."""
    try:
        parsed = ip_address(address.partition("/")[0])
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/{NETWORK_BITS[parsed.version]}", strict=False))


def _merge(older: Gathered, newer: Gathered) -> None:
    """Adds the newer counts to the older ones, within the bounds of one batch."""
    older.searches.update(newer.searches)
    for key, count in newer.boxes.items():
        if key in older.boxes or len(older.boxes) < MOST_BOX_KEYS:
            older.boxes[key] += count
    for region_key, count in newer.regions.items():
        _add_region(older, region_key, count)
    for (text, day), asked in newer.texts.items():
        _merge_text(older, text, day, asked)


def _add_region(gathered: Gathered, key: RegionKey, count: int) -> None:
    is_room = key in gathered.regions or len(gathered.regions) < MOST_REGION_KEYS
    week, _, verdict, topic = key
    gathered.regions[key if is_room else (week, NATIONAL_REGION, verdict, topic)] += count


def _merge_text(gathered: Gathered, text: str, day: str, asked: AskedNow) -> None:
    held = gathered.texts.get((text, day))
    if held is None:
        if len(gathered.texts) < MOST_TEXTS:
            gathered.texts[text, day] = asked
        return
    held.verdict, held.topic, held.offered = asked.verdict, asked.topic, asked.offered
    held.count += asked.count
    for network, device in asked.devices.items():
        if len(held.devices) < BOXES_BEFORE_A_TEXT_IS_KEPT:
            held.devices.setdefault(network, device)
