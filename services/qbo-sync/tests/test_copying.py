import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest
from qbo_desk import REALM, Desk, issued

from contracts.qbo_sync import InvoiceCopied, SyncFailed
from contracts.stored import example
from contracts.timer import OrganizationChanged
from testkit import until


async def test_messages_twice_and_in_another_order_end_the_same(connected: Desk) -> None:
    fact, organization = issued(), example(OrganizationChanged)
    older = organization.model_copy(update={"version": 2, "name": "Old name"})
    records = await connected.served.consume(fact, organization, older)
    await connected.served.process(records)
    await connected.served.consume(older, organization, fact)
    await connected.work()
    await connected.served.consume(fact)
    await connected.work()
    assert len(await connected.in_quickbooks()) == 1
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == "Nordlys ApS"
    assert len(await connected.served.published(InvoiceCopied)) == 1


async def test_invoices_wait_for_a_connection_and_are_then_copied(desk: Desk) -> None:
    facts = [await desk.copy(number=f"2026-{n:04}") for n in (1, 2)]
    assert {(await desk.state(fact))["state"] for fact in facts} == {"waiting_for_connection"}
    await desk.connect()
    assert {(await desk.state(fact))["state"] for fact in facts} == {"copied"}
    assert len(await desk.in_quickbooks()) == 2


FAULTS: list[dict[str, Any]] = [
    {"kind": "drop", "when": "after"},
    {"kind": "drop", "when": "before"},
    {"kind": "truncate"},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429},
    {"kind": "fault-200"},
    {"kind": "unauthorized"},
    {"kind": "in-progress"},
]


@pytest.mark.parametrize("numbers_itself", [False, True])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
async def test_whatever_happens_to_the_create_there_is_one_invoice(
    desk: Desk, fault: dict[str, Any], numbers_itself: bool
) -> None:
    await desk.connect(custom_txn_numbers=not numbers_itself)
    await desk.fault(**fault, match="POST .*/invoice")
    await desk.fault("ignore-requestid", "POST .*/invoice", times=9)
    fact = await desk.copy()
    await desk.later()
    assert len(await desk.in_quickbooks()) == 1
    assert (await desk.state(fact))["state"] == "copied"
    assert len(await desk.served.published(InvoiceCopied)) == 1


async def test_a_lost_answer_is_replayed_by_requestid(connected: Desk) -> None:
    await connected.fault("drop", "POST .*/invoice", when="after")
    await connected.copy()
    await connected.later()
    ids = {call["requestid"] for call in await connected.calls("/invoice", "POST")}
    assert len(ids) == 1


async def test_a_process_killed_between_the_call_and_the_commit_makes_no_second_invoice(
    connected: Desk,
) -> None:
    await connected.fault("delay", "POST .*/invoice", when="after", seconds=5)
    fact = await connected.issue()
    await killed_once(connected, connected.served.run_due())
    assert (await connected.state(fact))["state"] == "creating"
    await connected.later()
    assert (await connected.state(fact))["state"] == "copied"
    assert len(await connected.in_quickbooks()) == 1


async def killed_once(desk: Desk, work: Coroutine[None, None, int]) -> None:
    """End the work when QuickBooks has made the invoice and not yet answered."""
    before = set(asyncio.all_tasks())
    working = asyncio.create_task(work)
    made: Callable[[], bool | Awaitable[bool]] = desk.holds_invoices
    await until(made)
    for task in set(asyncio.all_tasks()) - before:
        if task is working or task.get_name() == "task copy-invoice":
            task.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def test_an_invoice_deleted_before_we_noted_it_is_made_anew(connected: Desk) -> None:
    await connected.fault("drop", "POST .*/invoice", when="after")
    fact = await connected.copy_once()
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/invoices/{fact.number}")
    await connected.later()
    await connected.later()
    assert [invoice["Id"] for invoice in await connected.in_quickbooks()] == ["2"]
    assert (await connected.state(fact))["qbo_id"] == "2"


async def test_a_number_that_somebody_else_used_needs_a_human(connected: Desk) -> None:
    theirs = await connected.copy()
    ours = await connected.copy(number=theirs.number)
    state = await connected.state(ours)
    assert (state["state"], "6140" in state["reason"]) == ("failed", True)
    (said,) = await connected.served.published(SyncFailed)
    assert (said.invoice_id, said.reason) == (ours.invoice_id, state["reason"])
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/invoices/{theirs.number}")
    retried = await connected.billing.post(f"/v1/invoices/{ours.invoice_id}/retry")
    assert retried.json()["state"] == "queued"
    await connected.work()
    assert (await connected.state(ours))["state"] == "copied"


async def test_a_pause_that_quickbooks_asked_for_is_kept_and_is_no_failure(connected: Desk) -> None:
    await connected.fault("status", "POST .*/invoice", status=429)
    fact = await connected.copy()
    state = await connected.state(fact)
    assert (state["state"], "3001" in state["reason"]) == ("creating", True)
    before = len(await connected.calls("/v3/"))
    await connected.issue(number="2026-0002")
    await connected.work()
    assert len(await connected.calls("/v3/")) == before
    await connected.later()
    assert (await connected.state(fact))["state"] == "copied"


async def test_the_list_of_invoices_has_pages_and_a_filter(connected: Desk) -> None:
    facts = [await connected.copy(number=f"2026-{n:04}") for n in (1, 2, 3)]
    first = (await connected.billing.get("/v1/invoices?limit=2")).json()
    rest = (await connected.billing.get(f"/v1/invoices?cursor={first['next_cursor']}")).json()
    listed = [item["invoice_id"] for item in first["items"] + rest["items"]]
    assert listed == sorted(str(fact.invoice_id) for fact in facts)
    assert (await connected.billing.get("/v1/invoices?state=failed")).json()["items"] == []


async def test_a_retry_of_a_copied_invoice_answers_what_is(connected: Desk) -> None:
    fact = await connected.copy()
    answer = await connected.billing.post(f"/v1/invoices/{fact.invoice_id}/retry")
    assert (answer.status_code, answer.json()["state"]) == (200, "copied")
    await connected.work()
    assert len(await connected.in_quickbooks()) == 1
