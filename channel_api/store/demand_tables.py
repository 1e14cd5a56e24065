"""The tables of demand: what is asked for and how often. No row says who asked.

Days are ISO texts. A text that few asked stands nowhere but in `demand_waiting`, and there only as keyed hashes.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from channel_api.asked_texts import LONGEST_COUNTED_TEXT
from channel_api.store.metadata import METADATA

# One row; who adds counts holds it until done, so that replicas neither overtake each other nor wait in a circle.
DEMAND_GATE = Table(
    "demand_gate",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False),
)

# Every search, without its text.
DEMAND_SEARCHES = Table(
    "demand_searches",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("verdict", String(10), primary_key=True),
    Column("topic", String(120), primary_key=True),
    Column("count", Integer, nullable=False),
)

# Searches by region, without their text. Weeks and not days (`week` is its Monday), and when the week is over, what is
# rare goes to the wider region: a county with one box shall not tell what that household asks.
DEMAND_REGIONS = Table(
    "demand_regions",
    METADATA,
    Column("week", String(10), primary_key=True),
    Column("region", String(6), primary_key=True),
    Column("verdict", String(10), primary_key=True),
    Column("topic", String(120), primary_key=True),
    Column("count", Integer, nullable=False),
)

# Texts that enough boxes asked, with the last answer of the day; `offered`: up to three ids parted by spaces.
DEMAND_TEXTS = Table(
    "demand_texts",
    METADATA,
    Column("text", String(LONGEST_COUNTED_TEXT), primary_key=True),
    Column("day", String(10), primary_key=True, index=True),
    Column("verdict", String(10), nullable=False),
    Column("topic", String(120), nullable=False),
    Column("offered", String(400), nullable=False),
    Column("count", Integer, nullable=False),
)

# Texts that too few boxes asked so far. A box's key is another one for every text: its questions cannot be joined.
# `network`: 0 to 255, also another one for every text; thousands of networks share each.
DEMAND_WAITING = Table(
    "demand_waiting",
    METADATA,
    Column("text_key", String(64), primary_key=True),
    Column("device_key", String(64), primary_key=True),
    Column("network", Integer, nullable=False),
    Column("seen_on", String(10), nullable=False, index=True),
)

# What boxes answered by themselves; `service` or `aspect` empty where there was none.
DEMAND_BOXES = Table(
    "demand_boxes",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("door", String(20), primary_key=True),
    Column("service", String(120), primary_key=True),
    Column("aspect", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)
