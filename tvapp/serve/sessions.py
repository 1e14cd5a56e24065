"""All browsers in front of this television: found again when they come back, let go when they stay away.

No network here; the one clock is passed in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from tvapp.serve.place import Place
from tvapp.serve.session import Session

MOST_SESSIONS = 100  # about a megabyte each, and some milliseconds of one core for every key
KEPT_SECONDS = 1800.0  # a set that is switched to another source and back finds its screen


@dataclass(slots=True)
class _Seat:
    session: Session
    left_at: float | None = None  # None while a page is connected


class Sessions:
    """One session for each browser, by the random name in its cookie."""

    def __init__(
        self, make: Callable[[str], Session], *, clock: Callable[[], float], most: int = MOST_SESSIONS
    ) -> None:
        """`make` makes the session of a browser that is new or was let go."""
        self._make, self._clock, self._most = make, clock, most
        self._seats: dict[str, _Seat] = {}
        self._places: OrderedDict[str, Place] = OrderedDict()  # where pages were that have no session yet

    @property
    def connected(self) -> int:
        """How many pages are open."""
        return sum(seat.left_at is None for seat in self._seats.values())

    @property
    def kept(self) -> int:
        """How many sessions there are, with those whose page may come back."""
        return len(self._seats)

    def expect(self, browser: str, place: Place) -> None:
        """The page of this browser is about to enter; where it has no session any more, its new one begins there."""
        if browser in self._seats or not place:
            return
        self._places[browser] = place
        while len(self._places) > self._most:
            self._places.popitem(last=False)

    def enter(self, browser: str) -> Session | None:
        """The session of this browser; None where every seat is taken by a page that is open."""
        seat = self._seats.get(browser)
        if seat is None:
            if len(self._seats) >= self._most and not self._free_one():
                return None
            seat = self._seats[browser] = _Seat(self._make(browser))
            place = self._places.pop(browser, ())
            if place:
                seat.session.reopen(place)
        seat.left_at = None
        return seat.session

    def leave(self, browser: str) -> None:
        """The page of this browser is gone; what was personal on it is too."""
        seat = self._seats.get(browser)
        if seat is not None and seat.left_at is None:
            seat.left_at = self._clock()
            seat.session.leave()

    def refresh_waiting(self) -> None:
        """Data arrived that any session may have waited for; the others see it at their next look."""
        for seat in self._seats.values():
            if seat.left_at is None and seat.session.is_waiting:
                seat.session.refresh()

    def pass_time(self) -> None:
        """Called every few seconds: clears what must not stay, lets go of who stayed away."""
        now = self._clock()
        for browser, seat in list(self._seats.items()):
            if seat.left_at is None:
                seat.session.pass_time()
            elif now - seat.left_at >= KEPT_SECONDS:
                del self._seats[browser]

    def _free_one(self) -> bool:
        """Makes room by letting go of who has been away longest."""
        away = [(seat.left_at, browser) for browser, seat in self._seats.items() if seat.left_at is not None]
        if not away:
            return False
        del self._seats[min(away)[1]]
        return True
