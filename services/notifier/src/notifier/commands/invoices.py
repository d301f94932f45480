"""Keep what is known of issued invoices and of customers, as other services publish it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from contracts.invoicing import (
    DisputeResolved,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceHandedOver,
    InvoiceIssued,
    InvoicePaid,
    PaymentRecorded,
    PaymentReversed,
)
from contracts.qbo_sync import InvoiceSent
from contracts.timer import OrganizationChanged, OrganizationMerged
from database import Session
from money import round_money
from notifier.invoice_email import InvoiceEmail
from notifier.store import invoices, people

OfBalance = InvoiceCredited | InvoicePaid | PaymentRecorded | PaymentReversed
OfDispute = InvoiceDisputed | DisputeResolved
OfCustomer = OrganizationChanged | OrganizationMerged
_Of = TypeVar("_Of", InvoiceIssued, OfBalance, OfDispute)


async def keep_issued(session: Session, events: Sequence[InvoiceIssued]) -> None:
    """Keep what invoices say, who gets them, and that all of it is owed."""
    await invoices.keep_issued(session, [_said(event) for event in _newest(events)])


def _said(event: InvoiceIssued) -> dict[str, Any]:
    contact = event.billing_contact
    return {
        "id": event.invoice_id,
        "number": event.number,
        "organization_id": event.organization_id,
        "customer": event.buyer.name,
        "issue_date": event.issue_date,
        "due_date": event.due_date,
        "content": InvoiceEmail.model_validate(event).model_dump(mode="json"),
        "contact_name": contact and contact.name,
        "contact_email": contact and contact.email,
        "balance": event.total,
        "balance_version": event.version,
        "fee_of": event.reminder_fee_of,
    }


async def keep_balances(session: Session, events: Sequence[OfBalance]) -> None:
    """Keep what is owed on invoices."""
    rows = [
        {
            "id": event.invoice_id,
            "balance": _owed(event),
            "balance_version": event.version,
        }
        for event in _newest(events)
    ]
    await invoices.keep_balances(session, rows)


def _owed(event: OfBalance) -> Decimal:
    if isinstance(event, InvoicePaid):
        return round_money(Decimal(0), event.total.currency)
    return event.balance.amount


async def keep_disputes(session: Session, events: Sequence[OfDispute]) -> None:
    """Keep whether invoices are disputed."""
    rows = [
        {
            "id": event.invoice_id,
            "disputed": isinstance(event, InvoiceDisputed) or event.disputed,
            "dispute_version": event.version,
        }
        for event in _newest(events)
    ]
    await invoices.keep_disputes(session, rows)


async def keep_delivered(session: Session, event: InvoiceHandedOver | InvoiceSent) -> None:
    """Keep that an invoice reached its customer, without a mail of ours."""
    at = event.sent_at if isinstance(event, InvoiceSent) else event.requested_at
    await invoices.keep_delivered(session, {event.invoice_id: at})


async def keep_customers(session: Session, events: Sequence[OfCustomer]) -> None:
    """Keep the newest version of each customer: who gets its mail, and which other one it is."""
    newest = {one.organization_id: one for one in sorted(events, key=lambda one: one.version)}
    rows = [
        {
            "id": one.organization_id,
            "version": one.version,
            "contact_name": one.billing_contact and one.billing_contact.name,
            "contact_email": one.billing_contact and one.billing_contact.email,
            "merged_into": (
                one.into_organization_id if isinstance(one, OrganizationMerged) else None
            ),
        }
        for _, one in sorted(newest.items())
    ]
    await people.keep(session, invoices.Customer, rows)


def _newest(events: Iterable[_Of]) -> list[_Of]:
    """The newest event of each invoice, in the order of their ids: so two transactions do not lock each other out."""
    found: dict[UUID, _Of] = {}
    for event in sorted(events, key=lambda one: one.version):
        found[event.invoice_id] = event
    return [found[one] for one in sorted(found)]
