"""Domain → wire: how a delivery ended."""

from contracts.notifier import DeliveryFailed, DeliverySent
from notifier.store.messages import Delivery


def delivery_ended(delivery: Delivery, mail_id: str = "") -> DeliverySent | DeliveryFailed | None:
    """Make the event of an invoice's delivery that has ended; `mail_id` is the sent mail's Message-ID. None of a notice's.

    Its version is the message's, which counts the changes of all its deliveries: a later delivery has a higher one.
    """
    if delivery.message.kind != "invoice":
        return None
    common = {
        "account_id": delivery.message.account_id,
        "version": delivery.message.version,
        "invoice_id": delivery.message.invoice_id,
        "delivery_id": delivery.id,
        "kind": delivery.message.step,
        "recipient": delivery.recipient and delivery.recipient.email,
    }
    if delivery.state == "sent":
        return DeliverySent.model_validate(
            {**common, "message_id": mail_id, "sent_at": delivery.ended_at}
        )
    return DeliveryFailed.model_validate(
        {
            **common,
            "reason": delivery.reason,
            "may_have_arrived": delivery.state == "unknown",
            "failed_at": delivery.ended_at,
        }
    )
