"""Links to a draft for colleagues without an account. Each act is one transaction with its trace."""

from __future__ import annotations

from datetime import timedelta

from channel_api.clock import Clock
from channel_api.editing.workflow import Person
from channel_api.hourly_limit import HourlyLimit
from channel_api.previewing.doors import hash_token, make_token, read_token
from channel_api.store import previews
from channel_api.store.database import Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.previews import Link

MOST_OPEN_LINKS = 20  # of one guide; more are lost sight of
LOOKS_AN_HOUR = 300  # by one link: every part of a long guide, by ten colleagues


class TooManyLinksError(Exception):
    """Some must be closed first."""


class PreviewLinksDesk:
    """Safe to use from many threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._looks = HourlyLimit(LOOKS_AN_HOUR)

    def make(self, who: Person, key: str, lifetime: timedelta) -> tuple[str, Link]:
        """The token of a new address, which is shown this once, and what is kept of it. Raises TooManyLinksError."""
        token, now = make_token(), self._clock()
        link = Link(key=key, made_by=who.name, made_at=now, expires_at=now + lifetime)
        with self._database.write() as connection:
            if len(previews.load_open_links(connection, key, now)) >= MOST_OPEN_LINKS:
                raise TooManyLinksError
            number = previews.add_link(connection, hash_token(token), link)
            told = {"preview_link": str(number)}
            add_trace(connection, who=who.name, act="preview_link", subject=key, now=now, details=told)
        return token, link

    def end(self, who: Person, key: str, number: int) -> bool:
        """False where it is no open link of this guide."""
        now = self._clock()
        with self._database.write() as connection:
            is_ended = previews.end_link(connection, key, number, now)
            if is_ended:
                told = {"preview_link": str(number)}
                add_trace(connection, who=who.name, act="preview_link_end", subject=key, now=now, details=told)
        return is_ended

    def load_open(self, key: str) -> list[Link]:
        with self._database.read() as connection:
            return previews.load_open_links(connection, key, self._clock())

    def find(self, token_text: str) -> Link | None:
        """The link of an address; None where it is over, closed or never was."""
        token = read_token(token_text)
        if token is None:
            return None
        with self._database.read() as connection:
            return previews.find_link_by_hash(connection, hash_token(token), self._clock())

    def may_look(self, link: Link) -> bool:
        """Whether this link may have something drawn once more within this hour."""
        return self._looks.count(str(link.number), self._clock()) == 0
