"""What colleagues say about a text, those with an account and those with a secret link, in one list. Each act is one
transaction with its trace.

Whoever may read may comment: a comment changes no word, and who finds a mistake is often of another department. What
editors say among themselves no link shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person
from channel_api.hourly_limit import HourlyLimit
from channel_api.opened_guide import Opened, Token, find_text_at, open_guide
from channel_api.republishing import require_opened
from channel_api.store import comments, drafts
from channel_api.store.comments import LONGEST_FIELD, LONGEST_NAME, Comment
from channel_api.store.database import Connection, Database
from channel_api.store.drafts import LIVE_STATE
from channel_api.store.editing_trail import Trace, TrailFilter, add_trace, find_trace, load_trail
from channel_api.store.previews import Link

LONGEST_COMMENT = 1_000  # characters
MOST_COMMENTS = 200  # by one link, whoever it was passed on to
SHOWN_COMMENTS = 300
COMMENTS_AN_HOUR = 30  # by one link: a careful reader writes ten
COMMENTS_OF_A_PERSON_AN_HOUR = 120
DECISIONS = ("approve", "return")  # acts that somebody may wish to ask back about


class CommentError(Exception):
    """A comment that is not kept; `reason` is a key of the words of the pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as a page shows it. `has_changed`: whether what it speaks of says something else now (None: nobody
    knows); `decision`: what somebody had decided, where it is about that; `answers`: in the order they came."""

    comment: Comment
    has_changed: bool | None = None
    decision: Trace | None = None
    answers: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody wants to say. `field` empty: about the whole; `seen`: the page they were looking at."""

    text: str
    field: str = ""
    seen: Token | None = None
    answers: int | None = None
    decision: int | None = None


class CommentsDesk:
    """Safe to use from many threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._by_link = HourlyLimit(COMMENTS_AN_HOUR)
        self._by_person = HourlyLimit(COMMENTS_OF_A_PERSON_AN_HOUR)

    def say(self, who: Person, key: str, remark: Remark) -> None:
        """Keeps what a colleague with an account says. Raises CommentError, IdentityNumberError, NoSuchGuideError."""
        comment = replace(self._comment(key, remark, ""), editor=who.name)
        if self._by_person.count(who.name, comment.made_at):
            raise CommentError("too_many_said")
        with self._database.write() as connection:
            opened = require_opened(connection, key)
            decided = find_decision(connection, opened)
            is_about = decided is not None and decided.number == remark.decision
            answered = comments.find_comment(connection, key, remark.answers) if remark.answers else None
            whole = replace(
                comment,
                decision=remark.decision if is_about else None,
                answers=(answered.answers or answered.number) if answered else None,
            )
            number = comments.add_comment(connection, _spoken_of(connection, opened, whole, remark.seen))
            told = {"preview_comment": str(number)}
            add_trace(connection, who=who.name, act="comment", subject=key, now=comment.made_at, details=told)

    def say_by_link(self, link: Link, remark: Remark, name: str) -> None:
        """Keeps what somebody with the link says. Raises CommentError, IdentityNumberError, NoSuchGuideError."""
        comment = replace(self._comment(link.key, remark, name), link=link.number)
        if self._by_link.count(str(link.number), comment.made_at):
            raise CommentError("too_many_comments")
        with self._database.write() as connection:
            if comments.count_comments(connection, link.number) >= MOST_COMMENTS:
                raise CommentError("too_many_comments")
            opened = require_opened(connection, link.key)
            comments.add_comment(connection, _spoken_of(connection, opened, comment, remark.seen))
            told = {"preview_link": str(link.number)}
            now = comment.made_at
            add_trace(connection, who="", act="preview_comment", subject=link.key, now=now, details=told)

    def load(self, key: str, *, link: Link | None = None) -> list[Said]:
        """Those that are open first; `link`: only what came by this one."""
        with self._database.read() as connection:
            number = link.number if link else None
            found = comments.load_comments(connection, key, most=SHOWN_COMMENTS, link=number)
            opened = open_guide(connection, key) if found else None
            texts: dict[tuple[int, int], Text] = {}
            return [
                Said(
                    comment,
                    None if opened is None else _has_changed(connection, opened, comment, texts),
                    find_trace(connection, comment.decision) if comment.decision else None,
                    _answers(found, comment) if link is None else (),
                )
                for comment in found
                if comment.answers is None
            ]

    def load_waiting(self) -> dict[str, tuple[int, datetime]]:
        """By text how many comments nobody took care of, and since when."""
        with self._database.read() as connection:
            return comments.load_waiting(connection)

    def find_decision(self, key: str) -> Trace | None:
        """What was decided last on the draft as it now is. Raises NoSuchGuideError."""
        with self._database.read() as connection:
            return find_decision(connection, require_opened(connection, key))

    def mark_done(self, who: Person, key: str, number: int) -> bool:
        """False where it is no open comment on this text."""
        now = self._clock()
        with self._database.write() as connection:
            is_done = comments.mark_done(connection, key, number, who=who.name, now=now)
            if is_done:
                told = {"preview_comment": str(number)}
                add_trace(connection, who=who.name, act="preview_comment_done", subject=key, now=now, details=told)
        return is_done

    def find_author(self, key: str, number: int) -> str:
        """Whose account said it; empty for a guest's, and where there is none."""
        with self._database.read() as connection:
            found = comments.find_comment(connection, key, number)
        return found.editor if found else ""

    def _comment(self, key: str, remark: Remark, name: str) -> Comment:
        now = self._clock()
        said, called = clean_text(remark.text, day_of(now)), clean_text(name, day_of(now))
        if not said:
            raise CommentError("nothing_said")
        if len(said) > LONGEST_COMMENT or len(called) > LONGEST_NAME:
            raise CommentError("too_long_said")
        return Comment(key=key, field=remark.field[:LONGEST_FIELD], text=said, name=called, made_at=now)


def find_decision(connection: Connection, opened: Opened) -> Trace | None:
    """Who approved or gave back last, while the draft is on its way; nothing once it is live."""
    if opened.work.state == LIVE_STATE:
        return None
    traces = [
        trace
        for act in DECISIONS
        for trace in load_trail(connection, most=1, wanted=TrailFilter(subject=opened.key, act=act))
    ]
    return max(traces, key=lambda trace: trace.number, default=None)


def _spoken_of(connection: Connection, opened: Opened, comment: Comment, seen: Token | None) -> Comment:
    """The comment with the text it speaks of: what was in sight, or else what is there now."""
    token = seen if seen is not None and _was_there(connection, opened, seen) else opened.token
    return replace(comment, revision=token.revision, live_revision=token.live_revision)


def _was_there(connection: Connection, opened: Opened, seen: Token) -> bool:
    if seen.revision:
        return drafts.find_revision(connection, opened.key, seen.revision) is not None
    return bool(find_text_at(connection, opened.key, seen))


def _has_changed(
    connection: Connection, opened: Opened, comment: Comment, texts: dict[tuple[int, int], Text]
) -> bool | None:
    """`texts`: those that were read before for another comment."""
    if comment.revision is None or comment.live_revision is None:
        return None
    at = comment.revision, comment.live_revision
    if at not in texts:
        texts[at] = find_text_at(connection, opened.key, Token(0, *at))
    return _part(texts[at], comment.field) != _part(opened.text, comment.field)


def _part(text: Mapping[str, object], field: str) -> object:
    return text.get(field) if field else text


def _answers(found: list[Comment], comment: Comment) -> tuple[Comment, ...]:
    return tuple(sorted((one for one in found if one.answers == comment.number), key=lambda one: one.number))
