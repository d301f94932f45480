"""The notifier's tables: messages, and the deliveries of each."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.deliveries import Delivery, Recipient
from notifier.letters import Letter
from notifier.messages import Message

metadata = MetaData()

messages = Table(
    "messages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("invoice_id", Uuid, nullable=False),
    Column("step", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("letter", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("recipient_name", Text),
    Column("recipient_email", Text),
    Column("requested_by", Text),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("ended_at", DateTime(timezone=True)),
)


async def add_message(session: AsyncSession, message: Message) -> bool:
    """Store a message; False when the invoice has one for this step already."""
    row = {**vars(message), "letter": message.letter.model_dump(mode="json")}
    new = insert(messages).values(row)
    new = new.on_conflict_do_nothing(index_elements=["account_id", "invoice_id", "step"])
    return (await session.execute(new.returning(messages.c.id))).first() is not None


async def message_for_change(session: AsyncSession, message_id: UUID) -> Message | None:
    """Load a message and hold it for the rest of the transaction."""
    wanted = select(messages).where(messages.c.id == message_id).with_for_update()
    row = (await session.execute(wanted)).first()
    return message_of(row) if row else None


async def letter(session: AsyncSession, message_id: UUID) -> Letter:
    """Load what a message says."""
    found = await session.scalars(select(messages.c.letter).where(messages.c.id == message_id))
    return Letter.model_validate(found.one())


async def count_change(session: AsyncSession, message_id: UUID) -> None:
    """Give the message its next version."""
    counted = update(messages).values(version=messages.c.version + 1)
    await session.execute(counted.where(messages.c.id == message_id))


async def add_delivery(session: AsyncSession, delivery: Delivery) -> None:
    """Store a new delivery."""
    await session.execute(insert(deliveries).values(_row_of(delivery)))


async def delivery(session: AsyncSession, delivery_id: UUID) -> Delivery | None:
    """Load a delivery."""
    row = (await session.execute(select(deliveries).where(deliveries.c.id == delivery_id))).first()
    return delivery_of(row) if row else None


async def deliveries_of(session: AsyncSession, message_id: UUID) -> list[Delivery]:
    """Load all deliveries of a message, the first one first."""
    wanted = select(deliveries).where(deliveries.c.message_id == message_id)
    rows = await session.execute(wanted.order_by(deliveries.c.number))
    return [delivery_of(row) for row in rows]


async def save_outcome(session: AsyncSession, delivery: Delivery) -> None:
    """Keep how a delivery stands."""
    changed = update(deliveries).where(deliveries.c.id == delivery.id)
    await session.execute(
        changed.values(state=delivery.state, reason=delivery.reason, ended_at=delivery.ended_at)
    )


def message_of(row: Row[Any]) -> Message:
    """Read a row of `messages`."""
    return Message(
        id=row.id,
        account_id=row.account_id,
        invoice_id=row.invoice_id,
        step=row.step,
        version=row.version,
        letter=Letter.model_validate(row.letter),
        created_at=row.created_at,
    )


def delivery_of(row: Row[Any]) -> Delivery:
    """Read a row of `deliveries`."""
    return Delivery(
        id=row.id,
        account_id=row.account_id,
        message_id=row.message_id,
        number=row.number,
        recipient=Recipient(row.recipient_name, row.recipient_email)
        if row.recipient_email is not None
        else None,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        state=row.state,
        reason=row.reason,
        ended_at=row.ended_at,
    )


def _row_of(delivery: Delivery) -> dict[str, Any]:
    row = {name: value for name, value in vars(delivery).items() if name != "recipient"}
    to = delivery.recipient
    return {
        **row,
        "recipient_name": to.name if to else None,
        "recipient_email": to.email if to else None,
    }
