"""Prices from their records to rows, beside a bare insert of as many rows with their inbox."""

import json
import time
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from database import new_id
from invoicing.main import service
from invoicing.settings import Settings
from messaging import Record
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import EventFactory, approved_entry
from testkit import Served, serve
from testkit.records import record
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

BATCH, BATCHES = 1000, 10
_BARE = text("""
    WITH inbox AS (
        INSERT INTO bare_inbox SELECT * FROM unnest(CAST(:ids AS uuid[])) ON CONFLICT DO NOTHING
    )
    INSERT INTO bare_prices
    SELECT * FROM unnest(CAST(:account AS uuid[]), CAST(:entry AS uuid[]), CAST(:version AS int[]), CAST(:rate AS text[]))
""")


async def run(servers: Servers) -> Sequence[Row]:
    """Keep prices of approved hours and of hours that are still to come."""
    servers.start()
    async with serve(service, Settings, document_secret=new_id().hex) as served:
        driver = await Driver.begin(served)
        made = [approved_entry(driver.organization_id, 1800) for _ in range(BATCH * BATCHES)]
        for start in range(0, len(made), 500):
            await served.consume(driver.events.timesheet(*made[start : start + 500]))
        prices = [record(driver.events.price(one)) for one in made]
        limit = await bare(served, prices)
        after_hours = await kept(served, prices)
        others = EventFactory(new_id())
        before_hours = await kept(
            served, [record(others.price(approved_entry(None))) for _ in made]
        )
    limit_of = "bare inserts"
    return [
        _row("prices kept, after their hours", after_hours, limit, limit_of),
        _row("prices kept, before their hours", before_hours, limit, limit_of),
    ]


def _row(work: str, ours: float, limit: float, limit_of: str) -> Row:
    return Row(work=work, ours=ours, unit="/s", limit=limit, limit_of=limit_of, goal=7000)


async def kept(served: Served, prices: Sequence[Record]) -> float:
    """Prices per second through the service's own dispatch, inbox and handler."""
    began = time.perf_counter()
    for start in range(0, len(prices), BATCH):
        await served.process(prices[start : start + BATCH])
    return len(prices) / (time.perf_counter() - began)


async def bare(served: Served, prices: Sequence[Record]) -> float:
    """Prices per second that are decoded and inserted, a batch in one statement and transaction."""
    driver = Driver(served, new_id(), await served.client(), new_id())
    await driver.as_owner(
        "CREATE TABLE bare_inbox (id uuid PRIMARY KEY)",
        "CREATE TABLE bare_prices (account uuid, entry uuid, version int, rate text, PRIMARY KEY (account, entry))",
        "GRANT ALL ON bare_inbox, bare_prices TO PUBLIC",
    )
    began = time.perf_counter()
    for start in range(0, len(prices), BATCH):
        found = [json.loads(one.value or b"") for one in prices[start : start + BATCH]]
        rows = {
            "ids": [new_id() for _ in found],
            "account": [UUID(one["account_id"]) for one in found],
            "entry": [UUID(one["entry_id"]) for one in found],
            "version": [one["version"] for one in found],
            "rate": [one["segments"][0]["hourly_rate"] for one in found],
        }
        async with served.database.transaction(driver.account) as session:
            await session.execute(_BARE, rows)
    return len(prices) / (time.perf_counter() - began)
