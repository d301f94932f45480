"""Remind customers of what they owe: choose the steps, send what is due, each once, and pause or ask by hand."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import tasks
from database import Session, current_account, lock_exclusive, new_id
from domain_errors import ConflictError, InvalidInputError, NotFoundError, check_version
from messaging import outbox
from notifier import events
from notifier.commands.messages import new_delivery, queue
from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from notifier.reminder_email import ReminderEmail, language_of, read_email
from notifier.reminder_texts import text_of
from notifier.reminders import (
    DueStep,
    NotRemindedError,
    ReminderSettings,
    Step,
    Taken,
    UnreadableInvoiceError,
    check,
    days_unread,
    due_step,
    hindrance_of_invoice,
    look_again,
    step_to_ask_for,
)
from notifier.store import messages, people
from notifier.store import reminders as store
from notifier.store.reminders import Candidate, ReminderPause

log = logging.getLogger(__name__)

REMIND = "remind"
"""The task of an account that sends reminders."""
FIRST = UUID(int=0)
"""Before all invoices."""
_AT_ONCE = 200
_Values = dict[str, Any]


class PauseEndedError(ConflictError):
    """The pause has come to its end before."""


@dataclass(frozen=True)
class _Mail:
    """A reminder that is to be queued."""

    candidate: Candidate
    step: Step
    email: ReminderEmail


@dataclass(frozen=True)
class _Due:
    """What is due of an invoice, the mail of it, and before which day nothing else is."""

    candidate: Candidate
    steps: DueStep
    mail: _Mail | None
    look_again: date | None


async def update_settings(
    session: Session, chosen: ReminderSettings, *, expected: int, now: datetime
) -> ReminderSettings:
    """Choose when customers are reminded, and with which words.

    Whoever switches reminders on begins with invoices due from that day on, unless they say from when. Raises
    `StaleVersionError`, `InvalidInputError`.
    """
    check(chosen)
    await lock_exclusive(session, "reminder settings")
    current = await store.load_settings(session)
    check_version(expected, current.version)
    if chosen.on and chosen.due_from is None:
        chosen = replace(chosen, due_from=await people.local_date(session, now))
    chosen = replace(chosen, version=current.version + 1, holiday_region=current.holiday_region)
    await store.save_settings(session, chosen)
    await _schedule(session, chosen, now=now)
    return chosen


async def wait_for_next(session: Session, *, now: datetime) -> None:
    """Have the next reminders sent on their day, at the account's hour: in another zone that is another moment."""
    await _schedule(session, await store.load_settings(session), now=now)


async def _schedule(session: Session, settings: ReminderSettings, *, now: datetime) -> None:
    if settings.on:
        run = settings.next_run(now, await people.time_zone(session))
        await tasks.schedule(session, REMIND, key="daily", due_at=run, again=True)


async def remind_due(session: Session, *, after: UUID, now: datetime) -> UUID | None:
    """Queue what is due of some invoices beyond `after`; returns the last one of them, None when there are no more."""
    settings = await store.load_settings(session)
    today = await people.local_date(session, now)
    if not settings.on or not settings.is_reminding_day(today):
        return None
    found = await store.due_invoices(session, settings, today, after=after, limit=_AT_ONCE)
    if not found:
        return None
    await store.lock_invoices(session, found)
    known = await store.load_candidates(session, found, today)
    taken = await store.taken_of(session, found)
    due, unreadable = _read_all(known, settings, taken, today)
    await _set_aside(session, settings, unreadable, today)
    passed = [
        _reminder(one.candidate, step, None, today, now)
        for one in due
        for step in one.steps.passed_over
    ]
    await _pass_over(session, passed)
    mails = [one.mail for one in due if one.mail]
    await _send(session, mails, taken, today=today, now=now)
    looked = {one.candidate.invoice.id: one.look_again for one in due}
    await store.keep_looked(session, settings, {id_: day for id_, day in looked.items() if day})
    await store.keep_read_again(
        session, [one.candidate.invoice.id for one in due if one.candidate.invoice.unreadable]
    )
    return found[-1]


