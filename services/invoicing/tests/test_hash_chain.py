"""Each issued invoice is linked to the one before it, so that none can be changed or left out unseen."""

import hashlib
import json
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from invoicing.domain.invoice import FIRST_HASH, InvoiceContent, hash_link, link_of
from invoicing.domain.lines import Line
from invoicing.domain.parties import Address, Contact, Party
from invoicing.domain.payment_details import PaymentDetails
from invoicing.domain.receipts import AttachedReceipt, AttachedReceipts
from invoicing.domain.tax import Tax
from invoicing.store.invoices import load_issued
from services.invoicing.tests.driver import Driver

PARTY = Party("Nordlys ApS", Address(("Kajen 4",), "1400", "København K", "DK"))
LINE = Line(UUID(int=1), 1, "fee", "Opstart", Decimal("1.00"), Tax("standard", Decimal(25)))
TEXT = Line(UUID(int=4), 2, "text", "Tak", None, None)
CONTENT = InvoiceContent(
    id=UUID(int=9),
    organization_id=UUID(int=8),
    currency="DKK",
    language="da",
    seller=PARTY,
    buyer=PARTY,
    lines=(LINE,),
)
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
PLACE: dict[str, Any] = {
    "series": "2026-{seq}",
    "sequence": 7,
    "previous_hash": FIRST_HASH,
    "issued_at": NOW,
    "issued_by": "billing-1",
}
CHANGED: dict[str, Any] = {
    "id": UUID(int=10),
    "organization_id": UUID(int=11),
    "currency": "EUR",
    "language": "en",
    "seller": replace(PARTY, name="Somebody else"),
    "buyer": replace(PARTY, vat_number="DK1"),
    "lines": (replace(LINE, description="Nothing"),),
    "billing_contact": Contact("Eva Holm", "eva@nordlys.example"),
    "first_day": date(2026, 9, 1),
    "last_day": date(2026, 9, 30),
    "notes": "x",
    "reference": "PO 1",
    "purchase_order": "4500012345",
    "payment_instructions": "Reg. 1",
    "payment_details": PaymentDetails(iban="DK5000400440116243"),
    "payment_reference": "2026-0001",
    "colour": "#7a3b9e",
    "logo": "0" * 64,
    "time_appendix": "entries",
    "appendix": "1" * 64,
    "receipts": AttachedReceipts(
        (AttachedReceipt(UUID(int=5), UUID(int=1), "t.pdf", "application/pdf", 7, "2" * 64),)
    ),
    "number": "2026-0001",
    "issue_date": date(2026, 10, 5),
    "due_date": date(2026, 11, 4),
    "delivery": "hand",
    "reminder_fee_of": UUID(int=77),
}


@pytest.mark.parametrize("name", [f.name for f in fields(InvoiceContent) if f.init])
def test_whatever_changes_changes_the_link(name: str) -> None:
    changed = replace(CONTENT, **{name: CHANGED[name]})
    assert hash_link(changed, **PLACE) != hash_link(CONTENT, **PLACE)


@pytest.mark.parametrize("name", PLACE)
def test_whatever_place_a_document_has_is_in_the_link(name: str) -> None:
    other = {"sequence": 8, "issued_at": NOW + timedelta(microseconds=1)}.get(name, "x")
    assert hash_link(CONTENT, **PLACE | {name: other}) != hash_link(CONTENT, **PLACE)


def test_a_link_is_of_every_field_with_what_is_in_it() -> None:
    time = Line(
        line_id=UUID(int=2),
        position=1,
        kind="time",
        description="Søgning “ø”",
        amount=Decimal("1250.00"),
        tax=Tax("standard", Decimal("25.00")),
        seconds=3700,
        billed_seconds=3750,
        hourly_rate=Decimal("1200.0000"),
        service_type_id=UUID(int=3),
        service_type_name="Udvikling",
        first_day=date(2026, 9, 1),
        last_day=date(2026, 9, 2),
    )
    content = replace(CONTENT, **CHANGED | {"lines": (time, TEXT)})
    place = {name: value for name, value in PLACE.items() if name != "previous_hash"}
    whole = place | {"content": asdict(content, dict_factory=said)}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, default=str)
    link = hashlib.sha256(f"{FIRST_HASH}\n{text}".encode()).hexdigest()
    assert hash_link(content, **PLACE) == link


def said(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """Fields without those that say nothing."""
    return {name: value for name, value in fields if value is not None}


def test_the_same_content_has_the_same_link() -> None:
    assert hash_link(replace(CONTENT), **PLACE) == hash_link(CONTENT, **PLACE)


async def test_invoices_are_linked_in_the_order_of_their_numbers(driver: Driver) -> None:
    first, second = await driver.invoice(60), await driver.invoice(120)
    assert first["previous_hash"] == FIRST_HASH
    assert second["previous_hash"] == first["hash"]


async def test_what_is_stored_hashes_to_what_was_issued(driver: Driver) -> None:
    invoice = await driver.invoice(issue_date="2026-10-05", delivery="hand")
    async with driver.served.database.transaction(driver.account) as session:
        stored = await load_issued(session, UUID(invoice["id"]))
    assert stored is not None
    assert link_of(stored, stored.content) == stored.hash == invoice["hash"]


@pytest.mark.parametrize(("currency", "rate"), [("JPY", "20000"), ("DKK", "20000")])
async def test_an_amount_with_many_zeros_is_as_it_was_issued(
    driver: Driver, currency: str, rate: str
) -> None:
    await driver.worked(3600, rate, currency)
    invoice = await driver.issue((await driver.draft(currency=currency))["id"])
    await driver.credit(invoice["id"])
    series = (await driver.read("reports/numbering", verify=True))["series"]
    assert [one["altered"] for one in series] == [[], []]
