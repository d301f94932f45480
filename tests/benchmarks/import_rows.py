"""A file of 100,000 rows from the request to the last entry, and how long a timer waits meanwhile, beside a bare COPY."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta

import asyncpg

from services.timer.tests.driver import Driver, open_account
from testkit import Served, serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from timer.main import service
from timer.settings import Settings

ROWS, AGENTS, CUSTOMERS = 100_000, 50, 40
GOAL_SECONDS = 60.0
HEADER = (
    "Project,Client,Description,Task,User,Group,Email,Tags,Type,Billable,Invoiced,Start Date,Start Time,"
    "End Date,End Time,Duration (h),Duration (decimal)"
)


def file_of_rows() -> bytes:
    """Two and a half years of 50 people, whose days have four entries each."""
    per_agent = ROWS // AGENTS
    lines = [HEADER]
    for agent in range(AGENTS):
        name = "Mette Friis" if agent == 0 else f"Agent {agent}"
        email = "mette@example.dk" if agent == 0 else f"agent{agent}@example.dk"
        for number in range(per_agent):
            day = date(2024, 6, 3) + timedelta(days=number // 4 + number // 20 * 2)
            hour, customer = 8 + number % 4 * 2, (agent + number) % CUSTOMERS
            lines.append(
                f"Project {customer % 7},Customer {customer},Step {number},Task {number % 5},{name},,{email},dev,Regular,"
                f"Yes,No,{day},{hour:02}:00:00,{day},{hour + 1:02}:30:00,1:30:00,1.50"
            )
    return "\n".join(lines).encode()


async def run(servers: Servers) -> list[Row]:
    """Import the file with a worker while an agent starts timers and types time in."""
    servers.start()
    async with serve(service, Settings) as served:
        driver = await open_account(served)
        data = file_of_rows()
        began = time.perf_counter()
        seen = await driver.manager.post(
            "/v1/imports/preview", content=data, params={"create_agents": "true"}, timeout=240
        )
        preview = time.perf_counter() - began
        assert seen.json()["rows"]["create"]["count"] == ROWS, seen.text[:2000]
        taken, waits = await _import(driver, data)
        copied = await _copy(served)
    slowest, median = max(waits), sorted(waits)[len(waits) // 2]
    print(
        f"preview {preview:.1f} s; {len(waits)} starts and entries, median {median * 1000:.0f} ms"
    )
    return [
        Row(work="import of 100,000 rows", ours=taken, unit="s", limit=copied, limit_of="bare COPY of them",
            goal=GOAL_SECONDS),
        Row(work="the slowest start of a timer or entry meanwhile", ours=slowest * 1000, unit="ms", goal=2_000),
    ]  # fmt: skip


async def _import(driver: Driver, data: bytes) -> tuple[float, list[float]]:
    began = time.perf_counter()
    sent = await driver.manager.post("/v1/imports", content=data, params={"create_agents": "true"})
    url = f"/v1/imports/{sent.json()['id']}"
    running = asyncio.create_task(driver.timer.run_due())
    waits: list[float] = []
    while not running.done():
        today = str(datetime.now(UTC).date())
        for step in (
            driver.start(project_id=driver.project["id"]),
            driver.record(work_date=today, seconds=60),
        ):
            before = time.perf_counter()
            await step
            waits.append(time.perf_counter() - before)
        await asyncio.sleep(0.1)
    await running
    taken = time.perf_counter() - began
    done = (await driver.manager.get(url)).json()
    assert (done["state"], done["rows_done"]) == ("done", ROWS), done["problem"]
    return taken, waits


async def _copy(served: Served) -> float:
    """The stored entries into a table with the same columns, and no index, constraint or event."""
    connection = await asyncpg.connect(served.urls.superuser)
    try:
        await connection.execute("CREATE TABLE bare (LIKE time_entries)")
        rows = await connection.fetch("SELECT * FROM time_entries WHERE source = 'clockify'")
        began = time.perf_counter()
        await connection.copy_records_to_table("bare", records=[tuple(row) for row in rows])
        return time.perf_counter() - began
    finally:
        await connection.close()
