"""The work report of an account's year, alone and beside another account's many entries, and a bare SQL sum of the same."""

import os
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from database.kept_sums import NOTHING
from service_runtime.process import freeze_what_stays
from services.timer.tests.driver import Driver, open_account
from testkit import OTHER_ACCOUNT, serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds
from timer.main import service
from timer.settings import Settings
from timer.store.worked_triggers import KEYS

AGENTS, ENTRIES = 200, 400_000
OTHERS = int(os.environ.get("BENCH_OTHERS", "2000000"))
"""Entries of another account; ten million take minutes to write."""
YEAR = {"first_day": "2025-01-01", "last_day": "2025-12-31"}
_PEOPLE = """
SET session_replication_role = replica;
INSERT INTO agents (account_id, id, name, time_zone)
SELECT '{account}', gen_random_uuid(), 'Agent ' || n, 'UTC' FROM generate_series(1, {agents}) n;
INSERT INTO organizations (account_id, id, name, folded_name)
SELECT '{account}', gen_random_uuid(), 'Customer ' || n, 'customer ' || n FROM generate_series(1, 30) n;
INSERT INTO projects (account_id, id, name, folded_name, organization_id)
SELECT '{account}', gen_random_uuid(), 'Project ' || row_number() OVER (), 'project ' || row_number() OVER (), id
FROM organizations, generate_series(1, 3) WHERE account_id = '{account}'
"""
_ENTRIES = """
INSERT INTO time_entries
    (account_id, id, agent_id, timesheet_id, work_date, seconds, time_zone, billable, state, organization_id, project_id)
SELECT '{account}', gen_random_uuid(), a.id, gen_random_uuid(), DATE '2025-01-01' + n % 250, 900 + n % 900, 'UTC', n % 5 > 0,
    CASE n % 4 WHEN 1 THEN 'draft' WHEN 2 THEN 'submitted' WHEN 3 THEN 'approved' ELSE 'billed' END,
    p.organization_id, p.id
FROM generate_series(0, {each} - 1) n,
    (SELECT id, row_number() OVER () AS number FROM agents WHERE account_id = '{account}' AND name LIKE 'Agent %') a,
    LATERAL (SELECT a.number * 7 + n % 250 + n / 250 % 4) AS chosen (number)
    JOIN (SELECT id, organization_id, row_number() OVER () - 1 AS number FROM projects WHERE account_id = '{account}') p
    ON p.number = chosen.number % 90
"""
_SUMS = f"""
INSERT INTO worked_days (account_id, {", ".join(KEYS)}, entries, seconds, billable_seconds, submitted_seconds,
    submitted_billable_seconds, approved_seconds, approved_billable_seconds, billed_seconds)
SELECT account_id, work_date, agent_id, organization_id, project_id, '{NOTHING}'::uuid, count(*), sum(seconds),
    coalesce(sum(seconds) FILTER (WHERE billable), 0), coalesce(sum(seconds) FILTER (WHERE state = 'submitted'), 0),
    coalesce(sum(seconds) FILTER (WHERE state = 'submitted' AND billable), 0),
    coalesce(sum(seconds) FILTER (WHERE state IN ('approved', 'billed')), 0),
    coalesce(sum(seconds) FILTER (WHERE state IN ('approved', 'billed') AND billable), 0),
    coalesce(sum(seconds) FILTER (WHERE state = 'billed'), 0)
FROM time_entries WHERE account_id = '{{account}}' GROUP BY 1, 2, 3, 4, 5, 6
"""
_BARE = """
SELECT agent_id, date_trunc('month', work_date::timestamp), count(*), sum(seconds), sum(seconds) FILTER (WHERE billable),
    sum(seconds) FILTER (WHERE state = 'submitted'), sum(seconds) FILTER (WHERE state IN ('approved', 'billed')),
    sum(seconds) FILTER (WHERE state = 'billed')
FROM time_entries WHERE account_id = $1 AND work_date BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY 1, 2
"""


async def run(servers: Servers) -> Sequence[Row]:
    """Measure it alone in the database, then beside the other account."""
    servers.start()
    async with serve(service, Settings, seal_secret="for measuring only") as served:
        driver = await open_account(served)
        freeze_what_stays()  # as a service does when it has started
        admin = await asyncpg.connect(served.urls.superuser)
        await _fill(admin, driver.account_id, ENTRIES)
        rows = [
            await _measured(admin, driver, "agent", "month", "alone"),
            await _measured(admin, driver, "organization", "project", "alone"),
        ]
        await _fill(admin, OTHER_ACCOUNT, OTHERS)
        beside = f"beside {OTHERS:,} entries of others"
        rows.append(await _measured(admin, driver, "agent", "month", beside))
        rows.append(await _measured(admin, driver, "team", "week", beside))
        await admin.close()
        return rows


async def _fill(admin: asyncpg.Connection, account: UUID, entries: int) -> None:
    await admin.execute(_PEOPLE.format(account=account, agents=AGENTS))
    await admin.execute(_ENTRIES.format(account=account, each=entries // AGENTS))
    await admin.execute(_SUMS.format(account=account))
    await admin.execute("VACUUM ANALYZE time_entries")
    await admin.execute("VACUUM ANALYZE worked_days")


async def _measured(
    admin: asyncpg.Connection, driver: Driver, by: str, then_by: str, where: str
) -> Row:
    params = {"by": by, "then_by": then_by, **YEAR}

    async def ours() -> None:
        response = await driver.manager.get("/v1/reports/work", params=params)
        assert response.json()["entries"] == ENTRIES

    async def bare() -> None:
        assert await admin.fetch(_BARE, driver.account_id)

    return Row(
        work=f"work report of {ENTRIES:,} entries by {by} and {then_by}, {where}",
        ours=await milliseconds(ours, 7, warm_up=1),
        unit="ms",
        limit=await milliseconds(bare, 7, warm_up=1),
        limit_of="bare SQL sum over the entries",
        goal=200,
    )
