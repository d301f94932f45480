"""Imports as jobs: seen while they run, cancelled, begun again after a kill, and in nobody's way."""

import asyncio
from typing import Any

import pytest

from services.timer.tests.driver import Driver, slug
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import csv_of
from services.timer.tests.importing.jobs import PATH, carried_out, read, sent
from timer.store import import_jobs

METTE = "Mette Friis,mette@example.dk"


def line(day: int = 6, hour: int = 9, *, who: str = METTE, **cells: str) -> str:
    return factories.line(f"2026-10-{day:02} {hour:02}:00:00", who=who, **cells)


MONTH = csv_of(*(line(day, hour) for day in range(1, 29) for hour in range(8, 18)))


async def chunks(driver: Driver) -> int:
    async with driver.timer.database.transaction(driver.account_id) as session:
        found = await session.connection()
        result = await found.exec_driver_sql("SELECT count(*) FROM import_chunks")
        return int(result.scalar_one())


async def test_an_import_waits_for_a_worker_and_its_file_goes_with_its_end(driver: Driver) -> None:
    job = await sent(driver, MONTH)
    assert (job["state"], job["rows_total"], job["rows_done"]) == ("waiting", None, 0)
    assert await chunks(driver) == 1
    await driver.timer.run_due()
    done = await read(driver, job["id"])
    assert (done["state"], done["rows_total"], done["rows_done"]) == ("done", 280, 280)
    assert len(done["report"]["entry_ids"]) == 280
    assert done["ended_at"] is not None
    assert await chunks(driver) == 0
    (listed,) = await driver.list("imports")
    assert (listed["id"], listed["state"]) == (job["id"], "done")
    assert "report" not in listed


async def test_an_account_imports_one_file_at_a_time(driver: Driver) -> None:
    job = await sent(driver, MONTH)
    busy = await driver.manager.post(PATH, content=MONTH)
    assert slug(busy) == (429, "imports-busy")
    assert int(busy.headers["retry-after"]) > 0
    await driver.timer.run_due()
    assert (await read(driver, job["id"]))["state"] == "done"
    assert (await carried_out(driver, MONTH))["report"]["rows"]["unchanged"]["count"] == 280


async def test_an_import_that_waits_is_cancelled_and_nothing_is_done(driver: Driver) -> None:
    job = await sent(driver, MONTH)
    cancelled = (await driver.manager.post(f"{PATH}/{job['id']}/cancel")).json()
    assert (cancelled["state"], cancelled["report"]) == ("cancelled", None)
    assert await chunks(driver) == 0
    await driver.timer.run_due()
    assert (await read(driver, job["id"]))["state"] == "cancelled"
    assert await driver.list("time-entries") == []


class Paused:
    """Lets an import run until it has written its first rows, and then when it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go = asyncio.Event(), asyncio.Event()
        original = import_jobs.progress

        async def progress(session: Any, import_id: Any, *, total: int, done: int) -> bool:
            told = await original(session, import_id, total=total, done=done)
            if done:
                self.reached.set()
                # its transaction is still open then, so what it told is committed first
                await session.commit()
                await self.go.wait()
            return told

        monkeypatch.setattr(import_jobs, "progress", progress)
