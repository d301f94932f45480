"""The timeline: all that happened to an invoice, with who and when, newest first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.invoicing import InvoiceIssued
from contracts.notifier import (
    CreditNoteFailed,
    CreditNoteSent,
    ReminderFailed,
    ReminderPassedOver,
    ReminderSent,
)
from contracts.qbo_sync import CreditMemoCopied, CreditMemoFailed
from contracts.stored import example
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW
from testkit import count_statements

LATE: dict[str, Any] = {"issue_date": "2026-01-05", "due_date": "2026-01-20"}


async def timeline(driver: Driver, invoice_id: str) -> list[dict[str, Any]]:
    """Oldest first, for those who read."""
    items = (await driver.read(f"invoices/{invoice_id}/timeline"))["items"]
    times = [one["at"] for one in items]
    assert times == sorted(times, reverse=True)
    return list(reversed(items))


async def lived(driver: Driver) -> dict[str, Any]:
    """An invoice to which all happened that can."""
    invoice = await driver.invoice(**LATE)
    await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    await driver.served.run_due()
    path = f"/v1/invoices/{invoice['id']}"
    await driver.served.consume(
        driver.events.delivery_failed(invoice["id"], delivery_id=invoice["id"]),
        driver.events.invoice_copied(invoice["id"]),
    )
    sent = (await driver.client.post(f"{path}/send", json={"channel": "qbo"})).json()
    later = NOW + timedelta(minutes=1)
    await driver.served.consume(driver.events.quickbooks_sent(invoice["id"], sent["id"], later))
    await driver.client.post(f"{path}/send", json={"channel": "hand", "sent_on": "2026-01-06"})
    [issued] = await driver.published(InvoiceIssued)
    token = issued.customer_page.partition("#")[2]
    customer = await driver.served.client({"Authorization": f"Bearer {token}"})
    body = {"name": "Eva Holm", "text": "Why?"}
    once = {"Idempotency-Key": "1"}
    await customer.post("/v1/customer-page/questions", json=body, headers=once)
    about = {"reason": "It was free", "line_id": invoice["lines"][0]["line_id"]}
    opened = (await driver.client.post(f"{path}/disputes", json=about)).json()
    outcome = {"outcome": "credited", "note": "Ten minutes"}
    await driver.client.post(f"{path}/disputes/{opened['id']}/resolve", json=outcome)
    payment = await driver.pay("100.00", (invoice["id"], "60.00"))
    await driver.take_back(payment["id"], invoice["id"])
    other = await driver.pay("50.00", (invoice["id"], "50.00"))
    await driver.reverse(other["id"])
    await driver.credit(invoice["id"])
    return invoice


async def test_everything_that_happened_is_there_with_who_did_it(driver: Driver) -> None:
    invoice = await lived(driver)
    happened = {one["kind"]: one for one in await timeline(driver, invoice["id"])}
    assert set(happened) == {
        *("drafted", "issued", "document-made", "sending-requested", "handed-over"),
        *("sent", "not-sent", "copied", "asked", "overdue", "paid", "payment-reversed"),
        *("allocation-taken-back", "credited", "disputed", "dispute-resolved"),
    }
    billing = [kind for kind, one in happened.items() if one["by"] == "billing-1"]
    assert sorted(billing) == sorted(
        [
            *("drafted", "issued", "sending-requested", "handed-over", "paid"),
            *("payment-reversed", "allocation-taken-back", "credited", "disputed"),
            "dispute-resolved",
        ]
    )
    assert happened["asked"]["by"] == "Eva Holm"
    assert happened["overdue"]["amount"] == {"amount": "1250.00", "currency": "DKK"}
    assert happened["not-sent"]["channel"] == "email"
    assert (happened["sent"]["channel"], happened["sent"]["about"]) == (
        "qbo",
        happened["sending-requested"]["about"],
    )
    assert happened["handed-over"]["text"] == "2026-01-06"
    assert (happened["disputed"]["number"], happened["disputed"]["text"]) == ("1", "It was free")
    assert (happened["dispute-resolved"]["number"], happened["dispute-resolved"]["text"]) == (
        "credited",
        "Ten minutes",
    )
    assert happened["allocation-taken-back"]["text"] == "wrong invoice"
    assert happened["payment-reversed"]["text"] == "bounced"


async def test_reminders_stand_among_the_rest_once_with_what_became_of_them(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    about = {"account_id": driver.account, "invoice_id": UUID(invoice["id"])}
    events = [
        example(kind).model_copy(update=about)
        for kind in (ReminderSent, ReminderFailed, ReminderPassedOver)
    ]
    unknown = events[1].model_copy(update={"delivery_id": new_id(), "may_have_arrived": True})
    await driver.served.consume(*events, unknown, *reversed(events))

    found = [one for one in await timeline(driver, invoice["id"]) if "remind" in one["kind"]]
    assert [(one["kind"], one["number"], one["by"]) for one in found] == [
        ("reminder-passed-over", None, None),
        ("reminded", "2", None),
        ("not-reminded", "3", "eva@studiolind.example"),
        ("maybe-reminded", "3", "eva@studiolind.example"),
    ]
    assert found[1]["amount"] == {"amount": "5000.00", "currency": "DKK"}
    assert (found[2]["text"], found[2]["amount"]) == ("the mail server said 550 no such user", None)
    assert (await driver.read(f"invoices/{invoice['id']}"))["delivery"]["state"] == "queued"


async def test_what_became_of_a_credit_note_stands_there_with_its_number(driver: Driver) -> None:
    invoice = await driver.invoice(**LATE)
    note = await driver.credit(invoice["id"])
    of_note = {"account_id": driver.account, "credit_note_id": UUID(note["id"])}
    of_both = {**of_note, "invoice_id": UUID(invoice["id"])}
    events = [
        example(CreditMemoFailed).model_copy(update={**of_both, "failed_at": NOW}),
        example(CreditMemoCopied).model_copy(update=of_both),
        *(example(one).model_copy(update=of_note) for one in (CreditNoteFailed, CreditNoteSent)),
    ]
    await driver.served.consume(*events, *reversed(events))
    found = {one["kind"]: one for one in await timeline(driver, invoice["id"])}
    assert {one["number"] for kind, one in found.items() if "memo" in kind} == {note["number"]}
    copied, failed = found["memo-copied"], found["memo-not-copied"]
    assert (copied["amount"]["amount"], copied["about"]) == ("625.00", note["id"])
    assert failed["text"] == "The credit memo was deleted in QuickBooks"
    for kind in ("credit-note-sent", "credit-note-not-sent"):
        assert (found[kind]["number"], found[kind]["about"]) == (note["number"], note["id"])


async def test_a_difference_that_is_written_off_is_no_payment(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1249.50", (invoice["id"], "1249.50"))
    written = await driver.write(
        f"invoices/{invoice['id']}/write-off", {"amount": "0.50", "reason": "Fee"}
    )
    assert written.is_success, written.text
    kinds = [one["kind"] for one in await timeline(driver, invoice["id"])]
    assert kinds == ["drafted", "issued", "paid", "difference-written-off"]


async def test_nothing_of_another_invoice_is_in_it(driver: Driver) -> None:
    await lived(driver)
    other = await driver.invoice()
    assert [one["kind"] for one in await timeline(driver, other["id"])] == ["drafted", "issued"]


async def test_a_draft_has_none(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    for invoice_id in (draft["id"], new_id()):
        answer = await driver.client.get(f"/v1/invoices/{invoice_id}/timeline")
        assert answer.status_code == 404


async def test_it_takes_as_many_statements_however_much_happened(driver: Driver) -> None:
    for invoice in (await lived(driver), await driver.invoice()):
        with count_statements(driver.served.database) as statements:
            await driver.read(f"invoices/{invoice['id']}/timeline")
        assert statements.count == 3, str(statements)
