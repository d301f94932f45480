"""What is read: messages with their deliveries, and which notices the account sends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from database import Session
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from notifier.credit_note_email import CreditNoteEmail
from notifier.deliveries import Recipient, State
from notifier.invoice_email import InvoiceEmail
from notifier.notice_email import NoticeEmail
from notifier.notices import Kind, NoticeSettings
from notifier.reminder_email import ReminderEmail
from notifier.reminder_fees import Fee
from notifier.reminders import Owed
from notifier.store.fees import fees_of
from notifier.store.messages import Delivery, Message
from notifier.store.people import local_date
from notifier.store.reminders import load_owed
from notifier.store.settings import NoticeSettingsRow

Email = InvoiceEmail | CreditNoteEmail | ReminderEmail | NoticeEmail


@dataclass(frozen=True)
class PendingMail:
    """What a queued delivery is to send, and to whom; `handed_over_at` is when an earlier attempt sent all of it."""

    delivery_id: UUID
    email: Email
    recipient: Recipient
    requested_at: datetime
    handed_over_at: datetime | None
    note: str
    owed: Owed | None = None
    """On the invoice that it reminds of."""
    today: date | None = None
    """Of the account, where it reminds."""
    fee: Fee | None = None
    """What the reminder costs."""
    open_fees: Decimal = Decimal(0)
    """What is owed of fees that earlier ones cost."""


async def list_messages(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    invoice_id: UUID | None = None,
    subject_id: UUID | None = None,
    kind: Kind | None = None,
    state: State | None = None,
) -> Sequence[Message]:
    """List up to `limit` messages with an id above `after`, of one invoice, of one kind or in one state if asked for."""
    found = select(Message).order_by(Message.id).limit(limit)
    if after:
        found = found.where(Message.id > after)
    if invoice_id:
        found = found.where(Message.kind == "invoice", Message.subject_id == invoice_id)
    if subject_id:
        found = found.where(Message.subject_id == subject_id)
    if kind:
        found = found.where(Message.kind == kind)
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
    message = delivery.message
    email = _email(message)
    pending = PendingMail(
        delivery_id=delivery.id,
        email=email,
        recipient=delivery.recipient,
        requested_at=delivery.requested_at,
        handed_over_at=delivery.handed_over_at,
        note=delivery.note,
    )
    if not isinstance(email, ReminderEmail):
        return pending
    today = await local_date(session, datetime.now(UTC))
    fees = await fees_of(session, email.invoice_id, email.currency, reminder_id=message.id)
    return replace(
        pending,
        owed=await load_owed(session, email.invoice_id),
        today=today,
        fee=fees.of(email.fee, email.currency, today),
        open_fees=fees.open,
    )


async def get_notice_settings(session: Session) -> NoticeSettings:
    """Get which kinds of notices the account sends."""
    row = await session.scalar(select(NoticeSettingsRow))
    return as_dataclass(NoticeSettings, row) if row else NoticeSettings()


def _email(message: Message) -> Email:
    if message.kind == "invoice":
        return InvoiceEmail.model_validate(message.content)
    if message.kind == "reminder":
        return ReminderEmail.model_validate(message.content)
    if message.kind == "credit-note":
        return CreditNoteEmail.model_validate(message.content)
    return NoticeEmail.model_validate(message.content)
