"""Entries are moved and edited in sets, by the rules of a single edit, and cut in two without losing a second."""

import asyncio
from typing import Any

import httpx
import pytest

from contracts.timer import TimeEntryRecorded
from database import new_id
from services.timer.tests.driver import MORNING, Driver, as_read, slug


async def change(
    driver: Driver,
    *entries: dict[str, Any],
    client: httpx.AsyncClient | None = None,
    **changes: Any,
) -> httpx.Response:
    read = [{"id": one["id"], "version": one["version"]} for one in entries]
    body = {"entries": read, "changes": changes}
    return await (client or driver.agent).post("/v1/time-entries/change", json=body)


async def split(driver: Driver, entry: dict[str, Any], **body: Any) -> httpx.Response:
    url = f"/v1/time-entries/{entry['id']}/split"
    return await driver.agent.post(url, json={"id": str(new_id()), **body}, headers=as_read(entry))


async def three(driver: Driver) -> list[dict[str, Any]]:
    return [await driver.record(work_date=f"2026-10-{day:02}") for day in (6, 7, 14)]


async def test_entries_of_several_weeks_move_to_other_work_and_take_its_customer(
    driver: Driver,
) -> None:
    other = await driver.create("organizations", name="Sydlys")
    project = await driver.create(
        "projects", name="App", organization_id=other["id"], billable=False
    )
    entries = await three(driver)
    moved = await change(driver, *entries, project_id=project["id"])
    assert moved.status_code == 200, moved.text
    for one in moved.json()["items"]:
        assert (one["project_id"], one["organization_id"]) == (project["id"], other["id"])
        assert (one["billable"], one["version"]) == (False, 2)
    assert moved.json()["items"] == await driver.list("time-entries")


async def test_what_is_not_sent_stays(driver: Driver) -> None:
    entry = await driver.record(description="Menu", tags=["a"], billable=False)
    (changed,) = (await change(driver, entry, description="Footer")).json()["items"]
    assert changed == entry | {"description": "Footer", "version": 2}
    (changed,) = (await change(driver, changed, tags=["b"])).json()["items"]
    assert changed == entry | {"description": "Footer", "tags": ["b"], "version": 3}


async def test_a_task_brings_its_project_and_its_kind_of_work_or_leaves_the_entrys(
    driver: Driver,
) -> None:
    design, support = [
        (await driver.create("service-types", name=name))["id"] for name in ("Design", "Support")
    ]
    task = {"project_id": driver.project["id"]}
    plain = await driver.create("tasks", name="Logo", **task)
    helped = await driver.create("tasks", name="Help", service_type_id=support, **task)
    entry = await driver.record(service_type_id=design)
    (moved,) = (await change(driver, entry, task_id=plain["id"])).json()["items"]
    assert (moved["task_id"], moved["service_type_id"]) == (plain["id"], design)
    (moved,) = (await change(driver, moved, task_id=helped["id"])).json()["items"]
    assert (moved["project_id"], moved["service_type_id"]) == (driver.project["id"], support)
    (moved,) = (await change(driver, moved, task_id=None)).json()["items"]
    assert (moved["project_id"], moved["task_id"]) == (driver.project["id"], None)


async def test_a_refusal_names_each_entry_and_changes_none(driver: Driver) -> None:
    fine, stale, closed = await three(driver)
    await driver.put_entry(stale["id"], if_match='"1"', seconds=60)
    await driver.submit(await driver.sheet("2026-10-12"))
    missing = {"id": str(new_id()), "version": 1}
    refused = await change(driver, fine, stale, closed, missing, billable=False)
    assert slug(refused) == (409, "entries-refused")
    reasons = {one["field"]: one["reason"] for one in refused.json()["errors"]}
    assert reasons.keys() == {stale["id"], closed["id"], missing["id"]}
    assert "changed-meanwhile" in reasons[stale["id"]]
    assert "timesheet-closed" in reasons[closed["id"]]
    assert all(one["billable"] for one in await driver.list("time-entries"))


async def test_archived_work_is_refused_for_each(driver: Driver) -> None:
    project = await driver.create("projects", name="Old")
    await driver.change(f"projects/{project['id']}", archived=True)
    entries = await three(driver)
    refused = await change(driver, *entries, project_id=project["id"])
    assert slug(refused) == (409, "entries-refused")
    assert len(refused.json()["errors"]) == 3


async def test_agents_change_their_own_time_and_managers_anybodys(driver: Driver) -> None:
    _, other = await driver.another_agent()
    entry = await driver.record()
    refused = await change(driver, entry, client=other, billable=False)
    assert "there is no such time entry" in refused.json()["errors"][0]["reason"]
    assert (await change(driver, entry, client=driver.manager, billable=False)).status_code == 200


async def test_a_repeat_is_answered_with_what_is_stored(driver: Driver) -> None:
    entries = await three(driver)
    await change(driver, *entries, billable=False)
    (first, *_) = await driver.list("time-entries")
    await driver.put_entry(first["id"], if_match='"2"', seconds=60)
    again = await change(driver, *entries, billable=False)
    assert again.json()["items"] == await driver.list("time-entries")
    assert [one["version"] for one in again.json()["items"]] == [3, 2, 2]


