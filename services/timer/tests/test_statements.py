"""How many SQL statements the main commands execute: nothing is read that the transaction knows."""

from collections.abc import Awaitable
from typing import Any

import httpx
import pytest

from database import new_id
from services.timer.tests.driver import BOSS, MORNING, Driver, versions
from testkit import count_statements

ACCOUNT = 1
"""Each transaction begins, enters its account, and holds the lock that its endpoint names."""
OUTBOX = 1


@pytest.fixture
def costs(driver: Driver) -> Any:
    """Checks that a request succeeds with just so many statements."""

    async def check(request: Awaitable[httpx.Response], expected: int) -> dict[str, Any]:
        with count_statements(driver.timer.database) as statements:
            response = await request
        assert response.is_success, response.text
        assert statements.count == expected, str(statements)
        found: dict[str, Any] = response.json() if response.content else {}
        return found

    return check


async def test_recording_time_reads_agent_work_and_entry_and_writes_into_the_week(
    driver: Driver, costs: Any
) -> None:
    entry_id = new_id()
    await costs(driver.put_entry(entry_id, started_at=MORNING), ACCOUNT + 2)
    change = driver.put_entry(entry_id, if_match='"1"', seconds=60)
    await costs(change, ACCOUNT + 3)
    await costs(driver.put_entry(entry_id, if_match='"1"', seconds=60), ACCOUNT + 1)
    change = driver.put_entry(entry_id, if_match='"2"', project_id=None)
    await costs(change, ACCOUNT + 3)
    await costs(driver.delete_entry(entry_id, 3), ACCOUNT + 3)


async def test_a_timer_is_started_stopped_and_replaced(driver: Driver, costs: Any) -> None:
    work = {"project_id": driver.project["id"]}
    await costs(driver.agent.post("/v1/timer/start", json=work), ACCOUNT + 5)
    await driver.run_earlier(600)
    await costs(driver.stop(), ACCOUNT + 4 + OUTBOX)
    await driver.start()
    await driver.run_earlier(60)
    await costs(driver.agent.post("/v1/timer/start", json={}), ACCOUNT + 5 + OUTBOX)
    await costs(driver.agent.delete("/v1/timer"), ACCOUNT + 2)


async def test_a_week_is_submitted_rejected_and_approved(driver: Driver, costs: Any) -> None:
    for _ in range(20):
        await driver.record()
    sheet = await driver.sheet()
    await costs(driver.submit(sheet), ACCOUNT + 5 + OUTBOX)
    sheet = await driver.sheet()
    await costs(driver.reject(sheet), ACCOUNT + 3 + OUTBOX)
    await driver.submit(await driver.sheet())
    sheet = await driver.sheet()
    await costs(driver.approve(sheet), ACCOUNT + 5 + OUTBOX)


async def test_many_weeks_cost_as_much_as_one(driver: Driver, costs: Any) -> None:
    for day in range(1, 29):
        await driver.record(work_date=f"2026-10-{day:02}")
    sheets = versions(*await driver.list("timesheets"))
    submit = driver.agent.post("/v1/timesheets/submit", json=sheets)
    await costs(submit, ACCOUNT + 5 + OUTBOX)
    boss = await driver.client("manager", agent_id=BOSS)
    sheets = versions(*await driver.list("timesheets"))
    approve = boss.post("/v1/timesheets/approve", json=sheets)
    await costs(approve, ACCOUNT + 5 + OUTBOX)


async def test_master_data_is_written_as_it_came(driver: Driver, costs: Any) -> None:
    manager = driver.manager
    found_by = 1
    made = await costs(
        manager.post("/v1/organizations", json={"name": "A"}), ACCOUNT + 2 + found_by + OUTBOX
    )
    url = f"/v1/organizations/{made['id']}"
    await costs(manager.patch(url, json={"name": "B"}), ACCOUNT + 4 + found_by + OUTBOX)
    await costs(manager.patch(url, json={"name": "B"}), ACCOUNT + 2)
    await costs(manager.patch(url, json={"notes": "Late"}), ACCOUNT + 4 + OUTBOX)
    domains = {"email_domains": ["b.example", "c.example"]}
    await costs(manager.patch(url, json=domains), ACCOUNT + 5 + found_by + OUTBOX)
    await costs(manager.get("/v1/organizations", params={"search": "b"}), ACCOUNT + 3)
    eva = {"name": "Eva", "billing": True}
    await costs(manager.post(f"{url}/contacts", json=eva), ACCOUNT + 4 + found_by + OUTBOX)
    bo = {"name": "Bo", "time_zone": "UTC", "email": "b@x.dk", "aliases": ["c@x.dk"]}
    await costs(manager.post("/v1/agents", json=bo), ACCOUNT + 3 + OUTBOX)


