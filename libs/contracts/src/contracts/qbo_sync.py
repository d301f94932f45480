"""Events of qbo-sync: copies made in QuickBooks Online and payments seen there."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.values import Money


class _QuickBooksInvoiceEvent(Event):
    topic: ClassVar[str] = "qbo-sync.invoices"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID = Field(description="Our invoice")


class InvoiceCopied(_QuickBooksInvoiceEvent):
    """The invoice exists once in QuickBooks."""

    type: ClassVar[str] = "qbo-sync.invoice-copied.v1"

    realm_id: str = Field(description="The QuickBooks company")
    qbo_id: str = Field(description="Id of the QuickBooks invoice in its company")
    doc_number: str | None = Field(default=None, description="Its number in QuickBooks")
    total: Money = Field(description="Total in QuickBooks")
    variance: str | None = Field(
        default=None, description="What differs from our invoice, for people; None: nothing"
    )
    copied_at: datetime


class SyncFailed(_QuickBooksInvoiceEvent):
    """The copy could not be made and needs somebody's help, and why."""

    type: ClassVar[str] = "qbo-sync.sync-failed.v1"

    reason: str = Field(description="For people: what to mend")
    failed_at: datetime


class CreditMemoCopied(_QuickBooksInvoiceEvent):
    """A credit note of the invoice exists once in QuickBooks as a credit memo, which was applied to the invoice there."""

    type: ClassVar[str] = "qbo-sync.credit-memo-copied.v1"

    credit_note_id: UUID = Field(description="Our credit note")
    realm_id: str = Field(description="The QuickBooks company")
    qbo_id: str = Field(description="Id of the credit memo in its company")
    doc_number: str | None = Field(default=None, description="Its number in QuickBooks")
    total: Money = Field(description="Total in QuickBooks")
    applied: Money = Field(description="What of it settles something there")
    remark: str | None = Field(
        default=None,
        description="What differs from our credit note, or why not all of it is applied, for people; None: nothing",
    )
    copied_at: datetime


class CreditMemoFailed(_QuickBooksInvoiceEvent):
    """A credit note of the invoice has no credit memo, or has one no more, and needs somebody's help, and why."""

    type: ClassVar[str] = "qbo-sync.credit-memo-failed.v1"

    credit_note_id: UUID = Field(description="Our credit note")
    reason: str = Field(description="For people: what to mend")
    failed_at: datetime


class InvoiceSent(_QuickBooksInvoiceEvent):
    """QuickBooks mailed its copy of the invoice."""

    type: ClassVar[str] = "qbo-sync.invoice-sent.v1"

    sending_id: UUID = Field(description="What was asked for; the invoice's id: at its issue")
    recipient: str | None = Field(default=None, description="E-mail address")
    sent_at: datetime


class SendingFailed(_QuickBooksInvoiceEvent):
    """QuickBooks will not mail the invoice without somebody's help, and why."""

    type: ClassVar[str] = "qbo-sync.sending-failed.v1"

    sending_id: UUID = Field(description="What was asked for; the invoice's id: at its issue")
    recipient: str | None = Field(default=None, description="E-mail address, if there is one")
    reason: str = Field(description="For people: what to mend")
    may_have_arrived: bool = Field(
        default=False,
        description="QuickBooks' answer was lost: whoever asks again may have a second mail sent",
    )
    failed_at: datetime


class PaymentSeen(_QuickBooksInvoiceEvent):
    """QuickBooks shows a payment, or a credit, applied to the invoice."""

    type: ClassVar[str] = "qbo-sync.payment-seen.v1"

    seen_id: UUID = Field(description="Names this application of the payment for ever")
    realm_id: str = Field(description="The QuickBooks company")
    qbo_payment_id: str = Field(description="Id of the QuickBooks payment in its company")
    amount: Money = Field(description="What is applied to this invoice")
    paid_on: date
    reference: str = ""
    kind: Literal["cash", "credit"] = Field(
        default="cash",
        description="Credit: a credit memo or another invoice's credit was applied; no money came in",
    )
    seen_at: datetime


class PaymentUndone(_QuickBooksInvoiceEvent):
    """An application of a payment no longer holds: the payment was deleted, voided, changed or moved."""

    type: ClassVar[str] = "qbo-sync.payment-undone.v1"

    seen_id: UUID = Field(description="The `seen_id` of the `PaymentSeen` that no longer holds")
    reason: str
    undone_at: datetime
