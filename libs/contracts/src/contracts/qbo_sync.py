"""What qbo-sync says: copies made in QuickBooks Online and payments seen there."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from contracts.event import Event
from contracts.money import Money


class InvoiceCopied(Event):
    """The invoice exists once in QuickBooks; `variance` says in words what differs from ours."""

    type: ClassVar[str] = "qbo-sync.invoice-copied.v1"
    topic: ClassVar[str] = "qbo-sync.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    realm_id: str
    qbo_id: str
    doc_number: str | None = None
    total: Money
    variance: str | None = None
    copied_at: datetime


class SyncFailed(Event):
    """The copy could not be made and needs somebody's help, and why."""

    type: ClassVar[str] = "qbo-sync.sync-failed.v1"
    topic: ClassVar[str] = "qbo-sync.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    reason: str
    failed_at: datetime


class PaymentSeen(Event):
    """QuickBooks shows a payment applied to the invoice. `seen_id` names this application for ever."""

    type: ClassVar[str] = "qbo-sync.payment-seen.v1"
    topic: ClassVar[str] = "qbo-sync.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    seen_id: UUID
    realm_id: str
    qbo_payment_id: str
    amount: Money
    paid_on: date
    reference: str = ""
    seen_at: datetime


class PaymentUndone(Event):
    """What `seen_id` said no longer holds: the payment was deleted, voided, changed or moved."""

    type: ClassVar[str] = "qbo-sync.payment-undone.v1"
    topic: ClassVar[str] = "qbo-sync.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    seen_id: UUID
    reason: str
    undone_at: datetime
