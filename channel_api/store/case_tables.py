"""The tables of cases, feedback and ratings.

Moments are UTC texts, days ISO texts; codes and addresses stand only as keyed hashes.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from channel_api.store.metadata import METADATA

# What a case is, and the projection of its ledger (state, changed_at, events).
CASES = Table(
    "cases",
    METADATA,
    Column("number", String(50), primary_key=True),
    Column("code_hash", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("service_id", String(120), nullable=False),
    Column("service_title", String(200), nullable=False),
    Column("region", String(6), nullable=False),
    Column("promised_working_days", Integer, nullable=True),
    Column("is_sample", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("changed_at", String(32), nullable=False),
    Column("events", Integer, nullable=False),
)

# The ledger: rows are added and never changed. Only samples, which are nobody's case, are ever taken out.
CASE_EVENTS = Table(
    "case_events",
    METADATA,
    Column("case_number", String(50), ForeignKey(CASES.c.number), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("state", String(20), nullable=False),
    Column("office", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("due_on", String(10), nullable=True),
    Column("recorded_at", String(32), nullable=False),
)

# Where cases come from: a region whose cases can be looked up.
CASE_FEEDS = Table(
    "case_feeds",
    METADATA,
    Column("region", String(6), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("is_sample", Boolean, nullable=False),
)

# What a viewer told the channel; where it stands is its case of the same number.
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("number", String(50), ForeignKey(CASES.c.number), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("choice", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("service_id", String(120), nullable=False),
    Column("region", String(6), nullable=False),
    Column("received_at", String(32), nullable=False),
)

# `rated_by`: the case, or the keyed hash of address and day; unique, so that each rates a service once.
RATINGS = Table(
    "ratings",
    METADATA,
    Column("service_id", String(120), primary_key=True),
    Column("rated_by", String(80), primary_key=True),
    Column("stars", Integer, nullable=False),
    Column("rated_at", String(32), nullable=False),
)

# When something limited was tried, by keyed hash of who or what; `times` are stored moments parted by spaces.
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("times", Text, nullable=False),
    Column("expires_at", String(32), nullable=False, index=True),
)
