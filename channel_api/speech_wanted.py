"""Which sentences are to be rendered, most used first: what the channel always says, then what is published.

Guides that were asked for most come first, then the order of lists. Reads only; knows no voice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from channel_api.publishing import load_objects
from channel_api.store.database import Connection
from channel_api.store.demand_report import load_report
from content.fixed_speech import FixedSpeech
from content.inheritance import Overlay, resolve
from content.model import Guide, Hotline, Notice, Office, Region, Scenario, Topic
from content.spoken_sentences import spoken_sentences

ASKED_WITHIN = timedelta(days=30)
MOST_ASKED = 100


def always_said(connection: Connection, fixed: FixedSpeech) -> list[str]:
    """What televisions and voices say by themselves."""
    numbers = [hotline.number for hotline in load_objects(connection, Hotline)]
    return list(dict.fromkeys(fixed.all_sentences(numbers)))


def said_of_content(connection: Connection, today: date) -> list[str]:
    """What is said of the published content."""
    return list(spoken_sentences(_things(connection, today)))


def _things(connection: Connection, today: date) -> Iterator[object]:
    yield from load_objects(connection, Hotline)
    yield from load_objects(connection, Topic)
    guides: dict[str, Guide] = {guide.id: guide for guide in load_objects(connection, Guide)}
    first = {topic_id: place for place, topic_id in enumerate(_asked_most(connection, today))}
    leading = {service: 0 for topic in load_objects(connection, Topic) for service in topic.first}
    order = sorted(guides, key=lambda service: (first.get(service, MOST_ASKED), leading.get(service, 1), service))
    yield from (guides[service] for service in order)
    yield from load_objects(connection, Scenario)
    yield from load_objects(connection, Notice)
    for overlay in load_objects(connection, Overlay):
        found = resolve(guides[overlay.id], [overlay]) if overlay.id in guides else None
        if found is not None:
            yield found.guide
    yield from load_objects(connection, Office)
    yield from load_objects(connection, Region)


def _asked_most(connection: Connection, today: date) -> list[str]:
    report = load_report(connection, today - ASKED_WITHIN, today, limit=MOST_ASKED)
    return list(dict.fromkeys(counted.service for counted in report.boxes if counted.service))
