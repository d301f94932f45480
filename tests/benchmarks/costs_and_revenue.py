"""Costs and revenue of an account's year, alone and beside another account's many entries, and a bare SQL sum of it."""

import os
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from rates.main import service
from rates.settings import Settings
from rates.store.valued_triggers import KEYS, PARTS, SUMS, VALUED
from service_runtime.process import freeze_what_stays
from services.rates.tests.driver import Driver
from testkit import ACCOUNT, OTHER_ACCOUNT, serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds

AGENTS, ENTRIES = 200, 400_000
OTHERS = int(os.environ.get("BENCH_OTHERS", "2000000"))
"""Entries of another account; ten million take minutes to write."""
YEAR = {"first_day": "2025-01-01", "last_day": "2025-12-31"}
_ENTRIES = """
SET session_replication_role = replica;
INSERT INTO time_entries (account_id, entry_id, version, live, agent_id, organization_id, project_id, work_item_id,
    service_type_id, work_date, seconds, billable, price_version, rule_id, amount, currency, cost_rule_id, cost_amount,
    cost_currency, billed_at)
SELECT '{account}', gen_random_uuid(), 1, true, md5('agent ' || a)::uuid, md5('customer ' || project % 30)::uuid,
    md5('project ' || project)::uuid, md5(concat('item ', project, ' ', day / 5 * 3 + a % 3))::uuid,
    md5('kind ' || a % 5)::uuid, DATE '2025-01-01' + day, 900 + n % 900, true, 1,
    gen_random_uuid(), 900 + a % 4 * 100, 'DKK', gen_random_uuid(), 400 + a % 40 * 5, 'DKK',
    CASE WHEN day < 220 THEN now() END
FROM generate_series(1, {agents}) a, generate_series(0, {each} - 1) n,
    LATERAL (SELECT n % 250 AS day) AS days, LATERAL (SELECT (a * 7 + day / 10 + n / 250 % 4) % 90 AS project) AS chosen
"""
"""Of each agent eight a day, for four projects, on work items that last a week, as people work; an eighth is not billed."""
_PARTS = PARTS.replace("{", "{{").replace("}", "}}")
SUMS_OF_ENTRIES = f"""
INSERT INTO valued_days (account_id, {", ".join((*KEYS, *SUMS))})
SELECT account_id, {", ".join(VALUED.keys.values())}, {", ".join(VALUED.sums.values())}
FROM (SELECT 1 AS sign, * FROM time_entries WHERE account_id = '{{account}}') changes {_PARTS}
GROUP BY {", ".join(str(number + 1) for number in range(len(KEYS) + 1))};
INSERT INTO valued_months (account_id, {", ".join((*KEYS, *SUMS))})
SELECT account_id, date_trunc('month', work_date::timestamp)::date, {", ".join(KEYS[1:])},
    {", ".join(f"sum({name})" for name in SUMS)}
FROM valued_days WHERE account_id = '{{account}}'
GROUP BY {", ".join(str(number + 1) for number in range(len(KEYS) + 1))}
"""
_BARE = """
SELECT organization_id, date_trunc('month', work_date::timestamp), currency, count(*), sum(seconds), sum(seconds * amount),
    sum(seconds) FILTER (WHERE billed_at IS NOT NULL)
FROM time_entries WHERE account_id = $1 AND work_date BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY 1, 2, 3
"""


async def run(servers: Servers) -> Sequence[Row]:
    """Measure it alone in the database, then beside the other account."""
    servers.start()
    async with serve(service, Settings) as served:
        driver = Driver(served, await served.as_("owner"))
        freeze_what_stays()  # as a service does when it has started
        admin = await asyncpg.connect(served.urls.superuser)
        await _fill(admin, ACCOUNT, ENTRIES)
        rows = [await _measured(admin, driver, "organization", "month", "alone")]
        await _fill(admin, OTHER_ACCOUNT, OTHERS)
        beside = f"beside {OTHERS:,} entries of others"
        for by, then_by in (("organization", "month"), ("agent", "month"), ("project", "team")):
            rows.append(await _measured(admin, driver, by, then_by, beside))
        await admin.close()
        return rows


async def _fill(admin: asyncpg.Connection, account: UUID, entries: int) -> None:
    await admin.execute(_ENTRIES.format(account=account, agents=AGENTS, each=entries // AGENTS))
    await admin.execute(SUMS_OF_ENTRIES.format(account=account))
    await admin.execute("VACUUM ANALYZE time_entries")
    await admin.execute("VACUUM ANALYZE valued_days")
    await admin.execute("VACUUM ANALYZE valued_months")


async def _measured(
    admin: asyncpg.Connection, driver: Driver, by: str, then_by: str, where: str
) -> Row:
    params = {"by": by, "then_by": then_by, **YEAR}

    async def ours() -> None:
        response = await driver.client.get("/v1/costs-and-revenue", params=params)
        assert sum(one["entries"] for one in response.json()["totals"]) == ENTRIES

    async def bare() -> None:
        assert await admin.fetch(_BARE, driver.account)

    return Row(
        work=f"costs and revenue of {ENTRIES:,} entries by {by} and {then_by}, {where}",
        ours=await milliseconds(ours, 7, warm_up=1),
        unit="ms",
        limit=await milliseconds(bare, 7, warm_up=1),
        limit_of="bare SQL sum over the entries",
        goal=200,
    )
