"""Timesheets over HTTP: handed in, approved, given back, billed."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.invoicing import BilledEntry, TimeBilled
from contracts.timer import TimesheetApproved, TimesheetSubmitted
from database import new_id
from testkit import ACCOUNT, OTHER_ACCOUNT


async def sheet_of(studio: Any) -> dict[str, Any]:
    (sheet,) = (await studio.agent.get("/v1/timesheets")).json()["items"]
    found: dict[str, Any] = sheet
    return found


async def approved(studio: Any) -> dict[str, Any]:
    """One approved week with one hour."""
    await studio.put_entry(description="Fix")
    sheet = await sheet_of(studio)
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    answer = await studio.manager.post(f"/v1/timesheets/{sheet['id']}/approve")
    found: dict[str, Any] = answer.json()
    return found


async def test_a_week_is_handed_in_and_approved_with_all_that_an_invoice_prints(
    studio: Any,
) -> None:
    sheet = await approved(studio)
    assert (sheet["state"], sheet["approved_by"], sheet["seconds"]) == ("approved", "boss", 3600)
    (submitted,) = await studio.timer.published(TimesheetSubmitted)
    (said,) = await studio.timer.published(TimesheetApproved)
    assert (submitted.seconds, submitted.version, said.version) == (3600, 2, 3)
    (entry,) = said.entries
    assert (entry.agent_name, entry.project_name) == ("Mette Friis", "Webshop")
    assert (entry.seconds, entry.billable, entry.description) == (3600, True, "Fix")


async def test_approving_twice_says_it_once(studio: Any) -> None:
    sheet = await approved(studio)
    again = await studio.manager.post(f"/v1/timesheets/{sheet['id']}/approve")
    assert again.json() == sheet
    assert len(await studio.timer.published(TimesheetApproved)) == 1


async def test_parallel_approvals_say_it_once(studio: Any) -> None:
    await studio.put_entry()
    sheet = await sheet_of(studio)
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    paths = [f"/v1/timesheets/{sheet['id']}/approve"] * 10
    answers = await asyncio.gather(*(studio.manager.post(path) for path in paths))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await studio.timer.published(TimesheetApproved)) == 1


async def test_a_sheet_of_many_entries_is_said_in_parts(studio: Any) -> None:
    lines = ["User,Email,Project,Description,Start date,Duration"]
    lines += [f"Mette,mette@example.dk,P,Note {n},2026-10-06,0:00:01" for n in range(1201)]
    await studio.manager.post("/v1/time-entries/import", content="\n".join(lines))
    sheet = await sheet_of(studio)
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    await studio.manager.post(f"/v1/timesheets/{sheet['id']}/approve")
    said = await studio.timer.published(TimesheetApproved)
    assert [(fact.part, fact.parts, len(fact.entries)) for fact in said] == [
        (1, 3, 500),
        (2, 3, 500),
        (3, 3, 201),
    ]
    assert len({entry.entry_id for fact in said for entry in fact.entries}) == 1201


async def test_parts_are_cut_by_size_too(studio: Any) -> None:
    note = "ø" * 4900
    lines = ["User,Email,Project,Description,Start date,Duration"]
    lines += [f"Mette,mette@example.dk,P,{n} {note},2026-10-06,0:00:01" for n in range(60)]
    await studio.manager.post("/v1/time-entries/import", content="\n".join(lines).encode())
    sheet = await sheet_of(studio)
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    answer = await studio.manager.post(f"/v1/timesheets/{sheet['id']}/approve")
    assert answer.status_code == 200
    said = await studio.timer.published(TimesheetApproved)
    assert [(fact.part, fact.parts) for fact in said] == [(1, 2), (2, 2)]
    assert len({entry.entry_id for fact in said for entry in fact.entries}) == 60


async def test_a_manager_does_not_allow_themselves_to_approve_their_own_time(studio: Any) -> None:
    chosen = {"time_zone": "Europe/Copenhagen", "currency": "DKK", "allow_self_approval": True}
    assert (await studio.manager.put("/v1/settings", json=chosen)).status_code == 403
    owner = await studio.timer.as_("owner")
    assert (await owner.put("/v1/settings", json=chosen)).status_code == 200
    kept = await studio.manager.put("/v1/settings", json={**chosen, "currency": "SEK"})
    assert kept.json()["currency"] == "SEK"
    taken = {**chosen, "allow_self_approval": False}
    assert (await studio.manager.put("/v1/settings", json=taken)).status_code == 403


async def test_a_rejected_week_is_a_draft_again_with_the_reason(studio: Any) -> None:
    await studio.put_entry()
    sheet = await sheet_of(studio)
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    path = f"/v1/timesheets/{sheet['id']}/reject"
    assert (await studio.manager.post(path, json={"reason": ""})).status_code == 422
    rejected = (await studio.manager.post(path, json={"reason": "Tuesday?"})).json()
    assert (rejected["state"], rejected["rejected_because"]) == ("draft", "Tuesday?")
    assert (await studio.put_entry()).status_code == 200


async def test_nothing_changes_in_a_week_that_was_handed_in(studio: Any) -> None:
    entry_id = new_id()
    await studio.put_entry(entry_id)
    sheet = await sheet_of(studio)
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    assert (await studio.put_entry(entry_id)).status_code == 200, "a replay is harmless"
    assert (await studio.put_entry(entry_id, seconds=60)).status_code == 409
    assert (await studio.put_entry()).status_code == 409
    assert (await studio.put_entry(entry_id, work_date="2026-10-13")).status_code == 409
    assert (await studio.agent.delete(f"/v1/time-entries/{entry_id}")).status_code == 409


async def test_many_sheets_are_approved_all_or_none(studio: Any) -> None:
    for day in ("2026-10-06", "2026-10-13", "2026-10-20"):
        await studio.put_entry(work_date=day)
    sheets = (await studio.agent.get("/v1/timesheets")).json()["items"]
    ids = [one["id"] for one in sheets]
    await studio.agent.post("/v1/timesheets/submit", json={"timesheet_ids": ids[:2]})
    refused = await studio.manager.post("/v1/timesheets/approve", json={"timesheet_ids": ids})
    assert refused.json()["errors"][0]["field"] == ids[2]
    assert await studio.timer.published(TimesheetApproved) == []
    both = await studio.manager.post("/v1/timesheets/approve", json={"timesheet_ids": ids[:2]})
    assert [one["state"] for one in both.json()["items"]] == ["approved", "approved"]


async def test_nobody_approves_their_own_sheet_unless_the_account_allows_it(studio: Any) -> None:
    await studio.put_entry()
    sheet = await sheet_of(studio)
    alone = await studio.timer.as_("owner", agent_id=studio.agent_id, subject="mette")
    await alone.post(f"/v1/timesheets/{sheet['id']}/submit")
    refused = await alone.post(f"/v1/timesheets/{sheet['id']}/approve")
    assert refused.status_code == 403
    chosen = {"time_zone": "Europe/Copenhagen", "currency": "DKK", "allow_self_approval": True}
    await alone.put("/v1/settings", json=chosen)
    allowed = await alone.post(f"/v1/timesheets/{sheet['id']}/approve")
    assert allowed.json()["state"] == "approved"


async def test_agents_hand_in_only_their_own_and_approve_nothing(studio: Any) -> None:
    await studio.put_entry()
    sheet = await sheet_of(studio)
    _, bo = await studio.another_agent()
    assert (await bo.get(f"/v1/timesheets/{sheet['id']}")).status_code == 404
    assert (await bo.post(f"/v1/timesheets/{sheet['id']}/submit")).status_code == 404
    assert (await studio.agent.post(f"/v1/timesheets/{sheet['id']}/approve")).status_code == 403
    stranger = await studio.timer.as_("manager", account=OTHER_ACCOUNT)
    assert (await stranger.post(f"/v1/timesheets/{sheet['id']}/approve")).status_code == 404


def billed(entry_id: UUID, invoice_id: UUID, seconds: int = 3600) -> TimeBilled:
    return TimeBilled(
        account_id=ACCOUNT,
        invoice_id=invoice_id,
        number="2026-0001",
        part=1,
        parts=1,
        entries=(BilledEntry(entry_id=entry_id, seconds=seconds),),
        billed_at=datetime(2026, 10, 12, tzinfo=UTC),
    )


async def test_billed_time_is_marked_however_often_and_in_whatever_order_it_is_heard(
    studio: Any,
) -> None:
    await approved(studio)
    (entry,) = (await studio.agent.get("/v1/time-entries")).json()["items"]
    entry_id = UUID(entry["id"])
    one, other = new_id(), new_id()
    records = await studio.timer.consume(
        billed(entry_id, other, 600), billed(entry_id, one, 3000), billed(new_id(), one)
    )
    await studio.timer.process(list(reversed(records)))
    await studio.timer.consume(billed(entry_id, one, 3000))
    assert await studio.timer.dead_letters() == []
    (after,) = (await studio.agent.get("/v1/time-entries")).json()["items"]
    assert after["state"] == "billed"
    report = (await studio.manager.get("/v1/reports/work")).json()
    assert (report["approved_billable_seconds"], report["billed_seconds"]) == (3600, 3600)


async def test_the_work_report_tells_states_customers_and_agents_apart(studio: Any) -> None:
    await approved(studio)
    await studio.put_entry(work_date="2026-10-13", seconds=60)
    await studio.put_entry(work_date="2026-10-13", seconds=30, project_id=None, billable=False)
    report = (await studio.manager.get("/v1/reports/work")).json()
    assert (report["seconds"], report["billable_seconds"]) == (3690, 3660)
    assert (report["approved_billable_seconds"], report["draft_seconds"]) == (3600, 90)
    assert {one["organization_id"]: one["seconds"] for one in report["by_organization"]} == {
        studio.organization["id"]: 3660,
        None: 30,
    }
    assert [one["seconds"] for one in report["by_agent"]] == [3690]
    week = {"first_day": "2026-10-12", "last_day": "2026-10-18"}
    assert (await studio.manager.get("/v1/reports/work", params=week)).json()["seconds"] == 90
