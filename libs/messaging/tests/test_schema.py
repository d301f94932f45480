"""The tables: the application may do what messaging does with them and nothing else."""

from functools import partial

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.things import OURS, Happened
from messaging import outbox
from messaging.event_ids import new_event_id
from messaging.tables import metadata

_FORBIDDEN = [
    "UPDATE outbox SET payload = ''",
    "UPDATE outbox SET key = 'other'",
    "UPDATE inbox SET event_id = gen_random_uuid()",
    "UPDATE dead_letter SET value = NULL",
    "DELETE FROM dead_letter",
    "DELETE FROM task",
    "TRUNCATE outbox",
    "ALTER TABLE outbox DISABLE TRIGGER ALL",
]


@pytest.mark.parametrize("statement", _FORBIDDEN)
async def test_the_application_may_not(engine: AsyncEngine, statement: str) -> None:
    async with engine.connect() as connection:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            await connection.execute(text(statement))


async def test_the_tables_have_the_columns_that_the_code_names(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        for table in metadata.sorted_tables:
            found = await connection.run_sync(partial(_columns, table=table.name))
            assert found == set(table.columns.keys())


def _columns(connection: Connection, *, table: str) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(table)}


async def test_the_database_refuses_a_payload_that_is_too_large(ask: Ask) -> None:
    with pytest.raises(IntegrityError, match="outbox_payload_check"):
        await ask(
            "INSERT INTO outbox (event_id, topic, key, type, headers, payload) VALUES"
            " (gen_random_uuid(), 't', 'k', 't', '{}', convert_to(repeat('x', 524289), 'UTF8'))"
        )


async def test_what_is_said_in_a_transaction_that_fails_was_not_said(
    db: Database, ask: Ask
) -> None:
    async def say_and_fail() -> None:
        async with db.transaction(OURS) as session:
            await outbox.publish(session, Happened(thing="a", number=1))
            await session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError):
        await say_and_fail()
    assert await ask("SELECT count(*) FROM outbox") == [(0,)]


async def test_many_facts_are_one_statement_and_none_is_none(db: Database, ask: Ask) -> None:
    async with db.transaction(OURS) as session:
        await outbox.publish(session)
        await outbox.publish(session, *(Happened(thing="a", number=n) for n in range(50)))
    rows = await ask("SELECT payload, xmin::text FROM outbox ORDER BY seq")
    assert [Happened.model_validate_json(row[0]).number for row in rows] == list(range(50))


def test_event_ids_are_version_7_and_sort_by_time() -> None:
    ids = [new_event_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)
