"""Which statements are counted, and when."""

import asyncio

import pytest
from sqlalchemy import text

from database import Database, connect
from libs.service_runtime.tests.sample_service import EVENT
from testkit import ACCOUNT, Served, Statements, count_statements


@pytest.fixture
def database(served: Served) -> Database:
    return served.database


async def execute(database: Database, *statements: str) -> None:
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(text(statement))


async def test_each_execution_counts_and_its_text_is_remembered(database: Database) -> None:
    with count_statements(database) as statements:
        await execute(database, "SELECT 1", "SELECT 2", "SELECT 1")
    assert statements.texts == ["SELECT 1", "SELECT 2", "SELECT 1"]
    assert statements.count == 3


async def test_begin_commit_and_rollback_do_not_count(database: Database) -> None:
    with count_statements(database) as statements:
        await execute(database)
        async with database.transaction() as session:
            await session.connection()
            await session.rollback()
    assert statements.count == 0, str(statements)


async def test_entering_an_account_counts(database: Database) -> None:
    with count_statements(database) as statements:
        async with database.transaction(ACCOUNT):
            pass
    [entered] = statements.texts
    assert "honorar.account" in entered


async def test_many_rows_in_one_execution_count_once(database: Database) -> None:
    insert = text("INSERT INTO effects VALUES (:account, :source)")
    rows = [{"account": ACCOUNT, "source": str(number)} for number in range(50)]
    async with database.transaction(ACCOUNT) as session:
        with count_statements(database) as statements:
            await session.execute(insert, rows)
    assert statements.count == 1


async def test_a_statement_that_fails_counts(database: Database) -> None:
    with count_statements(database) as statements, pytest.raises(Exception, match="nowhere"):
        await execute(database, "SELECT * FROM nowhere")
    assert statements.count == 1


async def test_only_what_happens_inside_the_block_counts(database: Database) -> None:
    await execute(database, "SELECT 'before'")
    with count_statements(database) as statements:
        await execute(database, "SELECT 'inside'")
    await execute(database, "SELECT 'after'")
    assert statements.texts == ["SELECT 'inside'"]


async def test_an_error_ends_the_counting_too(database: Database) -> None:
    with pytest.raises(LookupError), count_statements(database) as statements:
        raise LookupError
    await execute(database, "SELECT 1")
    assert statements.count == 0


async def test_a_new_connection_counts_nothing_of_its_own(served: Served) -> None:
    await served.database.engine.dispose()
    with count_statements(served.database) as statements:
        await execute(served.database, "SELECT 1")
    assert statements.count == 1, str(statements)


async def test_what_requests_and_consumers_execute_counts(served: Served) -> None:
    client = await served.client()
    with count_statements(served.database) as request:
        await client.get("/effects")
    assert any("FROM effects" in sql for sql in request.texts)

    with count_statements(served.database) as consumer:
        await served.consume(EVENT)
    assert any("INSERT INTO effects" in sql for sql in consumer.texts)


async def test_work_in_parallel_counts_together_and_blocks_do_not_disturb_each_other(
    database: Database,
) -> None:
    with count_statements(database) as outer:
        with count_statements(database) as inner:
            await asyncio.gather(*(execute(database, f"SELECT {n}") for n in range(3)))
        await execute(database, "SELECT 3")
    assert sorted(inner.texts) == ["SELECT 0", "SELECT 1", "SELECT 2"]
    assert outer.count == 4


async def test_what_another_engine_executes_does_not_count(served: Served) -> None:
    other = connect(served.urls.owner)
    with count_statements(served.database) as statements:
        await execute(other, "SELECT 1")
    await other.dispose()
    assert statements.count == 0


def test_the_text_of_the_statements_is_one_numbered_line_each() -> None:
    statements = Statements(["SELECT 1\n  FROM a", "SELECT 2"])
    assert str(statements) == "  1 SELECT 1 FROM a\n  2 SELECT 2"
