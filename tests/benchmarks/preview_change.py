"""Previews of a change of rates over 100,000 entries, beside reading the same entries with a bare query."""

import time
from collections.abc import Sequence

from sqlalchemy import text

from rates.main import service
from rates.settings import Settings
from services.rates.tests.change_driver import Changes, create, replace
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import references
from testkit import ACCOUNT, Served, serve
from tests.benchmarks.price_time import AGENTS, CUSTOMERS, KINDS, PROJECTS, analyze, set_rates
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

ENTRIES, SECONDS, ACTS = 100_000, 10, 300

# Each on a work item of some: so money is rounded on as many lines as an invoice with all of it would have.
_FILL = text("""
INSERT INTO time_entries (entry_id, version, live, work_item_id, project_id, organization_id, agent_id, service_type_id,
    work_date, seconds, billable, price_version, unpriced_reason)
SELECT gen_random_uuid(), 1, true, md5((n % 5000)::text)::uuid, (CAST(:projects AS uuid[]))[n % 20 + 1],
    (CAST(:customers AS uuid[]))[n / 20 % 20 + 1], (CAST(:agents AS uuid[]))[n / 400 % 20 + 1],
    (CAST(:kinds AS uuid[]))[n / 7 % 20 + 1], date '2026-01-01' + n % 300, 60 + n % 20000, true, 1, 'no-rate'
FROM generate_series(1, :entries) AS n
""")
_READ = text("""
SELECT work_item_id, project_id, organization_id, amount, count(*), sum(seconds), sum(seconds * amount)
FROM time_entries WHERE live AND billed_at IS NULL GROUP BY 1, 2, 3, 4
""")


async def run(servers: Servers) -> Sequence[Row]:
    """Preview another amount of the default rate, and hundreds of acts at once."""
    servers.start()
    async with serve(service, Settings) as served:
        driver = Driver(served, await served.as_("billing"))
        await set_rates(driver)
        [default, *_] = await driver.rates()
        for agent, project in zip(AGENTS, PROJECTS, strict=True):
            await driver.consume(*references(agent_id=agent, project_id=project))
        named = {"projects": PROJECTS, "customers": CUSTOMERS, "agents": AGENTS, "kinds": KINDS}
        async with served.database.transaction(ACCOUNT) as session:
            await session.execute(_FILL, {"entries": ENTRIES, **named})
        await analyze(served)
        one = [replace(default, "1050", "2026-01-01")]
        many = [
            create("900", agent_id=agent, project_id=project)
            for agent in AGENTS
            for project in PROJECTS[: ACTS // len(AGENTS)]
        ]
        bare = await _read(served)
        return [
            _row("1 act", await _preview(driver, one), bare),
            _row(f"{ACTS} acts", await _preview(driver, many), bare),
        ]


def _row(acts: str, ours: float, bare: float) -> Row:
    return Row(
        work=f"preview of a change of rates over {ENTRIES:,} entries, {acts}",
        ours=ours * 1000,
        unit="ms",
        limit=bare * 1000,
        limit_of="to read and sum the entries",
        goal=SECONDS * 1000,
    )


async def _preview(driver: Driver, acts: list[Json]) -> float:
    began = time.perf_counter()
    seen = await Changes(driver).preview(*acts)
    assert seen["figures"]["looked_at"]["entries"] >= ENTRIES // 2
    return time.perf_counter() - began


async def _read(served: Served) -> float:
    async with served.database.transaction(ACCOUNT) as session:
        began = time.perf_counter()
        (await session.execute(_READ)).all()
        return time.perf_counter() - began
