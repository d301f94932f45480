"""A file of 100,000 rows from the request to the last entry, beside a bare COPY; how long timers of its agents wait
meanwhile, and how much memory it takes, beside a file of 10,000 rows.

What stands for the worker and the API are one process here: whatever holds up its loop is in the waits.
"""

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg

from services.timer.tests.driver import Driver, open_account
from testkit import Served, serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from timer.main import service
from timer.settings import Settings

ROWS, FEWER_ROWS, AGENTS, CUSTOMERS = 100_000, 10_000, 50, 40
GOAL_SECONDS, GOAL_WAIT_MS, GOAL_MB = 60.0, 100, 400
HEADER = (
    "Project,Client,Description,Task,User,Group,Email,Tags,Type,Billable,Invoiced,Start Date,Start Time,"
    "End Date,End Time,Duration (h),Duration (decimal)"
)


def file_of_rows(rows: int = ROWS) -> bytes:
    """The last 500 days of 50 people, which have four entries each; of this week, too, unless it began today."""
    lines = [HEADER]
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    for agent in range(AGENTS):
        name = "Mette Friis" if agent == 0 else f"Agent {agent}"
        email = "mette@example.dk" if agent == 0 else f"agent{agent}@example.dk"
        for number in range(rows // AGENTS):
            day = yesterday - timedelta(days=number // 4)
            hour, customer = 8 + number % 4 * 2, (agent + number) % CUSTOMERS
            lines.append(
                f"Project {customer % 7},Customer {customer},Step {number},Task {number % 5},{name},,{email},dev,Regular,"
                f"Yes,No,{day},{hour:02}:00:00,{day},{hour + 1:02}:30:00,1:30:00,1.50"
            )
    return "\n".join(lines).encode()


async def run(servers: Servers) -> list[Row]:
    """Import a small file and a large one, while an agent of both starts and stops timers and types time in."""
    servers.start()
    memory = {}
    for rows in (FEWER_ROWS, ROWS):
        async with serve(service, Settings, seal_secret="for measuring only") as served:
            driver = await open_account(served)
            began = (time.perf_counter(), time.process_time(), _of_readers())
            taken, waits = await _import(driver, file_of_rows(rows), rows)
            copied = await _copy(served)
        memory[rows] = _peak_mb()
        waits.sort()
        _, process, readers = began
        print(
            f"{rows:,} rows: processor time of this process {time.process_time() - process:.1f} s, of the reader's"
            f" {_of_readers() - readers:.1f} s; {len(waits)} acts, median {waits[len(waits) // 2] * 1000:.0f} ms,"
            f" slowest {waits[-1] * 1000:.0f} ms; peak memory: reader {memory[rows][1]:.0f} MB, this process"
            f" {memory[rows][0]:.0f} MB"
        )
    return [
        Row(work="import of 100,000 rows", ours=taken, unit="s", limit=copied, limit_of="bare COPY of them",
            goal=GOAL_SECONDS),
        Row(work="start, stop and entry meanwhile, 99th percentile", ours=waits[len(waits) * 99 // 100] * 1000, unit="ms",
            goal=GOAL_WAIT_MS),
        Row(work="memory of the reader of 100,000 rows", ours=memory[ROWS][1], unit="MB",
            limit=memory[FEWER_ROWS][1], limit_of="that of 10,000 rows", goal=GOAL_MB),
    ]  # fmt: skip


def _peak_mb() -> tuple[float, float]:
    """Of this process, and of the largest that it started."""
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    mine, readers = (resource.getrusage(who).ru_maxrss / 1024 for who in of)
    return mine, readers


def _of_readers() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _import(driver: Driver, data: bytes, rows: int) -> tuple[float, list[float]]:
    began = time.perf_counter()
    sent = await driver.manager.post("/v1/imports", content=data, params={"create_agents": "true"})
    url = f"/v1/imports/{sent.json()['id']}"
    running = asyncio.create_task(driver.timer.run_due())
    waits: list[float] = []
    while not running.done():
        await _work(driver, waits)
        await asyncio.sleep(0.1)
    await running
    taken = time.perf_counter() - began
    done = (await driver.manager.get(url)).json()
    assert (done["state"], done["rows_done"]) == ("done", rows), done["problem"]
    return taken, waits


async def _work(driver: Driver, waits: list[float]) -> None:
    """Start a timer, stop it after some seconds, type time in."""
    today = str(datetime.now(UTC).date())

    async def act(step: Callable[[], Awaitable[object]]) -> None:
        before = time.perf_counter()
        await step()
        waits.append(time.perf_counter() - before)

    await act(lambda: driver.start(project_id=driver.project["id"]))
    await driver.run_earlier(2)
    await act(driver.stop)
    await act(lambda: driver.record(work_date=today, seconds=1))


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
