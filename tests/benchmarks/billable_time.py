"""Billable time at 1.2 million entries, a page with its sums and the conservation report, beside the plain sum in SQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from database import Database, new_id
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from testkit import serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds

CUSTOMERS, EACH = 200, 6000
_SUM = text("SELECT organization_id, sum(seconds) FROM time_entries WHERE billable GROUP BY 1")
CHUNK = 25_000
_BEFORE = (
    "ALTER TABLE claims DROP CONSTRAINT claimed_once",
    """
    INSERT INTO drafts SELECT '{account}', CAST(md5('draft' || i) AS uuid), 1, CAST(md5('customer' || i) AS uuid), NULL,
        NULL, 'entry', 'DKK', 'da', '', '', 'standard', 25, now(), 'somebody' FROM generate_series(0, 49) AS i
    """,
)
_CHUNK = """
    WITH made AS (
        INSERT INTO time_entries (account_id, entry_id, version, timesheet_id, agent_id, agent_name, organization_id,
            project_id, project_name, work_item_id, work_item_name, work_date, seconds, billable, description,
            approved_at, price_version, price_entry_version, priced_seconds, segments, currency, claimed_seconds)
        SELECT '{account}', uuidv7(), 1, uuidv7(), uuidv7(), 'Mette Friis',
            CAST(md5('customer' || i % {customers}) AS uuid), uuidv7(), 'Webshop', uuidv7(), 'Checkout',
            date '2021-10-01' + CAST(i::bigint * 1825 / {count} AS int), 1800, true, 'Fix the pay button', now(), 1, 1,
            1800, '[{{"start": 0, "end": 1800, "hourly_rate": 1200}}]', 'DKK',
            CASE WHEN i > {count} * 0.98 THEN 0 ELSE 1800 END
        FROM generate_series({first}, {last}) AS i
        RETURNING account_id, organization_id, entry_id, work_date, claimed_seconds
    )
    INSERT INTO claims (account_id, invoice_id, line_id, entry_id, seconds, price_version, billed_seconds)
    SELECT account_id, CASE WHEN work_date > '2026-08-10' AND d.id IS NOT NULL THEN d.id ELSE
        CAST(md5('invoice' || organization_id || date_trunc('month', work_date)) AS uuid) END, uuidv7(), entry_id,
        '[0,1800)', 1, 1800
    FROM made LEFT JOIN drafts d USING (account_id, organization_id) WHERE claimed_seconds > 0
"""
_AFTER = """
    INSERT INTO time_totals SELECT account_id, organization_id, work_date, 0, sum(seconds), 0, sum(claimed_seconds)
    FROM time_entries GROUP BY 1, 2, 3
"""


async def run(servers: Servers) -> Sequence[Row]:
    """Read first pages as the app does: all, of a state, of a customer, of a month."""
    servers.start()
    async with serve(service, Settings, document_secret=new_id().hex) as served:
        driver = await Driver.begin(served)
        count = CUSTOMERS * EACH
        about = {"account": driver.account, "customers": CUSTOMERS, "count": count}
        await driver.tamper(*(one.format(**about) for one in _BEFORE))
        for first in range(1, count + 1, CHUNK):
            chunk = about | {"first": first, "last": first + CHUNK - 1}
            await driver.tamper(_CHUNK.format(**chunk))
        await driver.tamper(_AFTER)
        await driver.as_owner("ANALYZE")
        customer = await some_customer(served.database, driver.account)
        limit = await summed(served.database, driver.account)
        month = {"first_day": "2026-09-01", "last_day": "2026-09-30"}
        asked: dict[str, dict[str, str]] = {
            "all": {},
            "ready": {"state": "ready"},
            "unpriced": {"state": "unpriced"},
            "on drafts": {"state": "claimed"},
            "billed": {"state": "billed"},
            "a customer's": {"organization_id": str(customer)},
            "a month's": month,
            "a month's on drafts": month | {"state": "claimed"},
        }
        took = {name: await read(driver, query) for name, query in asked.items()}
        counted = await conserved(driver)
        took["by customer"] = await milliseconds(lambda: driver.read("billable-time/customers"), 7)
    pages = [
        Row(
            work=f"page of billable time, {name}",
            ours=ms,
            unit="ms",
            limit=limit,
            limit_of="plain sum",
            goal=200,
        )
        for name, ms in took.items()
    ]
    return [*pages, conservation_row(counted, limit)]


def conservation_row(ms: float, limit: float) -> Row:
    """The report that counts every second where it is; nothing that is kept is believed."""
    return Row(
        work="conservation report, 1.2 million entries and claims",
        ours=ms,
        unit="ms",
        limit=limit,
        limit_of="plain sum",
    )


async def conserved(driver: Driver) -> float:
    """The median of some conservation reports, in milliseconds."""
    return await milliseconds(lambda: driver.read("reports/conservation"), 3)


async def read(driver: Driver, query: dict[str, str]) -> float:
    """The median of some reads, in milliseconds."""
    return await milliseconds(lambda: driver.read("billable-time", limit=100, **query), 7)


async def summed(database: Database, account: UUID) -> float:
    """The median time of the plain sum, in milliseconds."""
    async with database.transaction(account) as session:
        return await milliseconds(lambda: session.execute(_SUM), 3)


async def some_customer(database: Database, account: UUID) -> UUID:
    """One of the customers."""
    async with database.transaction(account) as session:
        found: UUID = (
            await session.scalar(text("SELECT organization_id FROM time_entries LIMIT 1"))
            or new_id()
        )
        return found
