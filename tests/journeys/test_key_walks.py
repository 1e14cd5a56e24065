"""Golden key walks: what is said on the way is the contract with everybody who cannot see the screen.

A walk is a YAML file with its keys, the transcript, and where among how many items of its kind it ends.
`CHANNEL_WRITE_WALKS=1` writes the transcripts anew; read every line of the difference before you commit it.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from content.files import load_content
from content.hours import CHINA
from content.yaml_text import load_plain, render
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words, sample_cases, sample_entries
from tvapp.frame import Size
from tvapp.memory import Memory
from tvapp.remote import parse_walk
from tvapp.television import Television
from tvapp.walk import spoken_text, take_walk

WALKS = sorted((Path(__file__).parent / "walks").glob("*.yaml"))
CONTENT = Path(__file__).parent.parent / "tvapp" / "sample_content"
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)


def test_there_are_at_least_thirty_walks() -> None:
    assert len(WALKS) >= 30


def position_of(television: Television) -> str:
    """Such as `2 of 12`: the focused item among those of its kind, on whatever sheet."""
    item = television.focused_item()
    assert item is not None
    placed = [*television.layout.all_placed(), *television.layout.legend]
    keys = [entry.item.key for entry in placed if entry.item.kind == item.kind]
    return f"{keys.index(item.key) + 1} of {len(keys)}"


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_a_walk_says_what_it_said(path: Path) -> None:
    walk = load_plain(path)
    columns, rows = (int(part) for part in walk["size"].split("x"))
    content = load_content(CONTENT)
    feeds = [code for code in walk.get("case_feed", "").split() if code]
    channel = FakeChannel(content, cases=sample_cases(), entries=sample_entries(content))
    channel.has_feeds_in(feeds)
    television = Television(
        channel,
        Memory(region=walk["region"]),
        words=packaged_words(),
        calendar=content.calendar,
        size=Size(columns, rows),
        now=MONDAY_MORNING,
    )
    said = spoken_text(take_walk(television, parse_walk(walk["keys"]))).split("\n")
    position = position_of(television)
    if os.environ.get("CHANNEL_WRITE_WALKS") == "1":
        asked = {key: walk[key] for key in ("region", "size", "case_feed", "keys") if key in walk}
        told = {"ends_on": television.visit.route.text, "position": position, "spoken": said}
        path.write_text(render({**asked, **told}), encoding="utf-8")
    assert said == walk["spoken"]
    assert television.visit.route.text == walk["ends_on"]
    assert position == walk["position"]
