"""What is read: messages with how their newest delivery stands."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifier import store
from notifier.deliveries import Delivery, State
from notifier.messages import Message
from notifier.store import deliveries, messages
from web import PageRequest


@dataclass(frozen=True)
class Standing:
    """A message and its newest delivery."""

    message: Message
    delivery: Delivery

    @property
    def id(self) -> UUID:
        """The message's id, by which lists are ordered."""
        return self.message.id


async def list_messages(
    session: AsyncSession, page: PageRequest, *, invoice_id: UUID | None, state: State | None
) -> list[Standing]:
    """Read a page of messages, oldest first, of one invoice or in one state if asked for."""
    later = deliveries.alias()
    newest = ~exists().where(
        later.c.message_id == deliveries.c.message_id, later.c.number > deliveries.c.number
    )
    wanted = select(deliveries).where(newest).order_by(deliveries.c.message_id)
    if page.after:
        wanted = wanted.where(deliveries.c.message_id > page.after)
    if state:
        wanted = wanted.where(deliveries.c.state == state)
    if invoice_id:
        of_invoice = select(messages.c.id).where(messages.c.invoice_id == invoice_id)
        wanted = wanted.where(deliveries.c.message_id.in_(of_invoice))
    rows = (await session.execute(wanted.limit(page.limit + 1))).all()
    found = await _messages(session, [row.message_id for row in rows])
    return [Standing(found[row.message_id], store.delivery_of(row)) for row in rows]


async def message(session: AsyncSession, message_id: UUID) -> tuple[Message, list[Delivery]] | None:
    """Read one message with all its deliveries."""
    found = await _messages(session, [message_id])
    if message_id not in found:
        return None
    return found[message_id], await store.deliveries_of(session, message_id)


async def _messages(session: AsyncSession, ids: list[UUID]) -> dict[UUID, Message]:
    rows = await session.execute(select(messages).where(messages.c.id.in_(ids)))
    return {row.id: store.message_of(row) for row in rows}
