"""What customers pay, what it settles, and what is taken back."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts import Money
from contracts.invoicing import InvoiceOverdue, InvoicePaid, PaymentRecorded, PaymentReversed
from contracts.qbo_sync import PaymentSeen, PaymentUndone
from database import new_id
from services.invoicing.tests.studio import NOW, Studio


async def try_pay(
    studio: Studio, amount: str, *shares: tuple[str, str], currency: str = "DKK", **more: Any
) -> httpx.Response:
    """Ask for a payment to be recorded, with shares of (invoice, amount)."""
    body = {
        "received_on": "2026-11-09",
        "amount": {"amount": amount, "currency": currency},
        "allocations": [{"invoice_id": i, "amount": a} for i, a in shares],
        **more,
    }
    return await studio.client.post("/v1/payments", json=body)


async def pay(studio: Studio, amount: str, *shares: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Record a payment."""
    answer = await try_pay(studio, amount, *shares, **more)
    assert answer.status_code == 201, answer.text
    paid: dict[str, Any] = answer.json()
    return paid


def seen(studio: Studio, invoice_id: str, seen_id: UUID, amount: str = "1250.00") -> PaymentSeen:
    return PaymentSeen(
        account_id=studio.account,
        invoice_id=UUID(invoice_id),
        seen_id=seen_id,
        realm_id="9130350000000001",
        qbo_payment_id="163",
        amount=Money(amount=Decimal(amount), currency="DKK"),
        paid_on=date(2026, 11, 9),
        reference="1024",
        seen_at=NOW,
    )


def undone(studio: Studio, invoice_id: str, seen_id: UUID) -> PaymentUndone:
    return PaymentUndone(
        account_id=studio.account,
        invoice_id=UUID(invoice_id),
        seen_id=seen_id,
        reason="deleted in QuickBooks",
        undone_at=NOW,
    )


async def test_part_then_the_rest_makes_partial_then_paid(studio: Studio) -> None:
    invoice = await studio.invoice()
    await pay(studio, "500.00", (invoice["id"], "500.00"))
    part = await studio.read(f"invoices/{invoice['id']}")
    assert (part["payment"], part["balance"]["amount"]) == ("partial", "750.00")
    await pay(studio, "750.00", (invoice["id"], "750.00"))
    whole = await studio.read(f"invoices/{invoice['id']}")
    assert (whole["payment"], whole["balance"]["amount"]) == ("paid", "0.00")
    recorded = await studio.published(PaymentRecorded)
    assert [str(fact.balance.amount) for fact in recorded] == ["750.00", "0.00"]
    [paid] = await studio.published(InvoicePaid)
    assert (paid.paid_on, str(paid.total.amount)) == (date(2026, 11, 9), "1250.00")
    await studio.laws_hold()


async def test_one_payment_settles_two_invoices_and_leaves_credit(studio: Studio) -> None:
    one, two = await studio.invoice(), await studio.invoice()
    payment = await pay(studio, "3000.00", (one["id"], "1250.00"), (two["id"], "1250.00"))
    assert payment["credit"] == {"amount": "500.00", "currency": "DKK"}
    [row] = (await studio.read("reports/receivables"))["items"]
    assert (row["total"]["amount"], row["credit"]["amount"]) == ("0.00", "500.00")
    assert len(await studio.published(InvoicePaid)) == 2


