"""One database with the tables of messaging, emptied before each test; a Kafka prefix for each."""

import functools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import database
from testkit.databases import Urls, fresh_database
from testkit.servers import kafka_bootstrap

Query = Callable[..., Awaitable[list[tuple[Any, ...]]]]
Effects = Callable[[], Awaitable[Sequence[int]]]


_EMPTY = """
DO $$ BEGIN
    DELETE FROM outbox_messages; DELETE FROM inbox_messages; DELETE FROM dead_letters;
    DELETE FROM scheduled_tasks; DELETE FROM effects;
    ALTER SEQUENCE outbox_messages_seq_seq RESTART;
END $$
"""


@pytest.fixture(scope="session")
async def database_urls() -> AsyncIterator[Urls]:
    async with fresh_database("messaging", Path(__file__).parent / "migrations") as urls:
        yield urls


@pytest.fixture
async def urls(database_urls: Urls) -> Urls:
    connection = await asyncpg.connect(database_urls.superuser)
    try:
        await connection.execute(_EMPTY)
    finally:
        await connection.close()
    return database_urls


@pytest.fixture
async def db(urls: Urls) -> AsyncIterator[database.Database]:
    """As the application sees it: an ordinary role under row-level security."""
    connected = database.connect(urls.app, pool_timeout=60)
    yield connected
    await connected.dispose()


@pytest.fixture
def engine(db: database.Database) -> AsyncEngine:
    return db.engine


@pytest.fixture
async def query(urls: Urls) -> AsyncIterator[Query]:
    """Run a statement as a superuser, whom row-level security does not blind."""
    url = urls.superuser.replace("postgresql://", "postgresql+asyncpg://", 1)
    superuser = create_async_engine(url)

    async def rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
        async with superuser.begin() as connection:
            result = await connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    yield rows
    await superuser.dispose()


@pytest.fixture
def effects(query: Query) -> Effects:
    """The numbers that took effect, in order."""

    async def numbers() -> Sequence[int]:
        return [row[0] for row in await query("SELECT number FROM effects ORDER BY place")]

    return numbers


@pytest.fixture(scope="session")
def bootstrap() -> str:
    return kafka_bootstrap()


@pytest.fixture
def prefix() -> str:
    return f"m{secrets.token_hex(5)}."


_exporter = InMemorySpanExporter()


@functools.cache
def _export() -> None:
    """Other packages' tests of the same session may have set a provider already; there can be only one."""
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider())
    provider = trace.get_tracer_provider()
    assert isinstance(provider, TracerProvider)
    provider.add_span_processor(SimpleSpanProcessor(_exporter))


@pytest.fixture(scope="session", autouse=True)
def _tracing() -> None:
    _export()


@pytest.fixture
def spans() -> InMemorySpanExporter:
    """The spans that ended during the test."""
    _exporter.clear()
    return _exporter
