"""What other services say of an invoice, and what follows from it."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from contracts import Money
from contracts.notifier import DeliveryFailed, DeliverySent
from contracts.qbo_sync import InvoiceCopied, SyncFailed
from database import new_id
from services.invoicing.tests.studio import NOW, Studio


def sent(studio: Studio, invoice_id: str, minute: int) -> DeliverySent:
    return DeliverySent(
        account_id=studio.account,
        invoice_id=UUID(invoice_id),
        delivery_id=new_id(),
        kind="invoice",
        recipient="faktura@nordlys.example",
        message_id="<1@honorar.example>",
        sent_at=NOW + timedelta(minutes=minute),
    )


def failed(studio: Studio, invoice_id: str, minute: int) -> DeliveryFailed:
    return DeliveryFailed(
        account_id=studio.account,
        invoice_id=UUID(invoice_id),
        delivery_id=new_id(),
        kind="invoice",
        reason="the customer has no billing contact",
        failed_at=NOW + timedelta(minutes=minute),
    )


def copied(studio: Studio, invoice_id: str, variance: str | None = None) -> InvoiceCopied:
    return InvoiceCopied(
        account_id=studio.account,
        invoice_id=UUID(invoice_id),
        realm_id="9130350000000001",
        qbo_id="145",
        total=Money(amount=Decimal("1250.00"), currency="DKK"),
        variance=variance,
        copied_at=NOW,
    )


async def test_delivery_is_what_was_said_last_whatever_the_order(studio: Studio) -> None:
    invoice = await studio.invoice()
    early, late = failed(studio, invoice["id"], 1), sent(studio, invoice["id"], 2)
    for fact in (late, early, late, early):
        await studio.served.consume(fact)
    delivery = (await studio.read(f"invoices/{invoice['id']}"))["delivery"]
    assert (delivery["state"], delivery["recipient"]) == ("sent", "faktura@nordlys.example")


async def test_a_failed_delivery_says_why(studio: Studio) -> None:
    invoice = await studio.invoice()
    await studio.served.consume(failed(studio, invoice["id"], 1))
    delivery = (await studio.read(f"invoices/{invoice['id']}"))["delivery"]
    assert delivery["state"] == "failed"
    assert delivery["reason"] == "the customer has no billing contact"


async def test_an_invoice_handed_over_is_not_sent(studio: Studio) -> None:
    invoice = await studio.invoice(delivery="hand")
    assert invoice["delivery"]["state"] == "not-sent"


async def test_the_copy_in_quickbooks_is_shown_with_what_differs(studio: Studio) -> None:
    invoice = await studio.invoice()
    assert invoice["quickbooks"]["state"] == "not-copied"
    problem = SyncFailed(
        account_id=studio.account,
        invoice_id=UUID(invoice["id"]),
        reason="QuickBooks refused the customer's name",
        failed_at=NOW - timedelta(minutes=1),
    )
    states = []
    for fact in (problem, copied(studio, invoice["id"], "tax differs by 0.01"), problem):
        await studio.served.consume(fact)
        found = (await studio.read(f"invoices/{invoice['id']}"))["quickbooks"]
        states.append((found["state"], found["reason"]))
    differs = ("variance", "tax differs by 0.01")
    assert states == [("failed", "QuickBooks refused the customer's name"), differs, differs]


async def test_invoices_are_listed_by_customer_state_number_and_lateness(studio: Studio) -> None:
    late = await studio.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    fresh = await studio.invoice()
    await studio.worked()
    draft = await studio.draft()
    searches = {
        "all": ({}, [late, fresh, draft]),
        "drafts": ({"state": "draft"}, [draft]),
        "issued": ({"state": "issued"}, [late, fresh]),
        "number": ({"number": fresh["number"]}, [fresh]),
        "overdue": ({"overdue": True}, [late]),
        "in time": ({"overdue": False}, [fresh, draft]),
        "customer": ({"organization_id": str(new_id())}, []),
    }
    for query, expected in searches.values():
        found = (await studio.read("invoices", **query))["items"]
        assert [item["id"] for item in found] == [item["id"] for item in expected]


async def test_a_listed_invoice_says_the_same_as_when_read_alone(studio: Studio) -> None:
    invoice = await studio.invoice()
    await studio.worked()
    draft = await studio.draft()
    for item in (await studio.read("invoices"))["items"]:
        alone = {invoice["id"]: invoice, draft["id"]: draft}[item["id"]]
        assert item == {name: alone[name] for name in item}


async def test_the_list_comes_in_pages(studio: Studio) -> None:
    ids = [(await studio.invoice(60))["id"] for _ in range(3)]
    first = await studio.read("invoices", limit=2)
    rest = await studio.read("invoices", limit=2, cursor=first["next_cursor"])
    assert [item["id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next_cursor"] is None
