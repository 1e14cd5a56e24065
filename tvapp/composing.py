"""The screen in front, built from its scene and laid out at a size; anew only where something on it changed. Pure."""

from __future__ import annotations

from tvapp import navigation
from tvapp.frame import Size
from tvapp.layout import Layout, lay_out, legend_columns
from tvapp.scene import Scene
from tvapp.screens import screen_of
from tvapp.side_picture import SidePicture, place_picture
from tvapp.words import Words


class Composer:
    """Keeps the last layout: most keys only move the focus. `draws_points`: the screen knows more than cells.

    `can_listen`: there is a key to talk."""

    def __init__(self, words: Words, *, draws_points: bool = False, can_listen: bool = False) -> None:
        self._legend = navigation.legend(words, can_listen=can_listen)
        self._draws_points = draws_points
        self._known: Layout | None = None

    def compose(self, scene: Scene, size: Size) -> Layout:
        """Where everything lies now."""
        page, place, share = screen_of(scene.route).build(scene), scene.region_name, scene.memory.safe_share
        picture: SidePicture | None = None
        if page.codes:
            columns = legend_columns(self._legend)
            picture = place_picture(page.codes, size, share, columns, is_fine=self._draws_points)
        if picture is None and page.without_code is not None:
            page = page.without_code
        known = self._known
        wanted = (page, size, place, share)
        if known is None or (known.page, known.size, known.place, known.safe_share) != wanted:
            known = lay_out(page, size, self._legend, place=place, safe_share=share, picture=picture)
        self._known = known
        return known
