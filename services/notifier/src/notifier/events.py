"""Domain → wire: how a delivery ended."""

from contracts import Event
from contracts.notifier import CreditNoteFailed, CreditNoteSent, DeliveryFailed, DeliverySent
from notifier.notices import Kind
from notifier.store.messages import Delivery

_PUBLISHED: dict[Kind, tuple[type[Event], type[Event]]] = {
    "invoice": (DeliverySent, DeliveryFailed),
    "credit-note": (CreditNoteSent, CreditNoteFailed),
}
"""What is published of a message that was sent, and of one that was not."""


def delivery_ended(delivery: Delivery, mail_id: str = "") -> Event | None:
    """Make the event of a delivery to a customer that has ended, none of a notice's; `mail_id`: the sent mail's Message-ID.

    Its version is the message's, which counts the changes of all its deliveries: a later delivery has a higher one.
    """
    message = delivery.message
    if message.kind not in _PUBLISHED:
        return None
    sent, failed = _PUBLISHED[message.kind]
    common = {
        "account_id": message.account_id,
        "version": message.version,
        sent.key_field: message.subject_id,
        "delivery_id": delivery.id,
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