def _read_all(
    known: Sequence[Candidate],
    settings: ReminderSettings,
    taken: Mapping[UUID, Sequence[Taken]],
    today: date,
) -> tuple[list[_Due], list[tuple[Candidate, str]]]:
    """What is due of each, and which cannot be read, and why: those hold up no others."""
    due, unreadable = list[_Due](), list[tuple[Candidate, str]]()
    for one in known:
        try:
            due.append(_read(one, settings, taken[one.invoice.id], today))
        except UnreadableInvoiceError as error:
            unreadable.append((one, str(error)))
        except Exception as error:
            log.exception("invoice %s cannot be read", one.invoice.id)
            unreadable.append((one, type(error).__name__))
    return due, unreadable


def _read(one: Candidate, settings: ReminderSettings, taken: Sequence[Taken], today: date) -> _Due:
    """What is due of an invoice. Raises `UnreadableInvoiceError`, or what its nonsense leads to."""
    read_email(one.content or {}, balance=one.invoice.balance)
    invoice = replace(one.invoice, unreadable=None)
    steps = due_step(invoice, settings, taken, today)
    return _Due(
        candidate=one,
        steps=steps,
        mail=_mail(one, steps.step) if steps.step else None,
        look_again=look_again(invoice, settings, [*taken, *steps.taken(today)], today),
    )


async def _set_aside(
    session: Session,
    settings: ReminderSettings,
    unreadable: Sequence[tuple[Candidate, str]],
    today: date,
) -> None:
    """Look at them again on a later day."""
    aside = dict[UUID, tuple[str, date]]()
    for candidate, reason in unreadable:
        invoice = candidate.invoice
        days = days_unread(invoice.times_unreadable + 1)
        aside[invoice.id] = reason, today + timedelta(days=days)
        log.warning("no reminder can be made of invoice %s: %s", invoice.id, reason)
    await store.set_aside(session, settings, aside)


async def remind_now(session: Session, invoice_id: UUID, *, by: str, now: datetime) -> UUID:
    """Send a reminder because somebody asked for it; returns its id.

    Raises `NotFoundError`, `NotRemindedError`, `NoRecipientError` or `DeliveryQueuedError`.
    """
    await store.lock_invoices(session, [invoice_id])
    today = await people.local_date(session, now)
    known = await store.load_candidates(session, [invoice_id], today)
    if not known or known[0].invoice.number is None:
        raise NotFoundError("invoice")
    [candidate] = known
    _check_readable(candidate)
    if why := hindrance_of_invoice(candidate.invoice):
        raise NotRemindedError(why)
    if candidate.recipient is None:
        raise NoRecipientError
    if await store.is_being_reminded(session, invoice_id):
        raise DeliveryQueuedError
    settings = await store.load_settings(session)
    taken = await store.taken_of(session, [invoice_id])
    step = step_to_ask_for(settings, taken[invoice_id])
    if step is None:
        raise NotRemindedError("no step is left")
    log.info("somebody asked for a reminder of invoice %s", invoice_id)
    mail = _mail(candidate, step.model_copy(update={"fee": None}))
    [reminder_id] = await _send(session, [mail], taken, today=today, now=now, by=by)
    return reminder_id


def _check_readable(candidate: Candidate) -> None:
    try:
        read_email(candidate.content or {}, balance=candidate.invoice.balance)
    except UnreadableInvoiceError as error:
        raise NotRemindedError(f"unreadable: {error}") from error


async def _pass_over(session: Session, passed: Sequence[_Values]) -> None:
    """Record steps whose day went by."""
    added = await store.add_reminders(session, passed)
    account = current_account(session)
    published = [events.reminder_passed_over(account, one) for one in passed if one["id"] in added]
    await outbox.publish(session, *published)


