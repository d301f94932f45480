"""Tokens at rest: encrypted with keys that the database does not know."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet


class Vault:
    """Encrypts with the first key; decrypts with any, so that keys can be changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def encrypted(self, secret: str) -> bytes:
        return self._open().encrypt(secret.encode())

    def decrypted(self, encrypted: bytes) -> str:
        """Raises `cryptography.fernet.InvalidToken` when no key fits."""
        return self._open().decrypt(encrypted).decode()

    def _open(self) -> MultiFernet:
        if self._fernet is None:
            raise RuntimeError("QBO_TOKEN_KEYS is not set")
        return self._fernet
