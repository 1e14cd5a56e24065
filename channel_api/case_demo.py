"""Installs the sample cases, the feed they come from and the notice that tells of them. Repeatable: another day dates
them anew, the same day changes nothing, and no real case, feed or notice is ever touched."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from channel_api.case_records import CaseOpening, CaseRecord
from channel_api.cases.days import WorkingDays
from channel_api.cases.lookup import CODE_PURPOSE, code_text
from channel_api.cases.recording import open_case, record_event
from channel_api.cases.sample_series import load_series
from channel_api.cases.samples import Sample, Samples, date_events, load_samples
from channel_api.clock import day_of
from channel_api.config import Keys
from channel_api.publishing import load_objects
from channel_api.store import documents
from channel_api.store.case_feeds import register_feed
from channel_api.store.cases import CaseLedger
from channel_api.store.database import Connection, Database
from channel_api.store.documents import Document
from content.calendar import Calendar
from content.codec import encode
from content.model import CalendarYear, Notice

ORIGIN = "demo"


def install_demo(database: Database, keys: Keys, *, now: datetime) -> tuple[Sample, ...]:
    """All sample cases, now installed. Publish content first: titles and working days are taken from it."""
    samples = load_samples()
    with database.write() as connection:
        calendar = Calendar(tuple(load_objects(connection, CalendarYear)))
        titles = _load_titles(connection, {sample.service for sample in samples.cases})
        for sample in samples.cases:
            _install_case(connection, sample, _opening(sample, titles, keys), calendar, now)
        _install_feed(connection, samples, now)
    return samples.cases


def install_series(database: Database, keys: Keys, *, now: datetime) -> int:
    """Sample cases in numbers, for the statistics; how many. A television's own server does without them."""
    cases = tuple(load_series().cases())
    with database.write() as connection:
        calendar = Calendar(tuple(load_objects(connection, CalendarYear)))
        titles = _load_titles(connection, {sample.service for sample in cases})
        for sample in cases:
            _install_case(connection, sample, _opening(sample, titles, keys), calendar, now)
    return len(cases)


def _install_case(
    connection: Connection, sample: Sample, opening: CaseOpening, calendar: WorkingDays, now: datetime
) -> None:
    ledger = CaseLedger(connection)
    events = date_events(sample, day_of(now), calendar)
    wanted = CaseRecord(opening=opening, state=events[-1].state, changed_at=events[-1].at, events=len(events))
    stored = ledger.find_case(opening.number)
    is_left_alone = stored == wanted or (stored is not None and not stored.opening.is_sample)
    if is_left_alone:
        return
    ledger.remove_samples([opening.number])
    open_case(ledger, opening, events[0], now=now)
    for event in events[1:]:
        record_event(ledger, opening.number, event, now=now)


def _opening(sample: Sample, titles: dict[str, str], keys: Keys) -> CaseOpening:
    return CaseOpening(
        number=sample.number,
        code_hash=keys.sign(CODE_PURPOSE, code_text(sample.number, sample.code)),
        kind=sample.kind,
        service_id=sample.service if sample.service in titles else "",
        service_title=titles.get(sample.service, sample.title),
        region=sample.region,
        promised_working_days=sample.promised,
        is_sample=True,
    )


def _load_titles(connection: Connection, services: Collection[str]) -> dict[str, str]:
    bodies = documents.find_bodies(connection, "guide", services)
    return {service: str(json.loads(body)["title"]) for service, body in bodies.items()}


def _install_feed(connection: Connection, samples: Samples, now: datetime) -> None:
    told = samples.notice
    notice = Notice(id=told.id, region=told.region, title=told.title, text=samples.notice_text())
    body = json.dumps(encode(notice), ensure_ascii=False, separators=(",", ":"))
    documents.publish(connection, ORIGIN, [Document("notice", told.id, body)], now=now)
    if register_feed(connection, samples.feed_region, name=samples.feed, is_sample=True):
        documents.touch(connection)
