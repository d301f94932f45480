"""Files that come again, overlap, or come late: nothing is imported twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts import Event
from contracts.timer import TimeEntryRecorded
from services.timer.tests.driver import Driver
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import EVA, METTE, csv_of, october_line
from services.timer.tests.importing.jobs import (
    PATH,
    counts,
    everything,
    imported,
    read,
)


async def test_a_second_run_changes_nothing(driver: Driver) -> None:
    rows = (october_line(), october_line(), october_line(hour=12))
    first = await imported(driver, *rows)
    before = await everything(driver.manager)
    published: list[Event] = await driver.timer.published()
    second = await imported(driver, *rows)
    assert counts(second) == {"unchanged": 3}
    assert second["rows"]["unchanged"]["seconds"] == first["rows"]["create"]["seconds"]
    assert second["entry_ids"] == []
    assert await everything(driver.manager) == before
    assert await driver.timer.published() == published


async def test_files_that_overlap_in_time_add_nothing_twice(driver: Driver) -> None:
    await imported(driver, october_line(5), october_line(6), october_line(6))
    second = await imported(driver, october_line(6), october_line(6), october_line(7))
    assert counts(second) == {"create": 1, "unchanged": 2}
    report = (await driver.manager.get("/v1/reports/work")).json()
    assert report["seconds"] == 4 * 3600


async def test_imports_of_one_file_at_once_import_it_once(driver: Driver) -> None:
    rows = [october_line(day) for day in range(5, 10)] + [october_line(who=EVA)]

    async def patiently() -> dict[str, Any]:
        while True:
            response = await driver.manager.post(
                PATH, content=csv_of(*rows), params={"create_agents": "true"}
            )
            if response.status_code != 429:
                await driver.timer.run_due()
                job = await read(driver, response.json()["id"])
                report: dict[str, Any] = job["report"]
                return report
            assert int(response.headers["retry-after"]) > 0
            await asyncio.sleep(0.1)

    reports = await asyncio.gather(*(patiently() for _ in range(4)))
    assert sum(report["rows"]["create"]["count"] for report in reports) == 6
    assert sum(report["rows"]["unchanged"]["count"] for report in reports) == 18
    assert len(await driver.timer.published(TimeEntryRecorded)) == 6
    created = await everything(driver.manager)
    assert [agent["name"] for agent in created["agents"]].count("Eva Holm") == 1
    assert [one["name"] for one in created["organizations"]].count("Havn & Co") == 1


async def test_a_deleted_entry_does_not_come_back_by_itself(driver: Driver) -> None:
    (entry_id,) = (await imported(driver, october_line()))["entry_ids"]
    await driver.delete_entry(entry_id, client=driver.manager)
    assert counts(await imported(driver, october_line())) == {"unchanged": 1}
    assert (await driver.manager.get("/v1/time-entries")).json()["items"] == []


async def test_conflicts_are_shown_and_change_nothing(driver: Driver) -> None:
    await imported(driver, october_line(5), october_line(6))
    await driver.put_entry(started_at="2026-10-07T09:30:00Z")
    before = await everything(driver.manager)
    again = await imported(
        driver,
        october_line(5, tags="urgent"),
        october_line(6, duration="00:30:00"),
        october_line(7),
    )
    kinds = {kind: tally["count"] for kind, tally in again["conflicts_by_kind"].items()}
    assert kinds == {"changed": 1, "probably_edited": 1, "overlaps_existing": 1}
    assert await everything(driver.manager) == before


async def test_work_that_vanished_from_the_file_is_named_and_kept(driver: Driver) -> None:
    first = await imported(driver, october_line(hour=9), october_line(hour=12))
    again = await imported(driver, october_line(hour=9))
    (missing,) = again["missing_in_file"]
    assert missing["entry_id"] in first["entry_ids"]
    assert len((await driver.manager.get("/v1/time-entries")).json()["items"]) == 2


async def test_a_week_that_was_handed_in_takes_no_more_rows(driver: Driver) -> None:
    await imported(driver, october_line(6))
    (sheet,) = (await driver.agent.get("/v1/timesheets")).json()["items"]
    await driver.submit(sheet)
    late = await imported(driver, october_line(6), october_line(7), october_line(13))
    assert counts(late) == {"create": 1, "unchanged": 1, "conflicts": 1}
    assert list(late["conflicts_by_kind"]) == ["timesheet_closed"]


async def test_rows_of_archived_work_inactive_agents_and_days_to_come_are_conflicts(
    driver: Driver,
) -> None:
    await imported(driver, october_line(6))
    (portal,) = [one for one in await driver.list("projects") if one["name"] == "Portal"]
    await driver.change(f"projects/{portal['id']}", archived=True)
    late = await imported(driver, october_line(6), october_line(7))
    assert counts(late) == {"unchanged": 1, "conflicts": 1}
    assert list(late["conflicts_by_kind"]) == ["archived_work"]
    await driver.change(f"projects/{portal['id']}", archived=False)
    ahead = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d 09:00:00")
    future = await imported(driver, factories.line(ahead, who=METTE))
    assert list(future["conflicts_by_kind"]) == ["in_the_future"]
    await driver.change(f"agents/{driver.agent_id}", active=False)
    gone = await imported(driver, october_line(6), october_line(7))
    assert counts(gone) == {"unchanged": 1, "conflicts": 1}
    assert list(gone["conflicts_by_kind"]) == ["inactive_agent"]


async def test_imported_time_that_is_deleted_leaves_nothing_in_its_project(driver: Driver) -> None:
    """An import has sums of its own; whoever deletes its entry takes the time from others."""
    await imported(driver, october_line(6), october_line(7, 10))
    (project,) = [one for one in await driver.list("projects") if one["name"] == "Portal"]
    path = f"/v1/projects/{project['id']}/progress"
    before = (await driver.manager.get(path)).json()
    assert before["progress"]["logged_seconds"] == 7200
    for entry in await driver.list("time-entries"):
        deleted = await driver.delete_entry(entry["id"], client=driver.manager)
        assert deleted.status_code == 204, deleted.text
    after = (await driver.manager.get(path)).json()
    assert after["progress"]["logged_seconds"] == 0
    await driver.change(f"projects/{project['id']}", budget_seconds=3600, overspend="refuse")
    again = await driver.put_entry(project_id=project["id"], work_date="2026-10-08", seconds=3600)
    assert again.status_code == 200, again.text
