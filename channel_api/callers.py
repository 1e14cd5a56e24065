"""Who is calling: the address behind trusted proxies, this machine itself, or the operator with a token."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Literal

from flask import current_app, request

from channel_api.config import Network
from channel_api.problems import ProblemError
from channel_api.store import tokens

if TYPE_CHECKING:
    from channel_api.runtime import Services

EXTENSION = "channel"  # where `app` leaves the Services
FORWARDING_HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
BEARER = "bearer"  # in any case (RFC 9110, 11.1)
DEVICE_HEADER = "X-Device"
_DEVICE = re.compile(r"[0-9a-f]{32}")  # 128 random bits; anything else could be somebody's name


def current_services() -> Services:
    """The services of the application that answers."""
    services: Services = current_app.extensions[EXTENSION]
    return services


def client_address(trusted_proxies: tuple[Network, ...]) -> str:
    """The address that limits count by: the last hop that is not a trusted proxy, IPv6 as its /64 network.

    Never logged; store it only as a keyed hash."""
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    address = _parse(request.remote_addr or "")
    while hops and _is_in(address, trusted_proxies):
        address = _parse(hops.pop())
    if address is None:
        return "unknown"
    # A household owns a whole /64; counting single addresses of it would be no limit at all.
    return str(address) if address.version == 4 else str(IPv6Address(int(address) >> 64 << 64)) + "/64"


def device_id() -> str:
    """The random id of the box that asks; empty where none came. Serves statistics only; store it as keyed hash."""
    given = request.headers.get(DEVICE_HEADER, "")
    return given if _DEVICE.fullmatch(given) else ""


def is_from_trusted_proxy() -> bool:
    """Whether what stands in the request's headers was put there by the operator's own proxy."""
    return _is_in(_parse(request.remote_addr or ""), current_services().config.trusted_proxies)


def check_access(access: Literal["public", "operator", "loopback"]) -> None:
    """Raises ProblemError where the caller may not."""
    if access == "public" or (access == "loopback" and _is_this_machine()):
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_token = scheme.lower() == BEARER and token != ""
    if not is_token or not _is_operator(token):
        raise ProblemError("unauthorized", headers={"WWW-Authenticate": "Bearer"})


def _is_this_machine() -> bool:
    """A proxy on this machine also connects from loopback: a request that was passed on does not count."""
    address = _parse(request.remote_addr or "")
    is_passed_on = any(name in request.headers for name in FORWARDING_HEADERS)
    return address is not None and address.is_loopback and not is_passed_on


def _is_operator(token: str) -> bool:
    with current_services().database.read() as connection:
        return tokens.is_valid(connection, token)


def _is_in(address: IPv4Address | IPv6Address | None, networks: tuple[Network, ...]) -> bool:
    return address is not None and any(address in network for network in networks)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