async def test_credit_settles_a_later_invoice(studio: Studio) -> None:
    payment = await pay(studio, "2000.00", organization_id=str(studio.organization_id))
    invoice = await studio.invoice()
    body = {"allocations": [{"invoice_id": invoice["id"], "amount": "1250.00"}]}
    path = f"/v1/payments/{payment['id']}/allocations"
    assert (await studio.client.post(path, json=body)).json()["credit"]["amount"] == "750.00"
    assert (await studio.client.post(path, json=body)).status_code == 422
    assert (await studio.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    await studio.laws_hold()


@pytest.mark.parametrize(
    ("amount", "share", "reason"),
    [
        ("2000.00", "1250.01", "only 1250.00 is owed"),
        ("100.00", "100.01", "the payment is exceeded by 0.01"),
    ],
)
async def test_more_than_was_paid_or_is_owed_is_refused(
    studio: Studio, amount: str, share: str, reason: str
) -> None:
    invoice = await studio.invoice()
    refused = await try_pay(studio, amount, (invoice["id"], share))
    assert refused.status_code == 422
    assert reason in refused.json()["detail"]
    assert (await studio.read("payments"))["items"] == []


async def test_payments_of_drafts_other_currencies_or_nobody_are_refused(studio: Studio) -> None:
    await studio.worked()
    draft, invoice = await studio.draft(), await studio.invoice()
    answers = [
        await try_pay(studio, "10.00", (draft["id"], "10.00")),
        await try_pay(studio, "10.00", (invoice["id"], "10.00"), currency="EUR"),
        await try_pay(studio, "10.00"),
        await try_pay(studio, "10.001", (invoice["id"], "10.00")),
        await try_pay(studio, "10.00", (invoice["id"], "5.00"), (invoice["id"], "5.00")),
        await try_pay(studio, "10.00", (invoice["id"], "10.00"), received_on="2999-01-01"),
    ]
    assert [a.status_code for a in answers] == [422] * 6


async def test_parallel_payments_never_exceed_the_balance(studio: Studio) -> None:
    invoice = await studio.invoice()
    answers = await asyncio.gather(
        *(try_pay(studio, "500.00", (invoice["id"], "500.00")) for _ in range(6))
    )
    assert sorted(a.status_code for a in answers) == [201, 201, 422, 422, 422, 422]
    after = await studio.read(f"invoices/{invoice['id']}")
    assert after["balance"]["amount"] == "250.00"
    await studio.laws_hold()


@pytest.mark.parametrize(
    ("paid", "share", "constraint"),
    [(9999, 1251, "allocated_within_balance"), (10, 11, "allocated_within_payment")],
)
async def test_the_database_itself_refuses_to_allocate_too_much(
    studio: Studio, paid: int, share: int, constraint: str
) -> None:
    invoice = await studio.invoice()
    payment = await pay(studio, f"{paid}.00", organization_id=str(studio.organization_id))
    statement = text(
        "INSERT INTO allocation (account_id, id, payment_id, invoice_id, amount, allocated_at)"
        " VALUES (:account, uuidv7(), :payment, :invoice, :share, now())"
    )
    parameters = {
        "account": studio.account,
        "payment": payment["id"],
        "invoice": invoice["id"],
        "share": Decimal(share),
    }
    with pytest.raises(DBAPIError, match=constraint):
        async with studio.served.database.transaction(studio.account) as session:
            await session.execute(statement, parameters)


async def test_a_reversal_is_a_counter_entry_and_happens_once(studio: Studio) -> None:
    invoice = await studio.invoice()
    payment = await pay(studio, "1300.00", (invoice["id"], "1250.00"))
    path, body = f"/v1/payments/{payment['id']}/reverse", {"reason": "recorded twice"}
    counter, again = [(await studio.client.post(path, json=body)).json() for _ in range(2)]
    assert counter["id"] == again["id"]
    assert (counter["amount"]["amount"], counter["credit"]["amount"]) == ("-1300.00", "-50.00")
    after = await studio.read(f"invoices/{invoice['id']}")
    assert (after["payment"], after["balance"]["amount"]) == ("unpaid", "1250.00")
    [fact] = await studio.published(PaymentReversed)
    assert (str(fact.amount.amount), str(fact.balance.amount)) == ("1250.00", "1250.00")
    assert str(fact.payment_id) == payment["id"]
    refused = await studio.client.post(f"/v1/payments/{counter['id']}/reverse", json=body)
    assert refused.status_code == 409
    await studio.laws_hold()


async def test_an_invoice_paid_again_after_a_reversal_is_said_to_be_paid_again(
    studio: Studio,
) -> None:
    invoice = await studio.invoice()
    for _ in range(2):
        payment = await pay(studio, "1250.00", (invoice["id"], "1250.00"))
        path = f"/v1/payments/{payment['id']}/reverse"
        await studio.client.post(path, json={"reason": "bounced"})
    assert len(await studio.published(InvoicePaid)) == 2


async def test_a_reversed_payment_makes_a_late_invoice_overdue_after_all(studio: Studio) -> None:
    invoice = await studio.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    payment = await pay(studio, "1250.00", (invoice["id"], "1250.00"))
    await studio.served.run_due()
    assert await studio.published(InvoiceOverdue) == []
    path = f"/v1/payments/{payment['id']}/reverse"
    await studio.client.post(path, json={"reason": "bounced"})
    await studio.served.run_due()
    assert len(await studio.published(InvoiceOverdue)) == 1


async def test_a_payment_seen_in_quickbooks_is_recorded_once(studio: Studio) -> None:
    invoice, seen_id = await studio.invoice(), new_id()
    records = await studio.served.consume(seen(studio, invoice["id"], seen_id))
    await studio.served.process(records)
    await studio.served.consume(seen(studio, invoice["id"], seen_id))
    [payment] = (await studio.read("payments", invoice_id=invoice["id"]))["items"]
    assert (payment["method"], payment["recorded_by"]) == ("qbo", "qbo-sync")
    assert (await studio.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    assert len(await studio.published(InvoicePaid)) == 1


async def test_more_than_the_balance_seen_in_quickbooks_becomes_credit(studio: Studio) -> None:
    invoice = await studio.invoice()
    await studio.served.consume(seen(studio, invoice["id"], new_id(), "1300.00"))
    await studio.served.consume(seen(studio, invoice["id"], new_id(), "10.00"))
    payments = (await studio.read("payments"))["items"]
    assert [p["credit"]["amount"] for p in payments] == ["50.00", "10.00"]
    await studio.laws_hold()


async def test_seen_and_undone_end_alike_in_every_order(studio: Studio) -> None:
    ends = []
    for order in ([0, 1], [1, 0], [0, 1, 1, 0], [1, 1, 0, 0]):
        invoice, seen_id = await studio.invoice(), new_id()
        facts = [seen(studio, invoice["id"], seen_id), undone(studio, invoice["id"], seen_id)]
        for position in order:
            await studio.served.consume(facts[position])
        payments = (await studio.read("payments", invoice_id=invoice["id"]))["items"]
        state = (await studio.read(f"invoices/{invoice['id']}"))["payment"]
        ends.append((state, [(p["amount"], p["credit"], p["reason"]) for p in payments]))
    assert ends == ends[:1] * 4
    assert ends[0][0] == "unpaid"
    await studio.laws_hold()


async def test_a_payment_of_an_unknown_invoice_is_kept_as_a_dead_letter(studio: Studio) -> None:
    unknown = str(new_id())
    await studio.served.consume(seen(studio, unknown, new_id()))
    assert any(unknown in letter for letter in await studio.served.dead_letters())


async def test_receivables_are_aged_and_currencies_kept_apart(studio: Studio) -> None:
    for issued, due in (
        ("2025-01-01", "2025-01-02"),
        ("2026-01-01", "2199-01-01"),
    ):
        await studio.invoice(issue_date=issued, due_date=due)
    made = await studio.worked(3600, "100.00", "EUR")
    draft = await studio.draft(entry_ids=[str(made.entry_id)], currency="EUR")
    await studio.issue(draft["id"])
    rows = (await studio.read("reports/receivables"))["items"]
    found = [
        (r["currency"], r["not_due"]["amount"], r["days_over_90"]["amount"], r["total"]["amount"])
        for r in rows
    ]
    assert found == [
        ("DKK", "1250.00", "1250.00", "2500.00"),
        ("EUR", "125.00", "0.00", "125.00"),
    ]


@pytest.mark.parametrize("day", ["1969-12-31", "0001-01-01"])
async def test_a_payment_of_an_impossible_day_is_refused(studio: Studio, day: str) -> None:
    refused = await try_pay(
        studio, "10.00", organization_id=str(studio.organization_id), received_on=day
    )
    assert [e["field"] for e in refused.json()["errors"]] == ["received_on"]
