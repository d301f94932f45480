"""The way from an account to its QuickBooks company."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from uuid import UUID

import httpx
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from database import Database
from qbo_sync.intuit.company import Company
from qbo_sync.intuit.oauth import TokenEndpoint
from qbo_sync.settings import Settings
from qbo_sync.tokens import Keeper
from qbo_sync.vault import Vault


class Books:
    """Opens companies. Tokens are kept in transactions of their own, which no task's lease can undo."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.vault = Vault(settings.token_keys)

    @asynccontextmanager
    async def company(self, account_id: UUID, realm_id: str) -> AsyncIterator[Company]:
        """The account's company for some calls."""
        async with self.http() as http:
            # its own client for a refresh, which may outlive this one
            keeper = Keeper(self._database, self.vault, self.token_endpoint, account_id)
            yield Company(self.settings, http, realm_id, keeper)

    @asynccontextmanager
    async def token_endpoint(self) -> AsyncIterator[TokenEndpoint]:
        async with self.http() as http:
            yield TokenEndpoint(self.settings, http)

    def http(self) -> httpx.AsyncClient:
        timeout = httpx.Timeout(self.settings.qbo_timeout_seconds, connect=10)
        return httpx.AsyncClient(timeout=timeout, verify=self._certificates)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.settings.qbo_ca_bundle or None)

    @cached_property
    def _database(self) -> Database:
        """Without a pool: it is used about once an hour, and nobody has to close it."""
        url = make_url(self.settings.database_url).set(drivername="postgresql+asyncpg")
        return Database(create_async_engine(url, poolclass=NullPool))
