"""Make recurring invoices: keep what is to be made, and make it on its day, once.

A period is made in a transaction of its own, which locks what it belongs to: other workers wait and then see that it is
done. A refusal is written down in another transaction, and the next period has its turn.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import tasks
from database import Session, new_id
from domain_errors import NotFoundError, check_version
from invoicing import events
from invoicing.commands.expenses import NO_EXPENSES, choose_expenses
from invoicing.commands.issue import issue
from invoicing.domain.account import Account
from invoicing.domain.billing_runs import Failure, held_back, issues_at_once
from invoicing.domain.charges import AgreementCharge
from invoicing.domain.draft import Draft
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.issuing import IssueOptions
from invoicing.domain.lines import check_line_count, placed
from invoicing.domain.links import Links
from invoicing.domain.parties import Customer
from invoicing.domain.recurrence import Period
from invoicing.domain.recurring import (
    LATE,
    MadePeriod,
    PeriodBilledError,
    RecurringInvoice,
    RecurringRequest,
    RecurringStateError,
    RecurringTerms,
    check_due,
    draw_up,
)
from invoicing.domain.recurring_draft import fixed_draft
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import accounts, charges, claims, coverage, drafts, expenses, invoices
from invoicing.store import recurring as store
from invoicing.store.accounts import LockedCustomer
from invoicing.store.drafts import OpenDraft

MAKE = "recurring-invoice"
"""The task that makes what is due of one; its key is the id."""
MADE_BY = "recurring"
"""Who made a draft, and issued it, where nobody asked for it."""
_AROUND = timedelta(days=2)

Begin = Callable[[], AbstractAsyncContextManager[Session]]
"""Begins a transaction."""
Explain = Callable[[Exception], Failure]
"""How people are told of an error. Raises what is no refusal and passes by itself."""


@dataclass(frozen=True)
class Work:
    """One that a worker looks after: in which transactions, and how errors are told."""

    recurring_id: UUID
    begin: Begin
    explain: Explain
    links: Links
    now: datetime


async def create_recurring(
    session: Session, request: RecurringRequest, *, by: str, now: datetime
) -> RecurringInvoice:
    """Keep what is to be made from now on. Raises `UnknownCustomerError`, `UnknownCurrencyError`, `InvalidInputError`."""
    account, customer = await _parties(session, request.organization_id)
    made = draw_up(new_id(), request, account, customer, by=by, now=now)
    await store.insert_recurring(session, made)
    await _wait_for(session, made, account.settings.time_zone)
    return made


async def change_recurring(
    session: Session, recurring_id: UUID, terms: RecurringTerms, *, expected: int, now: datetime
) -> RecurringInvoice:
    """Let what is made from now on be otherwise; what was made stays. Raises `InvalidInputError`."""
    found = await _lock(session, recurring_id, expected)
    account = await accounts.load_account(session)
    today = account.settings.today(now)
    terms.check_codes(account.tax_codes, today)
    changed = found.with_terms(terms)
    if not changed.paused_at and changed.next_on != found.next_on:
        check_due(changed, today)
    await store.update_recurring(session, changed)
    await _wait_for(session, changed, account.settings.time_zone)
    return changed


async def pause_recurring(
    session: Session, recurring_id: UUID, *, expected: int, by: str, now: datetime
) -> RecurringInvoice:
    """Make nothing until it is resumed. Raises `RecurringStateError`."""
    found = await _lock(session, recurring_id, expected)
    if found.state != "active":
        raise RecurringStateError(f"it is {found.state}")
    paused = replace(found, version=found.version + 1, paused_at=now, paused_by=by)
    await store.update_recurring(session, paused)
    return paused


async def resume_recurring(
    session: Session, recurring_id: UUID, *, catch_up: bool, expected: int, by: str, now: datetime
) -> RecurringInvoice:
    """Go on. What was missed is made up, or noted as skipped. Raises `RecurringStateError`."""
    found = await _lock(session, recurring_id, expected)
    if found.state != "paused":
        raise RecurringStateError(f"it is {found.state}")
    account = await accounts.load_account(session)
    today = account.settings.today(now)
    going = replace(found, version=found.version + 1, paused_at=None, paused_by=None)
    going = replace(going, catch_up_to=today) if catch_up else going
    while not catch_up and (due := going.due(today)):
        skipped = [_noted(one, "skipped", by=by, now=now) for one in due]
        await store.insert_periods(session, recurring_id, skipped)
        going = going.after(*due)
    await store.update_recurring(session, going)
    await _wait_for(session, going, account.settings.time_zone)
    return going


async def delete_recurring(session: Session, recurring_id: UUID, *, expected: int) -> None:
    """Remove one of which nothing came so far. Raises `RecurringStateError`."""
    await _lock(session, recurring_id, expected)
    if not await store.delete_recurring(session, recurring_id):
        raise RecurringStateError("invoices were made of it: let it end instead")


async def make_again(
    session: Session,
    recurring_id: UUID,
    period_id: UUID,
    *,
    expected: int,
    by: str,
    now: datetime,
) -> InvoiceView:
    """Make the draft of a period that failed, was skipped, or whose draft was deleted, by what holds now.

    Raises `PeriodBilledError`, and what keeps a draft from being made.
    """
    found = await _lock(session, recurring_id, expected)
    known = await store.load_period(session, recurring_id, period_id)
    if known is None:
        raise NotFoundError("period of which something came")
    if known.invoice_id and await _is_there(session, known.invoice_id):
        raise PeriodBilledError("look at the draft or invoice that there is")
    period = Period(known.first_day, known.last_day, known.due_on)
    made, view = await _make(session, found, period, by=by, now=now)
    await store.update_period(session, replace(made, id=period_id))
    if made.issuing:
        await tasks.schedule(session, MAKE, key=str(recurring_id), again=True)
    return view


async def make_next(work: Work) -> bool:
    """Make the next period that is due; False: there is none, or it is left to people."""
    due: tuple[RecurringInvoice, Period] | None = None
    try:
        async with work.begin() as session:
            due = await _next_due(session, work)
            if due:
                made, _ = await _make(session, *due, by=MADE_BY, now=work.now)
                await _note(session, *due, made)
    except Exception as error:
        if due is None:
            raise
        await _note_failed(work, due[1], work.explain(error))
    return due is not None


async def issue_next(work: Work) -> bool:
    """Issue the next draft that is to be issued by itself, unless it was stopped meanwhile; False: there is none."""
    waiting: MadePeriod | None = None
    try:
        async with work.begin() as session:
            found = await store.load_recurring(session, work.recurring_id, lock=True)
            waiting = await store.next_to_issue(session, work.recurring_id)
            if found and waiting:
                await _issue(session, work, found, waiting)
    except Exception as error:
        if waiting is None:
            raise
        failure = work.explain(error)
        async with work.begin() as session:
            await store.note_issued(session, waiting.id, failure)
    return waiting is not None


async def leave_to_people(session: Session, recurring_id: UUID, *, now: datetime) -> None:
    """Pause one whose workers fail again and again, or of which too much was missed, so that a person sees it."""
    found = await store.load_recurring(session, recurring_id, lock=True)
    if found and found.state == "active":
        await pause_recurring(
            session, recurring_id, expected=found.version, by=store.SYSTEM, now=now
        )


async def next_look(session: Session, recurring_id: UUID) -> None:
    """Have it looked at again on its next day."""
    found = await store.load_recurring(session, recurring_id)
    if found:
        zone = (await accounts.load_account(session)).settings.time_zone
        await _wait_for(session, found, zone)


async def follow_time_zone(session: Session, time_zone: str, *, now: datetime) -> None:
    """Have those made at another moment whose midnight is another one now."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    for next_on, ids in (await store.due_until(session, today + _AROUND)).items():
        keys: dict[str, dict[str, object]] = {str(one): {} for one in ids}
        begins = _midnight(next_on, time_zone)
        await tasks.schedule_all(session, MAKE, keys, due_at=begins, again=True)


