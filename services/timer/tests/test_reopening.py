"""Approved sheets are opened again when invoicing gives their time back, and stay approved when it does not."""

import asyncio
import itertools
from typing import Any
from uuid import UUID

import pytest

from contracts.invoicing import ReopeningGranted
from contracts.timer import (
    TimesheetApproved,
    TimesheetReopened,
    TimesheetReopeningAsked,
    TimesheetStayedApproved,
)
from database import new_id
from services.timer.tests.driver import Driver, as_read, slug
from services.timer.tests.factories import reopening_granted, reopening_refused

WHY = "Tuesday was for Sydlys"


async def reopening_week(driver: Driver) -> dict[str, Any]:
    """A week whose reopening was asked for."""
    response = await driver.reopen(await driver.approved_week(), WHY)
    assert response.status_code == 200, response.text
    sheet: dict[str, Any] = response.json()
    return sheet


async def test_a_granted_reopening_makes_a_draft_whose_next_approval_is_a_newer_version(
    driver: Driver,
) -> None:
    sheet = await reopening_week(driver)
    assert (sheet["state"], sheet["reopening_reason"], sheet["version"]) == ("reopening", WHY, 4)
    (asked,) = await driver.timer.published(TimesheetReopeningAsked)
    assert (asked.version, asked.approved_version, asked.reason) == (4, 3, WHY)
    await driver.timer.consume(reopening_granted(sheet))
    opened = await driver.sheet()
    assert (opened["state"], opened["version"], opened["approved_by"]) == ("draft", 5, None)
    (published,) = await driver.timer.published(TimesheetReopened)
    assert (published.version, published.approved_version) == (5, 3)
    await driver.record(seconds=60)
    again = (await driver.approve((await driver.submit(await driver.sheet())).json())).json()
    assert (again["state"], again["seconds"], again["reopening_reason"]) == ("approved", 3660, None)
    first, second = await driver.timer.published(TimesheetApproved)
    assert second.version > first.version
    assert len(second.entries) == 2


async def test_a_refused_reopening_leaves_the_sheet_approved_and_names_the_invoices(
    driver: Driver,
) -> None:
    sheet = await reopening_week(driver)
    await driver.timer.consume(reopening_refused(sheet, "2026-0001"))
    kept = await driver.sheet()
    assert (kept["state"], kept["charged_by"], kept["version"]) == ("approved", "2026-0001", 5)
    assert kept["approved_version"] == 3
    (published,) = await driver.timer.published(TimesheetStayedApproved)
    assert published.reason == "invoice 2026-0001 charges its time"
    again = (await driver.reopen(kept)).json()
    assert (again["state"], again["charged_by"]) == ("reopening", None)


async def test_a_sheet_with_time_that_is_written_off_stays_approved(driver: Driver) -> None:
    sheet = await reopening_week(driver)
    await driver.timer.consume(reopening_refused(sheet))
    kept = await driver.sheet()
    assert (kept["state"], kept["charged_by"]) == ("approved", "written-off")
    (published,) = await driver.timer.published(TimesheetStayedApproved)
    assert published.reason == "some of its time is written off"


async def test_nothing_changes_while_an_answer_is_awaited(driver: Driver) -> None:
    entry = await driver.record()
    await driver.approve((await driver.submit(await driver.sheet())).json())
    sheet = (await driver.reopen(await driver.sheet())).json()
    for refused in (
        await driver.put_entry(entry["id"], if_match='"1"', seconds=60),
        await driver.put_entry(),
        await driver.delete_entry(entry["id"]),
        await driver.submit(sheet),
    ):
        assert slug(refused) == (409, "timesheet-closed")
    assert slug(await driver.approve(sheet)) == (409, "timesheet-not-submitted")
    assert slug(await driver.reject(sheet)) == (409, "timesheet-not-submitted")
    (shown,) = await driver.list("time-entries", driver.agent)
    assert shown["state"] == "approved"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_answers_that_come_twice_late_or_in_another_order_change_nothing_more(
    driver: Driver, order: tuple[int, ...]
) -> None:
    first = await reopening_week(driver)
    await driver.timer.consume(reopening_refused(first, "2026-0001"))
    second = (await driver.reopen(await driver.sheet())).json()
    answers = [
        reopening_refused(first, "2026-0001"),
        reopening_granted(second),
        reopening_granted(first),
    ]
    for position in (*order, *order[::-1]):
        await driver.timer.consume(answers[position])
    after = await driver.sheet()
    assert (after["state"], after["version"]) == ("draft", second["version"] + 1)
    assert len(await driver.timer.published(TimesheetReopened)) == 1


async def test_an_answer_for_a_sheet_that_is_approved_anew_does_not_open_it(driver: Driver) -> None:
    sheet = await reopening_week(driver)
    await driver.timer.consume(reopening_granted(sheet))
    await driver.approve((await driver.submit(await driver.sheet())).json())
    await driver.timer.consume(reopening_granted(sheet))
    assert (await driver.sheet())["state"] == "approved"


