"""Who may drive a television at home: its own page, reached by a name that is ours."""

import pytest

from tvapp.serve.gate import is_own_host, is_own_origin

PUBLIC = "https://tv.example.cn"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8080",
        "192.168.1.20",
        "[::1]:8080",
        "[fd00::12]",
        "localhost:8080",
        "box.local:8080",
        "Box.LOCAL",
        "box.lan",
        "box.home.arpa",
        "tv.example.cn",
        "tv.example.cn:443",
    ],
)
def test_addresses_and_names_of_home_and_of_the_operator_are_ours(host: str) -> None:
    assert is_own_host(host, PUBLIC)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "",
        ":",
        "[::1",
        "127.0.0.1.evil.example",
        "local",
        "tv.example.cn.evil",
        "@",
    ],
)
def test_a_name_somebody_else_points_at_us_is_not_ours(host: str) -> None:
    assert not is_own_host(host, PUBLIC)


def test_without_a_published_address_only_home_names_are_ours() -> None:
    assert not is_own_host("tv.example.cn")


@pytest.mark.parametrize("origin", ["http://192.168.1.20:8080", "https://192.168.1.20:8080", PUBLIC])
def test_our_own_page_may_connect(origin: str) -> None:
    assert is_own_origin(origin, "192.168.1.20:8080", PUBLIC)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://evil.example",
        "http://192.168.1.20",
        "http://192.168.1.20:8081",
        "http://tv.example.cn",
        "file://192.168.1.20:8080",
        "https://",
        "http://192.168.1.20:8080.evil.example",
    ],
)
def test_another_page_may_not(origin: str) -> None:
    assert not is_own_origin(origin, "192.168.1.20:8080", PUBLIC)
