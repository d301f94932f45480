"""10,000 entries on 100 drafts over HTTP, and issued, beside one SQL statement that inserts as many rows.

Each run bills a month of its own. History is billed time of the same customers from five years before; the cost must not
grow with it.
"""

import time
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text

from database import new_id
from invoicing.domain.grouping import GroupBy
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from testkit import serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

CUSTOMERS, EACH, YEARS = 100, 100, 5
ENTRIES = CUSTOMERS * EACH
_FILL = text("""
    INSERT INTO time_entries (account_id, entry_id, version, timesheet_id, agent_id, agent_name, organization_id,
        project_id, project_name, work_item_id, work_item_name, work_date, seconds, billable, description,
        approved_at, price_version, price_entry_version, priced_seconds, segments, currency, claimed_seconds)
    SELECT CAST(:account AS uuid), uuidv7(), 1, uuidv7(), uuidv7(), 'Mette Friis', o, o, 'Webshop', o, 'Checkout',
        CAST(:day AS date) - i % 28, 1800, true, 'Fix the pay button', now(), 1, 1, 1800,
        '[{"start": 0, "end": 1800, "hourly_rate": 1200}]', 'DKK', CAST(:claimed AS int)
    FROM unnest(CAST(:customers AS uuid[])) AS o, generate_series(1, :each) AS i
""")


async def run(servers: Servers) -> Sequence[Row]:
    """Draft and issue a month of each customer without history, then another with it."""
    servers.start()
    async with serve(service, Settings, document_secret=new_id().hex) as served:
        driver = await Driver.begin(served)
        customers = [new_id() for _ in range(CUSTOMERS)]
        await served.consume(*(driver.events.organization(one) for one in customers))
        bare = await filled(driver, customers, date(2026, 7, 28), 1, 0)
        fresh = await billed(driver, customers, date(2026, 7, 1), "entry")
        await filled(driver, customers, date(2026, 8, 28), 1, 0)
        by_day = await billed(driver, customers, date(2026, 8, 1), "day")
        for year in range(1, YEARS + 1):
            await filled(driver, customers, date(2026 - year, 9, 28), 12, 1800)
        await filled(driver, customers, date(2026, 9, 28), 1, 0)
        grown = await billed(driver, customers, date(2026, 9, 1), "entry")
    limit = ENTRIES / bare
    return [
        _row("10,000 entries on 100 drafts, issued: a line each", fresh, limit),
        _row("the same, a line for each day", by_day, limit),
        _row(f"a line each, after {YEARS} years", grown, limit),
    ]


def _row(work: str, seconds: float, limit: float) -> Row:
    ours = ENTRIES / seconds
    return Row(work=work, ours=ours, unit="/s", limit=limit, limit_of="rows inserted", goal=5000)


async def filled(
    driver: Driver, customers: list[UUID], day: date, times: int, claimed: int
) -> float:
    """Put entries straight into the table; returns the seconds that it took."""
    rows = {"account": driver.account, "customers": customers, "day": day, "claimed": claimed}
    began = time.perf_counter()
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(_FILL, {**rows, "each": EACH * times})
    return time.perf_counter() - began


async def billed(
    driver: Driver, customers: list[UUID], first_day: date, group_by: GroupBy
) -> float:
    """Draft each customer's month and issue it, one after the other, over HTTP; returns the seconds that it took."""
    period = {"first_day": str(first_day), "last_day": str(first_day.replace(day=28))}
    began = time.perf_counter()
    for customer in customers:
        draft = await driver.draft(organization_id=str(customer), group_by=group_by, **period)
        assert draft["seconds"] == EACH * 1800
        await driver.issue(draft["id"])
    return time.perf_counter() - began
