"""Providers of OpenID Connect on this machine: a real program, and one that lies in a way of one's choice."""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "channel"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})

Claims = dict[str, Any]


@contextmanager
def real_provider() -> Iterator[str]:
    """The issuer of oidc-provider-mock, running in a thread of its own until the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names a module its own library is about to give up
        from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


class LyingProvider:
    """Honest until told otherwise: `claims`, `key`, `algorithm`, `document` and `token` change what it says."""

    def __init__(self) -> None:
        self.claims: Callable[[Claims], Claims] = lambda claims: claims
        self.document: Callable[[Claims], Claims] = lambda document: document
        self.token: Callable[[Claims], Any] = lambda token: token
        self.key = KEY
        self.algorithm = "RS256"
        self.nonce = ""
        self.challenge = ""
        self.now = 0
        self.raw: bytes | None = None
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> LyingProvider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """From now on it is away."""
        if not self._thread.is_alive():
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, form: dict[str, list[str]]) -> Any:
        self.asked.append(path)
        if path.endswith("openid-configuration"):
            return self.document(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                }
            )
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False)]}
        digest = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
            return {"error": "invalid_grant"}
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "fang", "iat": self.now, "exp": self.now + 300}
        told = self.claims({**claims, "nonce": self.nonce})
        signed = jwt.encode({"alg": self.algorithm, "kid": "one"}, told, self.key, algorithms=[self.algorithm])
        return self.token({"access_token": "a", "token_type": "Bearer", "id_token": signed})


def _handler(provider: LyingProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            self._answer(parse_qs(body))

        def _answer(self, form: dict[str, list[str]]) -> None:
            said = provider.answer(self.path, form)
            raw = provider.raw if provider.raw is not None else json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Nothing: tests say what they want to know."""

    return Handler
