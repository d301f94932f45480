"""What is read: messages with their deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from database import Session
from domain_errors import NotFoundError
from notifier.deliveries import Recipient, State
from notifier.invoice_email import InvoiceEmail
from notifier.store import Delivery, Message


@dataclass(frozen=True)
class PendingMail:
    """What a queued delivery is to send, and to whom; `handed_over_at` is when an earlier attempt sent all of it."""

    delivery_id: UUID
    email: InvoiceEmail
    recipient: Recipient
    requested_at: datetime
    handed_over_at: datetime | None


async def list_messages(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    invoice_id: UUID | None = None,
    state: State | None = None,
) -> Sequence[Message]:
    """List up to `limit` messages with an id above `after`, of one invoice or in one state if asked for."""
    found = select(Message).order_by(Message.id).limit(limit)
    if after:
        found = found.where(Message.id > after)
    if invoice_id:
        found = found.where(Message.invoice_id == invoice_id)
    if state:
        later = aliased(Delivery)
        newest = ~exists().where(
            later.message_id == Delivery.message_id, later.number > Delivery.number
        )
        in_state = select(Delivery.message_id).where(Delivery.state == state, newest)
        found = found.where(Message.id.in_(in_state))
    return (await session.scalars(found.options(selectinload(Message.deliveries)))).all()


async def get_message(session: Session, message_id: UUID) -> Message:
    """Get one message. Raises `NotFoundError`."""
    found = select(Message).where(Message.id == message_id)
    message = await session.scalar(found.options(selectinload(Message.deliveries)))
    if message is None:
        raise NotFoundError("message")
    return message


async def get_pending_mail(session: Session, delivery_id: UUID) -> PendingMail:
    """Get what a queued delivery is to send."""
    found = select(Delivery).where(Delivery.id == delivery_id)
    delivery = (await session.scalars(found.options(joinedload(Delivery.message)))).one()
    assert delivery.recipient is not None, "a delivery without recipient is never queued"
    return PendingMail(
        delivery_id=delivery.id,
        email=InvoiceEmail.model_validate(delivery.message.content),
        recipient=delivery.recipient,
        requested_at=delivery.requested_at,
        handed_over_at=delivery.handed_over_at,
    )
