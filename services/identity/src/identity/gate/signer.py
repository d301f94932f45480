"""The short tokens that the services trust."""

import time
from functools import cached_property
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

LIFETIME_SECONDS = 300


class Signer:
    """Signs with the private key in a PEM file, which is read at the first use.

    The key's id is a part of its own coordinates, as who publishes the public half names it.
    """

    def __init__(self, key_file: Path, *, issuer: str, audience: str) -> None:
        self._key_file, self._issuer, self._audience = key_file, issuer, audience

    def sign(self, claims: dict[str, Any]) -> str:
        """A token with these claims for the next five minutes."""
        now = int(time.time())
        standard = {
            "iss": self._issuer,
            "aud": self._audience,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
        }
        headers = {"kid": self._key_id}
        return jwt.encode(standard | claims, self._key, algorithm="ES256", headers=headers)

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_pem_private_key(self._key_file.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "tokens are signed with ES256"
        return key

    @cached_property
    def _key_id(self) -> str:
        return str(ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)["x"])[:16]
