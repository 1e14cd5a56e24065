"""Whose address counts: that of the household, as far as it can be believed."""

from ipaddress import ip_network

import pytest
from flask import Flask

from channel_api.callers import client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("10.0.0.1", "nonsense", "unknown"),
        ("fe80::1%eth0", "", "fe80::/64"),
    ],
)
def test_the_last_hop_that_is_no_proxy_of_ours_counts(remote: str, forwarded: str, counted: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with Flask("callers").test_request_context(headers=headers, environ_base={"REMOTE_ADDR": remote}):
        assert client_address(PROXIES) == counted
