"""Where a viewer was, told to their page and told back by it when this program was started anew. Pure.

Only names of screens and of what had the focus on them: nothing typed, nothing personal, never a case. It comes from
outside, so whatever is not exactly one of ours opens nothing.
"""

from __future__ import annotations

import json

from tvapp.history import HOME, MOST_SCREENS, History
from tvapp.routes import RouteError, parse_route

Place = tuple[tuple[str, str], ...]  # screens from home on: the route, and the key of the item in focus

# These live on what was typed or said there, or begin something: coming back to their bare form helps nobody.
WELCOME = "welcome"
NEVER_REOPENED = frozenset(("choose", "rate", WELCOME, "settings/remote", "emergency/{number}"))
MOST_BYTES = 480  # with its name a page sends at most 512


def place_of(history: History) -> Place:
    """Where the viewer is now; the oldest screens above home are left out where the way is too long to tell. Whoever
    is still being welcomed is nowhere yet."""
    if history.holds(WELCOME):
        return ()
    visits = [visit for visit in history.visits if not _is_left_out(visit.route.text)]
    screens = [(visit.route.text, visit.focused) for visit in visits]
    while len(screens) > 2 and len(render_place(tuple(screens))) > MOST_BYTES:
        del screens[1]
    told = tuple(screens)
    return told if len(render_place(told)) <= MOST_BYTES else ()


def render_place(place: Place) -> bytes:
    """As the page sends it back."""
    return json.dumps(place, separators=(",", ":")).encode()


def parse_place(body: bytes) -> Place:
    """What a page told; empty for whatever no page of ours tells."""
    try:
        told = json.loads(body) if 0 < len(body) <= MOST_BYTES else None
    except ValueError:
        return ()
    if not isinstance(told, list) or not 0 < len(told) <= MOST_SCREENS:
        return ()
    screens = [_parse_screen(entry) for entry in told]
    known = tuple(screen for screen in screens if screen is not None)
    is_whole = len(known) == len(screens) and known[0][0] == HOME
    return known if is_whole else ()


def _parse_screen(entry: object) -> tuple[str, str] | None:
    if not isinstance(entry, list) or len(entry) != 2:
        return None
    route, focused = entry
    if not isinstance(route, str) or not isinstance(focused, str) or _is_left_out(route):
        return None
    return parse_route(route).text, focused


def _is_left_out(route: str) -> bool:
    try:
        parsed = parse_route(route)
    except RouteError:
        return True
    return parsed.is_private or parsed.pattern in NEVER_REOPENED
