"""The YAML of the content files: texts in, nested lists and mappings of texts out, and back in one canonical form.

Every scalar is read as the text that stands there (0571 stays 0571, 9:30 stays 9:30); numbers and truth values are the
business of `codec`. Anchors, tags and second documents are refused, so a small file can never unfold into a large one.
It never guesses what an editor meant: what it cannot read it names, with the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from content.codec import Plain
from content.faults import Fault, FaultyContentError
from content.yaml_events import PlainBuilder, StopReadingError, line_at

# Without libyaml the same events come from the Python parser, ten times slower.
_EventLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LARGEST_FILE_BYTES = 1 << 20  # the longest real guide is 60 KB; a megabyte is somebody's scan or an attack
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_INDENTING_TAB = re.compile(r"^ *\t", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says; `plain` is None where it cannot be read.

    `lines` maps each key path to its line (from 1), `faults` are lines with what is wrong there, `header` is the
    comment that begins the file, `comment_lines` are where comments stand that the canonical form would lose."""

    text: str = ""
    plain: Plain = None
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: Sequence[tuple[int, Fault]] = ()
    header: str = ""
    comment_lines: Sequence[int] = ()

    def line_of(self, key: str) -> int | None:
        """The line of a key path, or of the nearest thing around it that exists."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return None


def load_plain(path: Path) -> Plain:
    """What a file of words or tables says. Raises FaultyContentError with every fault, or OSError."""
    parsed = parse_bytes(path.read_bytes())
    if parsed.faults:
        located = [Fault(fault.code, f"{path.name}:{line}", fault.values) for line, fault in parsed.faults]
        raise FaultyContentError(located)
    return parsed.plain


def parse_bytes(raw: bytes) -> Parsed:
    """Reads UTF-8 with or without BOM, with any line ends."""
    if len(raw) > LARGEST_FILE_BYTES:
        return Parsed(faults=[(1, Fault("file_too_large", "", {"kilobytes": str(len(raw) // 1024)}))])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Parsed(faults=[(raw.count(b"\n", 0, error.start) + 1, Fault(_encoding_fault(raw)))])
    return parse_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def _encoding_fault(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "file_is_utf16"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return "file_is_not_text"
    return "file_is_gbk" if re.search("[一-鿿]", text) else "file_is_not_text"


def parse_text(text: str) -> Parsed:
    """Reads a text whose line ends are already LF."""
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        values = {"character": f"U+{ord(unreadable[0]):04X}"}
        return Parsed(text, faults=[(line_at(text, unreadable.start()), Fault("unreadable_character", "", values))])
    tabs = [line_at(text, found.start()) for found in _INDENTING_TAB.finditer(text)]
    if tabs:
        return Parsed(text, faults=[(tabs[0], Fault("tab_indent", "", {"count": str(len(tabs))}))])
    builder = PlainBuilder(text)
    try:
        for event in yaml.parse(text, Loader=_EventLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        return Parsed(text=text, lines=builder.lines, faults=[*builder.faults, _syntax_fault(error)])
    except StopReadingError:
        return Parsed(text=text, lines=builder.lines, faults=builder.faults)
    return Parsed(text, builder.root, builder.lines, builder.faults, builder.header, builder.comment_lines)


def _syntax_fault(error: yaml.MarkedYAMLError) -> tuple[int, Fault]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = str(error.problem or "")
    if "mapping values are not allowed" in problem:
        return line, Fault("colon_in_text")
    if "unexpected end of stream" in problem or "quoted scalar" in str(error.context or ""):
        return (error.context_mark.line + 1 if error.context_mark else line), Fault("quote_not_closed")
    return line, Fault("bad_yaml")


_NEEDS_ESCAPE = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"\\\\]')
_NOT_PLAIN = re.compile(
    r"^-(?![0-9])|^[?:,\[\]{}#&*!|>'\"%@`.=<]|^\s|\s$|:\s|:$|\s#|[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]"
)
_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def render(plain: Plain, *, header: str = "") -> str:
    """The canonical text: block style, one line a value, quotes only where the reader needs them, LF at the end."""
    return header + "".join(f"{line}\n" for line in _render_lines(plain, ""))


def _render_lines(plain: Plain, indent: str) -> Iterator[str]:
    if isinstance(plain, Mapping) and plain:
        for key, value in plain.items():
            yield from _render_entry(f"{indent}{_render_scalar(key)}:", value, indent + "  ")
    elif isinstance(plain, (list, tuple)) and plain:
        for value in plain:
            if isinstance(value, (Mapping, list, tuple)) and value:
                first, *rest = _render_lines(value, indent + "  ")
                yield f"{indent}- {first.removeprefix(indent + '  ')}"
                yield from rest
            else:
                yield f"{indent}- {_render_scalar(value)}"
    else:
        yield indent + _render_scalar(plain)


def _render_entry(start: str, value: Plain, indent: str) -> Iterator[str]:
    if isinstance(value, (Mapping, list, tuple)) and value:
        yield start
        yield from _render_lines(value, indent)
    else:
        yield f"{start} {_render_scalar(value)}"


def _render_scalar(value: Plain) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else repr(value)
    return text if text and not _NOT_PLAIN.search(text) else f'"{_NEEDS_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT_ESCAPES.get(character, f"\\u{ord(character):04x}")
