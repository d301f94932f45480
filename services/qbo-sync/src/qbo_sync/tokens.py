"""The tokens of each account's connection: one row, one refresh at a time, committed before use.

Two refreshes with one refresh token may make Intuit revoke both, and a refreshed token that is lost cuts
the company off. So a refresh holds the row's lock while it asks Intuit, reads the row again after it got
the lock, is not cancelled with its caller, and commits before anybody sees the new token.

Each yes of an admin in QuickBooks is a consent, counted; tokens are refreshed within one. What an older consent's
tokens led to says nothing of the newest.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database
from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.intuit.oauth import GrantEndedError, TokenEndpoint, Tokens
from qbo_sync.store import connection
from qbo_sync.vault import Vault

USABLE = ("connecting", "connected")
EARLY = timedelta(minutes=10)
Endpoint = Callable[[], AbstractAsyncContextManager[TokenEndpoint]]
_refreshing: set[asyncio.Task[str]] = set()
"""Kept until they end: the event loop itself does not hold on to a task whose caller is gone."""


class ReconnectNeededError(Exception):
    """There is no connection that works; the account must connect (again)."""


class Keeper:
    """Gives the access token of one account, refreshed when it must be. The `Bearer` of a Company."""

    def __init__(
        self, database: Database, vault: Vault, endpoint: Endpoint, account_id: UUID
    ) -> None:
        self._database, self._vault, self._endpoint = database, vault, endpoint
        self._account_id = account_id
        self._given: str | None = None
        self._consent: int | None = None

    async def token(self) -> str:
        """The stored access token, refreshed when it ends within ten minutes; read once, since a keeper
        lives for the few calls of one piece of work.

        Raises ReconnectNeededError, UnavailableError.
        """
        self._given = self._given or await self._current()
        return self._given

    async def _current(self) -> str:
        async with self._database.transaction(self._account_id) as session:
            row = _usable(await _connection(session, lock=False))
        self._consent = row.consent
        # jitter: replicas do not all queue for the lock in the same second
        margin = EARLY * random.uniform(0.5, 1)  # noqa: S311
        if row.access_expires_at - datetime.now(UTC) > margin:
            return self._vault.decrypted(row.access_token)
        return await self._refreshed(row.token_version)

    async def replacement(self, refused: str) -> str:
        """The token that others have stored meanwhile, else a refreshed one."""
        async with self._database.transaction(self._account_id) as session:
            row = _usable(await _connection(session, lock=False))
        self._consent = row.consent
        stored = self._vault.decrypted(row.access_token)
        if stored == refused:
            stored = await self._refreshed(row.token_version)
        self._given = stored
        return stored

    async def useless(self, reason: str) -> None:
        """Note that the admin must connect again.

        Raises ReconnectNeededError; UnavailableError when there is a newer consent, of which this says nothing.
        """
        async with self._database.transaction(self._account_id) as session:
            row = _usable(await _connection(session, lock=True))
            if row.consent != self._consent:
                raise UnavailableError("QuickBooks was connected anew meanwhile")
            await _must_reconnect(session, reason)
        raise ReconnectNeededError(reason)

    async def _refreshed(self, seen_version: int) -> str:
        """A refresh that was begun is ended and its tokens stored, even when nobody waits for them any more."""
        refresh = asyncio.create_task(self._refresh(seen_version))
        _refreshing.add(refresh)
        refresh.add_done_callback(_refreshing.discard)
        try:
            return await asyncio.shield(refresh)
        except asyncio.CancelledError:
            await asyncio.wait({refresh})
            raise

    async def _refresh(self, seen_version: int) -> str:
        async with (
            self._endpoint() as endpoint,
            self._database.transaction(self._account_id) as session,
        ):
            row = _usable(await _connection(session, lock=True))
            if row.token_version != seen_version:
                return self._vault.decrypted(row.access_token)
            try:
                tokens = await endpoint.refresh(
                    self._vault.decrypted(row.refresh_token), now=datetime.now(UTC)
                )
            except GrantEndedError as ended:
                reason = f"QuickBooks ended the connection: {ended}"
                await _must_reconnect(session, reason)
            else:
                reason = ""
                await session.execute(update(connection).values(**columns(self._vault, tokens)))
        if reason:
            raise ReconnectNeededError(reason)
        return tokens.access


def columns(vault: Vault, tokens: Tokens) -> dict[str, Any]:
    """What the row says after it got these tokens."""
    return {
        "access_token": vault.encrypted(tokens.access),
        "refresh_token": vault.encrypted(tokens.refresh),
        "access_expires_at": tokens.access_expires_at,
        "refresh_expires_at": tokens.refresh_expires_at,
        "hard_expires_at": tokens.hard_expires_at,
        "token_version": connection.c.token_version + 1,
    }


async def _connection(session: AsyncSession, *, lock: bool) -> Row[Any] | None:
    wanted = select(connection)
    found = await session.execute(wanted.with_for_update() if lock else wanted)
    return found.one_or_none()


def _usable(row: Row[Any] | None) -> Row[Any]:
    if row is None or row.state not in USABLE:
        raise ReconnectNeededError("QuickBooks is not connected")
    return row


async def _must_reconnect(session: AsyncSession, reason: str) -> None:
    await session.execute(update(connection).values(state="reauth_required", reason=reason))
