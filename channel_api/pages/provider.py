"""Signing in with the account of one's organisation: there, and back with a proof. The session afterwards is ours.

What the way back has to match stands in a cookie of ten minutes, sealed, of this browser alone. Whoever comes back
without a linked account learns what to tell an administrator, and nothing else.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.callers import client_address
from channel_api.clock import from_stored, to_stored
from channel_api.pages.accounts import let_in, our_path
from channel_api.pages.room import Room, page, protect, sorry
from channel_api.sealing import seal, unseal
from channel_api.sign_in_desk import TooManyTriesError
from channel_api.store.editor_identities import Identity

if TYPE_CHECKING:
    from channel_api.provider_client import Begun, ProviderClient

COOKIE = "editors_provider"
PATH = "/editors/provider"
BACK = f"{PATH}/back"
PURPOSE = "sign-in by the provider"
LONGEST_WAY = timedelta(minutes=10)  # to find one's telephone for the second step there
LONGEST_CODE = 2048  # characters; what is longer is no code


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """What the cookie holds."""

    state: str
    nonce: str
    verifier: str
    next: str
    until: str


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/provider`, `provider/back`."""

    @routes.get(PATH)
    def go_to_provider() -> AnyResponse:
        client = _client(room)
        return sorry("missing", HTTPStatus.NOT_FOUND) if client is None else _begin(room, client)

    @routes.get(BACK)
    def come_back() -> AnyResponse:
        client = _client(room)
        return sorry("missing", HTTPStatus.NOT_FOUND) if client is None else _finish(room, client)

    for view in (go_to_provider, come_back):
        view.access = "public"  # type: ignore[attr-defined]


def _client(room: Room) -> ProviderClient | None:
    """Its library is loaded where somebody signs in like this, and nowhere else."""
    config = room.services.config
    if config.provider is None:
        return None
    from channel_api.provider_client import ProviderClient

    return ProviderClient(config.provider, config.public_url + BACK, room.services.clock)


def _begin(room: Room, client: ProviderClient) -> AnyResponse:
    from channel_api.provider_client import ProviderAwayError, ProviderError

    try:
        room.sign_in.count_address(client_address(room.services.config.trusted_proxies))
        begun = client.begin()
    except TooManyTriesError as error:
        return _limited(error)
    except ProviderError as error:
        return _sorry_for(is_away=isinstance(error, ProviderAwayError))
    response = AnyResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": begun.url})
    # Lax, not strict: the browser comes back from another site, and must bring it then.
    response.set_cookie(
        COOKIE,
        seal(room.services.keys, PURPOSE, _kept(room, begun)),
        max_age=LONGEST_WAY,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=room.is_secure,
    )
    return protect(response)


def _kept(room: Room, begun: Begun) -> str:
    until = to_stored(room.services.clock() + LONGEST_WAY)
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "until": until}
    return json.dumps({**kept, "next": our_path(request.args.get("next", ""))})


def _finish(room: Room, client: ProviderClient) -> AnyResponse:
    from channel_api.provider_client import ProviderAwayError, ProviderError

    way, code, state = _find_way(room), request.args.get("code", ""), request.args.get("state", "")
    if way is None or not hmac.compare_digest(way.state.encode(), state.encode()):
        # Some providers leave out where the way began when they say no; it lets nobody in, so it may be said.
        return sorry("provider_refused" if "error" in request.args else "provider_late", HTTPStatus.BAD_REQUEST)
    if "error" in request.args or not 0 < len(code) <= LONGEST_CODE:
        return _forget(sorry("provider_refused", HTTPStatus.FORBIDDEN))
    try:
        room.sign_in.count_address(client_address(room.services.config.trusted_proxies))
        subject = client.finish(code, nonce=way.nonce, verifier=way.verifier, issuer=request.args.get("iss"))
    except TooManyTriesError as error:
        return _limited(error)
    except ProviderError as error:
        return _forget(_sorry_for(is_away=isinstance(error, ProviderAwayError)))
    return _forget(_let_in(room, subject, way.next))


def _let_in(room: Room, subject: str, next_path: str) -> AnyResponse:
    provider = room.services.config.provider
    identity = Identity(provider.issuer if provider else "", subject)
    token = room.sign_in.sign_in_linked(identity)
    if token is None:
        return page("provider_unlinked.html", HTTPStatus.FORBIDDEN, subject=subject)
    # Not a redirect: on a way that began at another site, browsers would not bring the strict cookie of the session.
    return let_in(room, page("provider_done.html", next=next_path), token)


def _find_way(room: Room) -> OnTheWay | None:
    """What the cookie says while it lasts."""
    unsealed = unseal(room.services.keys, PURPOSE, request.cookies.get(COOKIE, ""))
    if unsealed is None:
        return None
    way = OnTheWay(**json.loads(unsealed.text))  # only ours can be unsealed
    return way if room.services.clock() < from_stored(way.until) else None


def _forget(response: AnyResponse) -> AnyResponse:
    """Once only, however it ended."""
    response.delete_cookie(COOKIE, path=PATH)
    return response


def _sorry_for(*, is_away: bool) -> AnyResponse:
    if is_away:
        return sorry("provider_away", HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "60"})
    return sorry("provider_wrong", HTTPStatus.BAD_GATEWAY)


def _limited(error: TooManyTriesError) -> AnyResponse:
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return sorry("provider_limited", HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
