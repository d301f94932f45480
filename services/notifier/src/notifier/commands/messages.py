"""Queue a message, resend it, record how a delivery ended."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import tasks
from database import Session, new_id
from domain_errors import NotFoundError, check_version
from messaging import outbox
from notifier import events
from notifier.credit_note_email import CreditNoteEmail
from notifier.deliveries import (
    DeliveryQueuedError,
    NoRecipientError,
    PermanentDeliveryError,
    Recipient,
    Request,
    State,
    TransientDeliveryError,
    outcome_unknown,
    why_undeliverable,
)
from notifier.invoice_email import InvoiceEmail
from notifier.link_email import LinkEmail
from notifier.reminder_fees import Fee
from notifier.store import fees, invoices, reminders
from notifier.store import messages as store
from notifier.store.messages import Delivery, Message

log = logging.getLogger(__name__)

SEND_MESSAGE = "send-message"
SEND_LINK = "send-link"


async def send_invoices(
    session: Session, emails: Sequence[tuple[InvoiceEmail, Recipient | None]], *, at: datetime
) -> None:
    """Queue the e-mail of each invoice to its billing contact, unless that was done before."""
    contents = {email.invoice_id: email for email, _ in emails}
    recipients = {email.invoice_id: recipient for email, recipient in emails}
    await _send(session, "invoice", contents, recipients, at=at)


async def send_requested(
    session: Session, email: InvoiceEmail, request: Request, *, at: datetime
) -> None:
    """Queue what somebody asked for in invoicing, unless that was done before; also of an invoice not mailed so far."""
    await store.add_messages(session, [_message("invoice", email.invoice_id, email, at)])
    message = await store.message_about(session, "invoice", email.invoice_id)
    if any(delivery.id == request.id for delivery in message.deliveries):
        return
    message.version += 1
    delivery = new_delivery(
        message,
        len(message.deliveries) + 1,
        request.recipient,
        requested_by=request.requested_by,
        at=at,
        delivery_id=request.id,
        note=request.note,
    )
    await queue(session, delivery)


async def send_credit_notes(
    session: Session, emails: Sequence[tuple[CreditNoteEmail, Recipient | None]], *, at: datetime
) -> None:
    """Queue the e-mail of each credit note to the billing contact of its invoice, unless that was done before."""
    contents = {email.credit_note_id: email for email, _ in emails}
    recipients = {email.credit_note_id: recipient for email, recipient in emails}
    await _send(session, "credit-note", contents, recipients, at=at)


async def _send(
    session: Session,
    kind: Literal["invoice", "credit-note"],
    emails: Mapping[UUID, InvoiceEmail | CreditNoteEmail],
    recipients: Mapping[UUID, Recipient | None],
    *,
    at: datetime,
) -> None:
    """Queue messages to customers, by what they are about."""
    values = [_message(kind, subject_id, email, at) for subject_id, email in emails.items()]
    added = await store.add_messages(session, values)
    await queue(
        session,
        *(
            new_delivery(
                message,
                1,
                recipients[message.subject_id],
                requested_by=None,
                at=at,
                delivery_id=message.subject_id,
            )
            for message in added
        ),
    )


def _message(
    kind: Literal["invoice", "credit-note"],
    subject_id: UUID,
    email: InvoiceEmail | CreditNoteEmail,
    at: datetime,
) -> dict[str, Any]:
    """The message that brings an invoice or a credit note."""
    return {
        "id": new_id(),
        "kind": kind,
        "subject_id": subject_id,
        "step": kind,
        "version": 1,
        "content": email.model_dump(mode="json"),
        "created_at": at,
    }


async def send_link(session: Session, email: LinkEmail) -> None:
    """Queue the e-mail with a link. Its content is kept by the task alone, and gone with it."""
    payload = email.model_dump(mode="json")
    await tasks.schedule(session, SEND_LINK, key=str(email.id), payload=payload)


async def resend(
    session: Session,
    message_id: UUID,
    *,
    to: Recipient | None,
    expected: int | None,
    requested_by: str,
    at: datetime,
) -> Message:
    """Send a message once more because somebody asked for it: to the same person, or to another.

    Raises `NotFoundError`, `StaleVersionError`, `DeliveryQueuedError` or `NoRecipientError`.
    """
    message = await store.message_for_update(session, message_id)
    if message is None:
        raise NotFoundError("message")
    check_version(expected, message.version)
    if message.newest.state == "queued":
        raise DeliveryQueuedError
    recipient = to or message.newest.recipient
    if recipient is None:
        raise NoRecipientError
    log.info("message %s is sent again", message_id)
    message.version += 1
    number = message.newest.number + 1
    await queue(session, new_delivery(message, number, recipient, requested_by=requested_by, at=at))
    return message


async def record_sent(session: Session, delivery_id: UUID, *, mail_id: str, at: datetime) -> None:
    """Record and publish that a mail server took the mail with the Message-ID `mail_id`."""
    delivery = await store.delivery_for_update(session, delivery_id)
    if delivery.state == "queued":
        await _end(session, delivery, "sent", at=at, mail_id=mail_id)
        if delivery.message.kind == "reminder":
            await _charge_fee(session, delivery.message, at)
        if delivery.message.kind == "invoice":
            await invoices.keep_delivered(session, {delivery.message.subject_id: at})


async def record_failed(session: Session, delivery_id: UUID, *, reason: str, at: datetime) -> None:
    """Record and publish that the mail will not be sent without somebody's help, and why.

    Where the mail server may have taken it, that is recorded instead.
    """
    delivery = await store.delivery_for_update(session, delivery_id)
    if delivery.state == "queued" and delivery.handed_over_at:
        await _end(session, delivery, "unknown", at=at, reason=outcome_unknown(reason))
    elif delivery.state == "queued":
        await _end(session, delivery, "failed", at=at, reason=reason)


@dataclass(frozen=True)
class Said:
    """What the mail of a reminder says is owed, what it costs, and what is owed of earlier fees, on its day."""

    owed: Decimal
    fee: Fee | None
    open_fees: Decimal
    day: date


async def record_handover(
    session: Session, delivery_id: UUID, *, at: datetime, said: Said | None = None
) -> None:
    """Record that the mail server is about to get the end of the mail, and may take it from now on.

    `said`: of a reminder. Raises `TransientDeliveryError` or `PermanentDeliveryError` when it is not so any more.
    """
    delivery = await store.delivery_for_update(session, delivery_id)
    if said is not None:
        await _hold_to(session, delivery.message, said)
    delivery.handed_over_at = at


async def _hold_to(session: Session, message: Message, said: Said) -> None:
    """What is owed does not change before the mail's last line is sent, nor what the reminder costs."""
    now = await reminders.load_owed(session, message.subject_id, hold=True)
    if why := now.why_not_reminded:
        raise PermanentDeliveryError(why)
    if now.balance != said.owed:
        raise TransientDeliveryError("what is owed changed while the mail was on its way")
    await reminders.keep_balance(session, message.id, said.owed)
    await _hold_to_fee(session, message, said)


