"""Where something personal may be sent without encryption: to this machine and to addresses of the home network."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# RFC 1122, 1918, 3927, 4193, 4291. Not `is_private` of the standard library, which also holds networks for
# documentation and measuring that somebody could route.
HOME_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def is_home_address(text: str) -> bool:
    """Whether an IP address is this machine's or one that routers never pass on to the internet."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    plain = mapped or address
    return any(plain.version == network.version and plain in network for network in HOME_NETWORKS)


def find_home_address(host: str, port: int) -> str | None:
    """An address of `host` if all its addresses are at home, else None. Connect to this very address, not to the name:
    asked a second time, a hostile name server may give another answer. Raises OSError for a name nobody knows."""
    if is_home_address(host):
        return host
    known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in known))
    return addresses[0] if addresses and all(is_home_address(address) for address in addresses) else None
