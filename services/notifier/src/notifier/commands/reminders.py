"""Remind customers of what they owe: choose the steps, send what is due, each once, and pause or ask by hand."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import tasks
from database import Session, current_account, lock_exclusive, new_id
from domain_errors import ConflictError, InvalidInputError, NotFoundError, check_version
from messaging import outbox
from notifier import events
from notifier.commands.messages import new_delivery, queue
from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from notifier.reminder_email import ReminderEmail, language_of
from notifier.reminder_texts import text_of
from notifier.reminders import (
    NotRemindedError,
    ReminderSettings,
    Step,
    Taken,
    check,
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
    chosen = replace(chosen, version=current.version + 1)
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
    due = [(one, due_step(one.invoice, settings, taken[one.invoice.id], today)) for one in known]
    passed = [
        _reminder(one, step, None, today, now) for one, steps in due for step in steps.passed_over
    ]
    await _pass_over(session, passed)
    chosen = [(one, steps.step) for one, steps in due if steps.step]
    await _send(session, chosen, taken, today=today, now=now)
    looked = {
        one.invoice.id: look_again(one.invoice, settings, taken[one.invoice.id] + new, today)
        for one, new in ((one, steps.taken(today)) for one, steps in due)
    }
    await store.keep_looked(session, settings, {id_: day for id_, day in looked.items() if day})
    return found[-1]


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
    [reminder_id] = await _send(session, [(candidate, step)], taken, today=today, now=now, by=by)
    return reminder_id


async def _pass_over(session: Session, passed: Sequence[_Values]) -> None:
    """Record steps whose day went by."""
    added = await store.add_reminders(session, passed)
    account = current_account(session)
    published = [events.reminder_passed_over(account, one) for one in passed if one["id"] in added]
    await outbox.publish(session, *published)


async def _send(
    session: Session,
    chosen: Sequence[tuple[Candidate, Step]],
    taken: Mapping[UUID, Sequence[Taken]],
    *,
    today: date,
    now: datetime,
    by: str | None = None,
) -> list[UUID]:
    """Queue a mail for each, unless its step has been taken; returns what was queued."""
    of = {}
    for candidate, step in chosen:
        number = sum(not one.passed_over for one in taken[candidate.invoice.id]) + 1
        values = _reminder(candidate, step, number, today, now, by=by)
        of[values["id"]] = values, candidate, step
    added = await store.add_reminders(session, [values for values, _, _ in of.values()])
    made = await messages.add_messages(session, [_message(*of[one]) for one in of if one in added])
    deliveries = [
        new_delivery(message, 1, of[message.id][1].recipient, requested_by=by, at=now)
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


def _message(values: _Values, candidate: Candidate, step: Step) -> _Values:
    """The message of a reminder has its id."""
    assert candidate.content is not None
    said = text_of(step, language_of(candidate.content["language"]))
    email = ReminderEmail.model_validate(
        {**candidate.content, "customer": candidate.customer, "said": said}
    )
    return {
        "id": values["id"],
        "kind": "reminder",
        "subject_id": values["invoice_id"],
        "step": str(values["id"] if values["requested_by"] else step.id),
        "version": 1,
        "content": email.model_dump(mode="json"),
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
