from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

import service_runtime
from libs.web.tests.sample_service import service
from testkit import ACCOUNT, Served, serve


@pytest.fixture(scope="module")
async def module_served() -> AsyncIterator[Served]:
    async with serve(service, service_runtime.Settings) as served:
        yield served


@pytest.fixture
async def served(module_served: Served) -> Served:
    """The sample service without notes."""
    connection = await asyncpg.connect(module_served.urls.superuser)
    try:
        await connection.execute("TRUNCATE notes, idempotency_keys")
    finally:
        await connection.close()
    return module_served


async def notes(served: Served) -> list[str]:
    """The notes that are really there."""
    async with served.database.transaction(ACCOUNT) as session:
        return list(await session.scalars(text("SELECT text FROM notes ORDER BY id")))
