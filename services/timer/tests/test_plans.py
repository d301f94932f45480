"""Reads of a large account touch what they show, also before PostgreSQL has counted anything of it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from database import Session, Statement
from services.timer.tests.driver import Driver
from timer.queries.time_entries import EntryFilter, list_entries
from timer.queries.timesheets import TimesheetFilter, list_timesheets

LARGE = UUID(int=0xA)
_FILL = f"""
SET session_replication_role = replica;
ALTER TABLE timesheets SET (autovacuum_enabled = off);
ALTER TABLE time_entries SET (autovacuum_enabled = off);
INSERT INTO timesheets (account_id, id, agent_id, first_day, last_day)
SELECT '{LARGE}', gen_random_uuid(), gen_random_uuid(), '2026-01-05', '2026-01-11' FROM generate_series(1, 1000);
INSERT INTO time_entries (account_id, id, version, agent_id, timesheet_id, work_date, seconds, time_zone, billable, state)
SELECT account_id, gen_random_uuid(), 1, agent_id, id, first_day, 900, 'UTC', true,
    CASE WHEN number = 1 THEN 'draft' ELSE 'approved' END
FROM timesheets, generate_series(1, 50) AS number;
"""
"""50,000 entries of 1,000 weeks; of each week one is a draft."""
_PAGES = Statement("""
SELECT CAST(sum(pg_stat_get_xact_blocks_fetched(oid)) AS bigint) FROM pg_class
WHERE relname LIKE 'time%' AND relnamespace = CAST('public' AS regnamespace)
""")
_SHOWN = 100


async def _sheets(session: Session) -> int:
    found = await list_timesheets(session, TimesheetFilter(), None, _SHOWN)
    assert {sheet.seconds for sheet in found} == {50 * 900}
    return len(found)


async def _drafts(session: Session) -> int:
    return len(await list_entries(session, EntryFilter(state="draft"), None, _SHOWN))


@pytest.mark.parametrize(("read", "most"), [(_sheets, 2_000), (_drafts, 300)])
async def test_a_page_reads_no_more_than_it_shows(
    driver: Driver, read: Callable[[Session], Awaitable[int]], most: int
) -> None:
    admin = await asyncpg.connect(driver.timer.urls.superuser)
    await admin.execute(_FILL)
    await admin.close()
    async with driver.timer.database.transaction(LARGE) as session:
        assert await read(session) == _SHOWN + 1
        pages = await _PAGES.scalar(session)
    assert pages <= most, "pages of 8 KiB"
