"""Credit notes become credit memos, each one, and are applied to their invoices in QuickBooks."""

import asyncio
import random
from decimal import Decimal
from typing import Any

import pytest
from qbo_driver import REALM, Driver, Json, invoice_issued
from test_exports import ANYTHING, FAULTS

from contracts.invoicing import InvoiceCredited, InvoiceIssued
from contracts.qbo_sync import CreditMemoCopied, CreditMemoFailed, PaymentSeen
from contracts.stored import example
from database import new_id
from qbo_sync.domain.credit_note import (
    NO_CREDIT,
    Credit,
    CreditNote,
    EnteredByHandError,
    application,
    needless,
    to_do,
)

EXAMPLE = example(InvoiceCredited)


def credited(event: InvoiceIssued, **changes: Any) -> InvoiceCredited:
    """A credit note of 625.00 DKK, half of the example's invoice, with an id of its own."""
    values = {"invoice_id": event.invoice_id, "credit_note_id": new_id(), **changes}
    return EXAMPLE.model_copy(update=values)


async def credit(driver: Driver, event: InvoiceIssued, **changes: Any) -> InvoiceCredited:
    """Let the service consume a credit note, and do what is due."""
    note = credited(event, **changes)
    await driver.served.consume(note)
    await driver.run_tasks()
    return note


async def memo_of(driver: Driver, event: InvoiceIssued) -> Json:
    [note] = (await driver.state(event))["credit_notes"]
    return dict(note["quickbooks"])


async def balance(driver: Driver) -> float:
    [invoice] = await driver.in_quickbooks()
    return float(invoice["Balance"])


async def test_a_credit_note_becomes_a_credit_memo_that_is_applied_to_its_invoice(
    connected: Driver,
) -> None:
    event = await connected.export()
    note = await credit(connected, event)
    [memo] = await connected.in_quickbooks("CreditMemo")
    assert (memo["DocNumber"], memo["TxnDate"]) == ("CN-2026-0001", "2026-11-05")
    assert (memo["TotalAmt"], memo["TxnTaxDetail"]["TotalTax"]) == (625, 125)
    assert memo["PrivateNote"] == f"honorar:credit-note:{note.credit_note_id}"
    assert memo["CustomerMemo"] == {"value": "Half of it was done before"}
    assert (memo["RemainingCredit"], await balance(connected)) == (0, 625)
    shown = await connected.state(event)
    [listed] = shown["credit_notes"]
    assert listed["reason"] == "Half of it was done before"
    copy = listed["quickbooks"]
    assert (copy["state"], copy["reason"], copy["doc_number"]) == ("copied", None, "CN-2026-0001")
    assert (copy["qbo_total"]["amount"], copy["unapplied"]["amount"]) == ("625.00", "0.00")
    assert (shown["to_do"], shown["qbo_balance"]["amount"]) == (None, "625.00")
    [seen] = await connected.served.published(PaymentSeen)
    assert (seen.kind, seen.amount.amount) == ("credit", Decimal("625.00"))
    [told] = await connected.served.published(CreditMemoCopied)
    assert (told.invoice_id, told.credit_note_id) == (event.invoice_id, note.credit_note_id)
    assert (told.qbo_id, told.doc_number, told.remark) == (memo["Id"], "CN-2026-0001", None)
    assert told.total.amount == told.applied.amount == Decimal("625.00")


async def test_a_credit_note_is_copied_once_whatever_comes_first(connected: Driver) -> None:
    issued = invoice_issued()
    note = credited(issued)
    for order in ([note, issued, note], [issued, note, note]):
        await connected.reset()
        await connected.connect()
        await connected.served.process(await connected.served.consume(*order))
        await connected.run_tasks()
        [memo] = await connected.in_quickbooks("CreditMemo")
        assert memo["RemainingCredit"] == 0
        assert (await memo_of(connected, issued))["state"] == "copied"
        [listed] = (await connected.billing.get("/v1/invoices")).json()["items"]
        assert listed == await connected.state(issued)


