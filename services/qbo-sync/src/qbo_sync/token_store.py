"""The tokens of each account's connection: one row, one refresh at a time, committed before use.

Two refreshes with one refresh token may make Intuit revoke both, and a refreshed token that is lost cuts
the company off. So a refresh holds the row's lock while it asks Intuit, reads the row again after it got
the lock, is not cancelled with its caller, and commits before anybody sees the new token. At rest tokens are encrypted
with keys that the database does not know.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet

from database import Database
from qbo_sync.domain.connection import GRANT_ENDED, USABLE, ReconnectNeededError
from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.intuit.oauth import GrantEndedError, OAuthClient, Tokens
from qbo_sync.store.connections import connection_for_update, get_connection
from qbo_sync.store.tables import Connection

REFRESH_BEFORE_END = timedelta(minutes=10)
_refreshing: set[asyncio.Task[str]] = set()
"""Held until they end: the event loop itself does not hold on to a task whose caller is gone."""


class TokenCipher:
    """Encrypts with the first key; decrypts with any, so that keys can be changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def encrypt(self, token: str) -> bytes:
        """Encrypt a token. Raises `RuntimeError` without keys."""
        return self._keys().encrypt(token.encode())

    def decrypt(self, encrypted: bytes) -> str:
        """Decrypt a token. Raises `cryptography.fernet.InvalidToken` when no key fits."""
        return self._keys().decrypt(encrypted).decode()

    def _keys(self) -> MultiFernet:
        if self._fernet is None:
            raise RuntimeError("QBO_TOKEN_KEYS is not set")
        return self._fernet


class TokenStore:
    """Gives the access token of one account, refreshed when it must be. The `TokenSource` of a `CompanyClient`.

    `known` is the connection as it was read just now, which spares the first reading.
    """

    def __init__(
        self,
        database: Database,
        cipher: TokenCipher,
        oauth: Callable[[], AbstractAsyncContextManager[OAuthClient]],
        account_id: UUID,
        known: Connection | None = None,
    ) -> None:
        self._known = known
        self._database, self._cipher, self._oauth = database, cipher, oauth
        self._account_id = account_id
        self._token: str | None = None
        self._consent: int | None = None

    async def token(self) -> str:
        """Return the stored access token, refreshed when it ends within ten minutes.

        It is read once, since a store lives for the few calls of one piece of work.
        Raises `ReconnectNeededError`, `UnavailableError`.
        """
        if self._token is None:
            connection = self._found(self._known) if self._known else await self._load()
            # jitter: replicas do not all queue for the lock in the same second
            margin = REFRESH_BEFORE_END * random.uniform(0.5, 1)  # noqa: S311
            assert connection.access_expires_at is not None
            if connection.access_expires_at - datetime.now(UTC) > margin:
                self._token = self._access_token(connection)
            else:
                self._token = await self._refresh(connection.token_version)
        return self._token

    async def replacement(self, refused: str) -> str:
        """Return the token that others have stored meanwhile, else a refreshed one."""
        connection = await self._load()
        self._token = self._access_token(connection)
        if self._token == refused:
            self._token = await self._refresh(connection.token_version)
        return self._token

    async def end_grant(self, reason: str) -> None:
        """Record that an admin must authorize us again.

        Raises `ReconnectNeededError`; `UnavailableError` when there is a newer consent, of which this says nothing.
        """
        async with self._database.transaction(self._account_id) as session:
            connection = _usable(await connection_for_update(session))
            if connection.consent != self._consent:
                raise UnavailableError("QuickBooks was connected anew meanwhile")
            _end_grant(connection, reason)
        raise ReconnectNeededError(reason)

    async def _load(self) -> Connection:
        async with self._database.transaction(self._account_id) as session:
            return self._found(await get_connection(session))

    def _found(self, connection: Connection | None) -> Connection:
        found = _usable(connection)
        self._consent = found.consent
        return found

    async def _refresh(self, seen_version: int) -> str:
        """A refresh that was begun is ended and its tokens stored, even when nobody waits for them any more."""
        refresh = asyncio.create_task(self._refresh_alone(seen_version))
        _refreshing.add(refresh)
        refresh.add_done_callback(_refreshing.discard)
        try:
            return await asyncio.shield(refresh)
        except asyncio.CancelledError:
            await asyncio.wait({refresh})
            raise

    async def _refresh_alone(self, seen_version: int) -> str:
        ended: GrantEndedError | None = None
        async with (
            self._oauth() as oauth,
            self._database.transaction(self._account_id) as session,
        ):
            connection = _usable(await connection_for_update(session))
            if connection.token_version == seen_version:
                assert connection.refresh_token is not None
                refresh_token = self._cipher.decrypt(connection.refresh_token)
                try:
                    tokens = await oauth.refresh(refresh_token, now=datetime.now(UTC))
                except GrantEndedError as error:
                    ended = error
                    _end_grant(connection, f"QuickBooks ended the connection: {ended}")
                else:
                    store_tokens(connection, self._cipher, tokens)
        if ended:
            raise ReconnectNeededError(connection.reason or "")
        return self._access_token(connection)

    def _access_token(self, connection: Connection) -> str:
        assert connection.access_token is not None
        return self._cipher.decrypt(connection.access_token)


def store_tokens(connection: Connection, cipher: TokenCipher, tokens: Tokens) -> None:
    """Put new tokens into the connection."""
    connection.access_token = cipher.encrypt(tokens.access)
    connection.refresh_token = cipher.encrypt(tokens.refresh)
    connection.access_expires_at = tokens.access_expires_at
    connection.refresh_expires_at = tokens.refresh_expires_at
    connection.hard_expires_at = tokens.hard_expires_at
    connection.token_version += 1


def _usable(connection: Connection | None) -> Connection:
    if connection is None or connection.state not in USABLE:
        raise ReconnectNeededError("QuickBooks is not connected")
    return connection


def _end_grant(connection: Connection, reason: str) -> None:
    assert GRANT_ENDED.allows(connection.state)
    connection.state, connection.reason = GRANT_ENDED.target, reason
