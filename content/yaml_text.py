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

# Without libyaml the same events come from the Python parser, ten times slower.
_EventLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LARGEST_FILE_BYTES = 1 << 20  # the longest real guide is 60 KB; a megabyte is somebody's scan or an attack
DEEPEST_NESTING = 20  # the deepest content file has six levels
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
        return Parsed(faults=[(_line_at(text, unreadable.start()), Fault("unreadable_character", "", values))])
    tabs = [(_line_at(text, found.start()), Fault("tab_indent")) for found in _INDENTING_TAB.finditer(text)]
    if tabs:
        return Parsed(faults=tabs)
    builder = _Builder(text)
    try:
        for event in yaml.parse(text, Loader=_EventLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        return Parsed(text=text, lines=builder.lines, faults=[*builder.faults, _syntax_fault(error)])
    except _StopReadingError:
        return Parsed(text=text, lines=builder.lines, faults=builder.faults)
    return Parsed(text, builder.root, builder.lines, builder.faults, builder.header, builder.comment_lines)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _syntax_fault(error: yaml.MarkedYAMLError) -> tuple[int, Fault]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = str(error.problem or "")
    if "mapping values are not allowed" in problem:
        return line, Fault("colon_in_text")
    if "unexpected end of stream" in problem or "quoted scalar" in str(error.context or ""):
        return (error.context_mark.line + 1 if error.context_mark else line), Fault("quote_not_closed")
    return line, Fault("bad_yaml")


class _StopReadingError(Exception):
    """The rest of the file is not looked at: it could only be worse."""


class _Builder:
    """Plain data from parser events, remembering lines, comments and duplicate keys."""

    def __init__(self, text: str) -> None:
        self.root: Plain = ""
        self.lines: dict[str, int] = {}
        self.faults: list[tuple[int, Fault]] = []
        self.header = ""
        self.comment_lines: list[int] = []
        self._text = text
        self._read_to = 0
        self._documents = 0
        self._stack: list[tuple[Any, str, list[str]]] = []  # container, its path, the key that waits for its value

    def take(self, event: Any) -> None:
        self._note_comments(event)
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(line, "second_document")
        elif isinstance(event, yaml.AliasEvent):
            self._stop(line, "anchor")
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, line)
            self._add_scalar(str(event.value), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event, line)
            self._open([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()

    def _stop(self, line: int, code: str) -> None:
        self.faults.append((line, Fault(code)))
        raise _StopReadingError

    def _refuse_marks(self, event: Any, line: int) -> None:
        if event.anchor:
            self._stop(line, "anchor")
        if event.tag:
            self._stop(line, "tag")

    def _note_comments(self, event: Any) -> None:
        """Between two events stand only blanks, punctuation and comments, so a # there begins a comment."""
        start, end = event.start_mark.index, event.end_mark.index
        gap = self._text[self._read_to : start] if start > self._read_to else ""
        if "#" in gap and not self._text[: self._read_to].strip():
            self.header = "".join(f"{part.strip()}\n" for part in gap.splitlines() if part.strip())
        elif "#" in gap:
            first = _line_at(self._text, self._read_to)
            self.comment_lines += [first + at for at, part in enumerate(gap.splitlines()) if "#" in part]
        self._read_to = max(self._read_to, end)

    def _add_scalar(self, value: str, line: int) -> None:
        if self._stack:
            container, path, waiting = self._stack[-1]
            if isinstance(container, dict) and not waiting:
                if value in container:
                    self.faults.append((line, Fault("duplicate_key", _join(path, value))))
                waiting.append(value)
                self.lines[_join(path, value)] = line
                return
        self._place(value, line)

    def _open(self, container: Any, line: int) -> None:
        if self._stack and isinstance(self._stack[-1][0], dict) and not self._stack[-1][2]:
            self._stop(line, "key_is_no_text")
        if len(self._stack) >= DEEPEST_NESTING:
            self._stop(line, "nested_too_deep")
        path = self._place(container, line)
        self._stack.append((container, path, []))

    def _place(self, value: Plain, line: int) -> str:
        if not self._stack:
            self.root = value
            return ""
        container, path, waiting = self._stack[-1]
        if isinstance(container, list):
            path = f"{path}[{len(container)}]"
            self.lines[path] = line
            container.append(value)
            return path
        key = waiting.pop()
        container.setdefault(key, value)
        return _join(path, key)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


# ---- writing


_NEEDS_ESCAPE = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"\\\\]')
_NOT_PLAIN = re.compile(
    r"^[-?:,\[\]{}#&*!|>'\"%@`.=<]|^\s|\s$|:\s|:$|\s#|[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]"
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
