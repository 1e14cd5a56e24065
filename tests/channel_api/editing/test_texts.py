"""Texts, forms, comparisons and merges: nothing that is written is lost on the way through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.editing.comparing import Piece, compare_texts, pieces_of
from channel_api.editing.forms import (
    FormField,
    RowOrder,
    all_fields,
    carry_out,
    form_of,
    key_of,
    name_of,
    read_form,
    read_order,
)
from channel_api.editing.kinds import GUIDES as GUIDE_KIND
from channel_api.editing.kinds import KINDS, EditedKind, find_kind, kind_of
from channel_api.editing.merging import merge
from channel_api.editing.texts import Text, guide_of, one_line, text_of, tidy
from channel_api.pages.words import page_words
from channel_api.word_seeds import load_seeds
from content.files import content_folder, load_content
from content.inheritance import Overlay
from content.model import Guide
from content.word_entries import ConceptWords, SharedName, Synonyms, WordReading
from tests.channel_api.sample_content import GUIDES, ID_CARD

CONTENT = load_content(content_folder())
PACKAGED = CONTENT.guides
THINGS: dict[str, Sequence[Any]] = {
    "overlay": CONTENT.overlays,
    "office": CONTENT.offices,
    "notice": CONTENT.notices,
    "scenario": CONTENT.scenarios,
    "hotline": CONTENT.hotlines,
    "topic": CONTENT.topics,
    "concept": [one for one in load_seeds().values() if isinstance(one, ConceptWords)],
    "synonyms": [one for one in load_seeds().values() if isinstance(one, Synonyms)],
    "reading": [one for one in load_seeds().values() if isinstance(one, WordReading)],
    "shared_name": [one for one in load_seeds().values() if isinstance(one, SharedName)],
}
WORDS = st.text(alphabet="补领身份证丢失，。abc 12\n", max_size=12)


def sent(text: Text, kind: EditedKind = GUIDE_KIND) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    values: dict[str, list[str]] = {}
    for field in all_fields(form_of(text, kind=kind)):
        is_unticked = field.shape == "switch" and field.value != "true"
        if field.shape not in ("group", "rows") and not field.is_fixed and not is_unticked:
            values[field.name] = [field.value.replace("\n", "\r\n")]
    return values


def through_the_form(text: Text) -> Text:
    return tidy(Guide, read_form(sent(text), fixed=text))


@pytest.mark.parametrize("guide", [*PACKAGED.values(), *GUIDES], ids=lambda guide: guide.id)
def test_a_guide_that_nobody_touched_comes_back_from_its_form_as_it_was(guide: Guide) -> None:
    text = text_of(guide)
    assert guide_of(text) == (guide, [])
    assert through_the_form(text) == text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not GUIDE_KIND], ids=lambda kind: kind.name)
def test_whatever_kind_it_is_what_nobody_touched_comes_back_from_its_form_as_it_was(kind: EditedKind) -> None:
    assert THINGS[kind.name]
    for thing in THINGS[kind.name]:
        text = kind.text_of(thing)
        assert kind.thing_of(text) == (thing, [])
        assert kind.tidy(read_form(sent(text, kind), fixed=text, kind=kind)) == text
        assert kind_of(kind.key_of(text)) is kind


def overlay(**changes: Any) -> Overlay:
    return Overlay(id="marriage", region="330102", changes=changes)


@pytest.mark.parametrize(
    "thing",
    [
        overlay(materials=[], audience=[], department="", booking=None),
        overlay(short={"fee": "", "time": "当场办好。"}, agent={"allowed": None, "note": ""}),
        overlay(channels={"window": False, "courier": True, "online": None}, limits={"promised": None}),
        overlay(booking={"required": False}, sensitive=False, status="example", kind=""),
        overlay(visits={"count": 0}, limits={"statutory": {"value": 0, "unit": "minute"}}),
        Overlay(id="marriage", region="330102", available=False),
    ],
    ids=str,
)
def test_what_a_region_empties_or_denies_is_not_the_same_as_saying_nothing(thing: Overlay) -> None:
    kind = find_kind("overlay")
    text = kind.text_of(thing)
    assert kind.thing_of(text) == (thing, [])
    assert kind.tidy(read_form(sent(text, kind), fixed=text, kind=kind)) == text


def test_what_is_filled_in_is_not_emptied_as_well() -> None:
    kind = find_kind("overlay")
    rows = [{"field": "short.fee"}, {"field": "scope"}, {"field": "scope"}]
    text = kind.tidy({"id": "marriage", "region": "330102", "short": {"fee": "不收钱。"}, "emptied": rows})
    assert text["emptied"] == [{"field": "scope"}]


def test_rows_within_rows_and_groups_are_ordered_too() -> None:
    kind = find_kind("scenario")
    answers = [{"text": "甲", "leads_to": "x"}, {"text": "乙", "leads_to": "y"}]
    text: Text = {"questions": [{"id": "a"}, {"id": "b", "answers": answers}]}
    order = read_order("up:questions.1.answers:1", kind)
    assert order is not None
    moved = carry_out(order, text)
    assert [answer["text"] for answer in moved["questions"][1]["answers"]] == ["乙", "甲"]
    assert moved["questions"][0] == {"id": "a"}
    office = find_kind("office")
    order = read_order("add:hours.exceptions", office)
    assert order is not None
    assert carry_out(order, {"hours": {"monday": []}})["hours"]["exceptions"] == [{}]
    for odd in ("add:questions.answers", "add:questions.x.answers", "add:questions.0", "add:questions.0.text"):
        assert read_order(odd, kind) is None


@given(
    title=WORDS,
    aliases=st.lists(WORDS, max_size=4),
    names=st.lists(WORDS, max_size=4),
    count=st.sampled_from("0 1 x 二"),
)
def test_whatever_is_typed_comes_back_once_tidied(title: str, aliases: list[str], names: list[str], count: str) -> None:
    rows = [{"name": name, "copies": count} for name in names]
    text = tidy(Guide, {"title": title, "aliases": aliases, "materials": rows, "visits": {"count": count}})
    assert tidy(Guide, text) == text
    assert through_the_form(text) == text


def test_numbers_that_are_none_stay_in_the_draft_and_are_named_as_faults() -> None:
    text = {**text_of(ID_CARD), "visits": {"count": "一两次"}}
    assert through_the_form(text)["visits"] == {"count": "一两次"}
    guide, faults = guide_of(text)
    assert guide is None
    assert [(fault.code, fault.key) for fault in faults] == [("wrong_type", "visits.count")]


def test_id_and_region_cannot_be_changed_by_a_form() -> None:
    values = {**sent(text_of(ID_CARD)), "id": ["other"], "region": ["330000"]}
    read = read_form(values, fixed=text_of(ID_CARD))
    assert (read["id"], read["region"]) == ("id-card-lost", "000000")


def test_lines_that_a_window_broke_are_joined_without_a_gap_in_chinese() -> None:
    assert one_line(" 先去\r\n  派出所 ") == "先去派出所"
    assert one_line("open\nsource") == "open source"


def test_rows_are_added_moved_and_removed_by_their_buttons() -> None:
    text: Text = {"steps": [{"title": "一"}, {"title": "二"}, {"title": "三"}]}

    def titles(order: str) -> list[str]:
        read = read_order(order)
        assert read is not None
        return [row.get("title", "") for row in carry_out(read, text)["steps"]]

    assert titles("add:steps") == ["一", "二", "三", ""]
    assert titles("up:steps:2") == ["一", "三", "二"]
    assert titles("down:steps:0") == ["二", "一", "三"]
    assert titles("remove:steps:1") == ["一", "三"]
    assert titles("up:steps:0") == titles("down:steps:2") == titles("remove:steps:99") == ["一", "二", "三"]


@pytest.mark.parametrize("order", ["save", "", "add:title", "up:steps", "up:steps:-1", "up:steps:99999", "eat:steps:1"])
def test_what_is_no_button_beside_a_row_orders_nothing(order: str) -> None:
    assert read_order(order) is None


def test_a_faults_key_and_a_fields_name_are_the_same_place() -> None:
    names = [field.name for field in all_fields(form_of(text_of(PACKAGED["id-card-lost"])))]
    assert [name for name in names if name_of(key_of(name)) != name] == []
    assert key_of("materials.0.name") == "materials[0].name"


def label_in_use(label: str) -> str:
    """Where its words stand: a kind that does not call a field otherwise calls it as a guide does."""
    return label if label in page_words().fields else label.rpartition(":")[2]


def full_form(kind: EditedKind) -> list[FormField]:
    """The form with a row in every list, so that every field there is stands in it."""
    fields, before = list(all_fields(form_of({}, kind=kind))), 0
    text: Text = {}
    while len(fields) != before:
        before = len(fields)
        for field in fields:
            if field.shape == "rows" and not field.rows:
                text = carry_out(RowOrder("add", field.name), text)
        fields = list(all_fields(form_of(text, kind=kind)))
    return fields


def test_every_field_has_a_chinese_label_and_no_label_is_left_over() -> None:
    labels = {label_in_use(field.label) for kind in KINDS for field in full_form(kind)}
    assert labels == set(page_words().fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_its_words_and_every_choice_reads_as_chinese(kind: EditedKind) -> None:
    words = page_words()
    assert words.kinds[kind.name].name
    for field in full_form(kind):
        assert words.label_of(field.label)
        assert [word for word in field.words if words.choice(field.label, word).isascii()] == []


@given(WORDS, WORDS)
def test_what_stayed_and_went_is_the_earlier_text_and_what_stayed_and_came_the_later(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    assert "".join(piece.text for piece in pieces if piece.sort != "new") == old
    assert "".join(piece.text for piece in pieces if piece.sort != "gone") == new
    assert all(piece.text for piece in pieces)


def test_a_comparison_is_by_characters_and_not_by_single_ones_that_happen_to_be_the_same() -> None:
    assert pieces_of("两个月内能拿到。", "二十天内能拿到。") == (
        Piece("gone", "两个月"),
        Piece("new", "二十天"),
        Piece("same", "内能拿到。"),
    )


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Field, row, and the pieces as +came and -went."""
    marks = {"same": "", "gone": "-", "new": "+"}
    return [
        (change.label, change.row, "|".join(marks[piece.sort] + piece.text for piece in change.pieces))
        for change in compare_texts(before, after)
    ]


