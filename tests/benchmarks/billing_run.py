"""A billing run over many customers, drafted and then issued by one worker, beside a bare SQL loop of the same.

Each customer has some entries of the month, at one rate. The worker's tasks run in this process, as they do in a worker; the
bare loop has as many connections and writes a draft, its line and its claims for each customer in a transaction, and knows
neither prices, taxes nor rules.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg
from sqlalchemy import text

from database import new_id
from invoicing.commands.billing_runs import PLAN, WORK
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import HARBOUR
from services.invoicing.tests.run_driver import RunDriver
from tasks import TaskRunner
from testkit import serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

CUSTOMERS = int(os.environ.get("RUN_CUSTOMERS", "500"))
EACH, LANES = 5, 4
_SECRET = "a secret for benchmarks only"
_CUSTOMERS = text("""
    INSERT INTO organizations (account_id, organization_id, version, name, vat_number, address, language, currency)
    SELECT CAST(:account AS uuid), o, 1, 'Nordlys ApS', 'DK12345674', CAST(:address AS jsonb), 'da', 'DKK'
    FROM unnest(CAST(:customers AS uuid[])) AS o
""")
_TIME = text("""
    INSERT INTO time_entries (account_id, entry_id, version, timesheet_id, agent_id, agent_name, organization_id,
        project_id, project_name, work_item_id, work_item_name, work_date, seconds, billable, description,
        approved_at, price_version, price_entry_version, priced_seconds, segments, currency)
    SELECT CAST(:account AS uuid), uuidv7(), 1, uuidv7(), uuidv7(), 'Mette Friis', o, o, 'Webshop', o, 'Checkout',
        CAST(:day AS date) - i % 28, 1800, true, 'Fix the pay button', now(), 1, 1, 1800,
        '[{"start": 0, "end": 1800, "billed_seconds": 1800, "hourly_rate": 1200}]', 'DKK'
    FROM unnest(CAST(:customers AS uuid[])) AS o, generate_series(1, :each) AS i
""")
_DRAFT = """
    INSERT INTO drafts (id, version, organization_id, first_day, last_day, group_by, currency, language, notes, reference,
        tax_category, tax_rate, created_at, created_by)
    VALUES ($1, 1, $2, $3, $4, 'work_item', 'DKK', 'da', '', '', 'standard', 25, now(), 'bare')
"""
_LINE = """
    INSERT INTO draft_lines (line_id, draft_id, position, kind, description, amount, seconds, billed_seconds, hourly_rate,
        first_day, last_day, tax_category, tax_rate)
    SELECT $3, $1, 1, 'time', 'Checkout', sum(seconds) * 1200 / 3600, sum(seconds), sum(seconds), 1200, min(work_date),
        max(work_date), 'standard', 25
    FROM time_entries WHERE organization_id = $2 AND billable AND claimed_seconds < seconds AND work_date BETWEEN $4 AND $5
"""
_CLAIM = """
    INSERT INTO claims (invoice_id, line_id, entry_id, seconds, price_version, billed_seconds)
    SELECT $1, $3, entry_id, int4range(0, seconds), 1, seconds
    FROM time_entries WHERE organization_id = $2 AND billable AND claimed_seconds < seconds AND work_date BETWEEN $4 AND $5
"""


async def _fill(driver: Driver, last_day: date) -> list[UUID]:
    """New customers with a month's time."""
    customers = [new_id() for _ in range(CUSTOMERS)]
    about = {"account": driver.account, "customers": customers}
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(_CUSTOMERS, about | {"address": HARBOUR.model_dump_json()})
        entries = {"day": last_day, "each": EACH}
        await session.execute(_TIME, about | entries)
    owner = await asyncpg.connect(driver.served.urls.superuser)
    await owner.execute("VACUUM ANALYZE")
    await owner.execute("CHECKPOINT")
    await owner.close()
    return customers


async def _bare(driver: Driver, customers: list[UUID], first: date, last: date) -> float:
    """Customers per second of the bare loop."""
    left = iter(customers)

    async def some() -> None:
        connection = await asyncpg.connect(driver.served.urls.app)
        for customer in left:
            draft, line = new_id(), new_id()
            async with connection.transaction():
                await connection.execute(f"SET LOCAL honorar.account = '{driver.account}'")
                await connection.execute(_DRAFT, draft, customer, first, last)
                await connection.execute(_LINE, draft, customer, line, first, last)
                await connection.execute(_CLAIM, draft, customer, line, first, last)
        await connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(LANES)))
    return len(customers) / (time.perf_counter() - began)


async def _done(driver: Driver, run_id: str) -> float:
    """Seconds until the run is finished. The documents, which other tasks print, are another row's."""
    kinds = {name: driver.served.service.tasks[name] for name in (PLAN, WORK)}
    worker = TaskRunner(kinds, driver.served.database.engine)
    began, spent = time.perf_counter(), time.process_time()
    while (await driver.read(f"billing-runs/{run_id}"))["state"] != "finished":
        await worker.run_due()
    of_each = (time.process_time() - spent) * 1000 / CUSTOMERS
    print(f"CPU {of_each:.1f} ms of the worker each", file=sys.stderr)
    return time.perf_counter() - began


async def run(servers: Servers) -> Sequence[Row]:
    """Draft and issue a month of all customers."""
    servers.start()
    async with serve(service, Settings, document_secret=_SECRET) as served:
        driver = await Driver.begin(served)
        runs = RunDriver(driver)
        july, august = (date(2026, 7, 1), date(2026, 7, 28)), (date(2026, 8, 1), date(2026, 8, 28))
        bare = await _bare(driver, await _fill(driver, july[1]), *july)
        await _fill(driver, august[1])
        asked = await runs.ask(first_day=str(august[0]), last_day=str(august[1]))
        drafting = await _done(driver, asked["id"])
        assert (await driver.read(f"billing-runs/{asked['id']}"))["counts"]["drafted"] == CUSTOMERS
        await runs.try_to(asked["id"], "issue", delivery="hand")
        issuing = await _done(driver, asked["id"])
        assert (await driver.read(f"billing-runs/{asked['id']}"))["counts"]["issued"] == CUSTOMERS
        began = time.perf_counter()
        for _ in range(10):
            await driver.read(f"billing-runs/{asked['id']}")
        shown = (time.perf_counter() - began) * 100
    return [
        Row(
            work=f"a run over {CUSTOMERS:,} customers: drafted",
            ours=CUSTOMERS / drafting,
            unit="/s",
            limit=bare,
            limit_of="drafted in bare SQL",
            goal=50,
            goal_ratio=0.1,
        ),
        Row(work="the same: issued", ours=CUSTOMERS / issuing, unit="/s", goal=50),
        Row(work="how far it is, shown", ours=shown, unit="ms", goal=100),
    ]
