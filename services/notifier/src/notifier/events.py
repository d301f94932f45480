"""Domain → wire: how a delivery ended, and which reminders were passed over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts import Event, Money
from contracts.notifier import (
    CreditNoteFailed,
    CreditNoteSent,
    DeliveryFailed,
    DeliverySent,
    ReminderFailed,
    ReminderFeeCharged,
    ReminderPassedOver,
    ReminderSent,
)
from notifier.notices import Kind
from notifier.reminder_fees import Stated
from notifier.store.messages import Delivery, Message
from notifier.store.reminders import Reminder

_PUBLISHED: dict[Kind, tuple[type[Event], type[Event]]] = {
    "invoice": (DeliverySent, DeliveryFailed),
    "credit-note": (CreditNoteSent, CreditNoteFailed),
    "reminder": (ReminderSent, ReminderFailed),
}
"""What is published of a message that was sent, and of one that was not."""


def delivery_ended(
    delivery: Delivery, mail_id: str = "", *, reminder: Reminder | None = None
) -> Event | None:
    """Make the event of a delivery to a customer that has ended, none of a notice's; `mail_id`: the sent mail's Message-ID,
    `reminder`: what is delivered, where it is one.

    Its version is the message's, which counts the changes of all its deliveries: a later delivery has a higher one.
    """
    message = delivery.message
    if message.kind not in _PUBLISHED:
        return None
    sent, failed = _PUBLISHED[message.kind]
    common = {
        "account_id": message.account_id,
        "version": message.version,
        "delivery_id": delivery.id,
        **(_of_reminder(delivery, reminder) if reminder else {sent.key_field: message.subject_id}),
        "kind": message.step,
        "recipient": delivery.recipient and delivery.recipient.email,
    }
    if delivery.state == "sent":
        return sent.model_validate({**common, "message_id": mail_id, "sent_at": delivery.ended_at})
    return failed.model_validate(
        {
            **common,
            "reason": delivery.reason,
            "may_have_arrived": delivery.state == "unknown",
            "failed_at": delivery.ended_at,
        }
    )


def _of_reminder(delivery: Delivery, reminder: Reminder) -> Mapping[str, Any]:
    currency = delivery.message.content["currency"]
    return {
        "reminder_id": reminder.id,
        "invoice_id": reminder.invoice_id,
        "days": reminder.days,
        "number": reminder.number,
        "requested_by": delivery.requested_by,
        "balance": Money(amount=reminder.balance, currency=currency),
    }


def reminder_fee_charged(
    message: Message, reminder: Reminder, stated: Stated, organization_id: UUID, *, at: datetime
) -> ReminderFeeCharged:
    """A mail server took a reminder that says what it costs."""
    return ReminderFeeCharged(
        account_id=message.account_id,
        version=message.version,
        reminder_id=reminder.id,
        invoice_id=reminder.invoice_id,
        days=reminder.days,
        organization_id=organization_id,
        fee=Money(amount=stated.fee.amount, currency=stated.fee.currency),
        charged_on=stated.day,
        charged_at=at,
    )


def reminder_passed_over(account_id: UUID, values: Mapping[str, Any]) -> ReminderPassedOver:
    """The day of a reminder went by."""
    return ReminderPassedOver(
        account_id=account_id,
        version=1,
        reminder_id=values["id"],
        invoice_id=values["invoice_id"],
        days=values["days"],
        passed_over_at=values["made_at"],
    )
