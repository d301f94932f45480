"""An OpenID Connect provider of the test, whose people and tokens it chooses."""

import hashlib
import json
import threading
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

CLIENT, SECRET = "honorar", "the client's secret"
LOG_OUT = "http://schemas.openid.net/event/backchannel-logout"


class FakeProvider:
    """Answers discovery, keys and the token endpoint; `claims` change what its ID tokens say."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.url = ""
        self.claims: dict[str, Any] = {}
        self.user_info: dict[str, Any] = {}
        self._codes: dict[str, dict[str, str]] = {}

    def approve(self, address: str) -> dict[str, str]:
        """Let the person say yes at the address that the browser was sent to; returns what it comes back with."""
        query = dict(parse_qsl(urlsplit(address).query))
        assert (query["client_id"], query["code_challenge_method"]) == (CLIENT, "S256")
        code = f"code-{len(self._codes)}"
        self._codes[code] = query
        return {"state": query["state"], "code": code}

    def token(self, key: ec.EllipticCurvePrivateKey | None = None, **claims: Any) -> str:
        """A token of the provider."""
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "sub": "p-1", "iat": now, "exp": now + 60}
        kept = {name: value for name, value in (said | claims).items() if value is not None}
        return jwt.encode(kept, key or self.key, algorithm="ES256", headers={"kid": "k"})

    def answer(self, path: str, form: dict[str, str], authorization: str) -> Any:
        """The JSON of an endpoint; None: refused."""
        if path == "/.well-known/openid-configuration":
            endpoints = {
                f"{name}_endpoint": f"{self.url}/{name}"
                for name in ("authorization", "token", "userinfo")
            }
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **endpoints}
        if path == "/keys":
            public = ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [{**public, "kid": "k", "use": "sig", "alg": "ES256"}]}
        if path == "/userinfo":
            return self.user_info
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        expected = f"Basic {b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
        if asked is None or asked["code_challenge"] != challenge or authorization != expected:
            return None
        said: dict[str, Any] = {
            "nonce": asked["nonce"],
            "email": "Anna@Lind.example",
            "email_verified": True,
            "sid": "s-1",
        }
        return {"access_token": "a", "id_token": self.token(**(said | self.claims))}


@contextmanager
def run_provider() -> Iterator[FakeProvider]:
    """Run it on a port of its own."""
    provider = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorization?"):
                self._send_back()
                return
            size = int(self.headers.get("Content-Length", "0"))
            form = {k: v[0] for k, v in parse_qs(self.rfile.read(size).decode()).items()}
            found = provider.answer(self.path, form, self.headers.get("Authorization", ""))
            body = json.dumps(found).encode()
            self.send_response(400 if found is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _send_back(self) -> None:
            """A browser asks: its person says yes at once."""
            query = dict(parse_qsl(urlsplit(self.path).query))
            self.send_response(303)
            back = urlencode(provider.approve(self.path))
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
