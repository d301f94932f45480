"""How long re-pricing 10,000 entries takes after a change of rates, beside inserting as many bare rows.

python -m services.rates.benchmarks.repricing
"""

import asyncio
import time

from sqlalchemy import text

from database import new_id
from rates.main import service
from rates.settings import Settings
from services.rates.tests.driver import Driver
from testkit import ACCOUNT, serve

ENTRIES = 10_000
_FILL = text("""
INSERT INTO time_entries (entry_id, version, live, organization_id, agent_id, work_date, seconds, billable)
SELECT gen_random_uuid(), 1, true, :organization, gen_random_uuid(), date '2026-03-01' + number % 28, 3000, true
FROM generate_series(1, :entries) AS number
""")


async def main() -> None:
    """Run it and print the figures."""
    async with serve(service, Settings) as served:
        driver = Driver(served, await served.as_("billing"))
        begun = time.perf_counter()
        async with served.database.transaction(ACCOUNT) as session:
            await session.execute(_FILL, {"organization": new_id(), "entries": ENTRIES})
        bare = time.perf_counter() - begun
        begun = time.perf_counter()
        await driver.create_rate("1200")
        repricing = time.perf_counter() - begun
        print(f"bare insert of {ENTRIES:,} rows: {bare:.2f} s")
        print(f"re-pricing them: {repricing:.2f} s, {repricing / bare:.1f} × the bare insert")


asyncio.run(main())
