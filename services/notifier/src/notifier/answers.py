"""What callers of the notifier send and get."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from notifier.addresses import checked
from notifier.deliveries import Delivery, Recipient, State
from notifier.messages import Message
from notifier.queries import Standing
from web import Name, RequestModel, ResponseModel


class RecipientBody(RequestModel):
    """Somebody else to send the message to."""

    name: Name
    email: Annotated[str, AfterValidator(checked)]


class Resend(RequestModel):
    """A wish to send a message once more."""

    recipient: RecipientBody | None = Field(
        None, description="None: whom it was sent to the last time"
    )

    def to(self) -> Recipient | None:
        """Say to whom."""
        return Recipient(self.recipient.name, self.recipient.email) if self.recipient else None


class RecipientAnswer(ResponseModel):
    """Whom a message is for."""

    name: str
    email: str


class DeliveryAnswer(ResponseModel):
    """One attempt to bring a message to its recipient. `reason`: why it failed, or why it waits."""

    id: UUID
    number: int
    state: State
    recipient: RecipientAnswer | None
    reason: str | None
    requested_by: str | None = Field(description="Who asked for it; null: the issue of the invoice")
    requested_at: datetime
    ended_at: datetime | None


class MessageAnswer(ResponseModel):
    """A message; `state`, `recipient` and `reason` are those of its newest delivery."""

    id: UUID
    step: str
    invoice_id: UUID
    invoice_number: str
    language: str
    state: State
    recipient: RecipientAnswer | None
    reason: str | None
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, standing: Standing) -> "MessageAnswer":
        """Say how a message stands."""
        return cls.model_validate(_fields(standing.message, standing.delivery))


class MessageInFull(MessageAnswer):
    """A message with all its deliveries, the first one first."""

    deliveries: list[DeliveryAnswer]

    @classmethod
    def made_of(cls, message: Message, deliveries: list[Delivery]) -> "MessageInFull":
        """Say everything about a message."""
        shown = [DeliveryAnswer.model_validate(delivery) for delivery in deliveries]
        return cls.model_validate({**_fields(message, deliveries[-1]), "deliveries": shown})


def _fields(message: Message, newest: Delivery) -> dict[str, object]:
    return {
        "id": message.id,
        "step": message.step,
        "invoice_id": message.invoice_id,
        "invoice_number": message.letter.number,
        "language": message.letter.language,
        "state": newest.state,
        "recipient": newest.recipient,
        "reason": newest.reason,
        "created_at": message.created_at,
        "ended_at": newest.ended_at,
    }
