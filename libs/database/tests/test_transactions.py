"""Transactions begin and end on the driver's connection, and SQLAlchemy takes part in them."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from database import Database, Session, Statement, current_account
from database.transactions import driver_of
from libs.database.tests.sample_tables import Note
from testkit import Urls
from testkit.killing import AFTER_COMMIT, AT_COMMIT, killed_at

ACCOUNT = UUID(int=8)
_COUNT = Statement("SELECT count(*) FROM notes")
_FAILS = Statement("SELECT 1 / 0")
_SETTING = Statement("SELECT current_setting(:name, true)")


async def write(session: Session, name: str) -> None:
    session.add(Note(note_id=uuid4(), name=name))
    await session.flush()


async def notes(database: Database) -> int:
    async with database.transaction(ACCOUNT) as session:
        return int(await _COUNT.scalar(session))


@pytest.fixture(autouse=True)
async def empty(database: Database) -> None:
    async with database.transaction(ACCOUNT) as session:
        await session.execute(text("DELETE FROM notes"))


async def test_what_is_pending_is_written_and_committed_at_the_end(database: Database) -> None:
    async with database.transaction(ACCOUNT) as session:
        session.add(Note(note_id=uuid4(), name="a"))
        assert current_account(session) == ACCOUNT
    assert await notes(database) == 1


@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError])
async def test_an_error_leaves_nothing_and_the_connection_serves_again(
    database: Database, error: type[BaseException]
) -> None:
    async def fail() -> None:
        async with database.transaction(ACCOUNT) as session:
            await write(session, "a")
            raise error

    for _ in range(20):
        with pytest.raises(error):
            await fail()
    assert await notes(database) == 0


async def test_who_is_canceled_inside_a_statement_leaves_nothing(database: Database) -> None:
    async def write_slowly() -> None:
        async with database.transaction(ACCOUNT) as session:
            await write(session, "a")
            await Statement("SELECT pg_sleep(10)").all(session)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(write_slowly(), 0.2)
    assert await notes(database) == 0


@pytest.mark.parametrize(
    "begin", [write, lambda session, name: _SETTING.scalar(session, {"name": name})]
)
async def test_a_connection_that_was_given_up_hides_no_error(
    database: Database, begin: Callable[[Session, str], Awaitable[object]]
) -> None:
    async def fail() -> None:
        async with database.transaction(ACCOUNT) as session:
            await begin(session, "a")
            driver_of(session).terminate()
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 just that, and nothing in its place
        await fail()
    assert await notes(database) == 0


async def test_an_error_that_was_swallowed_is_no_success(database: Database) -> None:
    async def swallow() -> None:
        async with database.transaction(ACCOUNT) as session:
            await write(session, "a")
            with pytest.raises(DBAPIError):
                await _FAILS.all(session)

    with pytest.raises(InvalidRequestError):
        await swallow()
    assert await notes(database) == 0


async def test_a_savepoint_undoes_its_own_part(database: Database) -> None:
    async def fail(session: Session) -> None:
        async with session.begin_nested():
            await write(session, "undone")
            await _FAILS.all(session)

    async with database.transaction(ACCOUNT) as session:
        await write(session, "kept")
        with pytest.raises(DBAPIError):
            await fail(session)
        await write(session, "kept as well")
    assert await notes(database) == 2


async def test_settings_end_with_the_transaction(database: Database) -> None:
    async with database.transaction(ACCOUNT, lock_seconds=1.5) as session:
        assert await _SETTING.scalar(session, {"name": "lock_timeout"}) == "1500ms"
        assert await _SETTING.scalar(session, {"name": "honorar.account"}) == str(ACCOUNT)
    async with database.transaction() as session:
        assert await _SETTING.scalar(session, {"name": "lock_timeout"}) == "0"
        assert not await _SETTING.scalar(session, {"name": "honorar.account"})


async def test_one_that_only_reads_sees_one_moment_and_writes_nothing(database: Database) -> None:
    async with database.transaction(ACCOUNT, reads_only=True) as session:
        assert await _COUNT.scalar(session) == 0
        async with database.transaction(ACCOUNT) as other:
            other.add(Note(note_id=uuid4(), name="a"))
        assert await _COUNT.scalar(session) == 0
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction(ACCOUNT, reads_only=True) as session:
            await session.execute(text("DELETE FROM notes"))
    assert caught.value.orig.sqlstate == "25006"  # type: ignore[union-attr]


@pytest.mark.parametrize("moment", [AT_COMMIT, AFTER_COMMIT])
async def test_of_those_that_commit_at_once_a_test_kills_one(
    urls: Urls, database: Database, moment: int
) -> None:
    ready = asyncio.Barrier(5)

    async def commit() -> None:
        async with database.transaction(ACCOUNT) as session:
            await session.execute(text("SELECT 1"))
            session.add(Note(note_id=uuid4(), name="pending"))
            await ready.wait()

    async with killed_at(database, urls.superuser, moment) as killing:
        ended = await asyncio.gather(*(commit() for _ in range(5)), return_exceptions=True)
    assert killing.struck
    assert [type(one).__name__ for one in ended if one] == ["DBAPIError"]
