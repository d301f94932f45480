"""Domain to wire: the facts that invoicing says."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import contracts
from contracts import invoicing as wire
from invoicing.bill import Bill
from invoicing.draft import Draft
from invoicing.lines import Line
from invoicing.parties import Party
from invoicing.store.claims import BilledTime
from invoicing.store.invoices import PDF, Issued

_ENTRIES_IN_A_MESSAGE = 2000


def drafted(account_id: UUID, draft: Draft, bill: Bill) -> wire.InvoiceDrafted:
    """A draft claims its time."""
    return wire.InvoiceDrafted(
        account_id=account_id,
        invoice_id=draft.id,
        organization_id=draft.organization_id,
        first_day=bill.first_day,
        last_day=bill.last_day,
        seconds=bill.seconds,
        total=contracts.Money(amount=bill.totals.total, currency=bill.currency),
        drafted_at=draft.created_at,
    )


def issued(account_id: UUID, invoice: Issued, path: str) -> wire.InvoiceIssued:
    """An invoice got its number; `path` is where its document can be fetched."""
    bill = invoice.bill
    assert bill.number
    assert bill.issue_date
    assert bill.due_date
    assert bill.delivery
    return wire.InvoiceIssued(
        account_id=account_id,
        invoice_id=bill.invoice_id,
        number=bill.number,
        organization_id=bill.organization_id,
        issue_date=bill.issue_date,
        due_date=bill.due_date,
        first_day=bill.first_day,
        last_day=bill.last_day,
        currency=bill.currency,
        language=bill.language,
        seller=_party(bill.seller),
        buyer=_party(bill.buyer),
        billing_contact=bill.billing_contact
        and contracts.Contact(name=bill.billing_contact.name, email=bill.billing_contact.email),
        delivery=bill.delivery,
        lines=tuple(_line(line) for line in bill.lines),
        tax_totals=tuple(
            wire.TaxTotal(category=t.tax.category, rate=t.tax.rate, base=t.base, tax=t.amount)
            for t in bill.totals.taxes
        ),
        subtotal=bill.totals.subtotal,
        tax=bill.totals.tax,
        total=bill.totals.total,
        payment_instructions=bill.payment_instructions,
        document=wire.Document(
            path=path, file_name=bill.file_name, media_type=PDF, sha256=invoice.sha256
        ),
        issued_at=invoice.issued_at,
    )


def billed(
    account_id: UUID, invoice: Issued, entries: Sequence[BilledTime]
) -> list[wire.TimeBilled]:
    """The time that the invoice bills, in parts of at most 2,000 entries."""
    assert invoice.bill.number
    chunks = [
        entries[start : start + _ENTRIES_IN_A_MESSAGE]
        for start in range(0, len(entries), _ENTRIES_IN_A_MESSAGE)
    ]
    return [
        wire.TimeBilled(
            account_id=account_id,
            invoice_id=invoice.bill.invoice_id,
            number=invoice.bill.number,
            part=part,
            parts=len(chunks),
            entries=tuple(_entry(entry, invoice.bill.currency) for entry in chunk),
            billed_at=invoice.issued_at,
        )
        for part, chunk in enumerate(chunks, 1)
    ]


def overdue(
    account_id: UUID,
    invoice_id: UUID,
    organization_id: UUID,
    number: str,
    due_date: date,
    owed: contracts.Money,
) -> wire.InvoiceOverdue:
    """Something is owed after the due date."""
    return wire.InvoiceOverdue(
        account_id=account_id,
        invoice_id=invoice_id,
        number=number,
        organization_id=organization_id,
        due_date=due_date,
        balance=owed,
    )


def paid(
    account_id: UUID,
    invoice_id: UUID,
    organization_id: UUID,
    number: str,
    paid_on: date,
    total: contracts.Money,
) -> wire.InvoicePaid:
    """Nothing is owed any more."""
    return wire.InvoicePaid(
        account_id=account_id,
        invoice_id=invoice_id,
        number=number,
        organization_id=organization_id,
        paid_on=paid_on,
        total=total,
    )


def _entry(entry: BilledTime, currency: str) -> wire.BilledEntry:
    return wire.BilledEntry(
        entry_id=entry.entry_id,
        seconds=entry.seconds,
        hourly_rate=contracts.Money(amount=entry.hourly_rate, currency=currency),
        price_version=entry.price_version,
    )


def _party(party: Party) -> wire.Party:
    assert party.address
    return wire.Party(
        name=party.name,
        address=contracts.Address(
            lines=party.address.lines,
            postal_code=party.address.postal_code,
            city=party.address.city,
            country=party.address.country,
        ),
        vat_number=party.vat_number,
        registration_number=party.registration_number,
    )


def _line(line: Line) -> wire.Line:
    return wire.Line(
        line_id=line.line_id,
        position=line.position,
        kind=line.kind,
        description=line.description,
        seconds=line.seconds,
        hourly_rate=line.hourly_rate,
        amount=line.amount,
        tax_category=line.tax.category,
        tax_rate=line.tax.rate,
        service_type_id=line.service_type_id,
        service_type_name=line.service_type_name,
        first_day=line.first_day,
        last_day=line.last_day,
    )
