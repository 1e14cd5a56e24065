"""A pyttsx3 driver that synthesises to samples and plays them with a player that can be stopped.

The drivers that come with pyttsx3 lose queued sentences, end early, hang when stopped from another thread, or stay
silent and say "completed"; behind the same interface this one does none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol


class Sayer(Protocol):
    """What says one sentence for the driver."""

    def say_one(self, sentence: str, on_begin: Callable[[], None]) -> bool:
        """Blocks; calls `on_begin` when the sound begins. True where the sentence was said to its end."""

    def stop(self) -> None:
        """Ends what is being said."""

    def get_property(self, name: str) -> Any:
        """`rate`, `volume`, `voice` or `voices`. Raises KeyError."""

    def set_property(self, name: str, value: Any) -> None:
        """Raises KeyError."""


class SpeakingDriver:
    """The methods pyttsx3 calls. `proxy` is its end of the line."""

    def __init__(self, proxy: Any, sayer: Sayer) -> None:
        self._proxy, self._sayer = proxy, sayer

    def say(self, text: str) -> None:
        """One sentence, from beginning to end."""
        self._proxy.setBusy(True)
        completed = False
        try:
            completed = self._sayer.say_one(text, lambda: self._proxy.notify("started-utterance"))
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def stop(self) -> None:
        """May be called from any thread."""
        self._sayer.stop()

    def iterate(self) -> Iterator[None]:
        """pyttsx3's outer loop: from here on sentences are said as soon as they come."""
        self._proxy.setBusy(False)
        yield

    def startLoop(self) -> None:
        """`runAndWait` queues its own end behind the sentences, so that saying all of them ends the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        """Nothing runs between sentences."""

    def getProperty(self, name: str) -> Any:
        """Raises KeyError for a name nobody knows."""
        return self._sayer.get_property(name)

    def setProperty(self, name: str, value: Any) -> None:
        """Raises KeyError for a name nobody knows."""
        self._sayer.set_property(name, value)

    def destroy(self) -> None:
        """The engine goes away."""
        self._sayer.stop()
