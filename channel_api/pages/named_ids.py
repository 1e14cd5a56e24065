"""Ids for people: what they are called stands beside them, and a name may be written where an id belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from channel_api.editing.forms import FormField, all_fields
from channel_api.pages.room import Room

# The last part of the fields whose lines are ids.
OF_GUIDES = ("services", "first")
OF_TOPICS = ("topics",)


def names_of_ids(room: Room, form: Sequence[FormField]) -> dict[str, list[str]]:
    """By field, what the ids in its lines are called, so that nobody has to know them by heart."""
    fields = [field for field in all_fields(form) if field.shape == "lines" and field.value]
    titles = {field.name: _titles(room, field.name) for field in fields}
    return {
        field.name: [titles[field.name][id_] for id_ in field.value.split("\n") if id_ in titles[field.name]]
        for field in fields
        if titles[field.name]
    }


def ids_for_names(room: Room, values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What was typed, with the id for each line that is what just one thing is called."""
    return {name: _with_ids(_titles(room, name), typed) for name, typed in values.items()}


def guide_for_name(room: Room, said: str) -> str:
    """The id of the guide that is called so, or what was said."""
    return _with_ids(_titles(room, OF_GUIDES[0]), [said])[0]


def _titles(room: Room, field: str) -> dict[str, str]:
    """By id, for a field that holds ids of guides or topics; nothing for any other."""
    last = field.rpartition(".")[2]
    if last in OF_GUIDES:
        return {id_: guide.title for id_, guide in room.checker.load_guide_names().items()}
    return {topic.id: topic.title for topic in room.checker.load_topics()} if last in OF_TOPICS else {}


def _with_ids(titles: Mapping[str, str], typed: Sequence[str]) -> list[str]:
    if not titles:
        return list(typed)
    often = Counter(titles.values())
    ids = {title: id_ for id_, title in titles.items() if often[title] == 1}
    return ["\n".join(ids.get(line.strip().strip("《》"), line) for line in one.splitlines()) for one in typed]
