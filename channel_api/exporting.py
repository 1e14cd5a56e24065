"""Writes what is published as a content folder. Importing that folder again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from content.codec import encode
from content.files import Content
from content.overlay_files import plain_of_overlay
from content.yaml_text import render


class FolderNotEmptyError(Exception):
    """Old files left in the folder would be taken for content by the next import."""


def export_folder(content: Content, folder: Path) -> int:
    """The number of files written. Raises FolderNotEmptyError, and OSError where the disk refuses."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmptyError(f"{folder} is not empty; export into a new folder")
    count = 0
    for name, plain in files_of(content):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(plain), encoding="utf-8", newline="\n")
        count += 1
    return count


def files_of(content: Content) -> Iterator[tuple[str, Any]]:
    """The path of each file in the folder, and what stands in it as plain data.

    Last come the files that every content folder must have: an export that was broken off cannot be imported."""
    for guide in content.guides.values():
        yield f"guides/{guide.topic}/{guide.id}.yaml", encode(guide)
    for overlay in content.overlays:
        yield f"overlays/{overlay.region}/{overlay.id}.yaml", plain_of_overlay(overlay)
    offices = sorted(content.offices, key=lambda office: (office.region, office.order, office.id))
    for region, group in groupby(offices, key=lambda office: office.region):
        yield f"offices/{region}.yaml", _list(group)
    for scenario in content.scenarios:
        yield f"scenarios/{scenario.id}.yaml", encode(scenario)
    for notice in content.notices:
        yield f"notices/{notice.id}.yaml", encode(notice)
    for name in ("concepts", "synonyms", "readings", "shared_names"):
        entries = getattr(content, name)
        if entries:
            yield f"words/{name}.yaml", _list(entries)
    yield "regions.yaml", _list(sorted(content.regions.values(), key=lambda region: region.code))
    yield "topics.yaml", _list(sorted(content.topics, key=lambda topic: topic.order))
    yield "hotlines.yaml", _list(sorted(content.hotlines, key=lambda hotline: hotline.order))
    yield "calendar.yaml", _list(sorted(content.calendar.years, key=lambda year: year.year))


def _list(things: Iterable[Any]) -> list[Any]:
    return [encode(thing) for thing in things]
