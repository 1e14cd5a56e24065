"""The scripts of whole conversations expect only what exists: a guide, a place or a step that is gone cannot be met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.measure_voice_dialogues import SCRIPTS
from benchmarks.voice_bed import HALVES

CONTENT = Path(__file__).parents[2] / "content"
SCREENS = re.compile(
    r"(?P<guide>guide/(?P<id>[a-z-]+))(/steps/(?P<step>[1-9])|/materials|/offices|/fees|/conditions)?|home|choose|search"
    r"|case|case/progress|region|rate|feedback|help|hotlines|emergency/[0-9]+"
)


@pytest.fixture(scope="module")
def steps_of_guides() -> dict[str, int]:
    guides = [yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in CONTENT.glob("guides/*/*.yaml")]
    return {guide["id"]: len(guide["steps"]) for guide in guides}


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_every_half_of_the_scripts_has_conversations_with_names_of_their_own(scripts: str) -> None:
    load, _ = SCRIPTS[scripts]
    halves = [load(half) for half in HALVES]
    names = [one["name"] for half in halves for one in half]
    assert all(halves)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_script_expects_only_guides_steps_and_places_there_are(scripts: str, steps_of_guides: dict[str, int]) -> None:
    regions = {
        one["code"] for one in yaml.load((CONTENT / "regions.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    }
    for turn in _turns(scripts):
        assert set(_expected(turn, "service")) - {""} <= set(steps_of_guides), turn
        assert set(_expected(turn, "region")) <= regions, turn
        for screen in _expected(turn, "screen"):
            found = SCREENS.fullmatch(screen)
            assert found, turn
            assert not found["id"] or int(found["step"] or 0) <= steps_of_guides[found["id"]], turn


def _turns(scripts: str) -> Iterator[Mapping[str, Any]]:
    load, _ = SCRIPTS[scripts]
    for half in HALVES:
        for one in load(half):
            yield from one["turns"]


def _expected(turn: Mapping[str, Any], key: str) -> list[str]:
    value = turn.get(key, [])
    return value if isinstance(value, list) else [value]