async def _hold_to_fee(session: Session, message: Message, said: Said) -> None:
    """Keep the fee that the mail says; the invoice is held, so no other reminder of it states one meanwhile."""
    currency, planned = message.content["currency"], message.content.get("fee")
    known = await fees.fees_of(session, message.subject_id, currency, reminder_id=message.id)
    fee = known.of(Fee.model_validate(planned) if planned else None, currency, said.day)
    if (fee, known.open) != (said.fee, said.open_fees):
        raise TransientDeliveryError("what is charged changed while the mail was on its way")
    if known.own and known.own.charged:
        return
    if known.own:
        await fees.take_back(session, message.id)
    if fee and known.next_number:
        about = message.id, message.subject_id
        await fees.state(session, *about, known.next_number, said.day, fee)


async def _charge_fee(session: Session, message: Message, at: datetime) -> None:
    """Charge what the mail said, and have it invoiced."""
    charged = await fees.charge(session, message.id, at)
    if charged is None:
        return
    stated, organization_id = charged
    reminder = (await reminders.reminders_by_id(session, [message.id]))[message.id]
    message.version += 1
    await outbox.publish(
        session, events.reminder_fee_charged(message, reminder, stated, organization_id, at=at)
    )


async def record_refusal(session: Session, delivery_id: UUID, reason: str) -> None:
    """Record why the mail was not taken; a delivery that is still queued can be tried again."""
    delivery = await store.delivery_for_update(session, delivery_id)
    if delivery.state == "queued":
        delivery.reason, delivery.handed_over_at = reason, None
        if delivery.message.kind == "reminder":
            await fees.take_back(session, delivery.message.id)


def new_delivery(
    message: Message,
    number: int,
    recipient: Recipient | None,
    *,
    requested_by: str | None,
    at: datetime,
    nobody: str | None = None,
    delivery_id: UUID | None = None,
    note: str = "",
) -> Delivery:
    """A new delivery: queued, or failed at once when nothing can be sent. `nobody`: why there is no recipient."""
    reason = why_undeliverable(recipient, *filter(None, [nobody]))
    return Delivery(
        id=delivery_id or new_id(),
        message=message,
        number=number,
        recipient=recipient,
        note=note,
        requested_by=requested_by,
        requested_at=at,
        state="failed" if reason else "queued",
        reason=reason,
        ended_at=at if reason else None,
    )


async def queue(session: Session, *deliveries: Delivery) -> None:
    """Store deliveries; have those sent that can be, and publish that the others failed."""
    session.add_all(deliveries)
    failed = [delivery for delivery in deliveries if delivery.state == "failed"]
    await _publish_end(session, *failed)
    queued: dict[str, dict[str, Any]] = {
        str(delivery.id): {} for delivery in deliveries if delivery.state == "queued"
    }
    await tasks.schedule_all(session, SEND_MESSAGE, queued)


async def _end(
    session: Session,
    delivery: Delivery,
    state: State,
    *,
    at: datetime,
    reason: str | None = None,
    mail_id: str = "",
) -> None:
    delivery.state, delivery.reason, delivery.ended_at = state, reason, at
    delivery.message.version += 1
    await _publish_end(session, delivery, mail_id=mail_id)


async def _publish_end(session: Session, *ended: Delivery, mail_id: str = "") -> None:
    of_reminders = [one.message.id for one in ended if one.message.kind == "reminder"]
    found = await reminders.reminders_by_id(session, of_reminders)
    published = (
        events.delivery_ended(one, mail_id, reminder=found.get(one.message.id)) for one in ended
    )
    await outbox.publish(session, *filter(None, published))
