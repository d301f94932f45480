"""Named locks: who waits for whom."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from database import Database, Session, lock_exclusive, lock_shared, new_id
from testkit import until

Lock = Callable[[Session, str], Awaitable[None]]
ACCOUNT = new_id()
_WAITING = text("""
SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE datname = current_database() AND NOT granted)
""")


async def waits(
    database: Database, first: Lock, second: Lock, *, name: str = "time", account: UUID = ACCOUNT
) -> bool:
    """Whether `second` has to wait until the transaction that called `first` ends."""
    async with database.transaction(ACCOUNT) as holder:
        await first(holder, "time")

        async def lock() -> None:
            async with database.transaction(account) as session:
                await second(session, name)

        async def is_decided() -> bool:
            return waiting.done() or bool(await holder.scalar(_WAITING))

        waiting = asyncio.create_task(lock())
        await until(is_decided)
        blocked = not waiting.done()
    await asyncio.wait_for(waiting, 60)
    return blocked


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (lock_exclusive, lock_exclusive, True),
        (lock_exclusive, lock_shared, True),
        (lock_shared, lock_exclusive, True),
        (lock_shared, lock_shared, False),
    ],
)
async def test_an_exclusive_lock_is_held_alone_until_the_transaction_ends(
    database: Database, first: Lock, second: Lock, expected: bool
) -> None:
    assert await waits(database, first, second) is expected


async def test_other_names_and_other_accounts_do_not_wait(database: Database) -> None:
    assert not await waits(database, lock_exclusive, lock_exclusive, name="numbers")
    assert not await waits(database, lock_exclusive, lock_exclusive, account=new_id())
