import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from database import Database, connect, current_account, enter_account, new_id
from testkit import Urls, until

ADD = text("INSERT INTO notes (note_id, account_id, name) VALUES (:id, :account, :name)")
ALL = text("SELECT name FROM notes ORDER BY name")


async def names(database: Database, account: Any = None) -> Sequence[str]:
    async with database.transaction(account) as session:
        return (await session.scalars(ALL)).all()


async def add(database: Database, account: Any, name: str) -> None:
    async with database.transaction(account) as session:
        await session.execute(ADD, {"id": new_id(), "account": account, "name": name})


async def test_accounts_never_meet(database: Database) -> None:
    ours, theirs = new_id(), new_id()
    await add(database, ours, "ours")
    await add(database, theirs, "theirs")

    assert await names(database, ours) == ["ours"]
    assert await names(database, theirs) == ["theirs"]
    assert await names(database) == []


async def test_the_owner_of_the_tables_is_walled_off_too(database: Database, urls: Urls) -> None:
    await add(database, new_id(), "ours")
    owner = connect(urls.owner)
    assert await names(owner) == []
    await owner.dispose()


async def test_no_change_reaches_another_account(database: Database) -> None:
    ours, theirs = new_id(), new_id()
    await add(database, ours, "ours")
    async with database.transaction(theirs) as session:
        changed: Any = await session.execute(text("UPDATE notes SET name = 'stolen'"))
        gone: Any = await session.execute(text("DELETE FROM notes"))
        assert (changed.rowcount, gone.rowcount) == (0, 0)
    assert await names(database, ours) == ["ours"]


@pytest.mark.parametrize("acting", [True, False])
async def test_no_row_is_inserted_for_another_account(database: Database, acting: bool) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.transaction(new_id() if acting else None) as session:
            await session.execute(ADD, {"id": new_id(), "account": new_id(), "name": "smuggled"})


async def test_a_row_cannot_be_given_to_another_account(database: Database) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.transaction(new_id()) as session:
            await session.execute(text("UPDATE notes SET account_id = :id"), {"id": new_id()})


async def test_the_account_ends_with_its_transaction(urls: Urls) -> None:
    database = connect(urls.app, pool_size=1)
    account = new_id()
    await add(database, account, "ours")
    assert await names(database, account) == ["ours"]
    assert await names(database) == []
    await database.dispose()


async def test_the_account_is_set_anew_within_a_transaction(database: Database) -> None:
    first, second = new_id(), new_id()
    await add(database, first, "first")
    await add(database, second, "second")
    async with database.transaction(first) as session:
        await enter_account(session, second)
        assert (await session.scalars(ALL)).all() == ["second"]


async def test_many_accounts_at_once_share_connections_and_nothing_else(urls: Urls) -> None:
    database = connect(urls.app, pool_size=2, pool_timeout=60)
    accounts = [new_id() for _ in range(20)]
    await asyncio.gather(*(add(database, account, str(account)) for account in accounts))
    seen = await asyncio.gather(*(names(database, account) for account in accounts))
    assert seen == [[str(account)] for account in accounts]
    await database.dispose()


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE documents SET content = 'other'",
        "DELETE FROM documents",
        "TRUNCATE documents",
        "TRUNCATE notes",
        "UPDATE notes SET weight = 2",
        "SELECT * FROM secrets",
        "INSERT INTO numbers VALUES (2)",
        "ALTER TABLE notes DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_account ON notes",
        "DROP TABLE notes",
        "CREATE TABLE mine (x int)",
        "UPDATE alembic_version SET version_num = 'x'",
        "SET ROLE postgres",
    ],
)
async def test_the_service_may_do_what_its_migrations_grant_and_no_more(
    database: Database, forbidden: str
) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        async with database.transaction(new_id()) as session:
            await session.execute(text(forbidden))


async def test_what_ends_in_an_error_is_rolled_back(database: Database) -> None:
    account = new_id()

    async def fail() -> None:
        async with database.transaction(account) as session:
            await session.execute(ADD, {"id": new_id(), "account": account, "name": "x"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await names(database, account) == []


async def test_what_is_cancelled_is_rolled_back(database: Database) -> None:
    account, begun = new_id(), asyncio.Event()

    async def never_ending() -> None:
        async with database.transaction(account) as session:
            await session.execute(ADD, {"id": new_id(), "account": account, "name": "x"})
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ending())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await names(database, account) == []


async def test_times_are_in_utc_and_no_statement_runs_for_ever(database: Database) -> None:
    async with database.transaction() as session:
        assert await session.scalar(text("SHOW timezone")) == "UTC"
        assert await session.scalar(text("SHOW statement_timeout")) == "1min"


async def test_a_database_is_ready_while_it_answers(urls: Urls) -> None:
    there, nowhere = connect(urls.app), connect("postgresql://x:y@127.0.0.1:1/z")
    await until(there.ready)
    assert not await nowhere.ready()
    await there.dispose()
    await until(there.ready)
    await there.dispose()


async def test_a_database_that_comes_back_is_found_again(urls: Urls) -> None:
    database = connect(urls.app)
    await until(database.ready)
    admin = await asyncpg.connect(urls.superuser)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    await admin.close()
    assert await names(database) == []
    await database.dispose()


def test_ids_sort_by_the_time_they_were_made() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}


async def test_a_transaction_knows_its_account(database: Database) -> None:
    account, other = new_id(), new_id()
    async with database.transaction(account) as session:
        assert current_account(session) == account
        await enter_account(session, other)
        assert current_account(session) == other
    async with database.transaction() as session:
        with pytest.raises(LookupError, match="has not entered an account"):
            current_account(session)
