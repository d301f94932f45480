"""Secrets that we give away once and keep as a hash: cookies, links, API tokens.

They have 256 random bits, so a plain SHA-256 is enough: nobody can try them out.
"""

import hashlib
import secrets

API_TOKEN_PREFIX = "hon_"  # noqa: S105


def new_secret() -> str:
    """A new secret, fit for URLs and cookies."""
    return secrets.token_urlsafe(32)


def new_api_token() -> str:
    """A new API token; its beginning tells people and scanners of leaks what it is."""
    return API_TOKEN_PREFIX + new_secret()


def hashed(secret: str) -> bytes:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).digest()
