"""Pricing time again after a change of rates, in chunks, beside inserting as many bare rows; and of a new account."""

import time
from uuid import UUID

from database import new_id
from rates.main import service
from rates.settings import Settings
from services.rates.tests.driver import Driver
from testkit import ACCOUNT, OTHER_ACCOUNT, Served, serve
from tests.benchmarks.price_time import FILL, analyze
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

ENTRIES, ENTRIES_OF_THE_LARGE_ACCOUNT = 20_000, 200_000


async def run(servers: Servers) -> list[Row]:
    """Measure an account alone, then a new one beside a large one."""
    servers.start()
    async with serve(service, Settings) as served:
        rows = [await _row(served, ACCOUNT, "time priced again after a change of rates")]
        async with served.database.transaction(new_id()) as session:
            await session.execute(FILL, {"entries": ENTRIES_OF_THE_LARGE_ACCOUNT})
        await analyze(served)
        what = "the same of a new account beside one of 200,000 entries"
        return [*rows, await _row(served, OTHER_ACCOUNT, what)]


async def _row(served: Served, account: UUID, work: str) -> Row:
    driver = Driver(served, await served.as_("billing", account=account), account)
    begun = time.perf_counter()
    async with served.database.transaction(account) as session:
        await session.execute(FILL, {"entries": ENTRIES})
    bare = time.perf_counter() - begun
    begun = time.perf_counter()
    await driver.create_rate("1200")
    ours = time.perf_counter() - begun
    return Row(
        work=work,
        ours=ENTRIES / ours,
        unit="/s",
        limit=ENTRIES / bare,
        limit_of="bare insert",
    )
