import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from qbo_driver import REALM, Driver

from contracts.invoicing import Line, TaxTotal
from contracts.qbo_sync import InvoiceCopied, SyncFailed
from database import new_id
from testkit import until


async def test_invoices_wait_for_a_connection_and_are_then_copied(driver: Driver) -> None:
    events = [await driver.export(number=f"2026-{n:04}") for n in (1, 2)]
    assert {(await driver.state(event))["state"] for event in events} == {"waiting_for_connection"}
    await driver.connect()
    assert {(await driver.state(event))["state"] for event in events} == {"copied"}
    assert len(await driver.in_quickbooks()) == 2


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
    driver: Driver, fault: dict[str, Any], numbers_itself: bool
) -> None:
    await driver.connect(custom_txn_numbers=not numbers_itself)
    await driver.fault(**fault, match="POST .*/invoice")
    await driver.fault("ignore-requestid", "POST .*/invoice", times=9)
    event = await driver.export()
    await driver.run_later()
    assert len(await driver.in_quickbooks()) == 1
    assert (await driver.state(event))["state"] == "copied"
    assert len(await driver.served.published(InvoiceCopied)) == 1


STRANGE_ANSWERS: list[dict[str, Any]] = [
    {"status": 408},
    {"status": 409, "body": "<html>Conflict</html>"},
    {"status": 400, "body": "{}"},
    {"status": 400, "body": '{"Fault": {"Error": []}}'},
    {"status": 401},
    {"status": 403, "body": "<html>Forbidden</html>"},
    {"status": 404, "body": '{"fault": {"faultstring": "no route", "detail": {"errorcode": "x"}}}'},
    {"status": 429},
    {"status": 302},
    {"status": 200, "body": "{}"},
    {"status": 200, "body": '{"Invoice": null}'},
    {"status": 200, "body": '{"Invoice": {}}'},
    {"status": 200, "body": "<html>Please wait</html>"},
    {"status": 204},
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("answer", STRANGE_ANSWERS, ids=lambda answer: str(answer))
async def test_an_answer_that_is_not_intuits_own_leaves_the_outcome_open(
    driver: Driver, answer: dict[str, Any], when: str
) -> None:
    """Where QuickBooks numbers, nothing but looking first keeps a second invoice away."""
    await driver.connect(custom_txn_numbers=False)
    await driver.fault("answer", "POST .*/invoice", when=when, **answer)
    await driver.fault("ignore-requestid", "POST .*/invoice", times=9)
    event = await driver.export()
    await driver.run_later()
    assert (await driver.state(event))["state"] == "copied"
    assert len(await driver.in_quickbooks()) == 1
    assert (await driver.connection())["state"] == "connected"


async def test_an_attempt_after_a_refusal_looks_first_too(driver: Driver) -> None:
    """What Intuit refused may be there all the same: somebody retries, and it is found."""
    await driver.connect(custom_txn_numbers=False)
    await driver.fault("drop", "POST .*/invoice", when="after")
    event = await driver.export_once()
    await driver.fault("answer", "GET .*/query", body='{"QueryResponse": {}}', status=200)
    await driver.fault("refuse", "POST .*/invoice", code="6000")
    await driver.run_later()
    assert (await driver.state(event))["state"] == "failed"
    await driver.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    await driver.run_tasks()
    assert (await driver.state(event))["state"] == "copied"
    assert len(await driver.in_quickbooks()) == 1


async def test_an_invoice_is_found_though_who_numbers_changed_meanwhile(driver: Driver) -> None:
    await driver.connect(custom_txn_numbers=False)
    await driver.fault("drop", "POST .*/invoice", when="after")
    await driver.fault("ignore-requestid", "POST .*/invoice", times=9)
    event = await driver.export_once()
    await driver.intuit.control("PATCH", f"companies/{REALM}", custom_txn_numbers=True)
    await driver.execute("UPDATE connections SET custom_txn_numbers = true")
    await driver.run_later()
    assert (await driver.state(event))["state"] == "variance"
    assert len(await driver.in_quickbooks()) == 1


async def test_a_lost_answer_is_replayed_by_requestid(connected: Driver) -> None:
    await connected.fault("drop", "POST .*/invoice", when="after")
    await connected.export()
    await connected.run_later()
    ids = {call["requestid"] for call in await connected.calls("/invoice", "POST")}
    assert len(ids) == 1


async def test_a_process_killed_between_the_call_and_the_commit_makes_no_second_invoice(
    connected: Driver,
) -> None:
    await connected.fault("delay", "POST .*/invoice", when="after", seconds=5)
    event = await connected.issue_invoice()
    await killed_once(connected, connected.served.run_due())
    assert (await connected.state(event))["state"] == "creating"
    await connected.run_later()
    assert (await connected.state(event))["state"] == "copied"
    assert len(await connected.in_quickbooks()) == 1


async def killed_once(driver: Driver, work: Coroutine[None, None, int]) -> None:
    """End the work when QuickBooks has made the invoice and not yet answered."""
    before = set(asyncio.all_tasks())
    working = asyncio.create_task(work)
    made: Callable[[], bool | Awaitable[bool]] = driver.has_invoices
    await until(made)
    for task in set(asyncio.all_tasks()) - before:
        if task is working or task.get_name() == "task export-invoice":
            task.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def test_an_invoice_deleted_before_we_noted_it_is_made_anew(connected: Driver) -> None:
    await connected.fault("drop", "POST .*/invoice", when="after")
    event = await connected.export_once()
    await connected.intuit.control("DELETE", f"qbo/{REALM}/invoices/{event.number}")
    await connected.run_later()
    await connected.run_later()
    assert [invoice["Id"] for invoice in await connected.in_quickbooks()] == ["2"]
    assert (await connected.state(event))["qbo_id"] == "2"


async def test_a_number_that_somebody_else_used_needs_a_human(connected: Driver) -> None:
    theirs = await connected.export()
    ours = await connected.export(number=theirs.number)
    state = await connected.state(ours)
    assert (state["state"], "6140" in state["reason"]) == ("failed", True)
    (published,) = await connected.served.published(SyncFailed)
    assert (published.invoice_id, published.reason) == (ours.invoice_id, state["reason"])
    await connected.intuit.control("DELETE", f"qbo/{REALM}/invoices/{theirs.number}")
    retried = await connected.billing.post(f"/v1/invoices/{ours.invoice_id}/retry")
    assert retried.json()["state"] == "queued"
    await connected.run_tasks()
    assert (await connected.state(ours))["state"] == "copied"


async def test_a_pause_that_quickbooks_asked_for_is_kept_and_is_no_failure(
    connected: Driver,
) -> None:
    await connected.fault("status", "POST .*/invoice", status=429)
    event = await connected.export()
    state = await connected.state(event)
    assert (state["state"], "3001" in state["reason"]) == ("creating", True)
    before = len(await connected.calls("/v3/"))
    await connected.issue_invoice(number="2026-0002")
    await connected.run_tasks()
    assert len(await connected.calls("/v3/")) == before
    await connected.run_later()
    assert (await connected.state(event))["state"] == "copied"


async def test_the_list_of_invoices_has_pages_and_a_filter(connected: Driver) -> None:
    events = [await connected.export(number=f"2026-{n:04}") for n in (1, 2, 3)]
    first = (await connected.billing.get("/v1/invoices?limit=2")).json()
    rest = (await connected.billing.get(f"/v1/invoices?cursor={first['next_cursor']}")).json()
    listed = [item["invoice_id"] for item in first["items"] + rest["items"]]
    assert listed == sorted(str(event.invoice_id) for event in events)
    assert (await connected.billing.get("/v1/invoices?state=failed")).json()["items"] == []


async def test_a_retry_of_a_copied_invoice_answers_what_is(connected: Driver) -> None:
    event = await connected.export()
    answer = await connected.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    assert (answer.status_code, answer.json()["state"]) == (200, "copied")
    await connected.run_tasks()
    assert len(await connected.in_quickbooks()) == 1


ANYTHING: list[dict[str, Any]] = [
    {"kind": "drop", "when": "after"},
    {"kind": "drop", "when": "before"},
    {"kind": "truncate"},
    {"kind": "status", "status": 503},
    {"kind": "fault-200"},
    {"kind": "in-progress"},
    {"kind": "unauthorized"},
]


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_befalls_whichever_call_each_invoice_is_one(
    driver: Driver, seed: int
) -> None:
    """Any faults on any calls, requestid ignored throughout, until QuickBooks is well again."""
    chance = random.Random(seed)
    await driver.connect(custom_txn_numbers=bool(seed % 2))
    await driver.fault("ignore-requestid", "POST .*/(invoice|customer|item)", times=999)
    for _ in range(8):
        match = chance.choice(["POST .*/invoice", "POST .*/customer", "/query", "GET .*/invoice/"])
        await driver.fault(**chance.choice(ANYTHING), match=match, skip=chance.randrange(3))
    events = [await driver.export(number=f"2026-{number:04}") for number in range(3)]
    for _ in range(9):
        await driver.run_later()

    made = await driver.in_quickbooks()
    assert len(made) == len({invoice["PrivateNote"] for invoice in made}) == 3
    assert len(await driver.in_quickbooks("Customer")) == 1
    assert [(await driver.state(event))["state"] for event in events] == ["copied"] * 3
    assert len(await driver.served.published(InvoiceCopied)) == 3


async def test_two_processes_that_export_at_the_same_time_make_one_invoice(
    connected: Driver,
) -> None:
    events = [await connected.issue_invoice(number=f"2026-{number:04}") for number in range(3)]
    await asyncio.gather(*(connected.served.run_due() for _ in range(4)))
    await connected.run_tasks()
    assert len(await connected.in_quickbooks()) == len(events)
    assert len(await connected.in_quickbooks("Customer")) == 1


async def test_an_id_that_quickbooks_knows_no_more_is_looked_up_anew(connected: Driver) -> None:
    await connected.export(number="1")
    await connected.execute("UPDATE id_mappings SET qbo_id = '404' WHERE kind = 'item'")
    event = await connected.export(number="2")
    await connected.run_later()
    assert (await connected.state(event))["state"] == "copied"
    assert len(await connected.in_quickbooks("Item")) == 1
    assert await connected.count("id_mappings WHERE qbo_id = '404'") == 0


async def test_only_an_invoice_with_our_marker_is_taken_for_ours(connected: Driver) -> None:
    """A number that somebody else used, found while the outcome of our own attempt is not known."""
    theirs = await connected.export(number="2026-0001")
    await connected.fault("drop", "POST .*/invoice", when="before")
    ours = await connected.export_once(number="2026-0001")
    await connected.run_later()
    assert (await connected.state(ours))["state"] == "failed"
    assert (await connected.state(theirs))["qbo_id"] == "1"
    assert len(await connected.in_quickbooks()) == 1


async def test_an_invoice_that_waits_says_for_what(connected: Driver) -> None:
    await connected.fault("status", "POST .*/invoice", status=503)
    event = await connected.export_once()
    state = await connected.state(event)
    assert (state["state"], state["qbo_id"]) == ("creating", None)
    assert state["reason"]
    await connected.run_later()
    assert (await connected.state(event))["reason"] is None


async def test_an_invoice_that_is_not_there_can_be_neither_read_nor_retried(
    driver: Driver,
) -> None:
    path = f"/v1/invoices/{new_id()}"
    for response in (await driver.billing.get(path), await driver.billing.post(f"{path}/retry")):
        assert response.status_code == 404
        assert response.json()["title"] == "There is no such invoice"


async def test_managers_read_and_do_not_retry_and_others_do_neither(connected: Driver) -> None:
    path = f"/v1/invoices/{(await connected.export()).invoice_id}"
    manager = await connected.served.as_("manager")
    assert (await manager.get(path)).status_code == 200
    assert (await manager.post(f"{path}/retry")).status_code == 403
    for role in ("agent", "client"):
        other = await connected.served.as_(role)
        assert (await other.get(path)).status_code == 403
        assert (await other.get("/v1/invoices")).status_code == 403


async def test_a_retry_without_a_connection_waits_for_one(driver: Driver) -> None:
    event = await driver.issue_invoice()
    retried = await driver.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    assert retried.json()["state"] == "waiting_for_connection"
    await driver.connect()
    assert (await driver.state(event))["state"] == "copied"


async def test_who_numbers_is_read_again_when_it_changes(connected: Driver) -> None:
    await connected.receive_webhooks()
    await connected.intuit.control("PATCH", f"companies/{REALM}", custom_txn_numbers=False)
    await connected.until_webhooks_delivered()
    assert (await connected.connection())["number_owner"] == "quickbooks"
    event = await connected.export()
    state = await connected.state(event)
    assert (state["state"], state["doc_number"]) == ("copied", "1001")


async def test_who_numbers_is_read_again_each_day(connected: Driver) -> None:
    await connected.intuit.control("PATCH", f"companies/{REALM}", custom_txn_numbers=False)
    await connected.run_later()
    assert (await connected.connection())["number_owner"] == "honorar"
    await connected.execute("UPDATE connections SET profile_read_at = now() - interval '25 h'")
    await connected.run_later()
    assert (await connected.connection())["number_owner"] == "quickbooks"


async def test_a_number_that_quickbooks_gave_against_ours_is_a_variance(connected: Driver) -> None:
    await connected.intuit.control("PATCH", f"companies/{REALM}", custom_txn_numbers=False)
    event = await connected.export()
    state = await connected.state(event)
    assert (state["state"], state["doc_number"]) == ("variance", "1001")
    assert "number 1001, ours" in state["reason"]


async def test_the_fee_of_a_reminder_is_copied_like_any_invoice(driver: Driver) -> None:
    await driver.connect()
    fee = Line(
        line_id=new_id(),
        position=1,
        kind="fee",
        description="Rykkergebyr for faktura 2026-0001 af 5. oktober 2026",
        amount=Decimal("100.00"),
        tax_category="outside-scope",
        tax_rate=Decimal(0),
        tax_code="O",
    )
    untaxed = TaxTotal(
        category="outside-scope", rate=Decimal(0), base=Decimal("100.00"), tax=Decimal("0.00")
    )
    event = await driver.export(
        number="2026-0009",
        reminder_fee_of=new_id(),
        lines=(fee,),
        tax_totals=(untaxed,),
        subtotal=Decimal("100.00"),
        tax=Decimal("0.00"),
        total=Decimal("100.00"),
    )
    state = await driver.state(event)
    assert (state["state"], state["reason"]) == ("copied", None)
    [copied] = await driver.in_quickbooks()
    assert Decimal(str(copied["TotalAmt"])) == Decimal(100)
