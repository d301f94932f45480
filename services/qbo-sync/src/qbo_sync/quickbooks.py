"""The way from an account to its QuickBooks company."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from uuid import UUID

import httpx

from database import Database, connect
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.intuit.oauth import OAuthClient
from qbo_sync.settings import Settings
from qbo_sync.store.tables import Connection
from qbo_sync.token_store import TokenCipher, TokenStore


class QuickBooks:
    """Makes clients. Tokens are stored in transactions of their own, which no task's lease can undo."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cipher = TokenCipher(settings.token_keys)

    @asynccontextmanager
    async def company(
        self, account_id: UUID, realm_id: str, known: Connection | None = None
    ) -> AsyncIterator[CompanyClient]:
        """Open the account's company for some calls. `known` is its connection, if it was read just now."""
        async with self._http() as http:
            # its own HTTP client for a refresh, which may outlive this one
            tokens = TokenStore(self._database, self.cipher, self.oauth, account_id, known)
            yield CompanyClient(self.settings, http, realm_id, tokens)

    @asynccontextmanager
    async def oauth(self) -> AsyncIterator[OAuthClient]:
        """Open Intuit's token and revocation endpoints for some calls."""
        async with self._http() as http:
            yield OAuthClient(self.settings, http)

    def _http(self) -> httpx.AsyncClient:
        timeout = httpx.Timeout(self.settings.qbo_timeout_seconds, connect=10)
        return httpx.AsyncClient(timeout=timeout, verify=self._certificates)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.settings.qbo_ca_bundle or None)

    @cached_property
    def _database(self) -> Database:
        """Without a pool: it is used about once an hour, and nobody has to close it."""
        return connect(self.settings.database_url, pool_size=0)
