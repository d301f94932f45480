"""Timesheets over HTTP: submitted, approved, rejected."""

import asyncio
import random
from typing import Any

import httpx
import pytest

from contracts.timer import TimesheetApproved, TimesheetSubmitted
from database import new_id
from services.timer.tests.driver import BOSS, Driver, slug, versions


async def test_a_week_is_submitted_and_approved_with_all_that_an_invoice_prints(
    driver: Driver,
) -> None:
    kind = await driver.create("service-types", name="Development")
    task = await driver.create(
        "tasks", name="Checkout", project_id=driver.project["id"], service_type_id=kind["id"]
    )
    await driver.record(task_id=task["id"], description="Fix")
    sheet = (await driver.submit(await driver.sheet())).json()
    sheet = (await driver.approve(sheet)).json()
    assert (sheet["state"], sheet["approved_by"], sheet["seconds"]) == ("approved", "boss", 3600)
    (submitted,) = await driver.timer.published(TimesheetSubmitted)
    (approved,) = await driver.timer.published(TimesheetApproved)
    assert (submitted.seconds, submitted.version, approved.version) == (3600, 2, 3)
    (entry,) = approved.entries
    assert (entry.agent_name, entry.project_name) == ("Mette Friis", "Webshop")
    assert (entry.work_item_kind, entry.work_item_name) == ("task", "Checkout")
    assert entry.service_type_name == "Development"
    assert (entry.seconds, entry.billable, entry.description) == (3600, True, "Fix")


async def test_a_ticket_is_printed_as_one(driver: Driver) -> None:
    eva = await driver.create(f"organizations/{driver.organization['id']}/contacts", name="Eva")
    ticket = await driver.create("tickets", name="Printer", requester_id=eva["id"])
    await driver.record(project_id=None, ticket_id=ticket["id"])
    await driver.approve((await driver.submit(await driver.sheet())).json())
    (approved,) = await driver.timer.published(TimesheetApproved)
    (entry,) = approved.entries
    assert (entry.work_item_kind, entry.work_item_name) == ("ticket", "Printer")
    assert str(entry.organization_id) == driver.organization["id"]


async def test_approving_twice_publishes_it_once(driver: Driver) -> None:
    sheet = await driver.approved_week()
    assert (await driver.approve(sheet)).json() == sheet
    assert len(await driver.timer.published(TimesheetApproved)) == 1


