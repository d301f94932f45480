"""Domain → wire: how a delivery ended."""

from contracts.notifier import DeliveryFailed, DeliverySent
from notifier.deliveries import Delivery
from notifier.messages import Message


def ended(message: Message, delivery: Delivery, mail_id: str = "") -> DeliverySent | DeliveryFailed:
    """Say how a delivery that has ended did so. `mail_id` is the sent mail's Message-ID."""
    assert delivery.ended_at is not None
    if delivery.state == "sent":
        assert delivery.recipient is not None
        return DeliverySent(
            account_id=message.account_id,
            invoice_id=message.invoice_id,
            delivery_id=delivery.id,
            kind="invoice",
            recipient=delivery.recipient.email,
            message_id=mail_id,
            sent_at=delivery.ended_at,
        )
    return DeliveryFailed(
        account_id=message.account_id,
        invoice_id=message.invoice_id,
        delivery_id=delivery.id,
        kind="invoice",
        recipient=delivery.recipient.email if delivery.recipient else None,
        reason=delivery.reason or "",
        failed_at=delivery.ended_at,
    )
