"""Reads of a large account touch what they show, also before PostgreSQL has counted anything of it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest

from database import Session, Statement
from services.timer.tests.driver import Driver
from timer.calendar_feed import FeedWindow
from timer.queries.missing_timesheets import missing_timesheets
from timer.queries.time_entries import EntryFilter, list_entries
from timer.queries.timesheets import TimesheetFilter, list_timesheets
from timer.store import calendar_feeds, favourites

LARGE = UUID(int=0xA)
STAYING, DOUBLE, AGENT = UUID(int=0xB), UUID(int=0xC), UUID(int=0xD)
MONDAY = date(2026, 1, 5)
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
INSERT INTO timesheets (account_id, id, agent_id, first_day, last_day)
SELECT '{LARGE}', ('ffffffff-0000-0000-0000-' || lpad(to_hex(number), 12, '0'))::uuid, gen_random_uuid(), '2020-01-06',
    '2020-01-12' FROM generate_series(1, 20000) AS number;
UPDATE timesheets SET state = 'submitted' WHERE id IN (SELECT id FROM timesheets LIMIT 10);
UPDATE timesheets SET agent_id = '{AGENT}' WHERE id IN (SELECT id FROM timesheets WHERE state = 'draft' LIMIT 1);
INSERT INTO agents (account_id, id, name, time_zone) VALUES ('{LARGE}', '{AGENT}', 'Mette', 'UTC');
UPDATE time_entries SET agent_id = '{AGENT}' WHERE timesheet_id IN (SELECT id FROM timesheets WHERE agent_id = '{AGENT}');
INSERT INTO organizations (account_id, id, name, folded_name) VALUES ('{LARGE}', '{STAYING}', 'Nordlys', 'nordlys');
INSERT INTO organizations (account_id, id, name, folded_name, merged_into, merged_at)
VALUES ('{LARGE}', '{DOUBLE}', 'Nordlys Aps', 'nordlys aps', '{STAYING}', now());
UPDATE time_entries SET organization_id = CASE WHEN state = 'draft' THEN '{STAYING}'::uuid ELSE '{DOUBLE}'::uuid END
WHERE id IN (SELECT id FROM time_entries ORDER BY id LIMIT 60);
"""
"""50,000 entries of 1,000 weeks, in each one draft; 20,000 old weeks. Ten wait; 60 are a customer's and its double's."""
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


async def _waiting(session: Session) -> int:
    return len(await list_timesheets(session, TimesheetFilter(state="submitted"), None, _SHOWN))


async def _of_both_customers(session: Session) -> int:
    wanted = EntryFilter(organization_id=STAYING)
    return len(await list_entries(session, wanted, None, _SHOWN))


async def _in_the_calendar(session: Session) -> int:
    return len(await calendar_feeds.entries(session, AGENT, FeedWindow(MONDAY, MONDAY)))


async def _recent_work(session: Session) -> int:
    return len(await favourites.recent(session, AGENT))


async def _missing(session: Session) -> int:
    _, found = await missing_timesheets(session, MONDAY, datetime(2026, 2, 1, tzinfo=UTC))
    return len(found)


@pytest.mark.parametrize(
    ("read", "shown", "most"),
    [
        (_sheets, _SHOWN + 1, 2_000),
        (_drafts, _SHOWN + 1, 300),
        (_waiting, 10, 200),
        (_of_both_customers, 60, 300),
        (_in_the_calendar, 50, 200),
        (_recent_work, 0, 200),
        (_missing, 1, 200),
    ],
)
async def test_a_page_reads_no_more_than_it_shows(
    driver: Driver, read: Callable[[Session], Awaitable[int]], shown: int, most: int
) -> None:
    admin = await asyncpg.connect(driver.timer.urls.superuser)
    await admin.execute(_FILL)
    await admin.close()
    async with driver.timer.database.transaction(LARGE) as session:
        assert await read(session) == shown
        pages = await _PAGES.scalar(session)
    assert pages <= most, "pages of 8 KiB"
