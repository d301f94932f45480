from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from database import Database, connect
from testkit import Urls, fresh_database

MIGRATIONS = Path(__file__).parent / "migrations"


@pytest.fixture(scope="module")
async def urls() -> AsyncIterator[Urls]:
    async with fresh_database("shelf", MIGRATIONS) as urls:
        yield urls


@pytest.fixture
async def database(urls: Urls) -> AsyncIterator[Database]:
    """The database as the service sees it."""
    database = connect(urls.app, pool_timeout=60)
    async with database.transaction() as session:
        assert not (await session.connection()).closed
    yield database
    await database.dispose()
