"""Imports as jobs: seen while they run, cancelled, begun again after a kill, and in nobody's way."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from database import new_id
from services.timer.tests.driver import Driver, slug
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import METTE, csv_of, october_line
from services.timer.tests.importing.jobs import PATH, carried_out, preview, read, sent
from timer.commands import apply_plan, importing
from timer.commands.apply_plan import PlanWriter

WEB = {"client": "Nordlys ApS", "project": "Web"}
MONTH = csv_of(*(october_line(day, hour, **WEB) for day in range(1, 29) for hour in range(8, 18)))


async def chunks(driver: Driver) -> int:
    async with driver.timer.database.transaction(driver.account_id) as session:
        return int((await session.scalar(text("SELECT count(*) FROM import_chunks"))) or 0)


async def run_at_once(driver: Driver) -> None:
    """Also what waits for its next attempt, or for the end of the lease of a process that is gone."""
    async with driver.timer.database.transaction(across_accounts=True) as session:
        await session.execute(
            text(
                "UPDATE scheduled_tasks SET due_at = now(), lease_until = lease_until - interval '1 hour'"
            )
        )
    await driver.timer.run_due()


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


async def test_who_imported_which_file_is_listed_the_newest_first(driver: Driver) -> None:
    for name in ("july.csv", "august.csv"):
        await carried_out(driver, MONTH, file_name=name)
    await carried_out(driver, MONTH)
    first = (await driver.manager.get(PATH, params={"limit": 2})).json()
    params = {"limit": 2, "cursor": first["next_cursor"]}
    second = (await driver.manager.get(PATH, params=params)).json()
    assert [(one["file_name"], one["by"]) for one in first["items"] + second["items"]] == [
        (None, "boss"),
        ("august.csv", "boss"),
        ("july.csv", "boss"),
    ]
    assert second["next_cursor"] is None


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


@dataclass
class Halfway:
    """An import that has written rows, and goes on when it is told to."""

    job: dict[str, Any]
    running: asyncio.Task[int]
    go: asyncio.Event

    async def end(self, driver: Driver) -> dict[str, Any]:
        self.go.set()
        await self.running
        return await read(driver, self.job["id"])


@asynccontextmanager
async def halfway(driver: Driver, data: bytes, **params: Any) -> AsyncIterator[Halfway]:
    """An import whose transaction stays open, all its rows but the newest written, and none of its sheets locked."""
    written, go = asyncio.Event(), asyncio.Event()

    async def wait(*arguments: Any) -> None:
        written.set()
        await go.wait()
        await end(*arguments)

    end = importing._end
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "_end", wait)
        patch.setattr(apply_plan, "ROWS_AT_ONCE", 1)
        patch.setattr(importing, "ROWS_PER_TELLING", 1)
        job = await sent(driver, data, **params)
        running = asyncio.create_task(driver.timer.run_due())
        try:
            await asyncio.wait_for(written.wait(), 60)
            yield Halfway(job, running, go)
        finally:
            go.set()
            if not running.cancelled():
                await running


async def test_everybody_works_on_while_rows_of_their_weeks_are_written(driver: Driver) -> None:
    """Timers start and stop, entries are typed in and changed, in the very week that the import writes into."""
    today = datetime.now(UTC).date()
    week = [today - timedelta(days=back) for back in range(today.weekday() + 1)]
    data = csv_of(*(factories.line(f"{day} 00:00:00", "00:00:01", who=METTE) for day in week))
    async with halfway(driver, data) as imported:
        began = time.monotonic()
        await driver.start(project_id=driver.project["id"])
        await driver.timer_began(datetime.now(UTC) - timedelta(minutes=1))
        await driver.stop()
        await driver.record(work_date=str(today), seconds=600)
        taken = time.monotonic() - began
        running = await read(driver, imported.job["id"])
        assert (running["state"], running["rows_done"]) == ("running", len(week) - 1)
        # all or nothing: its rows are not seen before it is done
        assert len(await driver.list("time-entries")) == 2
        assert (await imported.end(driver))["state"] == "done"
    assert len(await driver.list("time-entries")) == 2 + len(week)
    assert taken < 30


async def test_a_timer_is_stopped_while_the_same_hours_are_imported(driver: Driver) -> None:
    """The newest rows are written last, so the timer waits for none; the import looks again and keeps it."""
    await driver.update_settings(time_zone="UTC")
    await driver.start(project_id=driver.project["id"])
    await driver.run_earlier(3600)
    start = (datetime.now(UTC) - timedelta(minutes=30)).replace(microsecond=0, tzinfo=None)
    old = factories.line("2026-10-06 09:00:00", who=METTE)
    same = factories.line(str(start), "00:00:01", who=METTE)
    async with halfway(driver, csv_of(same, old)) as imported:
        began = time.monotonic()
        stopped = await driver.stop()
        taken = time.monotonic() - began
        assert stopped.status_code == 200, stopped.text
        assert (await imported.end(driver))["state"] == "running"
    await run_at_once(driver)
    report = (await read(driver, imported.job["id"]))["report"]
    assert report["conflicts_by_kind"]["overlaps_existing"]["count"] == 1
    assert report["rows"]["create"]["count"] == 1
    assert taken < 30


async def test_an_import_that_runs_is_cancelled_and_nothing_is_done(driver: Driver) -> None:
    published = len(await driver.timer.published())
    async with halfway(driver, MONTH) as imported:
        response = await driver.manager.post(f"{PATH}/{imported.job['id']}/cancel")
        assert response.json()["state"] == "cancelled"
        assert (await imported.end(driver))["state"] == "cancelled"
    assert await driver.list("time-entries") == []
    assert len(await driver.timer.published()) == published
    assert (await carried_out(driver, MONTH))["state"] == "done"


async def test_a_week_that_is_handed_in_meanwhile_makes_the_import_look_again(
    driver: Driver,
) -> None:
    await driver.record(work_date="2026-10-06", seconds=600)
    sheet = await driver.sheet("2026-10-05")
    async with halfway(driver, MONTH) as imported:
        await driver.submit(sheet)
        job = await imported.end(driver)
    assert job["state"] == "running"
    await run_at_once(driver)
    report = (await read(driver, job["id"]))["report"]
    assert report["conflicts_by_kind"]["timesheet_closed"]["count"] == 70
    assert report["rows"]["create"]["count"] == 210


async def test_work_that_is_typed_in_meanwhile_is_not_there_twice(driver: Driver) -> None:
    one = csv_of(october_line(6, 9))
    seen = await preview(driver.manager, one)
    await driver.record(started_at="2026-10-06T09:30:00Z", seconds=600)
    job = await carried_out(driver, one, token=seen["token"])
    assert (job["state"], job["problem"]["type"]) == ("failed", "urn:honorar:problem:data-moved")
    again = await carried_out(driver, one)
    assert list(again["report"]["conflicts_by_kind"]) == ["overlaps_existing"]


async def test_an_import_whose_process_is_killed_begins_again(driver: Driver) -> None:
    async with halfway(driver, MONTH) as imported:
        imported.running.cancel()
        with suppress(asyncio.CancelledError):
            await imported.running
    assert (await read(driver, imported.job["id"]))["state"] == "running"
    assert await driver.list("time-entries") == []
    await run_at_once(driver)
    done = await read(driver, imported.job["id"])
    assert (done["state"], done["rows_done"]) == ("done", 280)
    assert len(done["report"]["entry_ids"]) == 280


async def test_what_cannot_be_done_at_all_is_told_at_the_end(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(PlanWriter, "create_missing", broken)
    job = await sent(driver, MONTH)
    for _ in range(3):
        await run_at_once(driver)
    failed = await read(driver, job["id"])
    assert (failed["state"], failed["problem"]["status"]) == ("failed", 500)
    assert await chunks(driver) == 0


async def test_a_budget_that_refuses_more_refuses_the_file_and_nobody_waits_for_it(
    driver: Driver,
) -> None:
    web = await driver.create("projects", name="Web", organization_id=driver.organization["id"])
    await driver.change(f"projects/{web['id']}", budget_seconds=3600 * 290, overspend="refuse")
    async with halfway(driver, MONTH) as imported:
        began = time.monotonic()
        await driver.record(work_date="2026-10-06", seconds=3600 * 11, project_id=web["id"])
        assert time.monotonic() - began < 30
        refused = await imported.end(driver)
    assert refused["state"] == "failed"
    assert refused["problem"]["type"].endswith(":project-budget-spent")
    assert len(await driver.list("time-entries")) == 1
    await driver.change(f"projects/{web['id']}", overspend="warn")
    assert (await carried_out(driver, MONTH))["state"] == "done"


# Whom names mean, and what columns hold


async def test_whom_a_file_means_is_said_once(driver: Driver) -> None:
    data = csv_of(october_line(who="M. Friis,", client="Nordlys"))
    assert (await preview(driver.manager, data))["unknown_agents"] != []
    params: dict[str, Any] = {
        "people": f"{driver.agent_id}:M. Friis",
        "customers": f"{driver.organization['id']}:Nordlys",
    }
    first = await carried_out(driver, data, **params)
    assert first["report"]["rows"]["create"]["count"] == 1
    assert first["report"]["to_create"]["organizations"] == []
    (entry,) = await driver.list("time-entries")
    assert entry["agent_id"] == str(driver.agent_id)
    assert entry["organization_id"] == driver.organization["id"]
    later = await carried_out(driver, csv_of(october_line(7, who="m.  friis,", client="NORDLYS")))
    assert later["report"]["rows"]["create"]["count"] == 1
    assert (await carried_out(driver, data))["report"]["rows"]["unchanged"]["count"] == 1


@pytest.mark.parametrize(
    "params", [{"people": f"{new_id()}:Mette"}, {"customers": f"{new_id()}:X"}]
)
async def test_nobody_of_another_account_is_meant(driver: Driver, params: dict[str, Any]) -> None:
    job = await carried_out(driver, MONTH, **params)
    assert (job["state"], job["problem"]["status"]) == ("failed", 422)
    assert [error["field"] for error in job["problem"]["errors"]] == list(params)


async def test_what_columns_hold_is_remembered_by_the_set_of_headers(driver: Driver) -> None:
    data = b"Worker,Day,Worked,Issue\nMette Friis,2026-10-06,1.5,WEB-1\n"
    assert slug(await driver.manager.post(f"{PATH}/preview", content=data)) == (
        422,
        "unknown-source",
    )
    columns = {"who": "Worker", "start_date": "Day", "hours": "Worked", "description": "Issue"}
    body = {"name": "worklog", "headers": ["Issue", "Worked", "Day", "Worker"], "columns": columns}
    made = await driver.manager.post("/v1/import-mappings", json=body)
    assert made.status_code == 201, made.text
    assert slug(await driver.manager.post("/v1/import-mappings", json=body)) == (409, "name-taken")
    done = await carried_out(driver, data)
    assert (done["report"]["source"], done["report"]["totals"]["stored_seconds"]) == (
        "worklog",
        5400,
    )
    (entry,) = await driver.list("time-entries")
    assert entry["description"] == "WEB-1"
    await driver.manager.delete(f"/v1/import-mappings/{made.json()['id']}")
    assert slug(await driver.manager.post(f"{PATH}/preview", content=data)) == (
        422,
        "unknown-source",
    )
