"""What several texts are to each other when all of them are published at once. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from channel_api.editing.kinds import KINDS, find_kind, kind_of
from channel_api.editing.pointing import Pointing, find_pointing, pointing_kinds
from content.files import Content
from content.inheritance import Overlay
from content.model import Guide, Topic
from content.word_entries import SharedName, Synonyms

T = TypeVar("T")


def content_with(content: Content, things: Mapping[str, Any], gone: Collection[str]) -> Content:
    """The content as it is when these are in force, by draft key, and those of the keys `gone` are not."""

    def changed(cls: type[T], before: Iterable[T]) -> dict[str, T]:
        kind = next(kind for kind in KINDS if kind.cls is cls)
        named = {kind.key_of(kind.text_of(thing)): thing for thing in before} if cls is not Guide else {}
        named |= {key: thing for key, thing in things.items() if isinstance(thing, cls)}
        return {key: thing for key, thing in named.items() if key not in gone}

    guides = {key: guide for key, guide in content.guides.items() if key not in gone}
    return replace(
        content,
        guides={**guides, **changed(Guide, ())},
        overlays=tuple(changed(Overlay, content.overlays).values()) if content.overlays else (),
        topics=tuple(changed(Topic, content.topics).values()),
        shared_names=tuple(changed(SharedName, content.shared_names).values()),
        synonyms=tuple(changed(Synonyms, content.synonyms).values()) if content.synonyms else (),
    )


def still_pointing(
    key: str, published: Iterable[Pointing], things: Mapping[str, Any], gone: Collection[str]
) -> list[str]:
    """The titles of all that would point at what leaves under this key: of what is published and stays as it is, and of
    what comes with it."""
    kind = kind_of(key)
    stays = [one for one in published if one.key not in things and one.key not in gone]
    coming = [
        one
        for name in pointing_kinds(kind)
        for one in find_pointing(kind, kind.id_of(key), find_kind(name), _of_kind(name, things))
    ]
    return [one.title for one in (*stays, *coming) if not one.leaves_too]


def _of_kind(name: str, things: Mapping[str, Any]) -> list[Any]:
    return [thing for key, thing in things.items() if kind_of(key).name == name]
