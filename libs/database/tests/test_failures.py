"""Which errors mean "try again", raised by a real PostgreSQL where it can raise them."""

import asyncpg
import pytest
from asyncpg.exceptions._base import InterfaceError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from database import (
    Database,
    DatabaseUnavailableError,
    connect,
    is_outage,
    is_transient,
    waits_for_database,
)
from testkit import Urls


async def raised_by(database: Database, *statements: str) -> BaseException:
    async def execute() -> None:
        async with database.transaction() as session:
            for statement in statements:
                await session.execute(text(statement))

    with pytest.raises(DBAPIError) as caught:
        await execute()
    return caught.value


@pytest.mark.parametrize(
    "state", ["40001", "40P01", "53300", "55P03", "57014", "57P01", "25006", "58030"]
)
async def test_a_conflict_and_an_overloaded_or_ending_server_are_transient(
    database: Database, state: str
) -> None:
    error = await raised_by(database, f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")
    assert is_transient(error)


@pytest.mark.parametrize("statement", ["SELECT 1 / 0", "SELECT nothing", "SELECT 'x'::int"])
async def test_a_wrong_statement_stays_wrong(database: Database, statement: str) -> None:
    assert not is_transient(await raised_by(database, statement))


async def test_a_connection_that_the_server_closes_is_transient(database: Database) -> None:
    error = await raised_by(database, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_transient(error)


async def test_a_statement_that_its_timeout_ends_is_transient(database: Database) -> None:
    error = await raised_by(database, "SET LOCAL statement_timeout = 20", "SELECT pg_sleep(10)")
    assert is_transient(error)


async def test_a_database_that_refuses_connections_is_unavailable(urls: Urls) -> None:
    for url in ("postgresql://x:y@127.0.0.1:1/z", f"{urls.app}_that_is_not_there"):
        database = connect(url)
        with pytest.raises(DatabaseUnavailableError) as caught:
            await database.engine.connect()
        assert is_transient(caught.value)
        await database.dispose()


async def test_an_error_of_a_statement_does_not_show_its_parameters(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction() as session:
            await session.execute(text("SELECT nothing, :word"), {"word": "a secret"})
    assert "a secret" not in str(caught.value)


async def test_an_empty_pool_is_transient(urls: Urls) -> None:
    small = connect(urls.app, pool_size=1, pool_timeout=0.05)
    async with small.engine.connect():
        with pytest.raises(PoolTimeoutError) as caught:
            await small.engine.connect()
    await small.dispose()
    assert is_transient(caught.value)


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (ConnectionRefusedError(111, "refused"), True),
        (TimeoutError(), True),
        (DatabaseUnavailableError(), True),
        (InterfaceError("connection is closed"), True),
        (FileNotFoundError(2, "No such file", "template.typ"), False),
        (asyncpg.exceptions.DataError("invalid input"), False),
        (ValueError("no"), False),
    ],
)
def test_the_network_is_transient_and_a_missing_file_or_a_wrong_value_is_not(
    error: BaseException, transient: bool
) -> None:
    assert is_transient(error) is transient


def test_a_network_error_may_be_any_servers_and_not_the_databases() -> None:
    assert not waits_for_database(ConnectionRefusedError(111, "refused"))
    assert waits_for_database(DatabaseUnavailableError())
    assert waits_for_database(PoolTimeoutError())


async def test_a_conflict_between_transactions_is_no_outage(database: Database) -> None:
    for state, outage in (("40001", False), ("40P01", False), ("55P03", False), ("57P01", True)):
        error = await raised_by(database, f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")
        assert is_outage(error) is outage
    assert is_outage(ConnectionRefusedError(111, "refused"))
    assert not is_outage(ValueError())
