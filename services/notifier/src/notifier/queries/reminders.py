"""What is read of reminders: an account's choice, an invoice's, those to come, what is paused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import NotFoundError
from notifier.deliveries import Recipient
from notifier.reminder_email import read_email
from notifier.reminders import (
    Hindrance,
    Planned,
    ReminderSettings,
    Taken,
    UnreadableInvoiceError,
    hindrance,
    planned,
)
from notifier.store import people
from notifier.store import reminders as store
from notifier.store.reminders import Candidate, ReminderPause, Sent

MOST_COMING = 500


@dataclass(frozen=True)
class Outlook:
    """What will come of an invoice: the next reminder and its number, or what stands in the way."""

    invoice_id: UUID
    invoice_number: str
    customer: str
    currency: str
    balance: Decimal | None
    """None: it cannot be read."""
    due_date: date
    recipient: Recipient | None
    hindrance: Hindrance | None
    unreadable: str | None
    next: Planned | None
    next_number: int


@dataclass(frozen=True)
class OfInvoice:
    """An invoice's reminders, the first one first, and what will come."""

    outlook: Outlook
    pause: ReminderPause | None
    reminders: Sequence[Sent]


async def get_settings(session: Session) -> ReminderSettings:
    """What the account has chosen."""
    return await store.load_settings(session)


async def get_reminders_of(session: Session, invoice_id: UUID, *, now: datetime) -> OfInvoice:
    """An invoice's reminders. Raises `NotFoundError`."""
    today = await people.local_date(session, now)
    known = await store.load_candidates(session, [invoice_id], today)
    if not known or known[0].content is None:
        raise NotFoundError("invoice")
    settings = await store.load_settings(session)
    taken = await store.taken_of(session, [invoice_id])
    first_day = await _first_day(session, settings, now)
    return OfInvoice(
        outlook=_outlook(known[0], settings, taken[invoice_id], first_day),
        pause=await store.load_pause_of(session, invoice_id, today),
        reminders=await store.load_reminders(session, invoice_id=invoice_id, limit=1000),
    )


async def list_reminders(
    session: Session, *, after: UUID | None, limit: int, invoice_id: UUID | None
) -> Sequence[Sent]:
    """Reminders beyond an id, in the order in which they were made."""
    return await store.load_reminders(session, after=after, invoice_id=invoice_id, limit=limit)


async def list_coming(session: Session, *, days: int, now: datetime) -> tuple[list[Outlook], bool]:
    """What is to be sent within some days, the first one first, then what is held up; and whether there is more."""
    settings = await store.load_settings(session)
    if not settings.on:
        return [], False
    today = await people.local_date(session, now)
    until = today + timedelta(days=days)
    found = await store.coming_invoices(session, settings, until, limit=MOST_COMING + 1)
    more = len(found) > MOST_COMING
    found = found[:MOST_COMING]
    found += await store.unreadable_invoices(session, besides=found, limit=MOST_COMING)
    known = await store.load_candidates(session, found, today)
    taken = await store.taken_of(session, found)
    first_day = await _first_day(session, settings, now)
    outlooks = [_outlook(one, settings, taken[one.invoice.id], first_day) for one in known]
    coming = [one for one in outlooks if one.hindrance or (one.next and one.next.day <= until)]
    coming.sort(key=lambda one: (one.next.day if one.next else date.max, one.invoice_number))
    return coming, more


async def list_pauses(
    session: Session, *, after: UUID | None, limit: int
) -> Sequence[ReminderPause]:
    """Pauses that nobody has ended."""
    found = select(ReminderPause).where(ReminderPause.ended_at.is_(None))
    if after:
        found = found.where(ReminderPause.id > after)
    return (await session.scalars(found.order_by(ReminderPause.id).limit(limit))).all()


async def _first_day(session: Session, settings: ReminderSettings, now: datetime) -> date:
    """The day on which reminders are sent next."""
    return settings.next_run(now, await people.time_zone(session)).date()


def _why_unreadable(one: Candidate) -> str | None:
    try:
        read_email(one.content or {}, balance=one.invoice.balance)
    except UnreadableInvoiceError as error:
        return str(error)
    return None


def _outlook(
    one: Candidate, settings: ReminderSettings, taken: Sequence[Taken], first_day: date
) -> Outlook:
    unreadable = one.invoice.unreadable or _why_unreadable(one)
    invoice = replace(one.invoice, unreadable=unreadable)
    assert invoice.number
    assert invoice.due_date
    return Outlook(
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        customer=one.customer,
        currency=(one.content or {}).get("currency", ""),
        balance=None if _why_unreadable(one) else invoice.balance,
        due_date=invoice.due_date,
        recipient=one.recipient,
        hindrance=hindrance(invoice, settings),
        unreadable=unreadable,
        next=planned(invoice, settings, taken, first_day),
        next_number=sum(not known.passed_over for known in taken) + 1,
    )
