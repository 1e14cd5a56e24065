"""Texts in, the same texts out; whatever bytes come, a line and a fault, never a traceback."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import yaml_text
from content.faults import FaultyContentError
from content.yaml_text import load_plain, parse_bytes, parse_text, render

# Everything a file can hold: no surrogates, they have no UTF-8.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
AWKWARD = st.sampled_from(
    [
        "0571",
        "9:30",
        "yes",
        "null",
        "~",
        "- a",
        "-5",
        "a: b",
        "a:",
        " a",
        "a ",
        "#a",
        "a #b",
        ">",
        "'",
        '"',
        "---",
        "...",
        "[",
        "{}",
        "!x",
        "&x",
        "*x",
        "%x",
        "@x",
        "`x",
        "?",
        "\t",
        "a\nb",
        "\x85",
        "\u2028",
        "\ufeff",
        "\\",
        "号：5",
    ]
)
PLAIN: Any = st.recursive(
    TEXTS | AWKWARD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS | AWKWARD, inner, max_size=4),
    max_leaves=15,
)


def codes_of(text: str) -> list[tuple[int, str]]:
    return [(line, fault.code) for line, fault in parse_text(text).faults]


@given(PLAIN)
def test_what_is_written_reads_as_the_same(plain: Any) -> None:
    parsed = parse_text(render(plain))
    assert list(parsed.faults) == []
    assert parsed.plain == plain


@given(PLAIN)
def test_what_is_read_is_written_with_the_same_bytes(plain: Any) -> None:
    written = render(plain)
    assert render(parse_text(written).plain) == written


@given(PLAIN)
def test_each_line_that_is_written_ends_with_one_line_feed(plain: Any) -> None:
    written = render(plain)
    assert written.endswith("\n")
    assert len(written.splitlines()) == written.count("\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_explained(raw: bytes) -> None:
    parsed = parse_bytes(raw)
    assert parsed.faults or parsed.plain is not None


@given(st.text(st.sampled_from("ab:- \n\t#&*!|>'\"[]{},?%—：。\r"), max_size=60))
def test_any_scribbling_is_read_or_explained(text: str) -> None:
    parsed = parse_bytes(text.encode())
    assert parsed.faults or parsed.plain is not None


def test_every_scalar_is_the_text_that_stands_there() -> None:
    text = "phone: 0571\nopen: 9:30\nyes: no\ndate: 2026-01-02\nempty:\nnull_word: ~\nfloat: 1e3\n"
    assert parse_text(text).plain == {
        "phone": "0571",
        "open": "9:30",
        "yes": "no",
        "date": "2026-01-02",
        "empty": "",
        "null_word": "~",
        "float": "1e3",
    }


def test_numbers_and_truth_values_are_written_as_words() -> None:
    assert render({"count": 2, "allowed": True, "free": False, "lat": 30.25, "unknown": None}) == (
        'count: 2\nallowed: true\nfree: false\nlat: 30.25\nunknown: ""\n'
    )


def test_the_layout_is_blocks_with_one_line_a_value() -> None:
    plain = {"steps": [{"title": "量", "detail": "字" * 500}, {"title": "领"}], "aliases": ["风筝"], "fees": []}
    assert render(plain, header="# 头\n") == (
        f"# 头\nsteps:\n  - title: 量\n    detail: {'字' * 500}\n  - title: 领\naliases:\n  - 风筝\nfees: []\n"
    )


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    assert parse_bytes("\ufeffid: a\r\ntitle: 风筝\r\n".encode()) == parse_bytes("id: a\ntitle: 风筝\n".encode())


def test_the_line_of_a_key_is_known_and_of_a_missing_one_its_surroundings() -> None:
    parsed = parse_text("# 头\nid: a\nsteps:\n  - title: 量\n    speech: 量\n  - title: 领\n")
    assert parsed.line_of("steps[0].speech") == 5
    assert parsed.line_of("steps[1].speech") == 6
    assert parsed.line_of("short.fee") is None
    assert parsed.line_of("") is None


def test_the_comment_above_is_kept_and_a_comment_inside_is_named() -> None:
    parsed = parse_text("# 一\n\n#  二\nid: a # 三\n\n# 四\ntitle: '五 # 五'\n# 六\n")
    assert parsed.header == "# 一\n#  二\n"
    assert parsed.comment_lines == [4, 6, 8]
    assert parsed.plain == {"id": "a", "title": "五 # 五"}


def test_a_small_file_never_unfolds_into_a_large_one() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert codes_of("\n".join(lines)) == [(1, "anchor")]
    assert codes_of("a: *b\n") == [(1, "anchor")]


def test_thousands_of_brackets_are_refused_at_once() -> None:
    assert codes_of("[" * 100_000) == [(1, "nested_too_deep")]


def test_no_python_object_is_ever_made() -> None:
    assert codes_of("a: !!python/object/apply:os.getcwd []\n") == [(1, "tag")]


def test_a_faulty_file_of_words_raises_with_its_name_and_line(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(FaultyContentError, match=r"words\.yaml:2: duplicate_key"):
        load_plain(path)


@given(PLAIN)
def test_without_libyaml_the_same_is_read(plain: Any) -> None:
    text = render(plain)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_EventLoader", yaml.SafeLoader)
        slow = parse_text(text)
    assert slow == parse_text(text)