async def _send(
    session: Session,
    mails: Sequence[_Mail],
    taken: Mapping[UUID, Sequence[Taken]],
    *,
    today: date,
    now: datetime,
    by: str | None = None,
) -> list[UUID]:
    """Queue a mail for each, unless its step has been taken; returns what was queued."""
    of = {}
    for mail in mails:
        number = sum(not one.passed_over for one in taken[mail.candidate.invoice.id]) + 1
        values = _reminder(mail.candidate, mail.step, number, today, now, by=by)
        of[values["id"]] = values, mail
    added = await store.add_reminders(session, [values for values, _ in of.values()])
    made = await messages.add_messages(session, [_message(*of[one]) for one in of if one in added])
    deliveries = [
        new_delivery(message, 1, of[message.id][1].candidate.recipient, requested_by=by, at=now)
        for message in made
    ]
    if deliveries:
        await queue(session, *deliveries)
    return [message.id for message in made]


def _reminder(
    candidate: Candidate,
    step: Step,
    number: int | None,
    today: date,
    now: datetime,
    *,
    by: str | None = None,
) -> _Values:
    """A reminder, or without a number one that is passed over."""
    return {
        "id": new_id(),
        "invoice_id": candidate.invoice.id,
        "step_id": step.id,
        "days": step.days,
        "number": number,
        "day": today,
        "balance": candidate.invoice.balance,
        "passed_over": number is None,
        "requested_by": by,
        "made_at": now,
    }


def _mail(candidate: Candidate, step: Step) -> _Mail:
    assert candidate.content is not None
    said = text_of(step, language_of(candidate.content["language"]))
    values = {**candidate.content, "customer": candidate.customer, "said": said, "fee": step.fee}
    return _Mail(candidate, step, ReminderEmail.model_validate(values))


def _message(values: _Values, mail: _Mail) -> _Values:
    """The message of a reminder has its id."""
    return {
        "id": values["id"],
        "kind": "reminder",
        "subject_id": values["invoice_id"],
        "step": str(values["id"] if values["requested_by"] else mail.step.id),
        "version": 1,
        "content": mail.email.model_dump(mode="json"),
        "created_at": values["made_at"],
    }


async def pause(
    session: Session,
    *,
    invoice_id: UUID | None,
    organization_id: UUID | None,
    reason: str,
    until: date | None,
    by: str,
    now: datetime,
) -> ReminderPause:
    """Send no reminders of an invoice, or of a customer; it takes the place of an earlier pause.

    Raises `InvalidInputError`.
    """
    today = await people.local_date(session, now)
    if until is not None and until < today:
        raise InvalidInputError("until", "must not be in the past")
    await lock_exclusive(session, f"reminder pause {invoice_id or organization_id}")
    await _check_known(session, invoice_id, organization_id)
    await store.end_pauses(session, invoice_id, organization_id, by=by, at=now)
    made = ReminderPause(
        id=new_id(),
        invoice_id=invoice_id,
        organization_id=organization_id,
        reason=reason,
        until=until,
        paused_by=by,
        paused_at=now,
    )
    session.add(made)
    await session.flush()
    return made


async def _check_known(
    session: Session, invoice_id: UUID | None, organization_id: UUID | None
) -> None:
    if invoice_id and not await store.load_candidates(session, [invoice_id], date.min):
        raise InvalidInputError("invoice_id", "names no invoice")
    if organization_id and not await store.is_customer(session, organization_id):
        raise InvalidInputError("organization_id", "names no customer")


async def end_pause(session: Session, pause_id: UUID, *, by: str, now: datetime) -> ReminderPause:
    """Go on with reminders. Raises `NotFoundError`, `PauseEndedError`."""
    found = await store.pause_for_update(session, pause_id)
    if found is None:
        raise NotFoundError("pause")
    if found.ended_at:
        raise PauseEndedError
    found.ended_by, found.ended_at = by, now
    await session.flush()
    return found
