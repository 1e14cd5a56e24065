"""Folders of content: whole ones load, broken ones say everything at once, and format changes no meaning."""

import dataclasses
import types
import typing
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.codec import decode, encode
from content.faults import FaultyContentError
from content.files import content_folder, load_content, read_content
from content.inheritance import NEVER_OVERLAID, Overlay
from content.layout import LAYOUT, canonical_text, place_of, read_file, read_files
from content.model import Guide, Office, Scenario
from content.overlay_files import decode_overlay, overlay_fields, plain_of_overlay
from content.yaml_text import parse_text, render
from tests.drawn import examples

GOOD = Path(__file__).parent / "good"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def objects(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type hint of the model."""
    origin, arms = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        make: Any = kind
        return st.builds(make, **{field.name: objects(hints[field.name]) for field in dataclasses.fields(kind)})
    if origin is tuple:
        return st.lists(objects(arms[0]), max_size=2).map(tuple)
    if origin in (typing.Union, types.UnionType):
        return st.none() | objects(next(arm for arm in arms if arm is not type(None)))
    if origin is Literal:
        return st.sampled_from(arms)
    simple = {str: TEXTS, int: st.integers(-9, 9999), bool: st.booleans()}
    return simple.get(kind, st.floats(-180, 180, allow_nan=False))


@pytest.mark.parametrize("kind", [Guide, Office, Scenario])
@pytest.mark.hypothesis
def test_any_object_survives_being_written_and_read(kind: type) -> None:
    @settings(max_examples=examples(40))
    @given(objects(kind))
    def survives(value: Any) -> None:
        written = render(encode(value))
        again: Any = decode(kind, parse_text(written).plain, from_text=True)
        assert again == value
        assert render(encode(again)) == written

    survives()


@st.composite
def overlays(draw: st.DrawFn) -> Overlay:
    """Any overlay: some fields of any guide, whole or, where allowed, in part."""
    guide = draw(objects(Guide))
    plain = {key: value for key, value in encode(guide).items() if key not in NEVER_OVERLAID}
    keys = draw(st.sets(st.sampled_from(sorted(plain)))) if plain else set()
    own = {"id": "kite", "region": "990100", "available": draw(st.sampled_from(["true", "false"]))}
    overlay, faults = decode_overlay(parse_text(render({**own, **{key: plain[key] for key in keys}})).plain)
    assert faults == []
    assert overlay is not None
    return overlay


@settings(max_examples=examples(60))
@given(overlays())
def test_any_overlay_survives_being_written_and_read(overlay: Overlay) -> None:
    written = render(plain_of_overlay(overlay))
    again, faults = decode_overlay(parse_text(written).plain)
    assert faults == []
    assert again == overlay
    assert render(plain_of_overlay(overlay)) == written


def test_an_overlay_keeps_what_it_says_though_it_is_the_default_elsewhere() -> None:
    text = "id: kite\nregion: 990100\nchannels:\n  window: false\nbooking:\n  required: false\nfees: []\n"
    overlay, faults = decode_overlay(parse_text(text).plain)
    assert faults == []
    assert overlay is not None
    assert overlay.changes == {"channels": {"window": False}, "booking": {"required": False}, "fees": []}
    assert render(plain_of_overlay(overlay)) == text


def test_an_overlay_may_change_everything_but_what_a_service_is() -> None:
    assert set(overlay_fields()) == {field.name for field in dataclasses.fields(Guide)} - set(NEVER_OVERLAID)
    _, faults = decode_overlay({"id": "kite", "region": "990100", "topic": "boats", "short": {"tiem": "一天。"}})
    assert [(fault.code, fault.key) for fault in faults] == [("unknown_key", "topic"), ("unknown_key", "short.tiem")]


def test_a_whole_folder_is_loaded() -> None:
    content = load_content(GOOD)
    assert sorted(content.guides) == ["kite-lost", "kite-permit"]
    assert [(overlay.region, overlay.id) for overlay in content.overlays] == [
        ("990100", "kite-permit"),
        ("990106", "kite-permit"),
    ]
    assert list(content.regions) == ["000000", "990000", "990100", "990106"]
    assert [office.id for office in content.offices] == ["lakeside"]
    assert [topic.id for topic in content.topics] == ["kites"]
    assert [hotline.number for hotline in content.hotlines] == ["12345"]
    assert content.calendar.is_working_day(date(2026, 10, 10))
    assert [scenario.id for scenario in content.scenarios] == ["first-kite"]
    assert [notice.id for notice in content.notices] == ["windy"]


def test_loading_a_broken_folder_names_every_fault_with_its_file_and_line(folder: Path) -> None:
    (folder / "hotlines.yaml").unlink()
    guide = folder / "guides/kites/kite-lost.yaml"
    guide.write_text("id: kite-lost\nregion: 000000\ntitel: 补卡\ntopic: boats\n", encoding="utf-8")
    with pytest.raises(FaultyContentError) as raised:
        load_content(folder)
    assert [(fault.code, fault.key) for fault in raised.value.faults] == [
        ("file_missing", "hotlines.yaml"),
        ("missing_key", "guides/kites/kite-lost.yaml: title"),
        ("unknown_key", "guides/kites/kite-lost.yaml:3: titel"),
    ]


def test_what_is_good_is_read_though_the_rest_is_broken(folder: Path) -> None:
    (folder / "guides/kites/kite-lost.yaml").write_bytes(b"\xff")
    content, faults = read_content(folder)
    assert sorted(content.guides) == ["kite-permit"]
    assert [found.fault.code for found in faults] == ["file_is_not_text"]


def test_one_broken_office_does_not_hide_the_others(folder: Path) -> None:
    path = folder / "offices/990106.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "- id: half\n", encoding="utf-8")
    content, faults = read_content(folder)
    assert [office.id for office in content.offices] == ["lakeside"]
    assert {found.fault.key for found in faults} == {"[1].name", "[1].kind", "[1].region"}


def test_a_folder_that_is_not_there_is_one_clear_fault(tmp_path: Path) -> None:
    _, faults = read_content(tmp_path / "nowhere")
    assert [found.fault.code for found in faults] == ["folder_missing"]


def test_a_folder_where_a_file_should_be_is_a_fault(folder: Path) -> None:
    (folder / "notices/windy.yaml").unlink()
    (folder / "notices/windy.yaml").mkdir()
    _, faults = read_content(folder)
    assert [(found.path, found.fault.code) for found in faults] == [("notices/windy.yaml", "file_unreadable")]


def test_what_editors_leave_lying_about_is_ignored(folder: Path) -> None:
    for name in (".DS_Store", "guides/.kite.swp", "guides/kites/.kite-permit.yaml.kate-swp"):
        (folder / name).write_text("x", encoding="utf-8")
    assert read_content(folder)[1] == []


@pytest.mark.parametrize("path", [path.relative_to(GOOD).as_posix() for path in sorted(GOOD.rglob("*.yaml"))])
def test_each_good_file_is_already_canonical(path: str) -> None:
    place = place_of(path)
    assert place is not None
    read = read_file(GOOD, GOOD / path, place)
    assert canonical_text(read) == (GOOD / path).read_text(encoding="utf-8")


def test_only_the_places_of_the_layout_hold_content() -> None:
    assert place_of("guides/kites/kite-permit.yaml") in LAYOUT
    assert place_of("guides/kite-permit.yaml") is None
    assert place_of("wording/faults.yaml") is None
    assert place_of("guides/kites/deeper/kite.yaml") is None


def test_the_content_that_comes_along_is_whole() -> None:
    assert load_content(content_folder()).guides


def test_reading_leaves_a_folder_as_it_is(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    read_files(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
