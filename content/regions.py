"""The tree of regions: who lies inside whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from content.faults import ContentError
from content.model import Region


class UnknownRegionError(ContentError):
    """A region code that content does not know."""


def ancestry(regions: Mapping[str, Region], code: str) -> list[str]:
    """The codes from the widest region down to `code`: 000000, 330000, 330100, 330106. Raises UnknownRegionError."""
    if code not in regions:
        raise UnknownRegionError(f"no such region: {code}")
    path: list[str] = []
    while code and code not in path:  # a loop of parents is a fault of content, never an endless loop here
        path.append(code)
        parent = regions.get(code)
        code = parent.parent if parent else ""
    return path[::-1]


def is_within(regions: Mapping[str, Region], code: str, wider: str) -> bool:
    """Whether `code` is `wider` or lies in it; unknown regions lie nowhere."""
    return code in regions and wider in ancestry(regions, code)


def children(regions: Mapping[str, Region], code: str) -> list[str]:
    """The regions directly inside `code`, in the order of their codes."""
    return sorted(region.code for region in regions.values() if region.parent == code)
