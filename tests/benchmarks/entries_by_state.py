"""A page of time entries by state, of 800,000, beside an index-only read of the same page in SQL."""

from collections.abc import Sequence

import asyncpg

from services.timer.tests.driver import open_account
from testkit import serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds
from timer.main import service
from timer.settings import Settings

WEEKS, EACH, SHOWN = 16_000, 50, 100
STATES = ("draft", "submitted", "approved", "billed")
_FILL = """
SET session_replication_role = replica;
INSERT INTO timesheets (account_id, id, agent_id, first_day, last_day)
SELECT '{account}', uuidv7(), gen_random_uuid(), '2026-01-05', '2026-01-11' FROM generate_series(1, {weeks});
INSERT INTO time_entries (account_id, id, version, agent_id, timesheet_id, work_date, seconds, time_zone, billable, state)
SELECT account_id, uuidv7(), 1, agent_id, id, first_day, 900, 'UTC', true,
    CASE number WHEN 1 THEN 'draft' WHEN 2 THEN 'submitted' WHEN 3 THEN 'approved' ELSE 'billed' END
FROM generate_series(1, {each}) AS number, timesheets WHERE account_id = '{account}'
"""
_BARE = """
SELECT id FROM time_entries WHERE account_id = $1 AND state = $2 ORDER BY id LIMIT $3
"""


async def run(servers: Servers) -> Sequence[Row]:
    """Read the first page of each state as the app does; few of the entries are anything but billed."""
    servers.start()
    async with serve(service, Settings, seal_secret="for measuring only") as served:
        driver = await open_account(served)
        admin = await asyncpg.connect(served.urls.superuser)
        account = driver.account_id
        await admin.execute(_FILL.format(account=account, weeks=WEEKS, each=EACH))
        await admin.execute("VACUUM ANALYZE time_entries")
        rows = []
        for state in STATES:

            async def page(state: str = state) -> None:
                assert len(await driver.list("time-entries", state=state, limit=SHOWN)) == SHOWN

            async def bare(state: str = state) -> None:
                assert len(await admin.fetch(_BARE, account, state, SHOWN + 1)) == SHOWN + 1

            rows.append(
                Row(
                    work=f"list of entries by state, {state}",
                    ours=await milliseconds(page, 11, warm_up=1),
                    unit="ms",
                    limit=await milliseconds(bare, 11, warm_up=1),
                    limit_of="index-only page in SQL",
                    goal=50,
                )
            )
        await admin.close()
        return rows
