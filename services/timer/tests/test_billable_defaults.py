"""What the flag of new time follows from: task or ticket, project, kind of work, customer."""

from typing import Any

import pytest

from database import new_id
from services.timer.tests.driver import Driver, reasons
from services.timer.tests.importing.jobs import report_of

EVENING = "2026-10-06T16:00:00Z"


@pytest.fixture
async def eva(driver: Driver) -> str:
    """A contact at the customer."""
    contacts = f"organizations/{driver.organization['id']}/contacts"
    contact_id: str = (await driver.create(contacts, name="Eva"))["id"]
    return contact_id


def flag(entry: dict[str, Any]) -> tuple[bool, str | None]:
    return entry["billable"], entry["billable_source"]


async def a_task(driver: Driver, *, billable: bool | None) -> dict[str, Any]:
    project_id = driver.project["id"]
    return await driver.create("tasks", name="Training", project_id=project_id, billable=billable)


async def test_a_task_goes_before_its_project(driver: Driver) -> None:
    task = await a_task(driver, billable=False)
    assert flag(await driver.record(task_id=task["id"])) == (False, "work_item")
    changed = await driver.change(f"tasks/{task['id']}", billable=None)
    assert (task["billable"], changed["billable"]) == (False, None)
    next_day = {"started_at": None, "work_date": "2026-10-07"}
    assert flag(await driver.record(task_id=task["id"], **next_day)) == (True, "project")


async def test_a_ticket_goes_before_its_project(driver: Driver, eva: str) -> None:
    ticket = await driver.ticket(eva, project_id=driver.project["id"], billable=False)
    entry = await driver.record(project_id=None, ticket_id=ticket["id"])
    assert (ticket["billable"], *flag(entry)) == (False, False, "work_item")
    (listed,) = await driver.list("tickets")
    assert listed["billable"] is False


async def test_the_project_goes_before_the_kind_of_work(driver: Driver) -> None:
    support = await driver.create("service-types", name="Support", billable=False)
    assert flag(await driver.record(service_type_id=support["id"])) == (True, "project")


async def test_the_kind_of_work_goes_before_the_customer(driver: Driver, eva: str) -> None:
    await driver.change(f"organizations/{driver.organization['id']}", billable=False)
    support = await driver.create("service-types", name="Support", billable=True)
    ticket = await driver.ticket(eva, service_type_id=support["id"])
    entry = await driver.record(project_id=None, ticket_id=ticket["id"])
    assert flag(entry) == (True, "service_type")


async def test_the_customer_decides_where_nothing_nearer_says(driver: Driver, eva: str) -> None:
    customer = await driver.change(f"organizations/{driver.organization['id']}", billable=False)
    ticket = await driver.ticket(eva)
    entry = await driver.record(project_id=None, ticket_id=ticket["id"])
    assert (customer["billable"], *flag(entry)) == (False, False, "organization")
    named = {"project_id": None, "organization_id": customer["id"], "work_date": "2026-10-07"}
    assert flag(await driver.record(**named)) == (False, "organization")


async def test_a_customer_that_was_merged_says_what_the_other_says(driver: Driver) -> None:
    double = await driver.create("organizations", name="Nordlys", billable=True)
    staying = await driver.change(f"organizations/{driver.organization['id']}", billable=False)
    merged = await driver.manager.post(
        f"/v1/organizations/{double['id']}/merge",
        json={"into_id": staying["id"]},
        headers={"If-Match": '"1"'},
    )
    assert merged.is_success, merged.text
    entry = await driver.record(project_id=None, organization_id=double["id"])
    assert flag(entry) == (False, "organization")


async def test_a_timer_takes_it_from_its_task(driver: Driver) -> None:
    task = await a_task(driver, billable=False)
    running = await driver.start(task_id=task["id"])
    assert flag(running["timer"]) == (False, "work_item")


async def test_sent_again_and_corrected_it_keeps_what_it_was_given(driver: Driver) -> None:
    task = await a_task(driver, billable=False)
    work = {"task_id": task["id"], "started_at": EVENING}
    first = await driver.record(entry_id := new_id(), **work)
    await driver.change(f"tasks/{task['id']}", billable=True)
    await driver.change(f"organizations/{driver.organization['id']}", billable=True)
    assert await driver.record(entry_id, **work) == first
    corrected = await driver.put_entry(entry_id, if_match='"1"', description="Fix", **work)
    assert corrected.json() == {**first, "version": 2, "description": "Fix"}


async def test_the_work_that_it_moves_to_decides_anew(driver: Driver) -> None:
    task = await a_task(driver, billable=False)
    await driver.record(entry_id := new_id())
    moved = await driver.put_entry(entry_id, if_match='"1"', task_id=task["id"])
    assert flag(moved.json()) == (False, "work_item")


@pytest.mark.parametrize("path", ["organizations", "tasks", "tickets"])
async def test_what_is_no_flag_is_refused(driver: Driver, path: str, eva: str) -> None:
    needed = {"tasks": {"project_id": driver.project["id"]}, "tickets": {"requester_id": eva}}
    body = {"name": "Training", "billable": "perhaps", **needed.get(path, {})}
    refused = await driver.manager.post(f"/v1/{path}", json=body)
    assert (refused.status_code, list(reasons(refused))) == (422, ["billable"])


async def test_an_import_without_the_flag_goes_the_same_way(driver: Driver) -> None:
    await a_task(driver, billable=False)
    await driver.create("organizations", name="Fjord", billable=False)
    text = (
        "User,Email,Client,Project,Task,Start date,Duration\n"
        "M,mette@example.dk,Nordlys ApS,Webshop,Training,2026-10-06,1:00:00\n"
        "M,mette@example.dk,Nordlys ApS,Webshop,,2026-10-07,1:00:00\n"
        "M,mette@example.dk,Fjord,,,2026-10-08,1:00:00\n"
    )
    await report_of(driver, text.encode())
    entries = await driver.list("time-entries")
    assert {one["work_date"]: one["billable"] for one in entries} == {
        "2026-10-06": False,
        "2026-10-07": True,
        "2026-10-08": False,
    }


async def test_an_export_says_it_of_customers_and_tasks(driver: Driver) -> None:
    await a_task(driver, billable=False)
    for noun, cell in (("organizations", ""), ("tasks", "No")):
        text = (await driver.manager.get(f"/v1/exports/{noun}.csv")).text
        header, row = text.splitlines()[:2]
        assert dict(zip(header.split(","), row.split(","), strict=True))["Billable"] == cell