async def test_many_answers_come_as_one_set(driver: Driver) -> None:
    sheets = []
    for day in ("2026-10-06", "2026-10-13", "2026-10-20"):
        await driver.record(work_date=day)
    for sheet in await driver.list("timesheets"):
        approved = await driver.approve((await driver.submit(sheet)).json())
        sheets.append((await driver.reopen(approved.json())).json())
    ghost = {"id": str(new_id()), "version": 4}
    await driver.timer.consume(
        reopening_granted(sheets[0]),
        reopening_granted(ghost),
        reopening_refused(sheets[1], "2026-0001"),
        reopening_granted(sheets[2]),
    )
    states = [one["state"] for one in await driver.list("timesheets")]
    assert states == ["draft", "approved", "draft"]


async def test_asking_twice_asks_once(driver: Driver) -> None:
    sheet = await driver.approved_week()
    answers = await asyncio.gather(*(driver.reopen(sheet) for _ in range(5)))
    assert {one.status_code for one in answers} == {200}
    assert len(await driver.timer.published(TimesheetReopeningAsked)) == 1


async def test_only_what_is_approved_and_was_read_is_reopened(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    assert slug(await driver.reopen(sheet)) == (409, "timesheet-not-approved")
    approved = (await driver.approve(sheet)).json()
    assert slug(await driver.reopen(sheet)) == (412, "changed-meanwhile")
    assert slug(await driver.reopen(approved, "")) == (422, "invalid-input")
    path = f"/v1/timesheets/{sheet['id']}/reopen"
    silent = await driver.manager.post(path, json={"reason": WHY})
    assert slug(silent) == (428, "precondition-required")


async def test_agents_reopen_their_own_sheets_and_managers_anybodys(driver: Driver) -> None:
    sheet = await driver.approved_week()
    _, bo = await driver.another_agent()
    assert slug(await driver.reopen(sheet, client=bo)) == (404, "not-found")
    biller = await driver.client("billing")
    assert slug(await driver.reopen(sheet, client=biller)) == (403, "not-allowed")
    assert (await driver.reopen(sheet, client=driver.agent)).status_code == 200


async def test_the_history_says_who_did_what_to_which_version(driver: Driver) -> None:
    await driver.reject(await driver.submitted_week(), "Tuesday?")
    await driver.submit(await driver.sheet())
    approved = (await driver.approve(await driver.sheet())).json()
    for answer in (reopening_refused, reopening_granted):
        sheet = (await driver.reopen(await driver.sheet(), WHY)).json()
        more = ("2026-0001",) if answer is reopening_refused else ()
        await driver.timer.consume(answer(sheet, *more))
    path = f"/v1/timesheets/{approved['id']}/history"
    history = (await driver.agent.get(path)).json()["items"]
    assert [(one["act"], one["version"], one["by"], one["reason"]) for one in history] == [
        ("submitted", 2, "mette", None),
        ("rejected", 3, "boss", "Tuesday?"),
        ("submitted", 4, "mette", None),
        ("approved", 5, "boss", None),
        ("reopening-asked", 6, "boss", WHY),
        ("reopening-refused", 7, None, "2026-0001"),
        ("reopening-asked", 8, "boss", WHY),
        ("reopened", 9, None, None),
    ]
    assert history[3]["digest"] == approved["approved_digest"]
    _, bo = await driver.another_agent()
    assert slug(await bo.get(path)) == (404, "not-found")


async def test_an_approval_binds_what_was_published(driver: Driver) -> None:
    first = await driver.approved_week()
    sheet = (await driver.reopen(first)).json()
    await driver.timer.consume(reopening_granted(sheet))
    same = (await driver.approve((await driver.submit(await driver.sheet())).json())).json()
    assert same["approved_digest"] == first["approved_digest"]
    await driver.timer.consume(reopening_granted((await driver.reopen(same)).json()))
    await driver.record(seconds=1)
    other = (await driver.approve((await driver.submit(await driver.sheet())).json())).json()
    assert other["approved_digest"] != first["approved_digest"]
    assert other["approved_version"] == other["version"]


async def test_reopening_costs_few_statements(driver: Driver) -> None:
    sheet = await driver.approved_week()
    events: list[ReopeningGranted] = []
    with driver.statements() as asked:
        sheet = (await driver.reopen(sheet)).json()
    assert asked.count == 5, str(asked)
    events.append(reopening_granted(sheet))
    with driver.statements() as answered:
        await driver.timer.consume(*events)
    assert answered.count == 6, str(answered)
    assert UUID(sheet["id"]) == events[0].timesheet_id
    assert as_read(await driver.sheet()) == {"If-Match": '"5"'}
