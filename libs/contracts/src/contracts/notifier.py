"""Events of the notifier: whether a message to a customer reached a mail server."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.values import Money


class _Sent(Event):
    recipient: str = Field(description="E-mail address")
    message_id: str = Field(description="Message-ID header of the mail (RFC 5322)")
    sent_at: datetime


class _Failed(Event):
    recipient: str | None = Field(default=None, description="E-mail address, if there is one")
    reason: str = Field(description="For people: what to mend")
    may_have_arrived: bool = Field(
        default=False,
        description="The mail server's last reply was lost: whoever sends again may send a second mail",
    )
    failed_at: datetime


class _OfInvoice(Event):
    topic: ClassVar[str] = "notifier.deliveries"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    delivery_id: UUID
    kind: Literal["invoice"] = Field(description="What the message is about")


class _OfCreditNote(Event):
    topic: ClassVar[str] = "notifier.credit-note-deliveries"
    key_field: ClassVar[str] = "credit_note_id"

    credit_note_id: UUID
    delivery_id: UUID


class DeliverySent(_Sent, _OfInvoice):
    """A mail server took the message."""

    type: ClassVar[str] = "notifier.delivery-sent.v1"


class DeliveryFailed(_Failed, _OfInvoice):
    """The message will not be sent without somebody's help, and why."""

    type: ClassVar[str] = "notifier.delivery-failed.v1"


class CreditNoteSent(_Sent, _OfCreditNote):
    """A mail server took the message that brings a credit note."""

    type: ClassVar[str] = "notifier.credit-note-sent.v1"


class CreditNoteFailed(_Failed, _OfCreditNote):
    """The message that brings a credit note will not be sent without somebody's help, and why."""

    type: ClassVar[str] = "notifier.credit-note-failed.v1"


class _Reminder(Event):
    topic: ClassVar[str] = "notifier.reminders"
    key_field: ClassVar[str] = "reminder_id"

    reminder_id: UUID
    invoice_id: UUID
    days: int = Field(
        description="After the due date, when the account has it sent; negative before"
    )


class _SentReminder(_Reminder):
    delivery_id: UUID
    number: int = Field(ge=1, description="Of the reminders of the invoice that were sent")
    requested_by: str | None = Field(
        default=None, description="Who asked for it; None: it was the day of a step"
    )


class ReminderSent(_Sent, _SentReminder):
    """A mail server took a reminder of an invoice that is not paid."""

    type: ClassVar[str] = "notifier.reminder-sent.v1"

    balance: Money = Field(description="What it says is owed")


class ReminderFailed(_Failed, _SentReminder):
    """A reminder will not be sent without somebody's help, and why."""

    type: ClassVar[str] = "notifier.reminder-failed.v1"


class ReminderFeeCharged(_Reminder):
    """A reminder that was sent says that a fee is charged for it: once for each, and to be invoiced by itself."""

    type: ClassVar[str] = "notifier.reminder-fee-charged.v1"

    organization_id: UUID = Field(description="The customer of the invoice")
    fee: Money = Field(description="In the currency of the invoice")
    charged_on: date = Field(description="The day of the reminder, by the account's calendar")
    charged_at: datetime


class ReminderPassedOver(_Reminder):
    """The day of a reminder went by without it, and it will not be sent."""

    type: ClassVar[str] = "notifier.reminder-passed-over.v1"

    passed_over_at: datetime
