"""What the notifier does: begin a delivery, send again, note how it ended."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import InvoiceIssued
from database import new_id
from messaging import outbox, tasks
from notifier import announcements, store
from notifier.deliveries import Delivery, Recipient
from notifier.letters import Letter
from notifier.messages import Message
from web import ProblemError, check_version, not_found

log = logging.getLogger(__name__)

INVOICE_STEP = "invoice"
SEND = "send-message"


def still_queued() -> ProblemError:
    """Refuse to send again what is about to be sent."""
    return ProblemError(
        409, "delivery-still-queued", "The message is about to be sent; wait for how it ends"
    )


async def mail_invoice(session: AsyncSession, invoice: InvoiceIssued, *, at: datetime) -> None:
    """Begin to send an invoice to its billing contact, unless that was begun before."""
    message = Message(
        id=new_id(),
        account_id=invoice.account_id,
        invoice_id=invoice.invoice_id,
        step=INVOICE_STEP,
        version=1,
        letter=Letter.of(invoice),
        created_at=at,
    )
    contact = invoice.billing_contact
    if await store.add_message(session, message):
        recipient = Recipient(contact.name, contact.email) if contact else None
        await _begin(session, message, 1, recipient, requested_by=None, at=at)


async def resend(
    session: AsyncSession,
    message_id: UUID,
    *,
    to: Recipient | None,
    expected: int | None,
    requested_by: str,
    at: datetime,
) -> Message:
    """Send a message once more because somebody asked for it: to the same person, or to another."""
    message = await store.message_for_change(session, message_id)
    if message is None:
        raise not_found("message")
    check_version(expected, message.version)
    last = (await store.deliveries_of(session, message_id))[-1]
    if last.state == "queued":
        raise still_queued()
    recipient = to or last.recipient
    if recipient is None:
        raise ProblemError(409, "no-recipient", "The message has no recipient; name one")
    log.info("%s resends message %s", requested_by, message_id)
    await store.count_change(session, message_id)
    await _begin(session, message, last.number + 1, recipient, requested_by=requested_by, at=at)
    return message


async def note_sent(
    session: AsyncSession, delivery_id: UUID, *, mail_id: str, at: datetime
) -> None:
    """Keep and say that a mail server took the mail."""
    message, delivery = await _open(session, delivery_id)
    if delivery.state == "queued":
        await _end(session, message, delivery.sent(at), mail_id)


async def note_failed(
    session: AsyncSession, delivery_id: UUID, *, reason: str, at: datetime
) -> None:
    """Keep and say that the mail will not be sent, and why."""
    message, delivery = await _open(session, delivery_id)
    if delivery.state == "queued":
        await _end(session, message, delivery.failed(reason, at))


async def note_trouble(session: AsyncSession, delivery_id: UUID, reason: str) -> None:
    """Keep why a delivery that is still queued has to wait."""
    _, delivery = await _open(session, delivery_id)
    await store.save_outcome(session, delivery.waiting(reason))


async def _begin(
    session: AsyncSession,
    message: Message,
    number: int,
    recipient: Recipient | None,
    *,
    requested_by: str | None,
    at: datetime,
) -> None:
    delivery = Delivery(
        id=new_id(),
        account_id=message.account_id,
        message_id=message.id,
        number=number,
        recipient=recipient,
        requested_by=requested_by,
        requested_at=at,
    ).examined()
    await store.add_delivery(session, delivery)
    if delivery.state == "failed":
        await outbox.publish(session, announcements.ended(message, delivery))
    else:
        await tasks.schedule(session, SEND, key=str(delivery.id))


async def _open(session: AsyncSession, delivery_id: UUID) -> tuple[Message, Delivery]:
    known = await store.delivery(session, delivery_id)
    assert known is not None, "a task names a delivery that was stored with it"
    message = await store.message_for_change(session, known.message_id)
    delivery = await store.delivery(session, delivery_id)
    assert message is not None
    assert delivery is not None
    return message, delivery


async def _end(
    session: AsyncSession, message: Message, delivery: Delivery, mail_id: str = ""
) -> None:
    await store.save_outcome(session, delivery)
    await store.count_change(session, message.id)
    await outbox.publish(session, announcements.ended(message, delivery, mail_id))
