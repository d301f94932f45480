"""Fees that reminders charge become invoices of their own, each once, and what was reminded never changes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceIssued
from contracts.notifier import ReminderFeeCharged, ReminderSent
from contracts.stored import example
from contracts.timer import OrganizationMerged
from contracts.values import Money
from database import new_id
from invoicing.commands import reminder_fees
from invoicing.domain.reminder_fees import fee_text
from invoicing.tasks import _told
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_explanation import books
from testkit import record


def charged(driver: Driver, invoice: dict[str, Any], **changes: Any) -> ReminderFeeCharged:
    """A reminder of the invoice charged DKK 100."""
    about = {
        "account_id": driver.account,
        "reminder_id": new_id(),
        "invoice_id": UUID(invoice["id"]),
        "organization_id": UUID(invoice["organization_id"]),
    }
    return example(ReminderFeeCharged).model_copy(update={**about, **changes})


async def fees_of(driver: Driver, invoice: dict[str, Any]) -> list[dict[str, Any]]:
    found = await driver.read(f"invoices/{invoice['id']}/reminder-fees")
    return list(found["items"])


async def test_a_fee_is_an_invoice_of_its_own_that_names_the_reminded_one(driver: Driver) -> None:
    invoice = await driver.invoice()
    event = charged(driver, invoice)
    await driver.served.consume(event)
    [waiting] = await fees_of(driver, invoice)
    assert (waiting["state"], waiting["fee_invoice_id"]) == ("waiting", None)
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    assert (fee["state"], fee["fee"]) == ("issued", {"amount": "100.00", "currency": "DKK"})
    assert fee["balance"] == fee["fee"]
    found = await driver.read(f"invoices/{fee['fee_invoice_id']}")
    [line] = found["lines"]
    assert line["kind"] == "fee"
    assert line["description"].startswith(f"Rykkergebyr for faktura {invoice['number']} af ")
    assert (line["tax_category"], line["tax_code"]) == ("outside-scope", "O")
    assert (found["total"]["amount"], found["tax"]["amount"]) == ("100.00", "0.00")
    assert found["reminder_fee_of"] == invoice["id"]
    assert found["delivery"]["channel"] == "email"
    due, issued = (date.fromisoformat(found[one]) for one in ("due_date", "issue_date"))
    assert due - issued == timedelta(days=30)
    belongs = await driver.read(f"invoices/{found['id']}/reminder-fees")
    assert belongs["charged_for"]["number"] == invoice["number"]
    assert [one["reminder_id"] for one in belongs["items"]] == [str(event.reminder_id)]
    *_, published = await driver.published(InvoiceIssued)
    assert (published.invoice_id, published.reminder_fee_of) == (
        UUID(found["id"]),
        UUID(invoice["id"]),
    )
    assert await driver.read(f"invoices/{invoice['id']}") == await same_as_before(driver, invoice)
    await driver.invariants_hold()
    audit(await books(driver, found["id"]))


async def same_as_before(driver: Driver, invoice: dict[str, Any]) -> dict[str, Any]:
    """The invoice as it was issued; only its document was made meanwhile, and when it is overdue is told anew."""
    now = await driver.read(f"invoices/{invoice['id']}")
    return {**invoice, **{name: now[name] for name in ("document_sha256", "overdue")}}


async def test_twice_and_before_what_else_is_told_of_the_reminder_it_is_charged_once(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    event = charged(driver, invoice)
    await driver.served.process([record(event), record(event)])
    await driver.served.run_due()
    sent = example(ReminderSent).model_copy(
        update={
            "account_id": driver.account,
            "invoice_id": UUID(invoice["id"]),
            "reminder_id": event.reminder_id,
        }
    )
    await driver.served.consume(event, sent, event.model_copy(update={"version": 9}))
    await driver.served.run_due()
    assert len(await fees_of(driver, invoice)) == 1
    assert len(await driver.published(InvoiceIssued)) == 2
    happened = await driver.read(f"invoices/{invoice['id']}/timeline")
    [told] = [one for one in happened["items"] if one["kind"] == "fee-charged"]
    [fee] = await fees_of(driver, invoice)
    assert (told["about"], told["number"]) == (fee["fee_invoice_id"], fee["number"])
    assert told["amount"]["amount"] == "100.00"


async def test_each_reminder_charges_its_own(driver: Driver) -> None:
    invoice = await driver.invoice()
    later = {"charged_on": date(2026, 11, 30), "days": 25}
    await driver.served.consume(charged(driver, invoice, **later), charged(driver, invoice))
    await driver.served.run_due()
    found = await fees_of(driver, invoice)
    assert [one["charged_on"] for one in found] == ["2026-11-12", "2026-11-30"]
    assert len({one["number"] for one in found}) == 2


async def test_a_fee_of_an_invoice_that_is_not_here_yet_waits_for_it(driver: Driver) -> None:
    invoice = await driver.invoice()
    event = charged(driver, invoice, invoice_id=new_id())
    await driver.served.consume(event)
    assert not await reminder_fees.invoice_fee(work(driver, event))
    assert len((await driver.read("invoices"))["items"]) == 1


def work(driver: Driver, event: ReminderFeeCharged, now: Any = None) -> reminder_fees.Work:
    return reminder_fees.Work(
        event.reminder_id,
        lambda: driver.served.database.transaction(driver.account),
        _told,
        driver.served.app.state.links,
        now or event.charged_at,
    )


async def test_what_became_of_the_invoice_meanwhile_changes_nothing(driver: Driver) -> None:
    paid, credited = await driver.invoice(), await driver.invoice()
    await driver.pay("1250.00", (paid["id"], "1250.00"))
    await driver.credit(credited["id"])
    await driver.served.consume(charged(driver, paid), charged(driver, credited))
    await driver.served.run_due()
    for invoice in (paid, credited):
        [fee] = await fees_of(driver, invoice)
        assert fee["state"] == "issued"
    with driver.at(datetime.now(UTC)):
        note = await driver.credit(fee["fee_invoice_id"])
    assert note["total"]["amount"] == "100.00"
    [fee] = await fees_of(driver, credited)
    assert fee["balance"]["amount"] == "0.00"
    await driver.invariants_hold()


async def test_what_cannot_be_issued_waits_as_a_draft_with_the_reason(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(
        driver.events.organization(driver.organization_id, version=9, address=None)
    )
    event = charged(driver, invoice)
    await driver.served.consume(event)
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    assert (fee["state"], fee["failure"]["type"]) == ("draft", "invoice-incomplete")
    assert [one["field"] for one in fee["failure"]["fields"]] == ["buyer.address"]
    draft = await driver.read(f"invoices/{fee['fee_invoice_id']}")
    assert (draft["state"], draft["reminder_fee_of"]) == ("draft", invoice["id"])
    await driver.served.consume(driver.events.organization(driver.organization_id, version=10))
    issued = await driver.issue(draft["id"])
    assert issued["reminder_fee_of"] == invoice["id"]
    assert (await driver.published(InvoiceIssued))[-1].reminder_fee_of == UUID(invoice["id"])
    [fee] = await fees_of(driver, invoice)
    assert fee["state"] == "issued"


async def test_a_name_that_cannot_be_printed_leaves_a_draft(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(
        driver.events.organization(driver.organization_id, version=9, name="Nordlys \x07")
    )
    await driver.served.consume(charged(driver, invoice))
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    assert (fee["state"], fee["failure"]["type"]) == ("draft", "text-not-printable")


async def test_a_deleted_draft_is_told_and_can_be_drafted_again_by_a_person(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(
        driver.events.organization(driver.organization_id, version=9, address=None)
    )
    event = charged(driver, invoice)
    again = f"reminder-fees/{event.reminder_id}/draft"
    await driver.served.consume(event)
    assert (await driver.write(again)).status_code == 409
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    assert (await driver.write(again)).status_code == 409
    await driver.read(f"invoices/{fee['fee_invoice_id']}")
    deleted = await driver.client.delete(f"/v1/invoices/{fee['fee_invoice_id']}")
    assert deleted.status_code == 204
    [fee] = await fees_of(driver, invoice)
    assert fee["state"] == "dropped"
    drafted = await driver.write(again)
    assert drafted.status_code == 201, drafted.text
    [fee] = await fees_of(driver, invoice)
    assert (fee["state"], fee["fee_invoice_id"]) == ("draft", drafted.json()["id"])
    manager = await driver.served.as_("manager", account=driver.account)
    path = f"/v1/invoices/{invoice['id']}/reminder-fees"
    assert (await manager.get(path)).status_code == 200
    refused = await manager.post(f"/v1/{again}", headers={"Idempotency-Key": str(new_id())})
    assert refused.status_code == 403
    for role in ("agent", "client"):
        other = await driver.served.as_(role, account=driver.account)
        assert (await other.get(path)).status_code == 403
    stranger = await driver.served.as_("billing", account=new_id())
    assert (await stranger.get(path)).status_code == 404
    assert (await driver.write(f"reminder-fees/{new_id()}/draft")).status_code == 404


async def test_a_worker_that_dies_between_draft_and_issue_leaves_it_to_the_next(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    event = charged(driver, invoice)
    await driver.served.consume(event)
    async with driver.dying_at("invoices"):
        with pytest.raises(Exception, match="shutting down"):
            await reminder_fees.invoice_fee(work(driver, event))
    [fee] = await fees_of(driver, invoice)
    assert (fee["state"], fee["failure"]) == ("draft", None)
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    assert fee["state"] == "issued"
    await driver.served.run_due()
    assert len(await driver.published(InvoiceIssued)) == 2


async def test_a_merged_customer_s_fee_goes_to_who_stays(driver: Driver) -> None:
    invoice = await driver.invoice()
    stays = new_id()
    await driver.served.consume(
        driver.events.organization(stays),
        example(OrganizationMerged).model_copy(
            update={
                "account_id": driver.account,
                "organization_id": driver.organization_id,
                "version": 9,
                "into_organization_id": stays,
            }
        ),
    )
    await driver.served.consume(charged(driver, invoice))
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    found = await driver.read(f"invoices/{fee['fee_invoice_id']}")
    assert found["organization_id"] == str(stays)


async def test_the_statement_says_which_invoice_a_fee_belongs_to(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(charged(driver, invoice))
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    with driver.at(datetime.now(UTC)):
        statement = await driver.read(f"customers/{driver.organization_id}/statement")
    entries = statement["currencies"][0]["entries"]
    of_fee = next(one for one in entries if one["number"] == fee["number"])
    assert (of_fee["kind"], of_fee["about"]) == ("invoice", invoice["number"])


async def test_qbo_s_customers_get_it_by_quickbooks(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="qbo")
    await driver.served.consume(charged(driver, invoice))
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    found = await driver.read(f"invoices/{fee['fee_invoice_id']}")
    assert found["delivery"]["channel"] == "qbo"


async def test_a_fee_in_another_currency_is_invoiced_in_it(driver: Driver) -> None:
    invoice = await driver.invoice()
    euros = Money(amount=Decimal("40.00"), currency="EUR")
    await driver.served.consume(charged(driver, invoice, fee=euros))
    await driver.served.run_due()
    [fee] = await fees_of(driver, invoice)
    assert fee["balance"] == {"amount": "40.00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "Rykkergebyr for faktura 2026-0042 af 1. marts 2026, påmindelse af 18. marts 2026"),
        ("en", "Reminder fee for invoice 2026-0042 of 1 March 2026, reminder of 18 March 2026"),
        ("de", "Mahngebühr zur Rechnung 2026-0042 vom 1. März 2026, Mahnung vom 18. März 2026"),
        ("nb", "Purregebyr for faktura 2026-0042 av 1. mars 2026, påminnelse av 18. mars 2026"),
        (
            "sv",
            "Påminnelseavgift för faktura 2026-0042 av den 1 mars 2026, påminnelse den 18 mars 2026",
        ),
    ],
)
def test_its_line_is_in_the_customer_s_language(language: str, said: str) -> None:
    content: Any = type("Content", (), {"number": "2026-0042", "issue_date": date(2026, 3, 1)})
    assert fee_text(language, content, date(2026, 3, 18)) == said
