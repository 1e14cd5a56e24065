"""The screen in front, built from its scene and laid out at a size; anew only where something on it changed. Pure."""

from __future__ import annotations

from tvapp import navigation
from tvapp.frame import Size
from tvapp.layout import Layout, lay_out
from tvapp.scene import Scene
from tvapp.screens import screen_of
from tvapp.words import Words


class Composer:
    """Keeps the last layout: most keys only move the focus."""

    def __init__(self, words: Words) -> None:
        self._legend = navigation.legend(words)
        self._known: Layout | None = None

    def compose(self, scene: Scene, size: Size) -> Layout:
        """Where everything lies now."""
        page, place, share = screen_of(scene.route).build(scene), scene.region_name, scene.memory.safe_share
        known = self._known
        wanted = (page, size, place, share)
        if known is None or (known.page, known.size, known.place, known.safe_share) != wanted:
            known = lay_out(page, size, self._legend, place=place, safe_share=share)
        self._known = known
        return known
