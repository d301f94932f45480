"""The tables: as the mappings say, and the application may do what messaging does with them and nothing else."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

import messaging.tables
import tasks.tables
from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import publish
from libs.messaging.tests.factories import OURS, SampleEvent
from messaging import outbox
from testkit import count_statements
from testkit.schema import differences

_FORBIDDEN = [
    "UPDATE outbox_messages SET payload = ''",
    "UPDATE outbox_messages SET key = 'other'",
    "UPDATE inbox_messages SET event_id = gen_random_uuid()",
    "UPDATE dead_letters SET value = NULL",
    "DELETE FROM dead_letters",
    "DELETE FROM scheduled_tasks",
    "TRUNCATE outbox_messages",
    "ALTER TABLE outbox_messages DISABLE TRIGGER ALL",
]


@pytest.mark.parametrize("statement", _FORBIDDEN)
async def test_the_application_is_refused(engine: AsyncEngine, statement: str) -> None:
    async with engine.connect() as connection:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            await connection.execute(text(statement))


async def test_the_frozen_sql_makes_the_tables_of_the_mappings() -> None:
    migrations = Path(__file__).parent / "migrations"
    found = await differences(
        "messaging", migrations, [messaging.tables.Base.metadata, tasks.tables.Base.metadata]
    )
    assert [difference for difference in found if "effects" not in difference] == []


async def test_the_database_refuses_a_payload_that_is_too_large(query: Query) -> None:
    with pytest.raises(IntegrityError, match="outbox_messages_payload_check"):
        await query(
            "INSERT INTO outbox_messages (event_id, topic, key, type, headers, payload) VALUES"
            " (gen_random_uuid(), 't', 'k', 't', '{}', convert_to(repeat('x', 524289), 'UTF8'))"
        )


async def test_what_is_published_in_a_transaction_that_fails_was_not_published(
    db: Database, query: Query
) -> None:
    async def publish_and_fail() -> None:
        async with db.transaction(OURS) as session:
            await outbox.publish(session, SampleEvent(number=1))
            await session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError):
        await publish_and_fail()
    assert await query("SELECT count(*) FROM outbox_messages") == [(0,)]


async def test_many_events_are_one_statement_in_their_order_and_none_is_none(
    db: Database, query: Query
) -> None:
    with count_statements(db) as statements:
        await publish(db)
        await publish(db, *(SampleEvent(number=n) for n in range(50)))
    assert str(statements).count("INSERT INTO outbox_messages") == 1

    rows = await query("SELECT payload, event_id FROM outbox_messages ORDER BY seq")
    assert [SampleEvent.model_validate_json(row[0]).number for row in rows] == list(range(50))
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
