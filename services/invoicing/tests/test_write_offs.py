"""Time that is charged to nobody: written off with a reason, held like billed time, and ready again once that is undone."""

import asyncio
import json
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from contracts.invoicing import (
    ReopeningRefused,
    TimeWrittenOff,
    WriteOffUndone,
)
from contracts.stored import examples
from contracts.timer import ApprovedEntry
from database import is_transient, new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from services.invoicing.tests.test_contract import filled
from testkit import count_statements

REASON = "Our own mistake"


async def write_off(driver: Driver, *entries: Any, **more: Any) -> dict[str, Any]:
    """Write entries off, each an entry or (entry, seconds)."""
    answer = await try_to_write_off(driver, *entries, **more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def try_to_write_off(driver: Driver, *entries: Any, **more: Any) -> httpx.Response:
    body = {
        "organization_id": str(driver.organization_id),
        "reason": REASON,
        "entries": [part(one) for one in entries],
        **more,
    }
    return await driver.client.post(
        "/v1/write-offs", json=body, headers={"Idempotency-Key": str(new_id())}
    )


def part(one: Any) -> dict[str, Any]:
    if isinstance(one, ApprovedEntry):
        return {"entry_id": str(one.entry_id)}
    return {"entry_id": str(one[0].entry_id), "seconds": one[1]}


async def undo(driver: Driver, made: dict[str, Any], *entry_ids: UUID) -> httpx.Response:
    headers = {"If-Match": f'"{made["version"]}"', "Idempotency-Key": str(new_id())}
    body = {"entry_ids": [str(one) for one in entry_ids]} if entry_ids else None
    return await driver.client.post(f"/v1/write-offs/{made['id']}/undo", json=body, headers=headers)


async def off_the_line(
    driver: Driver, draft: dict[str, Any], line: int, *entries: Any
) -> httpx.Response:
    path = f"/v1/invoices/{draft['id']}/lines/{draft['lines'][line]['line_id']}/write-off"
    body = {"reason": REASON, "entries": [part(one) for one in entries]}
    return await driver.client.post(path, json=body, headers={"Idempotency-Key": str(new_id())})


async def sums(driver: Driver) -> dict[str, int]:
    found = (await driver.read("billable-time"))["sums"]
    return {name: seconds for name, seconds in found.items() if seconds}


async def test_time_that_is_written_off_is_on_no_draft(driver: Driver) -> None:
    gone, stays = await driver.worked(3000), await driver.worked(1800)
    made = await write_off(driver, gone)
    assert (made["seconds"], made["amount"]["amount"], made["reason"]) == (3000, "1000.00", REASON)
    assert await sums(driver) == {"ready": 1800, "written_off": 3000}
    draft = await driver.draft()
    assert [line["seconds"] for line in draft["lines"]] == [1800]
    assert [(one["reason"], one["seconds"]) for one in draft["left_out"]] == [("written-off", 3000)]
    await driver.issue(draft["id"])
    refused = await driver.try_draft(entry_ids=[str(gone.entry_id)])
    assert (refused.status_code, "written off" in refused.text) == (409, True)
    assert stays.seconds == 1800
    await driver.invariants_hold()


async def test_some_seconds_are_written_off_and_the_rest_is_billed(driver: Driver) -> None:
    entry = await driver.worked(3600, rate="1000.00")
    made = await write_off(driver, (entry, 900))
    [shown] = made["entries"]
    assert (shown["seconds"], shown["amount"]["amount"]) == (900, "250.00")
    [published] = await driver.published(TimeWrittenOff)
    assert [(one.start, one.end) for one in published.ranges] == [(2700, 3600)]
    [left] = (await driver.read("billable-time", state="ready"))["items"]
    assert (left["seconds"], left["ready_seconds"]) == (3600, 2700)
    draft = await driver.draft()
    assert draft["subtotal"]["amount"] == "750.00"
    await driver.issue(draft["id"])
    assert await sums(driver) == {"billed": 2700, "written_off": 900}
    listed = (await driver.read("billable-time", state="written-off"))["items"]
    assert [(one["write_off_id"], one["written_off_because"]) for one in listed] == [
        (made["id"], REASON)
    ]
    assert listed[0]["hourly_rate"]["amount"] == "1000.00"
    assert listed[0]["invoice_id"] is None
    [billed] = (await driver.read("billable-time", state="billed"))["items"]
    assert billed["invoice_id"] == draft["id"]
    await driver.invariants_hold()


async def test_what_is_undone_is_ready_again_once(driver: Driver) -> None:
    entry = await driver.worked()
    made = await write_off(driver, entry)
    undone = await undo(driver, made)
    assert (undone.status_code, undone.json()["undone_by"]) == (200, "billing-1")
    assert await sums(driver) == {"ready": 3000}
    assert (await undo(driver, made)).status_code == 412
    assert (await undo(driver, undone.json())).status_code == 409
    [published] = await driver.published(WriteOffUndone)
    assert published.version == 2
    again = await write_off(driver, entry)
    every = (await driver.read("write-offs"))["items"]
    assert [one["id"] for one in every] == [again["id"], made["id"]]
    [holds] = (await driver.read("write-offs", undone="false"))["items"]
    assert holds == again == await driver.read(f"write-offs/{again['id']}")
    await driver.invariants_hold()


async def test_one_entry_of_a_write_off_is_undone_and_the_others_stay(driver: Driver) -> None:
    back, stays = await driver.worked(3000), await driver.worked(1800, "1000.00")
    made = await write_off(driver, back, stays)
    undone = (await undo(driver, made, back.entry_id)).json()
    assert await sums(driver) == {"ready": 3000, "written_off": 1800}
    assert (undone["version"], undone["undone_at"], undone["seconds"]) == (2, None, 4800)
    assert (undone["left_seconds"], undone["left_amount"]["amount"]) == (1800, "500.00")
    by = {one["entry_id"]: one["undone_by"] for one in undone["entries"]}
    assert by == {str(back.entry_id): "billing-1", str(stays.entry_id): None}
    assert (await driver.read("write-offs", undone="false"))["items"] == [undone]
    assert (await driver.read("write-offs", undone="true"))["items"] == []
    assert (await driver.draft())["subtotal"]["amount"] == "1000.00"
    await driver.invariants_hold()

    last = (await undo(driver, undone)).json()
    assert (last["version"], last["undone_by"], last["left_seconds"]) == (3, "billing-1", 0)
    assert [last] == (await driver.read("write-offs", undone="true"))["items"]
    events = await driver.published(WriteOffUndone)
    assert [[one.entry_id for one in event.ranges] for event in events] == [
        [back.entry_id],
        [stays.entry_id],
    ]
    assert [one.version for one in events] == [2, 3]
    await driver.invariants_hold()


async def test_an_entry_is_undone_once_and_only_where_it_is(driver: Driver) -> None:
    back, stays = await driver.worked(3000), await driver.worked(1800)
    made = await write_off(driver, back, stays)
    assert (await undo(driver, made, new_id())).status_code == 422
    after = (await undo(driver, made, back.entry_id)).json()
    assert (await undo(driver, made, stays.entry_id)).status_code == 412
    assert (await undo(driver, after, back.entry_id)).status_code == 409
    assert (await undo(driver, after, back.entry_id, stays.entry_id)).status_code == 409
    assert await sums(driver) == {"ready": 3000, "written_off": 1800}
    async with driver.served.database.transaction(driver.account) as session:
        for change in ("DELETE FROM", "UPDATE"):
            ending = " SET undoing_id = undoing_id" if change == "UPDATE" else ""
            with pytest.raises(Exception, match="permission denied"):
                await session.execute(text(f"{change} undone_write_off_lines{ending}"))
            await session.rollback()
    await driver.invariants_hold()


async def test_of_two_who_undo_the_same_entry_one_does(driver: Driver) -> None:
    back, stays = await driver.worked(3000), await driver.worked(1800)
    made = await write_off(driver, back, stays)
    answers = await asyncio.gather(undo(driver, made, back.entry_id), undo(driver, made))
    assert sorted(one.status_code for one in answers) == [200, 412]
    await driver.invariants_hold()


async def test_changed_hours_of_the_entry_that_is_undone_take_effect(driver: Driver) -> None:
    back, stays, sheet_id = *(approved_entry(driver.organization_id) for _ in range(2)), new_id()
    await driver.served.consume(
        driver.events.timesheet(back, stays, timesheet_id=sheet_id),
        *(driver.events.price(one) for one in (back, stays)),
    )
    made = await write_off(driver, back, stays)
    longer = [one.model_copy(update={"version": 9, "seconds": 6000}) for one in (back, stays)]
    await driver.served.consume(driver.events.timesheet(*longer, timesheet_id=sheet_id, version=9))
    await undo(driver, made, back.entry_id)
    await driver.served.consume(driver.events.price(longer[0], version=2))
    assert await sums(driver) == {"ready": 6000, "written_off": 3000}
    await driver.invariants_hold()


async def test_a_drafts_line_is_written_off_whole(driver: Driver) -> None:
    await driver.worked(3000)
    await driver.worked(600, rate="100.00")
    draft = await driver.draft()
    line = next(n for n, one in enumerate(draft["lines"]) if one["seconds"] == 3000)
    answer = await off_the_line(driver, draft, line)
    assert answer.status_code == 200, answer.text
    after = answer.json()
    assert [one["seconds"] for one in after["lines"]] == [600]
    assert after == await driver.read(f"invoices/{draft['id']}")
    assert await sums(driver) == {"claimed": 600, "written_off": 3000}
    await driver.invariants_hold()


async def test_seconds_of_a_drafts_line_are_written_off(driver: Driver) -> None:
    one, other = await driver.worked(3600, rate="1000.00"), await driver.worked(1800, "1000.00")
    draft = await driver.draft(group_by="all")
    after = (await off_the_line(driver, draft, 0, (one, 900), other)).json()
    assert (after["lines"][0]["seconds"], after["subtotal"]["amount"]) == (2700, "750.00")
    issued = await driver.issue(after["id"])
    assert issued["subtotal"]["amount"] == "750.00"
    assert await sums(driver) == {"billed": 2700, "written_off": 2700}
    await driver.invariants_hold()


async def test_more_than_there_is_is_refused(driver: Driver) -> None:
    entry, unpriced = await driver.worked(600), approved_entry(driver.organization_id)
    await driver.served.consume(driver.events.timesheet(unpriced))
    foreign = await driver.worked(600, currency="EUR", rate="100.00")
    elsewhere = await driver.worked(600, organization_id=new_id())
    for entries, status in (
        (((entry, 601),), 422),
        ((entry, entry), 422),
        ((entry, foreign), 422),
        ((unpriced,), 409),
        ((elsewhere,), 409),
        ((), 422),
    ):
        answer = await try_to_write_off(driver, *entries)
        assert answer.status_code == status, answer.text
    assert (await try_to_write_off(driver, entry, reason=" ")).status_code == 422
    assert (await try_to_write_off(driver, entry, organization_id=str(new_id()))).status_code == 422
    assert (await driver.read("write-offs"))["items"] == []
    await driver.invariants_hold()


async def test_time_on_a_draft_or_invoice_is_not_written_off_as_ready(driver: Driver) -> None:
    entry = await driver.worked()
    draft = await driver.draft()
    assert (await try_to_write_off(driver, entry)).status_code == 409
    await driver.issue(draft["id"])
    assert (await try_to_write_off(driver, entry)).status_code == 409
    assert (await off_the_line(driver, draft, 0)).status_code == 409


async def test_only_lines_of_time_are_written_off(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    draft = await driver.add_line(draft["id"], kind="fee", amount="10.00")
    assert (await off_the_line(driver, draft, 0)).status_code == 422


async def test_of_a_draft_and_a_write_off_at_the_same_time_one_gets_the_time(
    driver: Driver,
) -> None:
    entry = await driver.worked()
    answers = await asyncio.gather(
        driver.try_draft(entry_ids=[str(entry.entry_id)]), try_to_write_off(driver, entry)
    )
    assert sorted(one.status_code for one in answers) == [201, 409]
    await driver.invariants_hold()


async def test_another_price_or_other_hours_wait_until_it_is_undone(driver: Driver) -> None:
    entry, sheet_id = approved_entry(driver.organization_id), new_id()
    await driver.served.consume(
        driver.events.timesheet(entry, timesheet_id=sheet_id), driver.events.price(entry, "1200.00")
    )
    made = await write_off(driver, (entry, 600))
    longer = entry.model_copy(update={"version": entry.version + 1, "seconds": 6000})
    await driver.served.consume(
        driver.events.price(entry, "1500.00", version=2),
        driver.events.timesheet(longer, timesheet_id=sheet_id, version=9),
    )
    assert await sums(driver) == {"ready": 2400, "written_off": 600}
    [refused] = (await driver.read("billable-time", change_refused="true"))["items"]
    assert "undo the write-off" in refused["refused_change"]["reason"]
    assert (await driver.draft())["subtotal"]["amount"] == "800.00"
    draft_id = (await driver.read("invoices"))["items"][0]["id"]
    assert (await driver.client.delete(f"/v1/invoices/{draft_id}")).status_code == 204
    assert (await undo(driver, made)).status_code == 200
    await driver.served.consume(driver.events.price(longer, "1500.00", version=3))
    assert await sums(driver) == {"ready": 6000}
    await driver.invariants_hold()


async def test_a_sheet_with_time_that_is_written_off_is_not_reopened(driver: Driver) -> None:
    entry, sheet_id = approved_entry(driver.organization_id), new_id()
    await driver.served.consume(
        driver.events.timesheet(entry, timesheet_id=sheet_id), driver.events.price(entry)
    )
    made = await write_off(driver, (entry, 1))
    await driver.served.consume(driver.events.reopening_asked(sheet_id))
    [refused] = await driver.published(ReopeningRefused)
    assert ([str(one) for one in refused.write_off_ids], refused.invoices) == ([made["id"]], ())
    await driver.invariants_hold()


async def test_what_is_said_of_write_offs_has_the_fields_of_the_examples(driver: Driver) -> None:
    made = await write_off(driver, await driver.worked())
    await undo(driver, made)
    for event in (TimeWrittenOff, WriteOffUndone):
        [example], [message] = examples(event), await driver.published(event)
        assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


async def test_the_database_keeps_claims_of_write_offs(driver: Driver) -> None:
    await write_off(driver, await driver.worked())
    async with driver.served.database.transaction(driver.account) as session:
        with pytest.raises(Exception, match="are kept") as error:
            await session.execute(text("DELETE FROM claims"))
        await session.rollback()
    assert not is_transient(error.value)


async def test_who_only_reads_writes_nothing_off(driver: Driver) -> None:
    made = await write_off(driver, await driver.worked())
    for role, reads in (("manager", 200), ("agent", 403)):
        client = await driver.served.as_(role, account=driver.account)
        client.headers["Idempotency-Key"] = str(new_id())
        client.headers["If-Match"] = '"1"'
        path = f"/v1/write-offs/{made['id']}"
        assert (await client.get(path)).status_code == reads
        assert (await client.get("/v1/write-offs")).status_code == reads
        assert (await client.post(f"{path}/undo")).status_code == 403
        body = {"organization_id": str(driver.organization_id), "reason": "x", "entries": []}
        assert (await client.post("/v1/write-offs", json=body)).status_code in (403, 422)


async def test_statements_of_writing_off_do_not_grow_with_the_entries(driver: Driver) -> None:
    counts = []
    for number in (1, 50):
        made = await driver.worked_much(number)
        with count_statements(driver.served.database) as statements:
            await write_off(driver, *made)
        counts.append(statements.count)
    assert counts[0] == counts[1] <= 12, str(statements)
