"""Links to a draft for colleagues without an account, and what they say. Each act is one transaction with its trace."""

from __future__ import annotations

from datetime import timedelta

from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.editing.workflow import Person
from channel_api.hourly_limit import HourlyLimit
from channel_api.previewing.doors import hash_token, make_token, read_token
from channel_api.store import previews
from channel_api.store.database import Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.previews import LONGEST_FIELD, LONGEST_NAME, Comment, Link

LONGEST_COMMENT = 1_000  # characters
MOST_OPEN_LINKS = 20  # of one guide; more are lost sight of
MOST_COMMENTS = 200  # by one link, whoever it was passed on to
SHOWN_COMMENTS = 300
COMMENTS_AN_HOUR = 30  # by one link: a careful reader writes ten
LOOKS_AN_HOUR = 300  # by one link: every part of a long guide, by ten colleagues


class TooManyLinksError(Exception):
    """Some must be closed first."""


class CommentError(Exception):
    """A comment that is not kept; `reason` is a key of the words of the pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PreviewLinksDesk:
    """Safe to use from many threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._comments, self._looks = HourlyLimit(COMMENTS_AN_HOUR), HourlyLimit(LOOKS_AN_HOUR)

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

    def comment(self, link: Link, *, field: str, text: str, name: str) -> None:
        """Keeps what somebody with the link says. Raises CommentError, IdentityNumberError."""
        now = self._clock()
        said, called = clean_text(text, day_of(now)), clean_text(name, day_of(now))
        if not said:
            raise CommentError("nothing_said")
        if len(said) > LONGEST_COMMENT or len(called) > LONGEST_NAME:
            raise CommentError("too_long_said")
        if self._comments.count(str(link.number), now):
            raise CommentError("too_many_comments")
        comment = Comment(
            link=link.number,
            key=link.key,
            field=field[:LONGEST_FIELD],
            text=said,
            name=called,
            made_at=now,
        )
        with self._database.write() as connection:
            if previews.count_comments(connection, link.number) >= MOST_COMMENTS:
                raise CommentError("too_many_comments")
            previews.add_comment(connection, comment)
            told = {"preview_link": str(link.number)}
            add_trace(connection, who="", act="preview_comment", subject=link.key, now=now, details=told)

    def load_comments(self, key: str, *, link: Link | None = None) -> list[Comment]:
        """Those that are open first; `link`: only what came by this one."""
        number = link.number if link else None
        with self._database.read() as connection:
            return previews.load_comments(connection, key, most=SHOWN_COMMENTS, link=number)

    def mark_done(self, who: Person, key: str, number: int) -> bool:
        """False where it is no open comment on this guide."""
        now = self._clock()
        with self._database.write() as connection:
            is_done = previews.mark_done(connection, key, number, who=who.name, now=now)
            if is_done:
                told = {"preview_comment": str(number)}
                add_trace(connection, who=who.name, act="preview_comment_done", subject=key, now=now, details=told)
        return is_done
