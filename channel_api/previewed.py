"""What a draft says, as somebody looks at it who waits for its publication: read from the store, published nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from channel_api.cases.data_files import load_data_file
from channel_api.editing.kinds import GUIDES, kind_of
from channel_api.editing.texts import Text
from channel_api.encoding import Encoded, encode_plain
from channel_api.opened_guide import Token, find_text_at, open_guide
from channel_api.previewing.doors import hash_token, read_token
from channel_api.previewing.unfinished import finish
from channel_api.publishing import overlay_key, parse_overlay
from channel_api.runtime import Services
from channel_api.store import documents, previews
from channel_api.store.database import Connection
from content.codec import encode
from content.inheritance import Overlay, resolve
from content.model import Guide
from content.regions import UnknownRegionError

OVERLAY = "overlay"


@dataclass(frozen=True, slots=True)
class Previewed:
    """A text to look at. `kind`: as what a television shows it; a regional difference is shown as its guide."""

    kind: str
    thing: Any
    plain: Mapping[str, Any]


def find_previewed(services: Services, ticket_text: str, region: str) -> Encoded | None:
    """The one draft that a ticket opens, as it would be in force in a region; None without a ticket."""
    ticket = read_token(ticket_text)
    if ticket is None:
        return None
    with services.database.read() as connection:
        found = previews.find_ticket(connection, hash_token(ticket), services.clock())
        if found is None:
            return None
        text = find_text_at(connection, found.key, Token(0, found.revision, found.live_revision))
        shown = read_previewed(connection, services, found.key, text, region)
    return encode_plain({"kind": shown.kind, "thing": shown.plain}) if shown else None


def read_previewed(connection: Connection, services: Services, key: str, text: Text, region: str) -> Previewed | None:
    """None where nothing can be shown of it: it is to be withdrawn, or names nothing there is."""
    kind = kind_of(key)
    thing = finish(text, kind.thing_of, _unwritten()) if text else None
    if thing is None:
        return None
    if isinstance(thing, Overlay):
        return _guide_with(connection, services, thing)
    if isinstance(thing, Guide):
        return _in_force(thing, _overlays(connection, services, thing, region))
    return Previewed(kind.name, thing, encode(thing, keep_defaults=True))


def _guide_with(connection: Connection, services: Services, overlay: Overlay) -> Previewed | None:
    """The guide as it is live or being written, with this difference in place of the published one."""
    opened = open_guide(connection, overlay.id)
    guide = finish(opened.live_text or opened.text, GUIDES.thing_of, _unwritten()) if opened else None
    if guide is None:
        return None
    others = [one for one in _overlays(connection, services, guide, overlay.region) if one.region != overlay.region]
    return _in_force(guide, [*others, replace(overlay, available=True)])


def _in_force(guide: Guide, overlays: list[Overlay]) -> Previewed | None:
    found = resolve(guide, overlays)
    return Previewed(GUIDES.name, found.guide, found.to_plain()) if found else None


def _overlays(connection: Connection, services: Services, guide: Guide, region: str) -> list[Overlay]:
    """From the widest region to the narrowest."""
    try:
        path = services.catalogue.current().path_to(region)
    except UnknownRegionError:
        return []
    keys = [overlay_key(code, guide.id) for code in path]
    bodies = documents.find_bodies(connection, OVERLAY, keys)
    return [parse_overlay(bodies[key]) for key in keys if key in bodies]


def find_regions(connection: Connection, guide: Guide) -> list[str]:
    """Where a guide holds, and the places that say something differently."""
    ending = f"/{guide.id}"
    said = {key.partition("/")[0] for key in documents.load_hashes(connection, OVERLAY) if key.endswith(ending)}
    return [guide.region, *sorted(said - {guide.region})]


@cache
def _unwritten() -> str:
    return str(load_data_file("channel_api.previewing", "wording.yaml")["unwritten"])
