"""The local OpenID Connect issuer: a key pair, what the gateway publishes of it, and tokens."""

import json
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from honorar_local.folder import DataFolder, write_atomically

AUDIENCE = "honorar"
ROLES = ("owner", "manager", "billing", "agent", "client")
LIFETIME_SECONDS = 12 * 3600


def publish(folder: DataFolder, issuer: str) -> None:
    """Write what `issuer` serves under /.well-known/: the discovery document and the key set."""
    folder.well_known.mkdir(parents=True, exist_ok=True)
    discovery = {
        "issuer": issuer,
        "jwks_uri": jwks_url(issuer),
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }
    _write(folder.well_known / "openid-configuration", discovery)
    _write(folder.well_known / "jwks.json", {"keys": [_public(_key(folder))]})


def jwks_url(issuer: str) -> str:
    return f"{issuer}/.well-known/jwks.json"


def token(
    folder: DataFolder,
    issuer: str,
    roles: Sequence[str],
    *,
    account: uuid.UUID | None = None,
    agent_id: uuid.UUID | None = None,
    subject: str | None = None,
    lifetime_seconds: float = LIFETIME_SECONDS,
) -> str:
    """A signed token for `account` (the folder's own by default), valid for `lifetime_seconds`."""
    key, now = _key(folder), int(time.time())
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": subject or f"local-{'-'.join(roles)}",
        "account": str(account or folder.account()),
        "roles": list(roles),
        "iat": now,
        "exp": now + int(lifetime_seconds),
    }
    if agent_id:
        claims["agent_id"] = str(agent_id)
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": _public(key)["kid"]})


def _key(folder: DataFolder) -> ec.EllipticCurvePrivateKey:
    if not folder.signing_key.exists():
        folder.signing_key.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(folder.signing_key, _new_key())
    key = serialization.load_pem_private_key(folder.signing_key.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _new_key() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _public(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """The public half as a JSON Web Key, named by a part of its own coordinates."""
    members = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**members, "kid": str(members["x"])[:16], "use": "sig", "alg": "ES256"}


def _write(path: Path, content: object) -> None:
    write_atomically(path, json.dumps(content, indent=1))
    path.chmod(0o644)
