"""Makes takes and finds them again: by the address a camera reads, or by the code that hands type."""

from __future__ import annotations

import logging
from datetime import datetime

from channel_api.answers import TakeReceipt
from channel_api.cases.limits import seconds_to_wait
from channel_api.clock import SHANGHAI
from channel_api.config import Keys
from channel_api.store.database import Connection, Database
from channel_api.store.limits import AttemptLog
from channel_api.store.takes import (
    CodeDoor,
    Take,
    add_take,
    count_takes,
    find_take,
    find_take_by_code,
    forget_expired,
)
from channel_api.takes.doors import (
    CODE_LIFETIME,
    TAKE_LIFETIME,
    WRONG_CODE_LIMITS,
    address_of,
    code_address_of,
    hash_token,
    make_code,
    make_token,
    read_code,
    read_token,
)

LOG = logging.getLogger(__name__)

CODE_PURPOSE = "take code"
ADDRESS_PURPOSE = "take address"
MOST_TAKES = 200_000  # about 60 MB; a province's evening. More comes from a script, and shall not fill the disk
LONGEST_WINDOW = max(limit.within for limit in WRONG_CODE_LIMITS)


class TooManyTakesError(Exception):
    """There is no room for one more until the oldest are over."""


class TooManyCodesError(Exception):
    """Too many wrong codes from this address."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("too many codes")
        self.retry_after_seconds = retry_after_seconds


def make_take(
    database: Database,
    keys: Keys,
    *,
    service_id: str,
    region: str,
    ticked: tuple[str, ...],
    public_url: str,
    now: datetime,
) -> TakeReceipt:
    """`ticked`: names of materials of this very guide. Raises TooManyTakesError."""
    take = Take(service_id=service_id, region=region, ticked=ticked, expires_at=now + TAKE_LIFETIME)
    token = make_token()
    with database.write() as connection:
        forget_expired(connection, now)
        if count_takes(connection) >= MOST_TAKES:
            LOG.warning("no more takes until the oldest are over")
            raise TooManyTakesError
        code = _add_with_code(connection, keys, take, token, now)
    return TakeReceipt(
        url=address_of(public_url, token),
        expires_at=_written(take.expires_at),
        code=code,
        code_url=code_address_of(public_url),
        code_expires_at=_written(now + CODE_LIFETIME),
    )


def open_take(database: Database, token_text: str, now: datetime) -> Take | None:
    """The take of an address; None where it is over or never was."""
    token = read_token(token_text)
    if token is None:
        return None
    with database.read() as connection:
        return find_take(connection, hash_token(token), now)


def redeem_code(database: Database, keys: Keys, code_text: str, *, address: str, now: datetime) -> str | None:
    """The token of a new address of the same take, which lasts as long as the first; None for a wrong code.

    Raises TooManyCodesError."""
    code = read_code(code_text)
    counted_under = [keys.sign(ADDRESS_PURPOSE, address)]
    with database.write() as connection:
        attempts = AttemptLog(connection, now=now, keep=LONGEST_WINDOW)
        (earlier,) = attempts.load(counted_under)
        wait_seconds = seconds_to_wait(earlier, WRONG_CODE_LIMITS, now)
        if wait_seconds > 0:
            raise TooManyCodesError(wait_seconds)
        take = find_take_by_code(connection, keys.sign(CODE_PURPOSE, code), now) if code else None
        if take is None:
            attempts.add(counted_under, now)
            return None
        token = make_token()
        add_take(connection, take, hash_token(token))
    return token


def _add_with_code(connection: Connection, keys: Keys, take: Take, token: str, now: datetime) -> str:
    while True:
        code = make_code()
        door = CodeDoor(keys.sign(CODE_PURPOSE, code), now + CODE_LIFETIME)
        if add_take(connection, take, hash_token(token), door):
            return code


def _written(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
