"""Where things may be sent: encrypted or inside the home, to this server and no other, with certificates checked."""

import http.client
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from channel_api.client.addresses import find_home_address, is_home_address
from channel_api.client.client import ChannelClient
from channel_api.client.errors import BadAnswer, ClientError, Refused, Unreachable
from tests.channel_api.client.fake_server import FakeServer, Given, running_server
from tests.channel_api.client.samples import CASE, HOTLINE, plain


class NameServer:
    """Answers each question with the next list of addresses."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        addresses = self._answers.pop(0)
        if not addresses:
            raise socket.gaierror("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.31.255.1", "192.168.1.2", "169.254.1.1", "::1", "fd00::1"]
)
def test_addresses_of_the_home_are_known(address: str) -> None:
    assert is_home_address(address)
    assert find_home_address(address, 80) == address


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.32.0.1", "100.64.0.1", "0.0.0.0", "2001:db8::1", "::ffff:8.8.8.8", "", "localhost"]
)
def test_all_other_addresses_are_the_internet(address: str) -> None:
    assert not is_home_address(address)


def test_a_name_is_at_home_only_if_all_its_addresses_are(monkeypatch: pytest.MonkeyPatch) -> None:
    names = NameServer(["192.168.1.2"], ["192.168.1.2", "8.8.8.8"], ["8.8.8.8"])
    monkeypatch.setattr(socket, "getaddrinfo", names)
    assert [find_home_address("box.example", 80) for _ in range(3)] == ["192.168.1.2", None, None]


@pytest.mark.parametrize("url", ["http://203.0.113.5", "http://203.0.113.5:8000/", "http://[2001:db8::5]"])
def test_what_is_personal_is_not_sent_openly_over_the_internet(url: str, tmp_path: Path) -> None:
    channel = ChannelClient(url, folder=tmp_path)
    for send in (
        lambda: channel.look_up_case("330106000001", "123456"),
        lambda: channel.rate_case("330106000001", "123456", 5),
        lambda: channel.send_feedback("complaint", text="等了两小时"),
    ):
        with pytest.raises(Refused):
            send()


class NameThatMoves:
    """Leads home when asked the first time; asked again it would lead elsewhere."""

    def __init__(self, name: str, address: str) -> None:
        self._name, self._address = name, address

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == self._name:
            self._name = ""
            host = self._address
        if not is_home_address(host):
            raise AssertionError("asked twice for a name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]


def test_what_is_personal_goes_to_the_very_address_that_was_checked(
    channel_server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", NameThatMoves("box.example", "127.0.0.1"))
    channel = ChannelClient(f"http://box.example:{channel_server.port}", folder=tmp_path)
    assert channel.look_up_case("330106000001", "123456") == CASE
    assert channel_server.asked[-1].headers["Host"] == f"box.example:{channel_server.port}"


@pytest.mark.parametrize(
    "url", ["http://no-such-host.invalid", "ftp://127.0.0.1", "127.0.0.1:80", "http://", "http://a:b"]
)
def test_an_address_that_leads_nowhere_is_unreachable(url: str, tmp_path: Path) -> None:
    channel = ChannelClient(url, folder=tmp_path)
    with pytest.raises(Unreachable):
        channel.hotlines()
    with pytest.raises(Unreachable):
        channel.look_up_case("330106000001", "123456")


def test_a_read_follows_a_redirect_on_the_same_host(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel_server.given["/v1/hotlines"] = Given(308, b"", {"Location": "/moved?limit=100"})
    channel_server.lists["/moved"] = [plain(HOTLINE)]
    assert channel.hotlines().value == (HOTLINE,)
    assert channel_server.asked[-1].query == {"limit": "100"}


def test_a_read_follows_no_redirect_to_another_host(channel: ChannelClient, channel_server: FakeServer) -> None:
    for location in (f"http://localhost:{channel_server.port}/moved", "//203.0.113.5/", "ftp://127.0.0.1/"):
        channel_server.given["/v1/hotlines"] = Given(302, b"", {"Location": location})
        with pytest.raises(BadAnswer):
            channel.hotlines()
    assert "/moved" not in channel_server.paths_asked()


def test_a_redirect_to_something_that_is_no_address_is_an_error(
    channel: ChannelClient, channel_server: FakeServer
) -> None:
    for location in ("http://[", "http://a:b/", "http://127.0.0.1:99999/"):
        channel_server.given["/v1/hotlines"] = Given(302, b"", {"Location": location})
        with pytest.raises(ClientError):
            channel.hotlines()


def test_redirects_in_a_circle_end(channel: ChannelClient, channel_server: FakeServer) -> None:
    channel_server.given["/v1/hotlines"] = Given(302, b"", {"Location": "/v1/hotlines"})
    with pytest.raises(BadAnswer):
        channel.hotlines()
    assert len(channel_server.asked) == 4


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_is_sent_follows_no_redirect(channel: ChannelClient, channel_server: FakeServer, status: int) -> None:
    with running_server() as other:
        channel_server.given["/v1/cases/lookup"] = Given(status, b"", {"Location": f"{other.url}/v1/cases/lookup"})
        with pytest.raises(BadAnswer):
            channel.look_up_case("330106000001", "123456")
        assert other.asked == []


def test_a_proxy_of_the_surroundings_sees_nothing(
    channel_server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_server() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("no_proxy", "")
        channel = ChannelClient(channel_server.url, folder=tmp_path)
        assert channel.look_up_case("330106000001", "123456") == CASE
        assert proxy.asked == []


@pytest.fixture
def self_made_certificate(tmp_path: Path) -> Path:
    """Nobody vouches for it."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with; install the package openssl")
    path = tmp_path / "self-made.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", str(path), "-out", str(tmp_path / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + (tmp_path / "certificate.pem").read_text())
    return path


def test_a_certificate_nobody_vouches_for_is_never_accepted(
    self_made_certificate: Path, channel_server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_made_certificate)
    channel_server.speaks_tls(context)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self_made_certificate))
    channel = ChannelClient(f"https://127.0.0.1:{channel_server.port}", folder=tmp_path / "kept")
    with pytest.raises(Unreachable):
        channel.look_up_case("330106000001", "123456")
    with pytest.raises(Unreachable):
        channel.hotlines()
    assert channel_server.asked == []
    trusting = ssl.create_default_context(cafile=str(self_made_certificate))
    asking = http.client.HTTPSConnection("127.0.0.1", channel_server.port, context=trusting, timeout=5)
    asking.request("GET", "/v1/hotlines")
    assert asking.getresponse().status == 200, "whoever trusts the certificate is answered"
    asking.close()