async def _wait_for(session: Session, found: RecurringInvoice, time_zone: str) -> None:
    if found.state == "active" and found.next_on:
        begins = _midnight(found.next_on, time_zone)
        await tasks.schedule(session, MAKE, key=str(found.id), due_at=begins, again=True)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


async def _next_due(session: Session, work: Work) -> tuple[RecurringInvoice, Period] | None:
    found = await store.load_recurring(session, work.recurring_id, lock=True)
    if found is None or found.state != "active":
        return None
    today = (await accounts.load_account(session)).settings.today(work.now)
    due = found.due(today)
    if found.is_overwhelmed(due):
        await leave_to_people(session, found.id, now=work.now)
        return None
    return (found, due[0]) if due else None


async def _note(
    session: Session, found: RecurringInvoice, period: Period, made: MadePeriod
) -> None:
    await store.insert_periods(session, found.id, [made])
    await store.update_recurring(session, found.after(period))


async def _note_failed(work: Work, period: Period, failure: Failure) -> None:
    """Unless somebody paused or changed it meanwhile, or another worker made it."""
    async with work.begin() as session:
        found = await store.load_recurring(session, work.recurring_id, lock=True)
        if found and found.state == "active" and found.upcoming(1) == [period]:
            failed = replace(_noted(period, "failed", by=MADE_BY, now=work.now), failure=failure)
            await _note(session, found, period, failed)


