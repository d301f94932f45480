"""Messages, and the deliveries of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import (
    Mapped,
    composite,
    contains_eager,
    mapped_column,
    relationship,
    selectinload,
)

from database import Session
from database.mapping import AccountOwned, grants
from notifier.deliveries import Recipient, State
from notifier.notices import KINDS, Kind
from notifier.store.base import Base


class Message(AccountOwned, Base):
    """What is to reach a person, however many deliveries that takes: one per thing that it is about, and step.

    `subject_id`: the thing, such as an invoice. `content` is an `InvoiceEmail`, a `CreditNoteEmail`, a `ReminderEmail`, or a
    `NoticeEmail` of any other kind, and never changes; `version` counts the changes of its deliveries.
    """

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(Text)
    subject_id: Mapped[UUID]
    step: Mapped[str]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]

    deliveries: Mapped[list["Delivery"]] = relationship(
        back_populates="message", order_by="Delivery.number", lazy="raise"
    )

    __table_args__ = (
        UniqueConstraint("account_id", "kind", "subject_id", "step", name="one_message_per_step"),
        CheckConstraint(
            f"kind IN ({', '.join(repr(kind) for kind in KINDS)})", name="messages_kind"
        ),
        grants("SELECT, INSERT, UPDATE (version)"),
    )

    @property
    def newest(self) -> "Delivery":
        """The delivery that says how the message stands."""
        return self.deliveries[-1]

    @property
    def invoice_id(self) -> UUID | None:
        """The invoice that it brings, or reminds of."""
        return self.subject_id if self.kind in ("invoice", "reminder") else None

    @property
    def invoice_number(self) -> str | None:
        """The number of the invoice that it is about."""
        return self.content.get("number")


class Delivery(AccountOwned, Base):
    """An attempt at sending. `requested_by` is null for the issue of the invoice; `reason`: why it failed or waits.

    The first one of an invoice has the invoice's id, one that was asked for in invoicing the id that it has there. `note` is
    what its sender wrote.

    `handed_over_at`: when the mail server was about to get the message's end. Until its reply is recorded it may have
    taken the mail, so a queued delivery with this time is not sent by itself.
    """

    __tablename__ = "deliveries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[UUID]
    number: Mapped[int]
    recipient: Mapped[Recipient | None] = composite(
        mapped_column("recipient_name", nullable=True),
        mapped_column("recipient_email", nullable=True),
    )
    note: Mapped[str]
    requested_by: Mapped[str | None]
    requested_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(Text)
    reason: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship(back_populates="deliveries", lazy="raise")

    __table_args__ = (
        ForeignKeyConstraint(["account_id", "message_id"], ["messages.account_id", "messages.id"]),
        UniqueConstraint("account_id", "message_id", "number"),
        CheckConstraint("number >= 1", name="deliveries_count_from_one"),
        CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'unknown')", name="deliveries_state"
        ),
        CheckConstraint("(state = 'queued') = (ended_at IS NULL)", name="deliveries_end_once"),
        CheckConstraint(
            "state NOT IN ('failed', 'unknown') OR reason IS NOT NULL",
            name="failures_have_a_reason",
        ),
        CheckConstraint(
            "state = 'failed' OR recipient_email IS NOT NULL", name="mails_have_a_recipient"
        ),
        Index(None, "account_id", "state", "message_id"),
        grants("SELECT, INSERT, UPDATE (state, reason, ended_at, handed_over_at)"),
    )


async def add_messages(
    session: Session, messages: Sequence[Mapping[str, Any]]
) -> Sequence[Message]:
    """Store messages; returns those that nothing had been said of yet in this step."""
    if not messages:
        return []
    new = insert(Message).on_conflict_do_nothing(constraint="one_message_per_step")
    return (await session.scalars(new.returning(Message), messages)).all()


async def message_about(session: Session, kind: Kind, subject_id: UUID) -> Message:
    """Load the message that brings an invoice, which must be there, with its deliveries; and lock it."""
    message = select(Message).where(Message.kind == kind, Message.subject_id == subject_id)
    first = message.where(Message.step == kind).with_for_update()
    whole = first.options(selectinload(Message.deliveries))
    return (await session.scalars(whole, execution_options={"populate_existing": True})).one()


async def message_for_update(session: Session, message_id: UUID) -> Message | None:
    """Load a message with its deliveries, and lock it for the rest of the transaction."""
    message = select(Message).where(Message.id == message_id).with_for_update()
    return await session.scalar(message.options(selectinload(Message.deliveries)))


async def delivery_for_update(session: Session, delivery_id: UUID) -> Delivery:
    """Load a delivery with its message, and lock both for the rest of the transaction."""
    delivery = select(Delivery).join(Delivery.message).where(Delivery.id == delivery_id)
    eager = delivery.options(contains_eager(Delivery.message))
    return (await session.scalars(eager.with_for_update())).one()
