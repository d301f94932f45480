"""What lies in messaging's tables is shown to the account that it belongs to, and to relay and workers."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import tasks
from database import Database, across_accounts, current_account, enter_account
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.factories import OURS, THEIRS, SampleEvent, record, subscribe
from messaging import outbox
from messaging.dispatch import Dispatch
from testkit.databases import Urls

TABLES = ("outbox_messages", "inbox_messages", "dead_letters", "scheduled_tasks")
COUNTS = text("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES))


async def counts(database: Database, account: UUID | None = None, **how: Any) -> tuple[int, ...]:
    async with database.transaction(account, **how) as session:
        return tuple((await session.execute(COUNTS)).one())


@pytest.fixture
async def two_accounts(db: Database) -> Database:
    """Each account has published an event, consumed one, scheduled a task and a dead letter; one has no account."""
    for account in (OURS, THEIRS):
        async with db.transaction(account) as session:
            await outbox.publish(session, SampleEvent(number=1, account_id=account))
            await tasks.schedule(session, "copy", key="k", payload={"of": str(account)})
    bad = [record(SampleEvent(number=2, account_id=of), value=b"{}") for of in (OURS, THEIRS)]
    bad.append(record(SampleEvent(number=3), headers={"ce_account": None}))
    await Dispatch(subscribe(), db.engine).process(bad)
    return db


async def test_without_an_account_nothing_of_any_is_seen(two_accounts: Database) -> None:
    assert await counts(two_accounts) == (0, 0, 0, 0)


async def test_an_account_sees_its_own_and_nothing_of_the_inbox(two_accounts: Database) -> None:
    # outbox: the event and the announcement of the dead letter
    assert await counts(two_accounts, OURS) == (2, 0, 1, 1)
    async with two_accounts.transaction(OURS) as session:
        for table in ("outbox_messages", "dead_letters", "scheduled_tasks"):
            owners = await session.scalars(text(f"SELECT DISTINCT account_id FROM {table}"))
            assert owners.all() == [OURS]


async def test_relay_and_workers_see_all(two_accounts: Database) -> None:
    assert await counts(two_accounts, across_accounts=True) == (5, 2, 3, 2)


async def test_who_enters_an_account_works_across_accounts_no_more(two_accounts: Database) -> None:
    async with two_accounts.transaction(across_accounts=True) as session:
        await enter_account(session, OURS)
        assert tuple((await session.execute(COUNTS)).one()) == (2, 0, 1, 1)
    assert await counts(two_accounts) == (0, 0, 0, 0)


async def test_a_transaction_may_look_across_accounts_for_a_moment(two_accounts: Database) -> None:
    async with two_accounts.transaction(OURS) as session:
        async with across_accounts(session):
            assert tuple((await session.execute(COUNTS)).one()) == (5, 2, 3, 2)
        assert tuple((await session.execute(COUNTS)).one()) == (2, 0, 1, 1)
        assert current_account(session) == OURS


@pytest.mark.parametrize("table", ["outbox_messages", "dead_letters", "scheduled_tasks"])
async def test_no_change_reaches_another_account(
    two_accounts: Database, query: Query, table: str
) -> None:
    column = {"outbox_messages": "published_at", "dead_letters": "last_failed_at"}.get(
        table, "ended_at"
    )
    async with two_accounts.transaction(OURS) as session:
        await session.execute(text(f"UPDATE {table} SET {column} = '2000-01-01'"))
    changed = await query(f"SELECT DISTINCT account_id FROM {table} WHERE {column} = '2000-01-01'")
    assert changed == [(OURS,)]


@pytest.mark.parametrize("account", [None, OURS])
async def test_nothing_is_published_for_another_account(db: Database, account: UUID) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with db.transaction(account) as session:
            await outbox.publish(session, SampleEvent(number=1, account_id=THEIRS))


async def test_the_owner_of_the_tables_sees_nothing_either(
    two_accounts: Database, urls: Urls
) -> None:
    owner = await asyncpg.connect(urls.owner)
    try:
        assert tuple(await owner.fetchrow(str(COUNTS))) == (0, 0, 0, 0)
    finally:
        await owner.close()
