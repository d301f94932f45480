"""An issuer of tokens for benchmarks of one service alone: a key, and the address where it is published."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

_KEY_ID = "benchmark"


@dataclass(frozen=True)
class Issuer:
    """Signs tokens; services find its key at `jwks_url`."""

    name: str
    jwks_url: str
    key: ec.EllipticCurvePrivateKey

    def token(self, account: UUID, *roles: str, agent_id: UUID | None = None) -> str:
        """A token for somebody with these roles."""
        claims = {
            "iss": self.name,
            "aud": "honorar",
            "sub": str(agent_id or "somebody"),
            "account": str(account),
            "roles": roles,
            "exp": datetime.now(UTC) + timedelta(hours=1),
        }
        if agent_id:
            claims["agent_id"] = str(agent_id)
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": _KEY_ID})


@contextmanager
def issuer() -> Iterator[Issuer]:
    """An issuer that is asked over HTTP."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    document = json.dumps({"keys": [{**public, "kid": _KEY_ID, "alg": "ES256"}]}).encode()

    class _Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *arguments: Any) -> None:
            """Nothing is printed between the rows."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        yield Issuer(address, f"{address}/jwks.json", key)
    finally:
        server.shutdown()