async def test_it_waits_for_its_invoice_and_for_a_connection(driver: Driver) -> None:
    event = await driver.export()
    await credit(driver, event)
    assert (await memo_of(driver, event))["state"] == "waiting_for_invoice"
    await driver.connect()
    assert (await memo_of(driver, event))["state"] == "copied"
    await driver.billing.delete("/v1/connection")
    await credit(driver, event, credit_note_number="CN-2026-0002")
    shown = (await driver.state(event))["credit_notes"]
    assert [note["quickbooks"]["state"] for note in shown] == ["copied", "waiting_for_connection"]
    await driver.run_tasks()
    await driver.connect()
    shown = (await driver.state(event))["credit_notes"]
    assert [note["quickbooks"]["state"] for note in shown] == ["copied", "copied"]
    assert await balance(driver) == 0


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
@pytest.mark.parametrize("call", ["creditmemo", "payment"])
async def test_whatever_happens_to_a_call_there_is_one_memo_applied_once(
    connected: Driver, fault: dict[str, Any], call: str
) -> None:
    event = await connected.export()
    await connected.fault(**fault, match=f"POST .*/{call}")
    await connected.fault("ignore-requestid", f"POST .*/{call}", times=9)
    await credit(connected, event)
    await connected.run_later()
    [memo] = await connected.in_quickbooks("CreditMemo")
    assert (memo["RemainingCredit"], await balance(connected)) == (0, 625)
    assert len(await connected.in_quickbooks("Payment")) == 1
    assert (await memo_of(connected, event))["state"] == "copied"


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_befalls_whichever_call_each_credit_note_is_one(
    driver: Driver, seed: int
) -> None:
    chance = random.Random(seed)
    await driver.connect(custom_txn_numbers=bool(seed % 2))
    event = await driver.export()
    everywhere = "POST .*/(creditmemo|payment)"
    await driver.fault("ignore-requestid", everywhere, times=999)
    for _ in range(8):
        match = chance.choice([everywhere, "/query", "GET .*/(invoice|creditmemo)/"])
        await driver.fault(**chance.choice(ANYTHING), match=match, skip=chance.randrange(3))
    notes = [credited(event, credit_note_number=f"CN-{number}") for number in range(2)]
    await driver.served.consume(*notes)
    for _ in range(9):
        await driver.run_later()
    memos = await driver.in_quickbooks("CreditMemo")
    assert len(memos) == len({memo["PrivateNote"] for memo in memos}) == 2
    assert await balance(driver) == 0
    shown = (await driver.state(event))["credit_notes"]
    assert [note["quickbooks"]["state"] for note in shown] == ["copied", "copied"]