def test_a_row_in_front_does_not_make_all_the_others_look_changed() -> None:
    before = {"materials": [{"name": "居民户口簿"}, {"name": "照片"}]}
    after = {"materials": [{"name": "申请表"}, {"name": "居民户口簿", "copies": "1"}, {"name": "照片"}]}
    assert changed(before, after) == [("materials.name", 1, "+申请表"), ("materials.copies", 2, "+1")]


def test_a_row_that_only_moved_is_said_to_have_moved() -> None:
    before, after = {"aliases": ["丢了", "找不到了", "被偷了"]}, {"aliases": ["被偷了", "丢了", "找不到了"]}
    moved = compare_texts(before, after)
    assert [(change.label, change.row, change.moved_from) for change in moved] == [("aliases", 1, 3)]


def test_a_choice_changes_as_a_whole() -> None:
    assert changed({"status": "sourced"}, {"status": "verified"}) == [("status", 0, "-sourced|+verified")]


def test_texts_that_are_the_same_have_no_changes() -> None:
    assert all(compare_texts(text_of(guide), text_of(guide)) == [] for guide in GUIDES)


def test_two_people_in_different_fields_lose_nothing() -> None:
    base = text_of(ID_CARD)
    theirs, mine = {**base, "title": "补领居民身份证"}, {**base, "department": "派出所"}
    merged = merge(base, theirs, mine)
    assert (merged.text["title"], merged.text["department"]) == ("补领居民身份证", "派出所")
    assert (merged.both_changed, merged.taken_over) == ((), ("title",))


def test_two_people_in_one_field_both_keep_their_text() -> None:
    base = text_of(ID_CARD)
    merged = merge(base, {**base, "title": "甲"}, {**base, "title": "乙"})
    assert (merged.text["title"], merged.theirs, merged.both_changed) == ("乙", {"title": "甲"}, ("title",))


@given(*(st.fixed_dictionaries({}, optional={"title": WORDS, "scope": WORDS, "notes": WORDS}) for _ in range(3)))
def test_each_text_of_a_merge_stands_in_it_or_was_given_up_by_its_author(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    base, theirs, mine = (tidy(Guide, text) for text in (base, theirs, mine))
    merged = merge(base, theirs, mine)
    for key in ("title", "scope", "notes"):
        kept = {merged.text.get(key), merged.theirs.get(key) if key in merged.both_changed else merged.text.get(key)}
        if theirs.get(key) != base.get(key):
            assert theirs.get(key) in kept
        if mine.get(key) != base.get(key):
            assert mine.get(key) in kept
