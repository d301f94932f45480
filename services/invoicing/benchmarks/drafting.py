"""How long it takes to draft and issue 10,000 entries as 100 invoices, beside the bare limit of the database.

    PYTHONPATH=. python services/invoicing/benchmarks/drafting.py [years of history]

History is billed time of the same customers from earlier; the cost of drafting must not grow with it.
"""

import asyncio
import sys
import time
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from database import new_id
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import PERIOD
from testkit import serve

CUSTOMERS, EACH = 100, 100
_FILL = text("""
    INSERT INTO time_entries (account_id, entry_id, version, timesheet_id, agent_id, agent_name, organization_id,
        project_id, project_name, work_item_id, work_item_name, work_date, seconds, billable, description,
        approved_at, price_version, price_entry_version, hourly_rate, currency, claimed_seconds)
    SELECT CAST(:account AS uuid), uuidv7(), 1, uuidv7(), uuidv7(), 'Mette Friis', o, o, 'Webshop', o, 'Checkout',
        CAST(:day AS date), 1800, true, 'Fix the pay button', now(), 1, 1, 1200, 'DKK', CAST(:claimed AS int)
    FROM unnest(CAST(:customers AS uuid[])) AS o, generate_series(1, :each)
""")


async def main(years: int) -> None:
    """Run it and print the figures."""
    async with serve(service, Settings, document_secret=new_id().hex) as served:
        driver = await Driver.begin(served)
        customers = [new_id() for _ in range(CUSTOMERS)]
        await served.consume(*(driver.events.organization(one) for one in customers))
        for year in range(1, years + 1):
            await fill(driver, customers, date(2026, 9, 28) - timedelta(days=365 * year), 12, 1800)
        began = time.perf_counter()
        await fill(driver, customers, date(2026, 9, 28), 1, 0)
        bare = time.perf_counter() - began
        await analyze(driver)
        drafts, drafting = await drafted(driver, customers)
        issuing = await issued(driver, drafts)
        print(f"history: {years * 12 * EACH * CUSTOMERS:,} entries")
        print(f"bare insert of 10,000 rows: {bare:.2f} s")
        print(
            f"100 drafts of 10,000 entries: {drafting:.2f} s, {drafting / bare:.1f} × the bare insert"
        )
        print(f"100 issued with PDF: {issuing:.2f} s, {issuing * 10:.0f} ms each")


async def fill(driver: Driver, customers: list[UUID], day: date, times: int, claimed: int) -> None:
    """Put entries straight into the table."""
    rows = {"account": driver.account, "customers": customers, "day": day, "claimed": claimed}
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(_FILL, {**rows, "each": EACH * times})


async def analyze(driver: Driver) -> None:
    """Let the planner know, as autovacuum would."""
    await driver.as_owner("ANALYZE")


async def drafted(driver: Driver, customers: list[UUID]) -> tuple[list[str], float]:
    """Draft each customer's month, one after the other, over HTTP."""
    began, ids = time.perf_counter(), []
    for customer in customers:
        body = {"organization_id": str(customer), "group_by": "entry", **PERIOD}
        ids.append((await driver.client.post("/v1/invoices", json=body)).json()["id"])
    return ids, time.perf_counter() - began


async def issued(driver: Driver, drafts: list[str]) -> float:
    """Issue each draft, one after the other, over HTTP."""
    began = time.perf_counter()
    for draft in drafts:
        await driver.issue(draft)
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
