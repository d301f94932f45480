"""What the database is asked beside the pool."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import text

from database import Database, connect, server_pid
from testkit import Urls, stopwatch, until

_NOWHERE = "postgresql://x:y@127.0.0.1:1/z"


@asynccontextmanager
async def silent_server() -> AsyncIterator[str]:
    """URL of a server that takes connections and never says a word, as a stopped PostgreSQL does."""
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"postgresql://x:y@127.0.0.1:{port}/z"
    finally:
        server.close()


async def test_a_database_is_ready_while_its_pool_is_full(urls: Urls) -> None:
    full = connect(urls.app, pool_size=1, pool_timeout=30)
    async with full.engine.connect():
        await until(full.ready)
    await full.dispose()


async def test_a_server_that_is_silent_is_known_within_three_seconds() -> None:
    async with silent_server() as url:
        database = connect(url)
        with stopwatch() as seconds:
            assert not any(await asyncio.gather(database.ready(), database.ready()))
        assert seconds() < 3
        await database.dispose()


async def test_those_who_ask_at_once_use_one_connection(urls: Urls, database: Database) -> None:
    async def all_ready() -> bool:
        return all(await asyncio.gather(*(database.ready() for _ in range(20))))

    await until(all_ready)
    async with database.transaction() as session:
        count = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'probe'")
        assert await session.scalar(count) == 1


async def test_a_connection_of_the_probe_that_ended_is_opened_anew(
    urls: Urls, database: Database
) -> None:
    await until(database.ready)
    admin = await asyncpg.connect(urls.superuser)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'probe'"
    )
    await admin.close()
    await until(database.ready)


@pytest.mark.parametrize(
    ("statement", "waits"),
    [
        ("SELECT pg_advisory_xact_lock(7)", True),
        ("SELECT pg_sleep(60)", False),
        (None, False),
    ],
)
async def test_a_session_waits_for_locks_and_not_for_what_it_does_itself(
    urls: Urls, database: Database, statement: str | None, waits: bool
) -> None:
    async with database.transaction() as holder:
        await holder.execute(text("SELECT pg_advisory_xact_lock(7)"))
        session = await asyncpg.connect(urls.app)
        pid = session.get_server_pid()
        working = asyncio.create_task(session.execute(statement)) if statement else None

        async def at_work() -> bool:
            query = "SELECT wait_event FROM pg_stat_activity WHERE pid = :pid AND state = 'active'"
            async with database.transaction() as observer:  # a transaction sees one moment
                return bool(await observer.scalar(text(query), {"pid": pid}))

        if working:
            await until(at_work)
        assert await database.probe.waits(pid) is waits
        session.terminate()
        await asyncio.gather(*filter(None, [working]), return_exceptions=True)


async def test_a_session_has_one_server_process(database: Database) -> None:
    async with database.transaction() as session:
        assert await server_pid(session) == await session.scalar(text("SELECT pg_backend_pid()"))


async def test_a_session_of_a_server_that_does_not_answer_waits() -> None:
    assert await connect(_NOWHERE).probe.waits(1)
    async with silent_server() as url:
        assert await connect(url).probe.waits(1)
