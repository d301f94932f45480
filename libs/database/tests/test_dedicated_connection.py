import asyncio

import pytest
from sqlalchemy import text

from database import Database, DatabaseUnavailableError, dedicated_connection
from testkit import Urls, until


async def test_a_notification_of_the_channel_sets_the_event(urls: Urls, database: Database) -> None:
    wake = asyncio.Event()
    async with dedicated_connection(urls.app, name="test", channel="bell", wake=wake):
        async with database.transaction() as session:
            await session.execute(text("NOTIFY other"))
            await session.execute(text("NOTIFY bell"))
        await asyncio.wait_for(wake.wait(), 60)


async def test_a_connection_that_ends_sets_the_event_too(urls: Urls, database: Database) -> None:
    wake = asyncio.Event()
    async with dedicated_connection(urls.app, name="doomed", channel="bell", wake=wake) as ours:
        pid = ours.get_server_pid()
        async with database.transaction() as session:
            await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        await asyncio.wait_for(wake.wait(), 60)
        await until(ours.is_closed)


async def test_the_url_of_sqlalchemy_is_understood_and_the_name_is_shown(urls: Urls) -> None:
    url = urls.app.replace("postgresql://", "postgresql+asyncpg://", 1)
    async with dedicated_connection(url, name="shown", channel="c", wake=asyncio.Event()) as ours:
        shown = await ours.fetchval(
            "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        )
        assert shown == "shown"


async def test_a_server_that_is_away_is_unavailable() -> None:
    with pytest.raises(DatabaseUnavailableError, match="ConnectionRefusedError"):
        async with dedicated_connection(
            "postgresql://nobody@127.0.0.1:1/none", name="n", channel="c", wake=asyncio.Event()
        ):
            pass
