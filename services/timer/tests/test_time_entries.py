"""Time entries with ids that clients make."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from services.timer.tests.driver import MORNING, Driver, slug

DAY_AFTER = str(datetime.now(UTC).date() + timedelta(days=3))


async def test_an_entry_takes_customer_and_billable_from_its_work(driver: Driver) -> None:
    task = await driver.manager.post(
        "/v1/tasks", json={"name": "Checkout", "project_id": driver.project["id"]}
    )
    response = await driver.put_entry(project_id=None, task_id=task.json()["id"])
    entry = response.json()
    assert entry["organization_id"] == driver.organization["id"]
    assert (entry["project_id"], entry["billable"]) == (driver.project["id"], True)
    assert (entry["state"], entry["work_date"]) == ("draft", "2026-10-06")


async def test_a_ticket_brings_the_customer_of_its_requester(driver: Driver) -> None:
    contacts = f"/v1/organizations/{driver.organization['id']}/contacts"
    eva = (await driver.manager.post(contacts, json={"name": "Eva"})).json()
    kind = (
        await driver.manager.post("/v1/service-types", json={"name": "Support", "billable": False})
    ).json()
    body = {"name": "Printer", "requester_id": eva["id"], "service_type_id": kind["id"]}
    ticket = (await driver.manager.post("/v1/tickets", json=body)).json()
    entry = (await driver.put_entry(project_id=None, ticket_id=ticket["id"])).json()
    assert entry["organization_id"] == driver.organization["id"]
    assert (entry["service_type_id"], entry["billable"]) == (kind["id"], False)


async def test_the_time_of_a_task_or_a_ticket_is_listed_alone(driver: Driver) -> None:
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    eva = await driver.create(f"organizations/{driver.organization['id']}/contacts", name="Eva")
    ticket = await driver.create("tickets", name="Printer", requester_id=eva["id"])
    on_task = await driver.record(task_id=task["id"])
    on_ticket = await driver.record(project_id=None, ticket_id=ticket["id"])
    await driver.record()
    assert await driver.list("time-entries", task_id=task["id"]) == [on_task]
    assert await driver.list("time-entries", ticket_id=ticket["id"]) == [on_ticket]


async def test_a_changed_draft_is_published_whole_with_a_higher_version(driver: Driver) -> None:
    entry_id = new_id()
    await driver.put_entry(entry_id, seconds=600)
    changed = await driver.put_entry(entry_id, if_match='"1"', seconds=900, billable=False)
    assert changed.headers["etag"] == '"2"'
    events = await driver.timer.published(TimeEntryRecorded)
    assert [(event.version, event.seconds, event.billable) for event in events] == [
        (1, 600, True),
        (2, 900, False),
    ]


async def test_the_task_or_the_ticket_is_published_as_the_work_item(driver: Driver) -> None:
    task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    path = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(path, name="Eva")
    ticket = await driver.create("tickets", name="Printer", requester_id=eva["id"])
    await driver.record(entry_id := new_id(), task_id=task["id"])
    on_ticket = {"project_id": None, "ticket_id": ticket["id"]}
    await driver.put_entry(entry_id, if_match='"1"', **on_ticket)
    await driver.put_entry(entry_id, if_match='"2"')
    events = await driver.timer.published(TimeEntryRecorded)
    items = [event.work_item_id and str(event.work_item_id) for event in events]
    assert items == [task["id"], ticket["id"], None]


async def test_a_moved_entry_changes_its_timesheet(driver: Driver) -> None:
    entry_id = new_id()
    first = (await driver.put_entry(entry_id, work_date="2026-10-06")).json()
    moved = (await driver.put_entry(entry_id, if_match='"1"', work_date="2026-10-13")).json()
    assert first["timesheet_id"] != moved["timesheet_id"]
    sheets = (await driver.agent.get("/v1/timesheets")).json()["items"]
    assert {one["first_day"]: one["seconds"] for one in sheets} == {
        "2026-10-05": 0,
        "2026-10-12": 3600,
    }


async def test_timed_entries_of_one_agent_do_not_overlap(driver: Driver) -> None:
    await driver.put_entry(started_at="2026-10-06T07:00:00Z", seconds=3600)
    hit = await driver.put_entry(started_at="2026-10-06T07:59:59Z", seconds=60)
    assert (hit.status_code, hit.json()["type"][-20:]) == (409, "time-entries-overlap")
    beside = await driver.put_entry(started_at="2026-10-06T08:00:00Z", seconds=60)
    assert beside.status_code == 200
    _, bo = await driver.another_agent()
    other = await driver.put_entry(client=bo, started_at="2026-10-06T07:00:00Z")
    assert other.status_code == 200


async def test_of_parallel_overlapping_entries_one_is_kept(driver: Driver) -> None:
    responses = await asyncio.gather(
        *(driver.put_entry(started_at=MORNING, seconds=100 + number) for number in range(8))
    )
    assert sorted(response.status_code for response in responses) == [200, *[409] * 7]


async def test_an_account_may_allow_overlaps(driver: Driver) -> None:
    assert (await driver.update_settings(allow_overlaps=True)).json()["version"] == 1
    for _ in range(2):
        await driver.record(started_at=MORNING)


async def test_the_work_date_is_the_local_date_of_the_start(driver: Driver) -> None:
    entry = (await driver.put_entry(started_at="2026-10-06T22:30:00Z")).json()
    assert (entry["work_date"], entry["time_zone"]) == ("2026-10-07", "Europe/Copenhagen")


async def test_bad_time_is_refused(driver: Driver) -> None:
    wrong: list[dict[str, Any]] = [
        {"seconds": 0},
        {"seconds": 86401},
        {"started_at": MORNING, "work_date": "2026-10-06"},
        {"started_at": "2026-10-06T07:00:00"},
        {"task_id": str(new_id())},
        {"organization_id": str(new_id())},
        {"time_zone": "Mars/Base"},
        *({"work_date": day} for day in ("1999-12-31", "2100-12-31", "9999-12-31", DAY_AFTER)),
        *({"started_at": f"{day}T12:00:00Z"} for day in ("1999-12-30", "2101-01-02", DAY_AFTER)),
        {"tags": ["tag"] * 51},
        {"colour": "red"},
    ]
    for body in wrong:
        response = await driver.put_entry(**body)
        assert slug(response) == (422, "invalid-input"), body
        assert response.json()["errors"], body
    assert await driver.list("time-entries") == []


async def test_a_deleted_draft_is_published_and_does_not_come_back(driver: Driver) -> None:
    entry_id = new_id()
    await driver.put_entry(entry_id)
    for _ in range(2):
        assert (await driver.delete_entry(entry_id)).status_code == 204
    (event,) = await driver.timer.published(TimeEntryDiscarded)
    assert (event.entry_id, event.version) == (entry_id, 2)
    assert (await driver.put_entry(entry_id)).status_code == 410


async def test_agents_never_see_or_touch_the_time_of_others(driver: Driver) -> None:
    entry_id = new_id()
    await driver.put_entry(entry_id)
    _, bo = await driver.another_agent()
    path = f"/v1/time-entries/{entry_id}"
    assert (await bo.get(path)).status_code == 404
    assert (await driver.delete_entry(entry_id, client=bo)).status_code == 404
    assert (await driver.put_entry(entry_id, client=bo)).status_code == 404
    assert (await bo.get("/v1/time-entries")).json()["items"] == []
    asked = {"agent_id": str(driver.agent_id)}
    assert (await bo.get("/v1/time-entries", params=asked)).status_code == 403
    assert (await bo.get("/v1/reports/work")).json()["seconds"] == 0


async def test_a_manager_records_time_for_an_agent(driver: Driver) -> None:
    body: dict[str, Any] = {"agent_id": str(driver.agent_id)}
    response = await driver.put_entry(client=driver.manager, **body)
    assert response.json()["agent_id"] == str(driver.agent_id)
    nobody = await driver.put_entry(client=driver.manager)
    assert nobody.json()["errors"][0]["field"] == "agent_id"


async def test_entries_are_filtered_by_day_and_customer(driver: Driver) -> None:
    await driver.put_entry(work_date="2026-10-06")
    await driver.put_entry(work_date="2026-10-07", project_id=None)
    for params, count in (
        ({"first_day": "2026-10-07"}, 1),
        ({"last_day": "2026-10-07"}, 2),
        ({"organization_id": driver.organization["id"]}, 1),
        ({"state": "approved"}, 0),
    ):
        items = (await driver.agent.get("/v1/time-entries", params=params)).json()["items"]
        assert len(items) == count, params


async def test_an_entry_belongs_to_its_agent_for_good(driver: Driver) -> None:
    entry_id = new_id()
    await driver.record(entry_id)
    bo, _ = await driver.another_agent()
    given_away = await driver.put_entry(entry_id, client=driver.manager, agent_id=str(bo))
    assert slug(given_away) == (404, "not-found")


async def test_time_for_an_agent_who_does_not_exist_is_refused(driver: Driver) -> None:
    refused = await driver.put_entry(client=driver.manager, agent_id=str(new_id()))
    assert refused.json()["errors"] == [{"field": "agent_id", "reason": "there is no such agent"}]


async def test_what_the_caller_says_of_the_work_goes_before_what_follows(driver: Driver) -> None:
    other = await driver.create("organizations", name="Fjord")
    entry = await driver.record(organization_id=other["id"], billable=False)
    assert (entry["organization_id"], entry["billable"]) == (other["id"], False)
    assert entry["project_id"] == driver.project["id"]


async def test_a_task_of_another_project_is_refused(driver: Driver) -> None:
    other = await driver.create("projects", name="Other")
    task = await driver.create("tasks", name="Checkout", project_id=other["id"])
    refused = await driver.put_entry(task_id=task["id"])
    assert refused.json()["errors"] == [
        {"field": "task_id", "reason": "the task belongs to another project"}
    ]


async def test_work_is_a_task_or_a_ticket(driver: Driver) -> None:
    both: dict[str, Any] = {"task_id": str(new_id()), "ticket_id": str(new_id())}
    refused = await driver.put_entry(**both)
    assert [error["field"] for error in refused.json()["errors"]] == ["ticket_id"]


async def test_a_deleted_entry_frees_its_place_in_the_day(driver: Driver) -> None:
    entry = await driver.record(started_at=MORNING)
    await driver.delete_entry(entry["id"])
    await driver.record(started_at=MORNING)


async def test_deleting_what_never_was_is_not_found(driver: Driver) -> None:
    assert slug(await driver.delete_entry(new_id())) == (404, "not-found")


async def test_entries_come_in_pages_in_the_order_of_their_ids(driver: Driver) -> None:
    made = sorted([(await driver.record(seconds=60 + n))["id"] for n in range(5)])
    first = (await driver.agent.get("/v1/time-entries", params={"limit": 2})).json()
    params = {"limit": 3, "cursor": first["next_cursor"]}
    second = (await driver.agent.get("/v1/time-entries", params=params)).json()
    assert [one["id"] for one in first["items"] + second["items"]] == made
    assert second["next_cursor"] is None


async def test_deleting_needs_the_version_that_was_read(driver: Driver) -> None:
    path = f"/v1/time-entries/{(await driver.record(entry_id := new_id()))['id']}"
    await driver.put_entry(entry_id, if_match='"1"', seconds=60)
    assert slug(await driver.agent.delete(path)) == (428, "precondition-required")
    assert slug(await driver.delete_entry(entry_id)) == (412, "changed-meanwhile")
    assert (await driver.delete_entry(entry_id, 2)).status_code == 204
    assert (await driver.delete_entry(entry_id, 2)).status_code == 204, "a repeat is harmless"


async def test_the_next_day_may_be_typed_in_already(driver: Driver) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert (await driver.record(work_date=str(tomorrow)))["work_date"] == str(tomorrow)
