"""What an import did and what it could not map, counted while it runs and told at the end in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LINES_SHOWN = 5  # enough to look into the file; the count says how many there are


@dataclass(slots=True)
class Finding:
    """One kind of thing that could not be mapped."""

    count: int = 0
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """Counts by finding (a key of `findings` in words.yaml), in the order they first came up."""

    findings: dict[str, Finding] = field(default_factory=dict)
    lines_read: int = 0

    def note(self, code: str, line: int) -> None:
        """Something on this line could not be mapped."""
        finding = self.findings.setdefault(code, Finding())
        finding.count += 1
        if len(finding.lines) < LINES_SHOWN and line not in finding.lines:
            finding.lines.append(line)

    def explain(self, words: Mapping[str, Any]) -> Iterator[str]:
        """The findings as sentences, the most frequent first."""
        sentences = words["report"]
        if not self.findings:
            yield sentences["nothing"]
            return
        yield sentences["heading"]
        for code, finding in sorted(self.findings.items(), key=lambda pair: -pair[1].count):
            yield sentences["finding"].format(
                what=words["findings"][code],
                count=finding.count,
                lines="、".join(str(line) for line in finding.lines),
                more=sentences["more"] if len(finding.lines) == LINES_SHOWN and finding.count > LINES_SHOWN else "",
            )
