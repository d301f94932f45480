"""What a set costs depends on the set, not on other accounts, nor on what its own has and statistics do not know yet."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from contracts.timer import TimeEntryRecorded
from database import Session, new_id
from rates.commands import approvals, pricing
from rates.domain.revenue import Period
from rates.domain.rules import Days, Scope
from rates.main import service
from rates.queries import list_unpriced
from rates.settings import Settings
from rates.store import customers, entries, prices
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, released
from services.rates.tests.sheet_driver import approved, reopened
from testkit import ACCOUNT, Served, serve

FOREIGN, OURS, SET = 100_000, 2_000, 200

_FOREIGN = text("""
INSERT INTO time_entries (entry_id, version, live, organization_id, agent_id, work_date, seconds, billable)
SELECT gen_random_uuid(), 1, true, gen_random_uuid(), gen_random_uuid(), date '2026-03-01' + number % 28, 3000, true
FROM generate_series(1, :entries) AS number
""")
_ROWS_READ = text("""
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
WHERE relname IN ('time_entries', 'prices', 'billed_ranges')
""")


@pytest.fixture(scope="module")
async def crowded() -> AsyncIterator[Served]:
    """A service whose tables are full of another account's rows, of which statistics know."""
    async with serve(service, Settings) as served:
        async with served.database.transaction(new_id()) as session:
            await session.execute(_FOREIGN, {"entries": FOREIGN})
        connection = await asyncpg.connect(served.urls.superuser)
        await connection.execute("ANALYZE")
        await connection.execute("ALTER TABLE time_entries SET (autovacuum_enabled = off)")
        await connection.close()
        yield served


@pytest.fixture(scope="module")
async def ours(crowded: Served) -> list[TimeEntryRecorded]:
    """Time of an account that is new."""
    driver = Driver(crowded, await crowded.as_("billing"))
    await driver.create_rate("1000")
    first = date(2026, 3, 1)
    time = [recorded(work_date=first + timedelta(days=number % 28)) for number in range(OURS)]
    for start in range(0, OURS, 500):
        await driver.consume(*time[start : start + 500])
    return time


Work = Callable[[Session, list[TimeEntryRecorded]], Awaitable[object]]


async def _record_more(session: Session, some: list[TimeEntryRecorded]) -> None:
    await pricing.record_time(session, [recorded() for _ in some])


async def _record_changed(session: Session, some: list[TimeEntryRecorded]) -> None:
    newer = [one.model_copy(update={"version": 2, "seconds": 60}) for one in some]
    await pricing.record_time(session, newer)


async def _reprice(session: Session, some: list[TimeEntryRecorded]) -> None:
    await prices.share_pricing(session)
    repriced = await prices.reprice(session, [one.entry_id for one in some], anew=True)
    assert len(repriced.new) == SET


async def _find_chunk(session: Session, some: list[TimeEntryRecorded]) -> None:
    days = Days(date(2026, 3, 10), date(2026, 3, 20))
    after = entries.Cursor(date(2026, 3, 12), UUID(int=0))
    await prices.hold_pricing(session)
    found = await entries.list_live(session, Scope(), None, days, after, SET)
    assert len(found) == SET


async def _bill_and_release(session: Session, some: list[TimeEntryRecorded]) -> None:
    invoice = billed(*some)
    await pricing.bill_time(session, [invoice])
    await pricing.bill_time(session, [released(invoice)])


async def _approve_and_reopen(session: Session, some: list[TimeEntryRecorded]) -> None:
    sheet = approved(*some)
    assert len(await approvals.record_approvals(session, [sheet])) == SET
    assert len(await approvals.record_approvals(session, [reopened(sheet)])) == SET


@pytest.mark.parametrize(
    "work",
    [
        *(_record_more, _record_changed, _reprice, _find_chunk),
        *(_bill_and_release, _approve_and_reopen),
    ],
)
async def test_a_set_reads_a_few_rows_for_each_of_its_entries(
    crowded: Served, ours: list[TimeEntryRecorded], work: Work
) -> None:
    for start in range(0, 7 * SET, SET):  # the later ones by plans that are kept
        async with crowded.database.transaction(ACCOUNT) as session:
            before = await session.scalar(_ROWS_READ)
            await work(session, ours[start : start + SET])
            read = await session.scalar(_ROWS_READ) - before
            await session.rollback()
        assert read <= 16 * SET


@pytest.mark.parametrize("field", ["organization_id", "project_id", "agent_id"])
async def test_what_a_rule_may_touch_is_found_without_a_look_at_the_rest_or_at_what_is_billed(
    crowded: Served, ours: list[TimeEntryRecorded], field: str
) -> None:
    driver = Driver(crowded, await crowded.as_("billing"))
    scope = Scope(**{field: new_id()})
    affected = [recorded(**scope.named) for _ in range(30)]
    await driver.consume(*affected, billed(*affected[:10]))
    async with crowded.database.transaction(ACCOUNT) as session:
        customer = await customers.find(session, scope.organization_id)
        await prices.hold_pricing(session)
        before = await session.scalar(_ROWS_READ)
        days = Days(date(2020, 1, 1))
        found = await entries.list_live(session, scope, customer, days, None, SET)
        assert {one.entry_id for one in found} == {one.entry_id for one in affected[10:]}
        assert await session.scalar(_ROWS_READ) - before <= 2 * len(affected)


async def test_time_without_a_price_is_found_without_looking_at_what_has_one(
    crowded: Served, ours: list[TimeEntryRecorded]
) -> None:
    driver = Driver(crowded, await crowded.as_("billing"))
    await driver.consume(*(recorded(organization_id=None) for _ in range(10)))
    async with crowded.database.transaction(ACCOUNT) as session:
        before = await session.scalar(_ROWS_READ)
        assert len(await list_unpriced(session, Period(), after=None, limit=100)) == 10
        assert await session.scalar(_ROWS_READ) - before <= 20
