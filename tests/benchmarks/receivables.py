"""Receivables over a million invoices, of which 20,000 are open, beside the same sum in SQL over the open balances."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg

from database import new_id
from invoicing.api.access import current_time
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from testkit import serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds

INVOICES, OPEN, CUSTOMERS = 1_000_000, 20_000, 2_000
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
_CHUNK = 50_000
_CUSTOMERS = f"""
    INSERT INTO organizations (account_id, organization_id, version, name, language)
    SELECT '{{account}}', md5('customer' || i)::uuid, 1, 'Customer ' || i, 'en' FROM generate_series(0, {CUSTOMERS - 1}) i
"""
# Five years of invoices in the order of their days; the last of each are open, some of them long since.
_MADE = f"""
    WITH made AS (
        SELECT i, md5('invoice' || i)::uuid AS id, md5('payment' || i)::uuid AS paid_by,
            md5('customer' || i / 50 % {CUSTOMERS})::uuid AS organization_id, 1000 + i % 977 AS total,
            date '2021-11-20' + (i::bigint * 1826 / {INVOICES})::int AS day, i % {INVOICES // OPEN} = 0 AS open
        FROM generate_series({{first}}, {{last}}) i
    ), invoiced AS (
        INSERT INTO invoices (account_id, id, number, series, sequence, organization_id, issue_date, due_date, currency,
            language, seller, buyer, delivery, notes, reference, payment_instructions, seconds, subtotal, tax, total,
            previous_hash, hash, issued_at, issued_by)
        SELECT '{{account}}', id, '2026-' || i, '2026', i, organization_id, day, day + 14, 'DKK', 'en',
            '{{{{"name": "Studio Lind ApS", "vat_number": "DK87654321"}}}}', '{{{{"name": "Nordlys ApS"}}}}', 'email', '',
            '', 'Reg. 1234 Konto 0001234567', 3600, total * 0.8, total * 0.2, total, repeat('a', 64), repeat('b', 64),
            day + interval '9 hours', 'somebody' FROM made
    ), balanced AS (
        INSERT INTO balances (account_id, invoice_id, organization_id, issue_date, due_date, issued_at, currency, total,
            credited, credit_notes, allocated, differences, version)
        SELECT '{{account}}', id, organization_id, day, day + 14, day + interval '9 hours', 'DKK', total, 0, 0,
            CASE WHEN open THEN 0 ELSE total END, 0, 1 FROM made
    ), paid AS (
        INSERT INTO payments (account_id, id, organization_id, received_on, amount, currency, method, kind, reference,
            recorded_at, recorded_by, allocated)
        SELECT '{{account}}', paid_by, organization_id, day + 10, total, 'DKK', 'bank', 'cash', '',
            day + interval '250 hours', 'somebody', total FROM made WHERE NOT open
    )
    INSERT INTO allocations (account_id, id, payment_id, invoice_id, amount, allocated_at, version)
    SELECT '{{account}}', md5('allocation' || i)::uuid, paid_by, id, total, day + interval '250 hours', 1
    FROM made WHERE NOT open
"""
_BARE = """
    SELECT organization_id, currency, sum(total - credited - allocated) FILTER (WHERE due_date >= '2026-11-20'),
        sum(total - credited - allocated) FILTER (WHERE due_date BETWEEN '2026-10-21' AND '2026-11-19'),
        sum(total - credited - allocated) FILTER (WHERE due_date < '2026-10-21'), sum(total - credited - allocated)
    FROM balances WHERE account_id = $1 AND total - credited - allocated > 0 GROUP BY 1, 2
"""
_OCTOBER = {"as_of": "2026-10-31"}
ASKED: dict[str, tuple[str, dict[str, Any], int | None]] = {
    "a page of customers": ("receivables", {}, 200),
    "who is most overdue": ("receivables", {"sort": "overdue", "descending": True}, 200),
    "over 90 days late": ("receivables/invoices", {"age": "days_over_90"}, 200),
    "at the end of last month": ("receivables", _OCTOBER, 500),
    "at the end of last month, by dates": ("receivables", {**_OCTOBER, "by": "dated"}, 500),
    "how fast they are paid, by month": ("collection", {}, None),
}


async def run(servers: Servers) -> Sequence[Row]:
    """Read the report as the app does."""
    servers.start()
    async with serve(service, Settings, document_secret=new_id().hex) as served:
        served.app.dependency_overrides[current_time] = lambda: NOW
        driver = await Driver.begin(served)
        admin = await asyncpg.connect(served.urls.superuser)
        await fill(admin, driver)

        async def bare() -> None:
            assert await admin.fetch(_BARE, driver.account)

        limit = await milliseconds(bare, 7, warm_up=1)
        rows = [
            Row(
                work=f"receivables of {INVOICES:,} invoices, {OPEN:,} open: {name}",
                ours=await _read(driver, path, query),
                unit="ms",
                limit=limit,
                limit_of="bare SQL",
                goal=goal,
            )
            for name, (path, query, goal) in ASKED.items()
        ]
        await admin.close()
        return rows


async def fill(admin: asyncpg.Connection, driver: Driver) -> None:
    """Write the invoices, and the payments of most of them."""
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(_CUSTOMERS.format(account=driver.account))
    for first in range(1, INVOICES + 1, _CHUNK):
        about = {"account": driver.account, "first": first, "last": first + _CHUNK - 1}
        await admin.execute(_MADE.format(**about), timeout=600)
    for table in ("invoices", "balances", "payments", "allocations", "organizations"):
        await admin.execute(f"VACUUM ANALYZE {table}", timeout=600)


async def _read(driver: Driver, path: str, query: dict[str, Any]) -> float:
    return await milliseconds(lambda: driver.read(f"reports/{path}", **query), 7, warm_up=1)
