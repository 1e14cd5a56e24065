"""What the operator decides, read from the environment once at start; every value has a working default."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

KEY_FILE = "secret.key"
DATABASE_FILE = "channel.sqlite3"
SHORTEST_KEY = 16  # characters; whoever gets hold of the database must not guess the key, and from it every code
MOST_KEYS = 2  # the current one, and the previous one while everything signed with it is still of use


class ConfigError(Exception):
    """A setting that cannot be used; the text is one line for the operator and never shows a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An organisation's own sign-in (OpenID Connect). `issuer`: what it calls itself; a client without a secret proves
    itself by PKCE alone."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """`secret_keys`: as given, empty where a key of its own is to be made; `public_url`: what a phone can open;
    `is_second_step_required`: of every editor who signs in with a password."""

    data_folder: Path
    database_url: str
    public_url: str = ""
    secret_keys: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    is_second_step_required: bool = False
    provider: Provider | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Config:
        """Raises ConfigError."""
        folder = data_folder(environment)
        return cls(
            data_folder=folder,
            database_url=environment.get("CHANNEL_DATABASE_URL") or f"sqlite:///{folder / DATABASE_FILE}",
            public_url=environment.get("CHANNEL_PUBLIC_URL", "").rstrip("/"),
            secret_keys=_parse_keys(environment.get("CHANNEL_SECRET_KEY", "")),
            trusted_proxies=_parse_networks(environment.get("CHANNEL_TRUSTED_PROXIES", "")),
            is_second_step_required=_parse_second_step(environment.get("CHANNEL_EDITORS_TOTP", "")),
            provider=_parse_provider(environment),
        )

    @property
    def key_folder(self) -> Path:
        """Beside the database where that is a file, else the data folder."""
        prefix = "sqlite:///"
        is_file = self.database_url.startswith(prefix) and len(self.database_url) > len(prefix)
        return Path(self.database_url.removeprefix(prefix)).parent if is_file else self.data_folder


@dataclass(frozen=True, slots=True)
class Keys:
    """Keyed hashes for what is never stored itself: codes, addresses, devices. `secrets`: current key first."""

    secrets: tuple[bytes, ...]

    @classmethod
    def load(cls, config: Config) -> Keys:
        """The operator's keys, else those of the file beside the database, made (mode 0600) where there is none."""
        texts = config.secret_keys or _load_key_file(config.key_folder / KEY_FILE)
        return cls(tuple(text.encode() for text in texts))

    def sign(self, purpose: str, text: str) -> str:
        """HMAC-SHA256 in hex with the current key; `purpose` keeps equal texts of different kinds apart."""
        return _digest(self.secrets[0], purpose, text)

    def matches(self, purpose: str, text: str, stored: str) -> bool:
        """True where `stored` is `text` signed with any valid key; takes the same time whichever it is, or none."""
        found = [hmac.compare_digest(_digest(secret, purpose, text), stored) for secret in self.secrets]
        return any(found)


def data_folder(environment: Mapping[str, str]) -> Path:
    """Where the database, the key and rendered files live."""
    given = environment.get("CHANNEL_DATA_DIR")
    if given:
        return Path(given).expanduser().absolute()
    shared = environment.get("XDG_DATA_HOME")
    base = Path(shared) if shared else Path("~/.local/share").expanduser()
    return base / "zhengwu-channel"


def _digest(secret: bytes, purpose: str, text: str) -> str:
    message = purpose.encode() + b"\0" + text.encode("utf-8", "surrogatepass")
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def _parse_keys(text: str) -> tuple[str, ...]:
    keys = tuple(text.replace(",", " ").split())
    if len(keys) > MOST_KEYS:
        raise ConfigError("CHANNEL_SECRET_KEY: at most two keys, the current one first, separated by a comma")
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ConfigError(f"CHANNEL_SECRET_KEY: a key has at least {SHORTEST_KEY} characters; make one at random")
    return keys


def _parse_networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part) for part in text.replace(",", " ").split())
    except ValueError:
        raise ConfigError(
            "CHANNEL_TRUSTED_PROXIES: addresses or networks such as 10.0.0.0/8, separated by commas"
        ) from None


def _parse_second_step(text: str) -> bool:
    if text not in ("", "optional", "required"):
        raise ConfigError("CHANNEL_EDITORS_TOTP: optional or required")
    return text == "required"


def _parse_provider(environment: Mapping[str, str]) -> Provider | None:
    names = ("CHANNEL_OIDC_ISSUER", "CHANNEL_OIDC_CLIENT_ID", "CHANNEL_OIDC_CLIENT_SECRET")
    issuer, client_id, client_secret = (environment.get(name, "") for name in names)
    if not issuer and not client_id and not client_secret:
        return None
    if not issuer or not client_id:
        raise ConfigError("CHANNEL_OIDC_ISSUER and CHANNEL_OIDC_CLIENT_ID belong together")
    parts = urlsplit(issuer)
    if not is_safe_address(issuer) or parts.query or parts.fragment:
        raise ConfigError("CHANNEL_OIDC_ISSUER: an https address without a query, or http on this machine itself")
    if not environment.get("CHANNEL_PUBLIC_URL"):
        raise ConfigError("CHANNEL_OIDC_ISSUER needs CHANNEL_PUBLIC_URL: the address to come back to")
    return Provider(issuer=issuer, client_id=client_id, client_secret=client_secret)


def is_safe_address(url: str) -> bool:
    """Whether what is sent there can be read by nobody on the way: https, or http to this machine itself."""
    try:
        parts = urlsplit(url)
        host, is_good = parts.hostname or "", parts.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        return False
    return host != "" and is_good and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)))


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _load_key_file(path: Path) -> tuple[str, ...]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        if not path.exists():
            _write_private(fresh, secrets.token_hex(32) + "\n")
            _link_if_first(fresh, path)
        keys = _parse_keys(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{KEY_FILE} beside the database cannot be read or written") from None
    if not keys:
        raise ConfigError(f"{KEY_FILE} beside the database is empty; delete it, or put a key in it")
    return keys


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)


def _link_if_first(fresh: Path, path: Path) -> None:
    """Two processes may start at once: a link appears whole or not at all, and only the first one counts."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
