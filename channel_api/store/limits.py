"""When something limited was tried before, kept in the database so that neither a restart nor another replica forgets.

Keys are keyed hashes; who or what they stand for is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from channel_api.clock import from_stored, to_stored
from channel_api.store.case_tables import ATTEMPTS

# Replicas agree to seconds. What lies further ahead was noted by a clock that was wrong (a box without a battery), and
# must not lock a household out until that day comes.
CLOCKS_APART = timedelta(minutes=5)


class AttemptLog:
    """The attempts as one write transaction sees them; attempts older than `keep` are forgotten."""

    def __init__(self, connection: Connection, *, now: datetime, keep: timedelta) -> None:
        self._connection = connection
        self._now = now
        self._keep = keep
        self._held: dict[str, list[datetime]] = {}

    def load(self, keys: Sequence[str]) -> list[list[datetime]]:
        """The attempts under each key, oldest first. Holds the keys until the transaction ends; give them sorted, so
        that two callers never wait for each other in a circle."""
        for key in keys:
            if key not in self._held:
                self._held[key] = self._load_held(key)
        return [list(self._held[key]) for key in keys]

    def add(self, keys: Sequence[str], at: datetime) -> None:
        """One more attempt under each of the keys."""
        for key, earlier in zip(keys, self.load(keys), strict=True):
            times = [*earlier, at]
            self._held[key] = times
            values = {"times": " ".join(map(to_stored, times)), "expires_at": to_stored(at + self._keep)}
            self._connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.key == key).values(values))
        self._forget_expired()

    def _load_held(self, key: str) -> list[datetime]:
        text = self._find_held(key)
        if text is None:
            text = self._make_held(key)
        oldest, newest = self._now - self._keep, self._now + CLOCKS_APART
        return [moment for moment in map(from_stored, text.split()) if oldest < moment <= newest]

    def _find_held(self, key: str) -> str | None:
        wanted = select(ATTEMPTS.c.times).where(ATTEMPTS.c.key == key).with_for_update()
        return self._connection.execute(wanted).scalar_one_or_none()

    def _make_held(self, key: str) -> str:
        """Where there is no row there is nothing to hold, so an empty one is made; a rival may have been faster."""
        try:
            with self._connection.begin_nested():
                row = {"key": key, "times": "", "expires_at": to_stored(self._now + self._keep)}
                self._connection.execute(insert(ATTEMPTS).values(row))
        except IntegrityError:
            return self._find_held(key) or ""
        return ""

    def _forget_expired(self) -> None:
        """Rows that somebody holds right now are left for the next time; waiting for them could end in a circle."""
        expired = select(ATTEMPTS.c.key).where(ATTEMPTS.c.expires_at <= to_stored(self._now))
        self._connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.key.in_(expired.with_for_update(skip_locked=True))))
