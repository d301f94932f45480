"""The limit of what consumers can do: read events from Kafka and store them, with an inbox row each, by asyncpg alone.

A batch is one transaction of one statement, and its offsets are committed after it.
"""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer

from database import new_id
from testkit import Urls
from tests.benchmarks.processor_time import seconds_so_far

_TABLES = """
CREATE SCHEMA bare; SET search_path = bare;
CREATE TABLE bare_inbox (event_id uuid PRIMARY KEY, received_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bare_entries (
    id uuid PRIMARY KEY, account_id uuid NOT NULL, agent_id uuid NOT NULL, organization_id uuid, project_id uuid,
    service_type_id uuid, work_date date NOT NULL, seconds int NOT NULL, billable bool NOT NULL);
"""
_EVENTS = """
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::date[],
        $9::int[], $10::bool[])
    AS event(event_id, id, account_id, agent_id, organization_id, project_id, service_type_id, work_date, seconds, billable)
"""
_STORE = f"""
WITH event AS ({_EVENTS}), new AS (
    INSERT INTO bare_inbox (event_id) SELECT event_id FROM event ON CONFLICT DO NOTHING RETURNING event_id
)
INSERT INTO bare_entries
SELECT id, account_id, agent_id, organization_id, project_id, service_type_id, work_date, seconds, billable
FROM event JOIN new USING (event_id) ON CONFLICT DO NOTHING
"""
_STORE_IN_RATES = f"""
WITH event AS ({_EVENTS}), new AS (
    INSERT INTO inbox_messages (consumer, event_id) SELECT 'bare', event_id FROM event ON CONFLICT DO NOTHING
    RETURNING event_id
)
INSERT INTO time_entries (entry_id, version, live, agent_id, organization_id, project_id, service_type_id, work_date,
    seconds, billable)
SELECT id, 1, true, agent_id, organization_id, project_id, service_type_id, work_date, seconds, billable
FROM event JOIN new USING (event_id) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Consumed:
    """Entries of a second, and microseconds of processor for each, here and in PostgreSQL."""

    per_second: float
    processor_us: float


@dataclass(frozen=True)
class Topic:
    """A number of `TimeEntryRecorded` to read from its beginning."""

    kafka: str
    name: str
    entries: int


async def into_own_tables(urls: Urls, topic: Topic) -> Consumed:
    """Store them in tables with a primary key and nothing else."""
    async with _connected(urls.superuser, _TABLES, "DROP SCHEMA bare CASCADE") as connection:
        return await _consume(connection, _STORE, urls, topic)


async def into_tables_of_rates(urls: Urls, topic: Topic) -> Consumed:
    """Store them where the service keeps them, with its indexes and row-level security, for an account of their own."""
    account = new_id()
    enter = f"SET honorar.account = '{account}'; SET honorar.across_accounts = 'on'"
    leave = f"DELETE FROM time_entries WHERE account_id = '{account}'; DELETE FROM inbox_messages WHERE consumer = 'bare'"
    async with (
        _connected(urls.superuser, f"SET honorar.account = '{account}'", leave),
        _connected(urls.app, enter, "SELECT 1") as connection,
    ):
        return await _consume(connection, _STORE_IN_RATES, urls, topic)


@asynccontextmanager
async def _connected(url: str, first: str, last: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(first)
        yield connection
        await connection.execute(last)
    finally:
        await connection.close()


async def _consume(connection: Any, statement: str, urls: Urls, topic: Topic) -> Consumed:
    make: Any = AIOKafkaConsumer
    consumer = make(
        topic.name,
        bootstrap_servers=topic.kafka,
        group_id=f"bare-{new_id()}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_wait_ms=50,
    )
    await consumer.start()
    try:
        while not consumer.assignment():
            await consumer.getmany(timeout_ms=10, max_records=1)
        await consumer.seek_to_beginning()
        spent, begun = await seconds_so_far(urls.superuser), time.perf_counter()
        await _store(connection, statement, consumer, topic.entries)
        took, cost = time.perf_counter() - begun, await seconds_so_far(urls.superuser) - spent
    finally:
        await consumer.stop()
    return Consumed(topic.entries / took, cost * 1e6 / topic.entries)


async def _store(connection: Any, statement: str, consumer: Any, number: int) -> None:
    stored = 0
    while stored < number:
        fetched = await consumer.getmany(timeout_ms=1000, max_records=1000)
        rows = [_row(record) for records in fetched.values() for record in records]
        if rows:
            async with connection.transaction():
                await connection.execute(statement, *zip(*rows, strict=True))
            await consumer.commit()
            stored += len(rows)


def _row(record: Any) -> tuple[object, ...]:
    headers, event = dict(record.headers), json.loads(record.value)
    ids = (event[name] for name in ("entry_id", "account_id", "agent_id"))
    maybe = (event[name] for name in ("organization_id", "project_id", "service_type_id"))
    return (
        UUID(headers["ce_id"].decode()),
        *(UUID(one) for one in ids),
        *(one and UUID(one) for one in maybe),
        date.fromisoformat(event["work_date"]),
        event["seconds"],
        event["billable"],
    )