async def _make(
    session: Session, found: RecurringInvoice, period: Period, *, by: str, now: datetime
) -> tuple[MadePeriod, InvoiceView]:
    merged = await accounts.merged_into(session, found.organization_id)
    locked = await accounts.lock_customer(session, merged or found.organization_id)
    if locked is None:
        raise UnknownCustomerError
    draft = await _draft(session, found, period, locked, by=by, now=now)
    drafted = OpenDraft(draft, locked.account, locked.customer)
    view = await view_draft(session, drafted, now=now)
    made = replace(
        _noted(period, "made", by=by, now=now),
        invoice_id=draft.id,
        total=view.summary.total,
    )
    at_once = await store.issuing_at_once(session, locked.customer.organization_id)
    if not issues_at_once(found.terms.issue, at_once.customer_says, at_once.account_says):
        return made, view
    late = locked.account.settings.today(now) - period.due_on > LATE
    stopped = found.stopped(period.first_day)
    reasons = (
        *held_back(view.missing, view.left_out),
        *(("late",) if late else ()),
        *((stopped,) if stopped else ()),
    )
    if reasons:
        return replace(made, held_back=reasons), view
    return replace(made, issuing="waiting", asked_version=view.version), view


async def _draft(
    session: Session,
    found: RecurringInvoice,
    period: Period,
    locked: LockedCustomer,
    *,
    by: str,
    now: datetime,
) -> Draft:
    account, customer = locked.account, locked.customer
    draft = fixed_draft(found, period, account, customer, new_id, by=by, now=now)
    fixed, discounts, spent = draft.lines, draft.discounts, NO_EXPENSES
    if found.terms.with_time:
        empty = replace(draft, lines=(), discounts=())
        if locked.has_expenses:
            spent = await choose_expenses(session, empty, account, (), "entry", now=now)
        timed = await _with_time(session, empty, locked, account.settings.today(now))
        lines = (*fixed, *spent.on(timed).lines)
        check_line_count(len(lines) + len(discounts))
        draft = replace(draft, lines=placed(lines))
    published = events.invoice_drafted(session, draft, draft.content(account, customer))
    await drafts.insert_draft(session, draft, published)
    for place, discount in enumerate(discounts, len(draft.lines) + 1):
        await drafts.insert_discount(session, draft.id, place, discount)
    if spent.claims:
        await expenses.claim(session, draft.id, spent.claims)
    return draft


async def _with_time(session: Session, empty: Draft, locked: LockedCustomer, today: date) -> Draft:
    """With approved time of its days, and the charges of agreements that are due."""
    billed: dict[UUID, AgreementCharge] = {}
    if locked.has_agreements:
        candidates = await charges.candidates(session, empty, ())
        ready = [one.charge for one in candidates if not one.reason_against(empty.currency, today)]
        ready.sort(key=lambda charge: (charge.first_day, charge.name, charge.charge_id))
        billed = {new_id(): charge for charge in ready}
    draft = empty.with_time(await claims.claim(session, empty, ()))
    return (
        draft.with_charges(billed, await coverage.claim(session, draft, billed))
        if billed
        else draft
    )


async def _issue(
    session: Session, work: Work, found: RecurringInvoice, waiting: MadePeriod
) -> None:
    assert waiting.invoice_id
    assert waiting.asked_version
    if stopped := found.stopped(waiting.first_day):
        await store.hold_back(session, waiting.id, stopped)
        return
    await store.note_issued(session, waiting.id)
    await issue(
        session,
        waiting.invoice_id,
        IssueOptions(found.terms.delivery),
        work.links,
        expected=waiting.asked_version,
        by=MADE_BY,
        now=work.now,
    )


def _noted(period: Period, outcome: str, *, by: str, now: datetime) -> MadePeriod:
    return MadePeriod(
        new_id(),
        period.first_day,
        period.last_day,
        period.due_on,
        outcome,  # type: ignore[arg-type]
        now,
        by,
    )


async def _is_there(session: Session, invoice_id: UUID) -> bool:
    if await drafts.load_draft(session, invoice_id):
        return True
    return await invoices.load_issued(session, invoice_id) is not None


async def _parties(session: Session, organization_id: UUID) -> tuple[Account, Customer]:
    found = await accounts.load_customer(session, organization_id)
    if found is None:
        raise UnknownCustomerError
    return found


async def _lock(session: Session, recurring_id: UUID, expected: int) -> RecurringInvoice:
    found = await store.load_recurring(session, recurring_id, lock=True)
    if found is None:
        raise NotFoundError("recurring invoice")
    check_version(expected, found.version)
    return found
