"""Asks an organisation's own sign-in who somebody is: OpenID Connect, code flow with PKCE, state and nonce.

Nobody else knows the library. Nothing that comes from the other side is believed before it is proven: the document that
names its addresses must name the issuer itself, an identity token must be signed with a key of the issuer, for us, for
this very sign-in, and now. What came is never logged, for it names people.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.adapters import HTTPAdapter

from channel_api.clock import Clock
from channel_api.config import Provider, is_safe_address

DISCOVERY = "/.well-known/openid-configuration"
SECONDS = 5.0  # for each of the three questions; whoever waits sits before the page
LARGEST_ANSWER_BYTES = 256 * 1024
LEEWAY_SECONDS = 60  # clocks of two organisations
SECRET_BYTES = 32
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
# Signatures that only the issuer can make; neither `none` nor anything made with our own secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class ProviderError(Exception):
    """Base; pages say it in words of their own."""


class ProviderAwayError(ProviderError):
    """It does not answer, or says that it cannot now."""


class ProviderWrongError(ProviderError):
    """What it answers proves nothing; nobody is let in."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way. `url`: where the person goes; the others are kept by the browser, sealed."""

    url: str
    state: str
    nonce: str
    verifier: str


class ProviderClient:
    """`redirect_uri`: where the person comes back to. Keeps nothing: sign-ins are rare, and keys change."""

    def __init__(self, provider: Provider, redirect_uri: str, clock: Clock) -> None:
        self._provider = provider
        self._redirect_uri = redirect_uri
        self._clock = clock

    def begin(self) -> Begun:
        """Raises ProviderError."""
        state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
        with self._session() as session:
            address = self._address(self._discover(session), "authorization_endpoint")
            url, _ = session.create_authorization_url(address, state=state, nonce=nonce, code_verifier=verifier)
        return Begun(url, state, nonce, verifier)

    def finish(self, code: str, *, nonce: str, verifier: str, issuer: str | None) -> str:
        """The subject that signed in. `issuer`: who the person was sent back by, where that is said (RFC 9207).

        Raises ProviderError."""
        with self._session() as session:
            document = self._discover(session)
            is_needed = document.get("authorization_response_iss_parameter_supported") is True
            if (issuer is None and is_needed) or issuer not in (None, self._provider.issuer):
                raise ProviderWrongError("sent back by somebody else")
            token = self._fetch_token(session, document, code, verifier)
            keys = self._get(session, self._address(document, "jwks_uri"))
        return self._subject_of(token, keys, nonce)

    def _session(self) -> OAuth2Session:
        provider = self._provider
        session = OAuth2Session(
            client_id=provider.client_id,
            client_secret=provider.client_secret or None,
            scope="openid",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )
        for scheme in ("https://", "http://"):
            session.mount(scheme, _SmallAnswers())
        return session

    def _discover(self, session: OAuth2Session) -> Mapping[str, Any]:
        document = self._get(session, self._provider.issuer.rstrip("/") + DISCOVERY)
        if document.get("issuer") != self._provider.issuer:
            raise ProviderWrongError("the document names another issuer")
        return document

    def _address(self, document: Mapping[str, Any], name: str) -> str:
        """An address of the provider; an issuer out there has none on this machine itself."""
        address = str(document.get(name, ""))
        is_encrypted = address.startswith("https://") or not self._provider.issuer.startswith("https://")
        if not (is_encrypted and is_safe_address(address)):
            raise ProviderWrongError(f"no usable {name}")
        return address

    def _get(self, session: OAuth2Session, address: str) -> Mapping[str, Any]:
        try:
            response = session.get(address, withhold_token=True, allow_redirects=False)
            found = response.json()
        except (ValueError, RecursionError):
            raise ProviderWrongError("no JSON") from None
        except (requests.RequestException, AuthlibBaseError):
            raise ProviderAwayError("no answer") from None
        if response.status_code != requests.codes.ok or not isinstance(found, dict):
            raise ProviderAwayError("no document")
        return cast(Mapping[str, Any], found)

    def _fetch_token(
        self, session: OAuth2Session, document: Mapping[str, Any], code: str, verifier: str
    ) -> Mapping[str, Any]:
        session.token_endpoint_auth_method = _how_to_prove(self._provider, document)
        address = self._address(document, "token_endpoint")
        try:
            token = session.fetch_token(
                address, grant_type="authorization_code", code=code, code_verifier=verifier, allow_redirects=False
            )
        except requests.exceptions.JSONDecodeError:
            raise ProviderWrongError("no JSON") from None
        except requests.RequestException:
            raise ProviderAwayError("no answer") from None
        except (AuthlibBaseError, ValueError, TypeError, KeyError, RecursionError):
            raise ProviderWrongError("no token") from None
        return cast(Mapping[str, Any], token)

    def _subject_of(self, token: Mapping[str, Any], keys: Mapping[str, Any], nonce: str) -> str:
        provider = self._provider
        options = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        }
        params = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
        try:
            read = jwt.decode(str(token["id_token"]), KeySet.import_key_set(cast(Any, keys)), list(ALGORITHMS))
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY_SECONDS)
            subject = claims["sub"]
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ProviderWrongError("the identity token proves nothing") from None
        if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
            raise ProviderWrongError("no subject")
        return subject


class _SmallAnswers(HTTPAdapter):
    """Reads no more than an honest answer holds."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        options["stream"] = True
        response = super().send(request, *args, **options)
        body = response.raw.read(LARGEST_ANSWER_BYTES + 1, decode_content=True)
        response.close()
        if len(body) > LARGEST_ANSWER_BYTES:
            raise requests.exceptions.ContentDecodingError("an answer without end")
        response._content = body  # requests has no other way to limit what it reads
        return response


def _how_to_prove(provider: Provider, document: Mapping[str, Any]) -> str:
    """How we show at the token's address that we are the client."""
    if not provider.client_secret:
        return "none"
    offered = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    is_only_post = "client_secret_basic" not in offered and "client_secret_post" in offered
    return "client_secret_post" if is_only_post else "client_secret_basic"
