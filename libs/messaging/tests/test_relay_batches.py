"""A batch of the relay is bounded by its number of messages and by its bytes."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from database import dedicated_connection
from libs.messaging.tests.conftest import Query
from messaging import outbox
from messaging.relay import statements
from testkit.databases import Urls

MIB = 1024 * 1024
_INSERT = """
INSERT INTO outbox_messages (event_id, topic, key, type, headers, payload)
SELECT gen_random_uuid(), 't', n::text, 't', '{}', convert_to(repeat('x', :size), 'UTF8')
FROM generate_series(1, :count) AS n
"""


@pytest.fixture
async def relaying(urls: Urls) -> AsyncIterator[asyncpg.Connection]:
    async with dedicated_connection(
        urls.app, name="relay", channel="none", wake=asyncio.Event()
    ) as connection:
        yield connection


async def fetch(connection: asyncpg.Connection) -> list[statements.UnpublishedMessage]:
    return await statements.unpublished(connection, 1000, without=())


async def test_many_of_the_largest_messages_are_fetched_a_few_at_a_time_in_order(
    relaying: asyncpg.Connection, query: Query
) -> None:
    await query(_INSERT, size=outbox.MAX_PAYLOAD_BYTES, count=40)
    keys: list[bytes] = []
    while found := await fetch(relaying):
        assert sum(len(message.payload) for message in found) <= 8 * MIB
        keys += [message.key for message in found]
        await statements.mark_published(relaying, [message.seq for message in found])
    assert keys == [str(number).encode() for number in range(1, 41)]


async def test_small_messages_are_fetched_up_to_their_number(
    relaying: asyncpg.Connection, query: Query
) -> None:
    await query(_INSERT, size=100, count=1200)
    assert len(await fetch(relaying)) == 1000


async def test_a_message_larger_than_a_batch_is_fetched_alone(
    relaying: asyncpg.Connection, query: Query
) -> None:
    await query(_INSERT, size=outbox.MAX_PAYLOAD_BYTES, count=3)
    found = await statements.unpublished(relaying, 1000, without=(), max_bytes=1)
    assert [message.key for message in found] == [b"1"]
