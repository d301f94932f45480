"""A change of rates that touches many entries, worked off beside new ones in one process, as a worker does.

`BENCH_REPRICED` is how many it touches. As many have been billed before, which re-pricing must not look at.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import quantiles
from uuid import UUID

import httpx
from sqlalchemy import TextClause, text

from rates.main import service
from rates.settings import Settings
from service_runtime.process import freeze_what_stays
from services.rates.tests.driver import Driver, rate_body
from services.rates.tests.factories import recorded
from tasks import TaskRunner
from testkit import ACCOUNT, Served, serve, until
from tests.benchmarks.processor_time import seconds_so_far
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

ENTRIES = int(os.environ.get("BENCH_REPRICED", "200000"))
AGENTS = [UUID(int=number) for number in range(1, 101)]
KIND_OF_WORK = UUID(int=1000)
NEW_ENTRY_EVERY_SECONDS = 0.05

_FILL = text("""
INSERT INTO time_entries (entry_id, version, live, organization_id, project_id, agent_id, service_type_id, work_date,
    seconds, billable, price_version, rule_id, amount, currency, billed_at)
SELECT gen_random_uuid(), 1, true, gen_random_uuid(), gen_random_uuid(),
    (CAST(:agents AS uuid[]))[1 + number % cardinality(CAST(:agents AS uuid[]))], :kind_of_work,
    date '2026-01-01' + number % 300, 3000, true, 1, :rule_id, 1000, 'DKK', CAST(:billed_at AS timestamptz)
FROM generate_series(1, :entries) AS number
""")
_REPRICED = text("SELECT count(*) FROM prices WHERE price_version > 1")
_DONE = text(
    "SELECT (count(*) = 0)::int FROM scheduled_tasks WHERE kind = 'reprice' AND state <> 'done'"
)


@dataclass(frozen=True)
class Change:
    """What a change of rates took: entries that have another price, seconds, and those of the processor."""

    entries: int
    seconds: float
    processor_seconds: float

    @property
    def processor_us(self) -> float:
        """Of each entry."""
        return self.processor_seconds * 1e6 / self.entries


async def run(servers: Servers) -> list[Row]:
    """Change the rate of one agent, alone, then that of all others, while new time comes."""
    servers.start()
    async with serve(service, Settings) as served:
        driver = Driver(served, await served.as_("billing"))
        await driver.create_rate("900")
        rule = await driver.create_rate("1000", service_type_id=KIND_OF_WORK)
        await _fill(served, rule["id"])
        await driver.create_rate(
            "1100", agent_id=AGENTS[1]
        )  # known from now on, and plans are made
        freeze_what_stays()
        body = rate_body("1200", agent_id=AGENTS[1], service_type_id=KIND_OF_WORK)
        of_one = await _change(served, driver.client.post("/v1/rates", json=body))
        match = {"If-Match": f'"{rule["version"]}"'}
        async with _new_entries(served) as waits:
            end = {"valid_to": "2026-01-01"}  # its first day
            ended = driver.client.patch(f"/v1/rates/{rule['id']}", json=end, headers=match)
            of_all = await _change(served, ended)
    p99 = quantiles(waits, n=100)[-1] * 1000
    rate = of_all.entries / of_all.seconds
    return [
        Row(work=f"{of_all.entries:,} entries priced again, beside new ones", ours=rate, unit="/s"),
        Row(work="a new entry's price meanwhile, p99", ours=p99, unit="ms", goal=1000),
        Row(
            work=f"{of_one.entries:,} of them priced again: processor time of each",
            ours=of_one.processor_us,
            unit="µs",
            limit=of_all.processor_us,
            limit_of="when it is all",
            goal_ratio=2,
        ),
    ]


async def _fill(served: Served, rule_id: str) -> None:
    """As many entries that are not billed as were billed, at 1000 by the rule of their kind of work."""
    values = {"agents": AGENTS, "kind_of_work": KIND_OF_WORK, "rule_id": UUID(rule_id)}
    async with served.database.transaction(ACCOUNT) as session:
        for billed_at in (datetime.now(UTC), None):
            await session.execute(_FILL, {**values, "entries": ENTRIES, "billed_at": billed_at})


async def _change(served: Served, request: Awaitable[httpx.Response]) -> Change:
    """Have rates changed, and wait until what that touches has its price."""
    before, spent, begun = (
        await _count(served, _REPRICED),
        await seconds_so_far(served.urls.superuser),
        time.perf_counter(),
    )
    runner = TaskRunner(served.service.tasks, served.database.engine, dsn=served.urls.app)
    running = asyncio.create_task(runner.run())
    (await request).raise_for_status()
    await until(lambda: _count(served, _DONE), within=3600, every=0.5)
    seconds = time.perf_counter() - begun
    cost = await seconds_so_far(served.urls.superuser) - spent
    await runner.stop()
    await running
    return Change(await _count(served, _REPRICED) - before, seconds, cost)


async def _count(served: Served, query: TextClause) -> int:
    async with served.database.transaction(ACCOUNT) as session:
        return int((await session.execute(query)).scalar_one())


@asynccontextmanager
async def _new_entries(served: Served) -> AsyncIterator[list[float]]:
    """Time that is recorded every moment; how many seconds each entry waited for its price."""
    waits: list[float] = []
    ending = asyncio.Event()

    async def record_all() -> None:
        while not ending.is_set():
            begun = time.perf_counter()
            await served.consume(recorded(agent_id=AGENTS[0], service_type_id=KIND_OF_WORK))
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(max(0.0, NEW_ENTRY_EVERY_SECONDS - waits[-1]))

    recording = asyncio.create_task(record_all())
    try:
        yield waits
    finally:
        ending.set()
        await recording
