"""Who makes the same sheet at the same moment gets the one that is made.

`ON CONFLICT` looks for the sheet, inserts its own, and takes that back when another's is there by then. Between looking and
inserting is a moment, which `meeting` makes long: it puts an index before those of the constraints, that waits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
import pytest

from services.timer.tests.driver import Driver
from testkit import until
from timer.capacity import Period
from timer.store import timesheets

WEEK = Period(date(2026, 10, 5), date(2026, 10, 11))
AT_ONCE = 4
_MEET = 1
_WAIT_FIRST = f"""
CREATE FUNCTION meet(day date) RETURNS date LANGUAGE plpgsql IMMUTABLE AS
    'BEGIN PERFORM pg_advisory_xact_lock_shared({_MEET}); RETURN day; END';
ALTER TABLE timesheets DROP CONSTRAINT {{unique}}, DROP CONSTRAINT {{overlap}};
CREATE INDEX ON timesheets (meet(first_day));
ALTER TABLE timesheets ADD CONSTRAINT {{unique}} {{unique_is}};
ALTER TABLE timesheets ADD CONSTRAINT {{overlap}} {{overlap_is}};
"""
_CONSTRAINTS = """
SELECT u.conname AS unique, pg_get_constraintdef(u.oid) AS unique_is,
    o.conname AS overlap, pg_get_constraintdef(o.oid) AS overlap_is
FROM pg_constraint u JOIN pg_constraint o USING (conrelid)
WHERE conrelid = 'timesheets'::regclass AND u.contype = 'u' AND o.contype = 'x'
"""
_WAITING = f"""
SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database AND datname = current_database()
WHERE locktype = 'advisory' AND objid = {_MEET} AND NOT granted
"""


@asynccontextmanager
async def meeting(driver: Driver, number: int) -> AsyncIterator[None]:
    """Whoever makes sheets within goes on when `number` of them have found that there is none."""
    connection = await asyncpg.connect(driver.timer.urls.superuser)
    try:
        [constraints] = await connection.fetch(_CONSTRAINTS)
        await connection.execute(_WAIT_FIRST.format(**constraints))
        await connection.execute(f"SELECT pg_advisory_lock({_MEET})")

        async def all_wait() -> bool:
            return bool(await connection.fetchval(_WAITING) == number)

        async def let_go() -> None:
            await until(all_wait)
            await connection.execute(f"SELECT pg_advisory_unlock({_MEET})")

        async with asyncio.TaskGroup() as group:
            group.create_task(let_go())
            yield
    finally:
        await connection.close()


async def _change(driver: Driver) -> None:
    async with driver.timer.database.transaction(driver.account_id) as session:
        await timesheets.change(session, {(driver.agent_id, WEEK)})


async def _make(driver: Driver) -> None:
    async with driver.timer.database.transaction(driver.account_id) as session:
        await timesheets.make(session, {(driver.agent_id, WEEK)})


async def _record(driver: Driver) -> None:
    await driver.record(seconds=60)


@pytest.mark.parametrize("write", [_record, _change, _make])
async def test_all_of_them_succeed(
    driver: Driver, write: Callable[[Driver], Awaitable[None]]
) -> None:
    async with meeting(driver, AT_ONCE):
        await asyncio.gather(*(write(driver) for _ in range(AT_ONCE)))
    [sheet] = await driver.list("timesheets")
    assert (sheet["first_day"], sheet["last_day"]) == ("2026-10-05", "2026-10-11")


async def test_of_two_that_overlap_one_is_refused(driver: Driver) -> None:
    async def make(first_day: int) -> None:
        period = Period(date(2026, 10, first_day), WEEK.last)
        async with driver.timer.database.transaction(driver.account_id) as session:
            await timesheets.change(session, {(driver.agent_id, period)})

    async with meeting(driver, 2):
        done = await asyncio.gather(make(5), make(6), return_exceptions=True)
    assert sorted(str(one is None) for one in done) == ["False", "True"], done
    assert len(await driver.list("timesheets")) == 1