async def test_submitting_twice_publishes_it_once(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    assert (await driver.submit(sheet)).json() == sheet
    assert len(await driver.timer.published(TimesheetSubmitted)) == 1


async def test_parallel_approvals_publish_it_once(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    responses = await asyncio.gather(*(driver.approve(sheet) for _ in range(10)))
    assert {response.status_code for response in responses} == {200}
    assert len(await driver.timer.published(TimesheetApproved)) == 1


async def test_approval_and_rejection_at_once_are_one_of_the_two(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    responses = await asyncio.gather(
        *(act(sheet) for act in (driver.approve, driver.reject) for _ in range(5))
    )
    assert {response.status_code for response in responses} <= {200, 412}
    after = await driver.sheet()
    approved = await driver.timer.published(TimesheetApproved)
    assert (after["state"], len(approved)) in [("approved", 1), ("draft", 0)]
    assert after["version"] == 3


async def test_time_that_arrives_while_a_week_is_submitted_is_in_it_or_refused(
    driver: Driver,
) -> None:
    await driver.record()

    async def submit_as_it_is() -> httpx.Response:
        while (response := await driver.submit(await driver.sheet())).status_code == 412:
            pass
        return response

    responses = await asyncio.gather(
        *(driver.put_entry(seconds=60) for _ in range(5)),
        submit_as_it_is(),
        *(driver.put_entry(seconds=60) for _ in range(5)),
    )
    taken = sum(response.status_code == 200 for response in responses) - 1
    after = await driver.sheet()
    (submitted,) = await driver.timer.published(TimesheetSubmitted)
    assert after["seconds"] == submitted.seconds == 3600 + 60 * taken


async def test_an_empty_week_can_be_approved_too(driver: Driver) -> None:
    entry = await driver.record()
    await driver.delete_entry(entry["id"])
    sheet = (await driver.approve((await driver.submit(await driver.sheet())).json())).json()
    assert (sheet["state"], sheet["seconds"]) == ("approved", 0)
    (approved,) = await driver.timer.published(TimesheetApproved)
    assert (approved.entries, approved.parts) == ((), 1)


async def test_a_rejected_week_is_a_draft_again_with_the_reason(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    assert slug(await driver.reject(sheet, "")) == (422, "invalid-input")
    rejected = (await driver.reject(sheet)).json()
    assert (rejected["state"], rejected["rejected_because"]) == ("draft", "Tuesday?")
    await driver.record(seconds=60)
    again = (await driver.submit(await driver.sheet())).json()
    assert (again["rejected_because"], again["seconds"]) == (None, 3660)


async def test_nothing_changes_in_a_week_that_was_submitted(driver: Driver) -> None:
    entry_id = new_id()
    await driver.record(entry_id)
    await driver.submit(await driver.sheet())
    assert (await driver.put_entry(entry_id)).status_code == 200, "a replay is harmless"
    refused = [
        await driver.put_entry(entry_id, seconds=60),
        await driver.put_entry(),
        await driver.put_entry(entry_id, work_date="2026-10-13"),
        await driver.delete_entry(entry_id),
    ]
    assert {slug(response) for response in refused} == {(409, "timesheet-closed")}
    assert {response.json()["detail"] for response in refused} == {
        "The timesheet from 2026-10-05 is submitted"
    }


async def test_nothing_moves_into_a_week_that_was_submitted(driver: Driver) -> None:
    await driver.submitted_week()
    entry = await driver.record(work_date="2026-10-13")
    moved = await driver.put_entry(entry["id"], if_match='"1"', work_date="2026-10-06")
    assert slug(moved) == (409, "timesheet-closed")


async def test_many_sheets_are_approved_with_an_answer_for_each(driver: Driver) -> None:
    for day in ("2026-10-06", "2026-10-13", "2026-10-20"):
        await driver.record(work_date=day)
    read = await driver.list("timesheets")
    ids = [one["id"] for one in read]
    await driver.agent.post("/v1/timesheets/submit", json=versions(*read[:2]))
    boss = await driver.client("manager", agent_id=BOSS)
    stale = (await boss.post("/v1/timesheets/approve", json=versions(*read[:2]))).json()
    assert [(one["id"], one["code"]) for one in stale["refused"]] == [
        (id_, "changed-meanwhile") for id_ in ids[:2]
    ]
    assert stale["items"] == []
    assert await driver.timer.published(TimesheetApproved) == []
    ghost = {"id": str(new_id()), "version": 1}
    asked = versions(*await driver.list("timesheets"), ghost)
    answer = (await boss.post("/v1/timesheets/approve", json=asked)).json()
    assert [(one["id"], one["state"]) for one in answer["items"]] == [
        (id_, "approved") for id_ in ids[:2]
    ]
    assert [(one["id"], one["code"]) for one in answer["refused"]] == [
        (ids[2], "timesheet-not-submitted"),
        (ghost["id"], "not-found"),
    ]
    assert len(await driver.timer.published(TimesheetApproved)) == 2


async def test_naming_a_sheet_twice_or_one_that_does_not_exist(driver: Driver) -> None:
    await driver.record()
    sheet = await driver.sheet()
    twice = versions(sheet, sheet)
    submitted = await driver.agent.post("/v1/timesheets/submit", json=twice)
    assert [one["state"] for one in submitted.json()["items"]] == ["submitted"]
    unclear = versions(sheet, {**sheet, "version": 7})
    assert (await driver.agent.post("/v1/timesheets/submit", json=unclear)).status_code == 422
    ghost = versions(sheet, {"id": str(new_id()), "version": 1})
    assert slug(await driver.agent.post("/v1/timesheets/submit", json=ghost)) == (404, "not-found")
    none = versions()
    assert (await driver.manager.post("/v1/timesheets/approve", json=none)).status_code == 422


async def test_nobody_approves_their_own_sheet_unless_the_account_allows_it(
    driver: Driver,
) -> None:
    await driver.record()
    alone = await driver.client("owner", agent_id=driver.agent_id, subject="mette")
    sheet = (await driver.submit(await driver.sheet(), alone)).json()
    assert slug(await driver.approve(sheet, alone)) == (403, "own-timesheet")
    silent = await driver.client("owner", subject="mette")
    assert slug(await driver.approve(sheet, silent)) == (403, "approver-unknown")
    await driver.update_settings(allow_self_approval=True)
    assert (await driver.approve(sheet, silent)).json()["state"] == "approved"


async def test_agents_submit_only_their_own_and_approve_nothing(driver: Driver) -> None:
    await driver.record()
    sheet = await driver.sheet()
    _, bo = await driver.another_agent()
    assert (await bo.get(f"/v1/timesheets/{sheet['id']}")).status_code == 404
    assert (await driver.submit(sheet, bo)).status_code == 404
    assert await driver.list("timesheets", bo) == []
    assert (await driver.approve(sheet, driver.agent)).status_code == 403
    assert (await driver.submit(sheet, driver.manager)).json()["state"] == "submitted"


async def test_sheets_are_filtered_by_agent_state_and_period(driver: Driver) -> None:
    bo, bo_client = await driver.another_agent()
    await driver.submitted_week()
    await driver.record(work_date="2026-10-13")
    await driver.put_entry(client=bo_client)
    filters: list[tuple[dict[str, Any], int]] = [
        ({"agent_id": str(bo)}, 1),
        ({"state": "submitted"}, 1),
        ({"state": "draft"}, 2),
        ({"first_day": "2026-10-12"}, 1),
        ({"last_day": "2026-10-11"}, 2),
        ({"first_day": "2026-10-11", "last_day": "2026-10-12"}, 3),
    ]
    for params, expected in filters:
        assert len(await driver.list("timesheets", **params)) == expected, params
    seen = {"agent_id": str(bo)}
    assert slug(await driver.agent.get("/v1/timesheets", params=seen)) == (403, "not-allowed")


@pytest.mark.parametrize("seed", range(4))
async def test_a_random_walk_keeps_state_version_and_events_together(
    driver: Driver, seed: int
) -> None:
    chance = random.Random(seed)
    await driver.record()
    sheet = await driver.sheet()
    state, version, approvals, submissions = "draft", 1, 0, 0
    moves: dict[tuple[str, str], str] = {
        ("draft", "submit"): "submitted",
        ("submitted", "submit"): "submitted",
        ("submitted", "approve"): "approved",
        ("submitted", "reject"): "draft",
        ("approved", "approve"): "approved",
    }
    acts: dict[str, Any] = {
        "submit": driver.submit,
        "approve": driver.approve,
        "reject": driver.reject,
    }
    for _ in range(15):
        verb = chance.choice(["submit", "submit", "reject", "approve"])
        sheet = await driver.sheet()
        response = await acts[verb](sheet)
        after = moves.get((state, verb))
        assert response.status_code == (200 if after else 409), (state, verb)
        if after and after != state:
            approvals += after == "approved"
            submissions += after == "submitted"
            state, version = after, version + 1
        shown = await driver.sheet()
        assert (shown["state"], shown["version"]) == (state, version)
        writable = (await driver.put_entry(seconds=chance.randint(1, 60))).status_code
        assert writable == (200 if state == "draft" else 409)
        version += writable == 200
    assert len(await driver.timer.published(TimesheetApproved)) == approvals
    assert len(await driver.timer.published(TimesheetSubmitted)) == submissions


async def test_a_manager_approves_what_they_have_read(driver: Driver) -> None:
    await driver.record()
    read = (await driver.submit(await driver.sheet())).json()
    await driver.reject(read)
    await driver.record(seconds=9 * 3600)
    await driver.submit(await driver.sheet())
    for late in (await driver.approve(read), await driver.reject(read)):
        assert slug(late) == (412, "changed-meanwhile")
    approved = (await driver.approve(await driver.sheet())).json()
    assert (approved["state"], approved["seconds"]) == ("approved", 10 * 3600)


async def test_an_agent_hands_in_what_they_have_read(driver: Driver) -> None:
    entry = await driver.record()
    read = await driver.sheet()
    await driver.record(seconds=60)
    assert slug(await driver.submit(read)) == (412, "changed-meanwhile")
    read = await driver.sheet()
    await driver.delete_entry(entry["id"])
    assert slug(await driver.submit(read)) == (412, "changed-meanwhile")


async def test_submitting_approving_and_rejecting_name_a_version(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    path = f"/v1/timesheets/{sheet['id']}"
    boss = await driver.client("manager", agent_id=BOSS)
    for response in (
        await driver.agent.post(f"{path}/submit"),
        await boss.post(f"{path}/approve"),
        await boss.post(f"{path}/reject", json={"reason": "Tuesday?"}),
    ):
        assert slug(response) == (428, "precondition-required")
