"""What the notifier says: whether a message reached its carrier."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from contracts.event import Event


class DeliverySent(Event):
    """A mail server took the message."""

    type: ClassVar[str] = "notifier.delivery-sent.v1"
    topic: ClassVar[str] = "notifier.deliveries"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    delivery_id: UUID
    kind: Literal["invoice"]
    recipient: str
    message_id: str
    sent_at: datetime


class DeliveryFailed(Event):
    """The message will not be sent without somebody's help, and why."""

    type: ClassVar[str] = "notifier.delivery-failed.v1"
    topic: ClassVar[str] = "notifier.deliveries"
    key_field: ClassVar[str] = "invoice_id"

    invoice_id: UUID
    delivery_id: UUID
    kind: Literal["invoice"]
    recipient: str | None = None
    reason: str
    failed_at: datetime
