"""The list of budgets of an account with many projects and entries, and of the first page alone, beside bare SQL sums."""

from collections.abc import Sequence
from datetime import UTC, datetime

import asyncpg

from rates.main import service
from rates.settings import Settings
from service_runtime.process import freeze_what_stays
from services.rates.tests.driver import Driver
from testkit import ACCOUNT, serve
from tests.benchmarks.costs_and_revenue import SUMS_OF_ENTRIES
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds

PROJECTS, ENTRIES, TASKS, PAGE = 1000, 400_000, 10_000, 50
TODAY = datetime.now(UTC).date()
_ENTRIES = f"""
SET session_replication_role = replica;
INSERT INTO time_entries (account_id, entry_id, version, live, agent_id, organization_id, project_id, work_item_id,
    service_type_id, work_date, seconds, billable, price_version, rule_id, amount, currency, cost_rule_id, cost_amount,
    cost_currency, billed_at)
SELECT '{ACCOUNT}', gen_random_uuid(), 1, true, md5('agent ' || n % 200)::uuid, md5('customer ' || project % 100)::uuid,
    md5('project ' || project)::uuid, md5(concat('item ', project, ' ', n % 7))::uuid, md5('kind ' || n % 5)::uuid,
    DATE '{TODAY}' - n % 700, 900 + n % 900, true, 1, gen_random_uuid(), 900 + n % 4 * 100, 'DKK', gen_random_uuid(), 500,
    'DKK', CASE WHEN n % 700 > 60 THEN now() END
FROM generate_series(1, {ENTRIES}) n, LATERAL (SELECT n / 7 % {PROJECTS} AS project) AS chosen;
INSERT INTO projects (account_id, project_id, version, organization_id, billable, budget_seconds, budget_amount,
    budget_currency, budget_period, closed, archived)
SELECT '{ACCOUNT}', md5('project ' || p)::uuid, 1, md5('customer ' || p % 100)::uuid, true, 1000000, 500000, 'DKK',
    CASE p % 4 WHEN 0 THEN 'month' ELSE 'total' END, false, false
FROM generate_series(0, {PROJECTS} - 1) p;
INSERT INTO planned_tasks (account_id, task_id, version, project_id, planned_start, planned_finish, estimate_seconds,
    assignee_ids, open)
SELECT '{ACCOUNT}', md5(concat('item ', t % {PROJECTS}, ' ', t / {PROJECTS}))::uuid, 1,
    md5('project ' || t % {PROJECTS})::uuid, DATE '{TODAY}' + t % 20, DATE '{TODAY}' + t % 20 + 30, 500000,
    ARRAY[md5('agent ' || t % 200)::uuid], true
FROM generate_series(0, {TASKS} - 1) t;
"""
_BARE = """
SELECT project_id, currency, sum(seconds), sum(seconds * amount), sum(seconds) FILTER (WHERE billed_at IS NOT NULL)
FROM time_entries WHERE account_id = $1 GROUP BY 1, 2
"""
_BARE_PAGE = """
SELECT project_id, currency, sum(seconds), sum(seconds * amount), sum(seconds) FILTER (WHERE billed_at IS NOT NULL)
FROM time_entries WHERE account_id = $1
    AND project_id IN (SELECT project_id FROM projects WHERE account_id = $1 ORDER BY project_id LIMIT 50) GROUP BY 1, 2
"""


async def run(servers: Servers) -> Sequence[Row]:
    """Measure a page of budgets, and all pages."""
    servers.start()
    async with serve(service, Settings) as served:
        driver = Driver(served, await served.as_("owner"))
        await driver.create_rate("1000", valid_from="2020-01-01")
        await driver.create_cost("500", valid_from="2020-01-01")
        freeze_what_stays()  # as a service does when it has started
        admin = await asyncpg.connect(served.urls.superuser)
        await admin.execute(_ENTRIES)
        await admin.execute(SUMS_OF_ENTRIES.format(account=ACCOUNT))
        await admin.execute("VACUUM ANALYZE")
        size = f"{ENTRIES:,} entries, {PROJECTS:,} projects and {TASKS:,} open tasks"
        rows = [
            await _measured(admin, driver, PAGE, _BARE_PAGE, f"a page of {PAGE} budgets of {size}"),
            await _measured(admin, driver, PROJECTS, _BARE, f"all budgets of {size}"),
        ]
        await admin.close()
        return rows


async def _measured(
    admin: asyncpg.Connection, driver: Driver, wanted: int, bare_sql: str, work: str
) -> Row:
    async def ours() -> None:
        found, cursor = 0, None
        while found < wanted:
            limit = min(500, wanted - found)
            params = {"limit": limit, **({"cursor": cursor} if cursor else {})}
            response = await driver.client.get("/v1/budgets", params=params)
            page = response.json()
            found, cursor = found + len(page["items"]), page["next_cursor"]

    async def bare() -> None:
        assert await admin.fetch(bare_sql, driver.account)

    return Row(
        work=work,
        ours=await milliseconds(ours, 7, warm_up=1),
        unit="ms",
        limit=await milliseconds(bare, 7, warm_up=1),
        limit_of="bare SQL sum over the entries",
    )
