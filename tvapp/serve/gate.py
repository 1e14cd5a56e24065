"""Who may drive a session: this page, from a browser that reached us by a name that is ours. Pure.

Any page on the web can make a browser at home open a connection into the home. It can forge neither `Origin`, nor, with
a name of its own that it points at us, a `Host` that is ours.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

# Names that only the network at home can give (RFC 6762, RFC 8375) or that mean this machine (RFC 6761).
HOME_NAMES = ("localhost", ".localhost", ".local", ".home.arpa", ".lan")


def is_own_host(host: str, public_url: str = "") -> bool:
    """Whether `Host` is an address, a name of the home's own network, or the name the operator published."""
    name = _hostname(f"//{host}")
    if not name:
        return False
    try:
        ip_address(name)
    except ValueError:
        return name == _hostname(public_url) or any(_is_named(name, known) for known in HOME_NAMES)
    return True


def is_own_origin(origin: str, host: str, public_url: str = "") -> bool:
    """Whether the page that asks came from us: no `Origin` at all is not."""
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    published = urlsplit(public_url)
    return parts.netloc == host or (parts.scheme, parts.netloc) == (published.scheme, published.netloc)


def _is_named(name: str, known: str) -> bool:
    return name.endswith(known) if known.startswith(".") else name == known


def _hostname(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
