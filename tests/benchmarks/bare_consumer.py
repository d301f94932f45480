"""The limit of what consumers can do: read events from Kafka and store them, with an inbox row each, by asyncpg alone.

A batch is one transaction of one statement, and its offsets are committed after it.
"""

import json
import time
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer

from database import new_id

_TABLES = """
CREATE TABLE bare_inbox (event_id uuid PRIMARY KEY, received_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bare_entries (
    id uuid PRIMARY KEY, account_id uuid NOT NULL, agent_id uuid NOT NULL, organization_id uuid, project_id uuid,
    work_date date NOT NULL, seconds int NOT NULL, billable bool NOT NULL);
"""
_STORE = """
WITH event AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::date[], $8::int[],
        $9::bool[]) AS event(event_id, id, account_id, agent_id, organization_id, project_id, work_date, seconds, billable)
), new AS (
    INSERT INTO bare_inbox (event_id) SELECT event_id FROM event ON CONFLICT DO NOTHING RETURNING event_id
)
INSERT INTO bare_entries
SELECT id, account_id, agent_id, organization_id, project_id, work_date, seconds, billable
FROM event JOIN new USING (event_id) ON CONFLICT DO NOTHING
"""


async def entries_per_second(postgres: str, kafka: str, topic: str, number: int) -> float:
    """Consume this many `TimeEntryRecorded` of a topic from its beginning."""
    connection = await asyncpg.connect(postgres)
    await connection.execute(f"CREATE SCHEMA bare; SET search_path = bare; {_TABLES}")
    make: Any = AIOKafkaConsumer
    consumer = make(
        topic,
        bootstrap_servers=kafka,
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
        return await _measure(connection, consumer, number)
    finally:
        await consumer.stop()
        await connection.execute("DROP SCHEMA bare CASCADE")
        await connection.close()


async def _measure(connection: Any, consumer: Any, number: int) -> float:
    begun, stored = time.perf_counter(), 0
    while stored < number:
        fetched = await consumer.getmany(timeout_ms=1000, max_records=1000)
        rows = [_row(record) for records in fetched.values() for record in records]
        if rows:
            async with connection.transaction():
                await connection.execute(_STORE, *zip(*rows, strict=True))
            await consumer.commit()
            stored += len(rows)
    return stored / (time.perf_counter() - begun)


def _row(record: Any) -> tuple[object, ...]:
    headers, event = dict(record.headers), json.loads(record.value)
    ids = (event[name] for name in ("entry_id", "account_id", "agent_id"))
    maybe = (event[name] for name in ("organization_id", "project_id"))
    return (
        UUID(headers["ce_id"].decode()),
        *(UUID(one) for one in ids),
        *(one and UUID(one) for one in maybe),
        date.fromisoformat(event["work_date"]),
        event["seconds"],
        event["billable"],
    )
