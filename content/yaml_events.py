"""From the events of a YAML parser to plain data whose every scalar is a text, with the line of each key.

It refuses what content files never need: anchors, aliases, tags, second documents, keys that are no texts, deep nests.
"""

from __future__ import annotations

from typing import Any

import yaml

from content.codec import Plain
from content.faults import Fault

DEEPEST_NESTING = 20  # the deepest content file has six levels


def line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


class StopReadingError(Exception):
    """The rest of the file is not looked at: it could only be worse."""


class PlainBuilder:
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
        raise StopReadingError

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
            first = line_at(self._text, self._read_to)
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