async def test_who_moves_is_locked_read_written_and_published(driver: Driver, costs: Any) -> None:
    web, design = [(await driver.create("teams", name=name))["id"] for name in ("Web", "Design")]
    body = {"agent_id": str(driver.agent_id), "first_day": "2026-01-01"}
    join = driver.manager.post(f"/v1/teams/{web}/members", json=body)
    await costs(join, ACCOUNT + 4 + OUTBOX)
    lent = {**body, "first_day": "2026-03-01", "last_day": "2026-03-31", "move": True}
    move = driver.manager.post(f"/v1/teams/{design}/members", json=lent)
    made = await costs(move, ACCOUNT + 5 + OUTBOX)
    url = f"/v1/teams/{design}/members/{made['id']}"
    await costs(driver.manager.patch(url, json={"last_day": "2026-03-30"}), ACCOUNT + 5 + OUTBOX)
    await costs(driver.manager.get(f"/v1/teams/{web}/members"), ACCOUNT + 1)


async def test_capacity_is_as_many_reads_for_all_as_for_one(driver: Driver, costs: Any) -> None:
    period = {"first_day": "2026-01-01", "last_day": "2026-12-31"}
    for name in ("Bo", "Eva", "Ida"):
        await driver.another_agent(name)
    await costs(driver.manager.get("/v1/capacity", params=period), ACCOUNT + 4)


async def test_a_ticket_is_made_changed_and_merged_by_what_it_refers_to(
    driver: Driver, costs: Any
) -> None:
    contacts = f"organizations/{driver.organization['id']}/contacts"
    eva = (await driver.create(contacts, name="Eva"))["id"]
    body = {"name": "Printer", "requester_id": eva}
    shown = 1
    create = driver.agent.post("/v1/tickets", json=body)
    made = await costs(create, ACCOUNT + 2 + OUTBOX + shown)
    url = f"/v1/tickets/{made['id']}"
    change = driver.agent.patch(url, json={"status": "open"})
    await costs(change, ACCOUNT + 3 + OUTBOX + shown)
    await costs(driver.agent.patch(url, json={"status": "open"}), ACCOUNT + 1 + shown)
    rename = driver.agent.patch(url, json={"name": "Scanner"})
    await costs(rename, ACCOUNT + 4 + OUTBOX + shown)
    other = await driver.create("tickets", **body)
    into = {"into_id": other["id"]}
    merge = driver.agent.post(f"{url}/merge", json=into, headers={"If-Match": '"3"'})
    await costs(merge, ACCOUNT + 3 + OUTBOX + shown)


async def test_a_task_is_moved_by_one_position_and_parts_without_room_all_at_once(
    driver: Driver, costs: Any
) -> None:
    project = {"project_id": driver.project["id"]}
    parts = [await driver.create("tasks", name=name, position=1, **project) for name in "ABCDE"]

    async def move(part: dict[str, Any], before: dict[str, Any] | None, expected: int) -> Any:
        body = {"parent_id": None, "before_id": before and before["id"]}
        url, read = f"/v1/tasks/{part['id']}/move", {"If-Match": f'"{part["version"]}"'}
        return await costs(driver.manager.post(url, json=body, headers=read), expected)

    read, written = 4, 1 + OUTBOX
    moved = await move(parts[0], None, ACCOUNT + read + written)
    await move(moved, None, ACCOUNT + read)
    others = 2
    await move(parts[4], parts[2], ACCOUNT + read + others + written)
    tree = 1
    body = {"parent_id": parts[3]["id"], "before_id": None}
    beneath = driver.manager.post(
        f"/v1/tasks/{moved['id']}/move", json=body, headers={"If-Match": '"3"'}
    )
    await costs(beneath, ACCOUNT + read + tree + written)


async def test_settings_are_locked_read_written_and_published(driver: Driver, costs: Any) -> None:
    body = {"time_zone": "UTC", "currency": "DKK"}
    change = driver.manager.patch("/v1/settings", json=body)
    await costs(change, ACCOUNT + 3 + OUTBOX)
    await costs(driver.manager.get("/v1/settings"), ACCOUNT + 1)


async def test_lists_and_reports_are_a_read_or_two(driver: Driver, costs: Any) -> None:
    for _ in range(10):
        await driver.record()
    paths = "time-entries", "timesheets", "reports/work", "organizations", "agents", "tickets"
    for path in paths:
        # the currency that holds; the sums of those shown; by customer and by agent, in much memory
        more = {"organizations": 1, "timesheets": 1, "reports/work": 3}.get(path, 0)
        await costs(driver.manager.get(f"/v1/{path}"), ACCOUNT + 1 + more)


async def test_a_work_report_is_as_many_reads_for_all_as_for_one(
    driver: Driver, costs: Any
) -> None:
    for name in ("Bo", "Eva", "Ida"):
        _, client = await driver.another_agent(name)
        await driver.record(client=client)
    year = {"first_day": "2026-01-01", "last_day": "2026-12-31"}
    asked = {"by": "agent", "then_by": "month", **year}
    people, capacity, sums, names = 2, 3, 2, 1
    reads = people + capacity + sums + names
    await costs(driver.manager.get("/v1/reports/work", params=asked), ACCOUNT + reads)
    asked = {"by": "organization", "then_by": "project"}
    await costs(driver.manager.get("/v1/reports/work", params=asked), ACCOUNT + sums + 2 * names)