async def test_what_a_paid_invoice_does_not_owe_is_the_customers_credit_there(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.pay(event, "1000")
    await credit(connected, event)
    memo = await memo_of(connected, event)
    assert (memo["state"], memo["unapplied"]["amount"]) == ("copied", "375.00")
    assert "375.00 DKK of it settle nothing there" in memo["reason"]
    assert (await connected.state(event))["to_do"] is None
    assert await balance(connected) == 0


async def test_a_company_that_applies_credit_by_itself_leaves_nothing_to_apply(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.intuit.control("PATCH", f"companies/{REALM}", auto_apply_credit=True)
    await credit(connected, event)
    memo = await memo_of(connected, event)
    assert (memo["state"], memo["unapplied"]["amount"]) == ("copied", "0.00")
    assert len(await connected.in_quickbooks("Payment")) == 1


async def test_an_application_deleted_while_its_answer_was_lost_is_made_anew(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.fault("drop", "POST .*/payment", when="after")
    await credit(connected, event)
    assert (await memo_of(connected, event))["state"] == "applying"
    [payment] = await connected.in_quickbooks("Payment")
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment['Id']}")
    await connected.run_later()
    await connected.run_later()
    assert (await memo_of(connected, event))["state"] == "copied"
    assert await balance(connected) == 625


@pytest.mark.parametrize(("method", "path"), [("POST", "/void"), ("DELETE", "")])
async def test_an_invoice_that_is_gone_there_needs_no_credit_memo(
    connected: Driver, method: str, path: str
) -> None:
    event = await connected.export()
    await connected.intuit.control(method, f"qbo/{REALM}/invoices/{event.number}{path}")
    await credit(connected, event)
    memo = await memo_of(connected, event)
    assert (memo["state"], "in QuickBooks" in memo["reason"]) == ("not_needed", True)
    assert await connected.in_quickbooks("CreditMemo") == []


async def test_what_was_entered_by_hand_is_not_credited_twice(connected: Driver) -> None:
    event = await connected.export()
    await connected.receive_webhooks()
    await connected.pay(event, "500", credit="500")
    await connected.until_webhooks_delivered()
    await credit(connected, event)
    shown = await connected.state(event)
    assert shown["credit_notes"][0]["quickbooks"]["state"] == "failed"
    assert "125.00 DKK of it was credited and settles nothing" in shown["to_do"]
    await connected.pay(event, "125", credit="125")
    await connected.until_webhooks_delivered()
    assert (await connected.state(event))["to_do"] is None
    await connected.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    await connected.run_tasks()
    assert (await memo_of(connected, event))["state"] == "not_needed"
    assert len(await connected.in_quickbooks("CreditMemo")) == 2


async def test_one_that_failed_says_why_and_can_be_tried_again(connected: Driver) -> None:
    event = await connected.export()
    line = EXAMPLE.lines[0].model_copy(update={"tax_rate": Decimal(17)})
    await credit(connected, event, lines=(line,))
    shown = await connected.state(event)
    memo = shown["credit_notes"][0]["quickbooks"]
    assert (memo["state"], memo["reason"]) == (
        "failed",
        "QuickBooks has no tax code for standard 17 %",
    )
    assert "625.00 DKK of it was credited" in shown["to_do"]
    await connected.intuit.control("POST", f"qbo/{REALM}/taxcodes", name="Half", percent=17)
    retried = await connected.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    assert retried.json()["credit_notes"][0]["quickbooks"]["state"] == "queued"
    await connected.run_tasks()
    assert (await memo_of(connected, event))["state"] == "variance"


async def test_a_credit_note_follows_the_customer_whom_its_invoice_has_there(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.execute("UPDATE id_mappings SET qbo_id = '404' WHERE kind = 'customer'")
    await credit(connected, event)
    [invoice], [memo] = await connected.in_quickbooks(), await connected.in_quickbooks("CreditMemo")
    assert memo["CustomerRef"]["value"] == invoice["CustomerRef"]["value"]
    assert (await memo_of(connected, event))["state"] == "copied"


@pytest.mark.parametrize("told", ["by a webhook", "by the sweep"])
async def test_a_memo_that_is_deleted_there_is_told_and_made_anew_only_when_asked(
    connected: Driver, told: str
) -> None:
    event = await connected.export()
    await credit(connected, event)
    await connected.run_later()
    if told == "by a webhook":
        await connected.receive_webhooks()
    [payment] = await connected.in_quickbooks("Payment")
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment['Id']}")
    if told == "by a webhook":
        await connected.until_webhooks_delivered()
    await connected.run_later()
    memo = await memo_of(connected, event)
    assert (memo["state"], memo["unapplied"]["amount"]) == ("copied", "625.00")
    assert "625.00 DKK of it settle nothing there" in memo["reason"]
    await connected.intuit.control("DELETE", f"qbo/{REALM}/creditmemos/{memo['qbo_id']}")
    if told == "by a webhook":
        await connected.until_webhooks_delivered()
    await connected.run_later()
    shown = await connected.state(event)
    memo = shown["credit_notes"][0]["quickbooks"]
    assert (memo["state"], memo["qbo_id"]) == ("failed", None)
    assert memo["reason"] == "the credit memo was deleted in QuickBooks"
    assert "625.00 DKK of it was credited" in shown["to_do"]
    [failed] = await connected.served.published(CreditMemoFailed)
    assert (failed.invoice_id, failed.reason) == (event.invoice_id, memo["reason"])
    assert await connected.in_quickbooks("CreditMemo") == []
    await connected.billing.post(f"/v1/invoices/{event.invoice_id}/retry")
    await connected.run_later()
    assert (await memo_of(connected, event))["state"] == "copied"
    assert await balance(connected) == 625


async def test_a_note_and_the_copy_of_its_invoice_noted_at_the_same_time_find_each_other(
    connected: Driver,
) -> None:
    invoices = [await connected.issue_invoice(number=f"2026-{n:04}") for n in range(4)]
    notes = [credited(event, credit_note_number=f"CN-{n}") for n, event in enumerate(invoices)]
    await asyncio.gather(connected.run_tasks(), *(connected.served.consume(note) for note in notes))
    await connected.run_tasks()
    assert len(await connected.in_quickbooks("CreditMemo")) == 4


def note(total: str = "625", **changes: Any) -> CreditNote:
    """A credit note, with its copy to come."""
    amounts = Decimal(total), "Half"
    return CreditNote(
        new_id(), EXAMPLE.invoice_id, "CN-2026-0001", EXAMPLE.issue_date, *amounts, **changes
    )


@pytest.mark.parametrize(
    ("credit", "remote", "words"),
    [
        (Credit([note(state="failed")]), None, "625.00 DKK of it was credited"),
        (Credit([note(state="failed")], Decimal("100.5")), None, "524.50 DKK of it was credited"),
        (Credit([note(state="failed")], Decimal(625)), None, None),
        (Credit([note(state="failed")]), "voided", None),
        (Credit([note(state="queued")]), None, None),
        (Credit([note(state="copied", qbo_id="1")]), None, None),
        (
            Credit([note(state="failed", qbo_id="1", unapplied=Decimal(25))]),
            None,
            "25.00 DKK of it was credited",
        ),
        (NO_CREDIT, None, None),
    ],
)
def test_what_is_to_be_done(credit: Credit, remote: str | None, words: str | None) -> None:
    found = to_do(
        credit,
        currency="DKK",
        doc_number="1024",
        remote=remote,  # type: ignore[arg-type]
    )
    assert (words in found) if found and words else found is words


def test_what_our_own_memos_settle_was_not_entered_by_hand() -> None:
    ours, next_one = note(state="copied", qbo_id="1"), note()
    assert needless(next_one, Credit([ours, next_one], Decimal(625)), None) is None
    assert needless(next_one, Credit([ours, next_one], Decimal(1250)), None)
    assert needless(note("0"), NO_CREDIT, None) is None
    with pytest.raises(EnteredByHandError, match="credit memo of 500 was entered"):
        needless(next_one, Credit([ours, next_one], Decimal(1125)), None)


@pytest.mark.parametrize(
    ("left", "owed", "applied"),
    [("5", "9", "5"), ("9", "5", "5"), ("0", "9", "0"), ("5", "0", "0")],
)
def test_no_more_is_applied_than_both_have_left(left: str, owed: str, applied: str) -> None:
    memo = {
        "Id": "7",
        "TotalAmt": Decimal(9),
        "RemainingCredit": Decimal(left),
        "CustomerRef": {"value": "1"},
    }
    invoice = {"Id": "3", "Balance": Decimal(owed)}
    payment, amount = application(memo, invoice, EXAMPLE.issue_date, currency=None)
    assert (amount, payment["TotalAmt"]) == (Decimal(applied), 0)
    assert [line["Amount"] for line in payment["Line"]] == [amount, amount]
