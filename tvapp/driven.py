"""What keys and answers may ask of a television. Only the shape; `television.Television` is the thing."""

from __future__ import annotations

from typing import Protocol

from tvapp.fetched import Data
from tvapp.history import History, Visit
from tvapp.layout import Layout
from tvapp.memory import Memory
from tvapp.navigation import Target
from tvapp.page import Act, Item, Page
from tvapp.scene import Scene
from tvapp.telling import Telling
from tvapp.words import Words


class Driven(Protocol):
    """A television, as far as whoever drives it must know."""

    data: Data
    memory: Memory
    words: Words
    history: History
    telling: Telling
    layout: Layout

    @property
    def visit(self) -> Visit:
        """The screen in front."""

    @property
    def page(self) -> Page:
        """What is on it."""

    def scene(self) -> Scene:
        """What it is built from."""

    def focused_item(self) -> Item | None:
        """The item that has the focus."""

    def move(self, command: str) -> None:
        """One of `navigation.MOVES`."""

    def focus(self, target: Target | None) -> None:
        """A key put the focus there."""

    def act(self, act: Act) -> bool:
        """Carries out what the screen answers; False where it has no answer."""

    def begin_to_talk(self) -> None:
        """The key to talk was pressed."""
