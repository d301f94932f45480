"""Connections that died while they lay in the pool are no error of whoever gets them."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from sqlalchemy import text

from database import Database, connect, liveness
from testkit import Urls

_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
async def pooled(urls: Urls) -> AsyncIterator[Database]:
    """A database whose pool holds an idle connection."""
    database = connect(urls.app)
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
    yield database
    await database.dispose()


async def backend(database: Database) -> int:
    async with database.transaction(across_accounts=True) as session:
        return int(await session.scalar(text("SELECT pg_backend_pid()")) or 0)


async def end_connections(urls: Urls) -> None:
    """As a restart of the server does."""
    admin = await asyncpg.connect(urls.superuser)
    await admin.execute(_END_OTHERS)
    await admin.close()


async def test_a_connection_is_used_again_without_being_asked(pooled: Database) -> None:
    assert await backend(pooled) == await backend(pooled)


async def test_what_the_server_has_ended_is_replaced_unnoticed(
    pooled: Database, urls: Urls
) -> None:
    before = await backend(pooled)
    for _ in range(3):
        await end_connections(urls)
        assert await backend(pooled) != before


async def test_a_transaction_whose_connection_turns_out_to_be_lost_begins_on_another(
    pooled: Database, urls: Urls
) -> None:
    before = await backend(pooled)
    # While the loop stands still it does not hear that the server hangs up.
    with ThreadPoolExecutor(1) as other_loop:
        other_loop.submit(asyncio.run, end_connections(urls)).result()
    assert await backend(pooled) != before


async def test_after_a_rest_a_connection_is_asked(
    pooled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(liveness, "ASK_AFTER_SECONDS", -1.0)
    assert await backend(pooled) == await backend(pooled)