async def test_a_change_of_nothing_publishes_nothing(driver: Driver) -> None:
    entry = await driver.record()
    (same,) = (await change(driver, entry, billable=True)).json()["items"]
    assert same == entry
    assert len(await driver.timer.published(TimeEntryRecorded)) == 1


async def test_the_same_entry_with_two_versions_is_refused(driver: Driver) -> None:
    entry = await driver.record()
    refused = await change(driver, entry, entry | {"version": 2}, billable=False)
    assert refused.status_code == 422


async def test_parallel_changes_of_the_same_entries_make_one_winner(driver: Driver) -> None:
    entries = await three(driver)
    answers = await asyncio.gather(
        *(
            change(driver, *entries[::step], description=f"{step} {n}")
            for step in (1, -1)
            for n in (1, 2)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_many_cost_as_many_statements_as_one(driver: Driver) -> None:
    entries = [await driver.record(work_date=f"2026-10-{day:02}") for day in range(1, 29)]
    with driver.statements() as one:
        await change(driver, entries[0], description="x")
    with driver.statements() as many:
        assert (await change(driver, *entries[1:], description="x")).status_code == 200
    assert one.count == many.count == 6, str(many)


async def test_an_entry_is_cut_where_the_second_begins(driver: Driver) -> None:
    entry = await driver.record(started_at=MORNING, seconds=3600, description="Menu")
    task = await driver.create("tasks", name="Logo", project_id=driver.project["id"])
    changes = {"task_id": task["id"], "description": "Logo"}
    answer = await split(driver, entry, at="2026-10-06T07:20:00Z", changes=changes)
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["first"], answer.json()["second"]
    assert first == entry | {"seconds": 1200, "version": 2}
    assert (second["seconds"], second["started_at"]) == (2400, "2026-10-06T07:20:00Z")
    assert (second["task_id"], second["description"]) == (task["id"], "Logo")
    assert await driver.list("time-entries") == sorted([first, second], key=lambda one: one["id"])


async def test_the_second_part_belongs_to_the_day_and_week_in_which_it_begins(
    driver: Driver,
) -> None:
    entry = await driver.record(started_at="2026-10-11T21:00:00Z", seconds=7200)
    second = (await split(driver, entry, seconds=3600)).json()["second"]
    assert (entry["work_date"], second["work_date"]) == ("2026-10-11", "2026-10-12")
    assert second["timesheet_id"] != entry["timesheet_id"]


async def test_an_entry_without_a_start_is_cut_after_seconds_only(driver: Driver) -> None:
    entry = await driver.record(seconds=100)
    assert slug(await split(driver, entry, at=MORNING)) == (422, "invalid-input")
    for seconds in (100, 101):
        assert (await split(driver, entry, seconds=seconds)).status_code == 422
    parts = (await split(driver, entry, seconds=99)).json()
    assert (parts["first"]["seconds"], parts["second"]["seconds"]) == (99, 1)


@pytest.mark.parametrize("at", [MORNING, "2026-10-06T08:00:00Z", "2026-10-06T09:00:00Z"])
async def test_a_cut_lies_inside(driver: Driver, at: str) -> None:
    entry = await driver.record(started_at=MORNING, seconds=3600)
    refused = await split(driver, entry, at=at)
    assert refused.json()["errors"] == [{"field": "at", "reason": "must lie inside the entry"}]


async def test_a_repeated_split_cuts_once_also_after_later_changes(driver: Driver) -> None:
    entry = await driver.record(seconds=3600)
    second_id = str(new_id())
    parts = (await split(driver, entry, id=second_id, seconds=600)).json()
    assert (await split(driver, entry, id=second_id, seconds=600)).json() == parts
    assert slug(await split(driver, entry, seconds=60)) == (412, "changed-meanwhile")
    await driver.delete_entry(second_id)
    again = (await split(driver, entry, id=second_id, seconds=600)).json()
    assert again == {"first": parts["first"], "second": None}


async def test_a_split_needs_a_new_id_and_a_draft(driver: Driver) -> None:
    entry, other = await driver.record(seconds=60), await driver.record()
    assert slug(await split(driver, entry, id=other["id"], seconds=6)) == (409, "time-entry-exists")
    assert slug(await split(driver, entry, id=entry["id"], seconds=6)) == (409, "time-entry-exists")
    await driver.submit(await driver.sheet())
    assert slug(await split(driver, entry, seconds=6)) == (409, "timesheet-closed")


async def test_a_budget_that_is_used_up_does_not_keep_its_time_from_being_cut(
    driver: Driver,
) -> None:
    entry = await driver.record(seconds=3600)
    path = f"projects/{driver.project['id']}"
    await driver.change(path, budget_seconds=1800, overspend="refuse")
    assert (await split(driver, entry, seconds=600)).status_code == 200
    elsewhere = await driver.record(seconds=3600, project_id=None)
    back = {"changes": {"project_id": driver.project["id"]}}
    refused = await split(driver, elsewhere, seconds=600, **back)
    assert slug(refused) == (409, "project-budget-spent")


async def test_a_split_is_a_known_number_of_statements(driver: Driver) -> None:
    entry = await driver.record(seconds=3600)
    with driver.statements() as statements:
        await split(driver, entry, seconds=600)
    assert statements.count == 7, str(statements)
