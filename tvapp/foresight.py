"""What the next key may make the television say, so that the sound of it is there when the key comes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from tvapp import navigation
from tvapp.layout import Layout
from tvapp.speech import Moment, announce
from tvapp.words import Words

LIKELIEST = ("DOWN", "RIGHT", "UP", "LEFT", "PAGE_DOWN")  # people read lists from the top
MOST_SENTENCES = 16  # as many as a speaker prepares; more is not even put together


def soon_said(moment: Moment, layout: Layout, words: Words) -> tuple[str, ...]:
    """The sentences of the items one key away, then of the other items of the sheet; the likeliest first.

    Bounded, because it is put together at every key."""
    if moment.is_waiting:
        return ()
    sentences: dict[str, None] = {}
    for sheet, key in _targets(moment, layout):
        target = Moment(moment.route, sheet, key)
        sentences.update(dict.fromkeys(announce(moment, target, layout, words)))
        if len(sentences) >= MOST_SENTENCES:
            break
    return tuple(sentences)[:MOST_SENTENCES]


def _targets(moment: Moment, layout: Layout) -> Iterator[navigation.Target]:
    """Where the focus may be next, each place once."""
    seen = {(moment.sheet, moment.focused)}
    near = (navigation.move(layout, moment.sheet, moment.focused, command) for command in LIKELIEST)
    in_sight = ((moment.sheet, placed.item.key) for placed in layout.sheets[moment.sheet].placed)
    for target in (*near, *in_sight):
        if target is not None and target not in seen:
            seen.add(target)
            yield target
