"""Statements that go to the driver as they are, in the session's transaction."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound

from database import Database, Statement, connect
from libs.database.tests.sample_tables import Note
from testkit import Urls, count_statements

ACCOUNT = UUID(int=7)
_TYPES = Statement("""
SELECT CAST(:id AS uuid) AS id, CAST(:day AS date) AS day, CAST(:amount AS numeric) AS amount,
    CAST(:words AS text[]) AS words, :amount::text AS again
""")


async def test_values_go_by_name_and_columns_are_attributes(database: Database) -> None:
    values = {"id": uuid4(), "day": date(2026, 1, 2), "amount": Decimal("1.50"), "words": ["a"]}
    async with database.transaction() as session:
        row = await _TYPES.one(session, values)
    assert (row.id, row.day, row.amount, row.words) == tuple(values.values())
    assert row.again == "1.50"
    with pytest.raises(AttributeError):
        _ = row.nothing


async def test_it_takes_part_in_the_transaction_of_the_session(database: Database) -> None:
    count = Statement("SELECT count(*) FROM notes")
    async with database.transaction(ACCOUNT) as session:
        session.add(Note(note_id=uuid4(), name="pending"))
        assert await count.scalar(session) == 1, "what is pending is written before"
        await session.rollback()
    async with database.transaction(ACCOUNT) as session:
        assert await count.scalar(session) == 0


async def test_a_transaction_that_has_not_begun_begins(database: Database) -> None:
    in_transaction = Statement(
        "SELECT pg_current_xact_id_if_assigned(), now() = statement_timestamp()"
    )
    async with database.transaction() as session:
        await in_transaction.one(session)
        await session.execute(text("SELECT pg_sleep(0.01)"))
        assert (await in_transaction.one(session))[1] is False, "now() is when it began"


async def test_no_row_is_none_or_an_error(database: Database) -> None:
    none = Statement("SELECT 1 WHERE false")
    async with database.transaction() as session:
        assert await none.first(session) is None
        assert await none.scalar(session) is None
        with pytest.raises(NoResultFound):
            await none.one(session)


async def test_errors_are_those_of_sqlalchemy_and_show_no_values(database: Database) -> None:
    twice = Statement("INSERT INTO notes (note_id, name) VALUES (:id, :words), (:id, :words)")
    with pytest.raises(IntegrityError) as caught:
        async with database.transaction(ACCOUNT) as session:
            await twice.all(session, {"id": uuid4(), "words": "a secret"})
    assert caught.value.orig.__cause__.constraint_name == "notes_pkey"  # type: ignore[union-attr]
    with pytest.raises(DBAPIError) as refused:
        async with database.transaction() as session:
            await Statement("SELECT CAST(:word AS integer)").all(session, {"word": "a secret"})
    assert refused.value.orig.sqlstate == "22000"  # type: ignore[union-attr]
    assert "a secret" not in str(caught.value)


async def test_an_error_inside_a_savepoint_leaves_the_rest(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(DBAPIError):
            async with session.begin_nested():
                await Statement("SELECT 1 / 0").all(session)
        assert await Statement("SELECT 1").scalar(session) == 1


async def test_a_connection_that_is_lost_goes_back_to_no_pool(urls: Urls) -> None:
    database = connect(urls.app, pool_size=1)
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction() as session:
            await Statement("SELECT pg_terminate_backend(pg_backend_pid())").all(session)
    assert caught.value.connection_invalidated
    async with database.transaction() as session:
        assert await Statement("SELECT 1").scalar(session) == 1
    await database.dispose()


async def test_they_are_counted_as_others_are(database: Database) -> None:
    with count_statements(database) as statements:
        async with database.transaction(ACCOUNT) as session:
            await Statement("SELECT 1").all(session)
            await session.execute(text("SELECT 2"))
    assert statements.texts[1:] == ["SELECT 1", "SELECT 2"]


@pytest.mark.parametrize("number", ["20000", "1000000", "-30000", "20000.00", "0.10", "0.0000"])
async def test_numbers_are_read_as_they_are_written(database: Database, number: str) -> None:
    """An amount without decimals that ends in zeros, too: its text is in hashes and messages."""
    plain = Statement("SELECT CAST(:number AS numeric) AS one, CAST(:all AS numeric[]) AS many")
    async with database.transaction() as session:
        row = await plain.one(session, {"number": Decimal(number), "all": [Decimal(number)]})
        mapped = await session.scalar(text("SELECT CAST(:n AS numeric)"), {"n": Decimal(number)})
    assert [str(one) for one in (row.one, *row.many, mapped)] == [number] * 3
