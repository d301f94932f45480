"""Bill a month of many customers: plan, draft and issue, each customer and each draft in a transaction of its own.

Any number of workers do it side by side: who is next is locked by whoever works on them, and skipped by the others. What a
killed process had is free again and taken up by the next. A failure is written down and stands alone.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import tasks
from database import Session, lock_exclusive, new_id
from domain_errors import DomainError, NotFoundError, check_version
from invoicing.commands.draft import create_draft
from invoicing.commands.issue import issue
from invoicing.domain.attributes import build
from invoicing.domain.billing_runs import (
    BillingRun,
    CustomerIssuing,
    Failure,
    IssueRun,
    Issuing,
    MadeDraft,
    NothingToDraftError,
    NothingToIssueError,
    RunEndedError,
    RunRequest,
    Schedule,
    check_issue_date,
    held_back,
    issues_at_once,
    needing,
    outcome_of,
    unknown_drafts,
)
from invoicing.domain.draft import DraftRequest, check_currency
from invoicing.domain.errors import NothingToBillError
from invoicing.domain.issuing import IssueOptions
from invoicing.domain.links import Links
from invoicing.queries.views import InvoiceView
from invoicing.store import accounts
from invoicing.store import billing_runs as store
from invoicing.store.billing_runs import NextCustomer, NextDraft

PLAN, WORK, SCHEDULE = "billing-run", "billing-run-work", "billing-schedule"
"""The tasks that see who takes part, work on them, and begin the month's run."""
SCHEDULED_BY = "schedule"
"""Who made a run that began by itself."""
STOPPED_BY = "system"
"""Who cancelled a run whose workers failed again and again."""
FIRST = store.FIRST
"""Before all customers and drafts."""
_LANES = 4
"""Tasks that work on a run at the same time, in one process or in several."""
_LATEST_START = timedelta(days=7)
"""How long after its time a run still begins by itself: longer, and a person should look first."""

Begin = Callable[[], AbstractAsyncContextManager[Session]]
"""Begins a transaction."""
Explain = Callable[[Exception], Failure]
"""How people are told of an error. Raises what is no refusal and passes by itself."""


@dataclass(frozen=True)
class Work:
    """A run that is worked on: in which transactions, on which day of the account's calendar, and how errors are told."""

    run: BillingRun
    begin: Begin
    explain: Explain
    links: Links
    today: date
    now: datetime


async def create_run(
    session: Session, request: RunRequest, *, by: str, now: datetime
) -> BillingRun:
    """Begin a run; workers do it. Raises `UnknownCurrencyError`."""
    for currency in request.currencies:
        check_currency(currency)
    run = build(BillingRun, request, id=new_id(), created_at=now, created_by=by)
    await store.insert_run(session, run)
    await tasks.schedule(session, PLAN, key=str(run.id))
    return run


async def continue_run(session: Session, run_id: UUID, *, expected: int) -> BillingRun:
    """Look again who has something to bill: those who failed, were cancelled, or have more than before.

    Raises `NothingToDraftError`.
    """
    run = await _lock(session, run_id, expected)
    if not run.makes_drafts:
        raise NothingToDraftError("what was refused is issued again instead")
    again = replace(
        run,
        version=run.version + 1,
        planned_at=None,
        finished_at=None,
        cancelled_at=None,
        cancelled_by=None,
    )
    await store.update_run(session, again)
    await tasks.schedule(session, PLAN, key=str(run_id), again=True)
    return again


async def issue_run(
    session: Session, run_id: UUID, asked: IssueRun, *, expected: int, by: str, now: datetime
) -> BillingRun:
    """Let drafts of the run be issued, each as it is now, or as the caller saw it.

    Raises `NothingToIssueError`, and `InvalidInputError` for what would be refused for each.
    """
    run = await _lock(session, run_id, expected)
    account = await accounts.load_account(session)
    check_issue_date(asked.issue_date, account.settings.today(now))
    waiting = await store.ask_to_issue(session, run, asked, by=by)
    others = [n for n, one in enumerate(asked.drafts) if one.invoice_id not in waiting]
    if others:
        raise unknown_drafts(others)
    if not waiting:
        raise NothingToIssueError("all of its drafts are issued, discarded or about to be issued")
    issuing = replace(run, version=run.version + 1, finished_at=None)
    await store.update_run(session, issuing)
    await let_work(session, run_id)
    return issuing


async def cancel_run(
    session: Session, run_id: UUID, *, expected: int, by: str, now: datetime
) -> BillingRun:
    """Begin nothing more. What is drafted and issued stays. Raises `RunEndedError`."""
    run = await _lock(session, run_id, expected)
    if run.finished_at:
        raise RunEndedError("its drafts can be discarded one by one")
    await store.cancel_waiting(session, run_id)
    cancelled = replace(
        run, version=run.version + 1, finished_at=now, cancelled_at=now, cancelled_by=by
    )
    await store.update_run(session, cancelled)
    return cancelled


async def stop_run(session: Session, run_id: UUID, *, now: datetime) -> None:
    """Cancel a run whose workers fail again and again, so that a person sees it and can continue it."""
    run = await store.load_run(session, run_id, lock=True)
    if run and not run.finished_at:
        await cancel_run(session, run_id, expected=run.version, by=STOPPED_BY, now=now)


async def _lock(session: Session, run_id: UUID, expected: int) -> BillingRun:
    run = await store.load_run(session, run_id, lock=True)
    if run is None:
        raise NotFoundError("billing run")
    check_version(expected, run.version)
    return run


async def plan_run(session: Session, run_id: UUID, *, now: datetime) -> None:
    """See who takes part, and let workers begin. A run that was cancelled before is left alone."""
    run = await store.load_run(session, run_id, lock=True)
    if run is None or run.cancelled_at:
        return
    today = (await accounts.load_account(session)).settings.today(now)
    await store.plan(session, run_id, today=today)
    await store.update_run(session, replace(run, planned_at=now, finished_at=None))
    await let_work(session, run_id)


async def let_work(session: Session, run_id: UUID) -> None:
    """Let workers do what waits in a run."""
    lanes = {f"{run_id}:{lane}": {"run_id": str(run_id)} for lane in range(1, _LANES + 1)}
    await tasks.schedule_all(session, WORK, lanes, again=True)


async def begin_work(
    begin: Begin, run_id: UUID, explain: Explain, links: Links, *, now: datetime
) -> Work:
    """What a worker of a run has to know."""
    async with begin() as session:
        run = await store.load_run(session, run_id)
        account = await accounts.load_account(session)
    if run is None:
        raise NotFoundError("billing run")
    return Work(run, begin, explain, links, account.settings.today(now), now)


async def conclude_run(session: Session, run_id: UUID, *, now: datetime) -> bool:
    """End a run of which nobody waits any more; False: somebody does, whom another worker has."""
    return await store.conclude(session, run_id, now)


async def draft_next(work: Work, after: UUID = FIRST) -> UUID | None:
    """Draft for the next customer behind one; returns who that was, None: nobody waits there whom no other worker has."""
    found, run_id = None, work.run.id
    try:
        async with work.begin() as session:
            found = await store.next_customer(session, run_id, after)
            if found:
                await _draft(session, work, found)
    except Exception as error:
        if found is None:
            raise
        await _note_refused(work, found.organization_id, error)
    return found.organization_id if found else None


async def _draft(session: Session, work: Work, found: NextCustomer) -> None:
    run, organization_id = work.run, found.organization_id
    views = [
        await create_draft(session, request, by=run.created_by, now=work.now)
        for request in await _requests(session, work, organization_id)
    ]
    made = [_made(run, found, view) for view in views]
    left_out = needing(views[-1].left_out)
    await store.note_drafted(session, run.id, organization_id, made, left_out)


async def _requests(session: Session, work: Work, organization_id: UUID) -> list[DraftRequest]:
    """A draft for each currency; one that will be refused, with the reasons, when there is none."""
    run = work.run
    ready = await store.currencies_of(session, organization_id, run, today=work.today)
    chosen: dict[str | None, date] = {
        currency: first_day
        for currency, first_day in ready.items()
        if not run.currencies or currency in run.currencies
    }
    if not chosen:
        first_day = await store.first_open_day(session, organization_id, run)
        chosen = {(*run.currencies, None)[0]: first_day}
    about = {"organization_id": organization_id}
    return [
        build(DraftRequest, run, **about, currency=currency, first_day=first_day)
        for currency, first_day in chosen.items()
    ]


def _made(run: BillingRun, found: NextCustomer, view: InvoiceView) -> MadeDraft:
    made = MadeDraft(view.summary.id, view.summary.currency, view.summary.total)
    if not issues_at_once(run.issue, found.customer_says, found.account_says):
        return made
    if reasons := held_back(view.missing, view.left_out):
        return replace(made, held_back=reasons)
    return replace(
        made,
        issuing="waiting",
        asked_version=view.version,
        asked_by=run.created_by,
        delivery=run.delivery,
    )


async def _note_refused(work: Work, organization_id: UUID, error: Exception) -> None:
    failure, run_id = work.explain(error), work.run.id
    outcome = outcome_of(error) if isinstance(error, DomainError) else "failed"
    async with work.begin() as session:
        nothing = isinstance(error, NothingToBillError)
        if not nothing or not await store.note_no_more(session, run_id, organization_id):
            await store.note_customer(session, run_id, organization_id, outcome, failure)


async def issue_next(work: Work, after: UUID = FIRST) -> UUID | None:
    """Issue the next draft behind one; returns which that was, None: none waits there that no other worker has."""
    found, run_id = None, work.run.id
    try:
        async with work.begin() as session:
            found = await store.next_draft(session, run_id, after)
            if found:  # noted first: the series is locked for fewer statements
                await store.note_draft(session, run_id, found.invoice_id)
                await _issue(session, work, found)
    except Exception as error:
        if found is None:
            raise
        failure = work.explain(error)
        async with work.begin() as session:
            await store.note_draft(session, run_id, found.invoice_id, failure)
    return found.invoice_id if found else None


async def _issue(session: Session, work: Work, found: NextDraft) -> None:
    options = IssueOptions(found.delivery, issue_date=found.issue_date)
    await issue(
        session,
        found.invoice_id,
        options,
        work.links,
        expected=found.asked_version,
        by=found.asked_by,
        now=work.now,
    )


async def change_schedule(
    session: Session, new: Schedule, *, expected: int, by: str, now: datetime
) -> Schedule:
    """Choose when the month before is billed by itself; the task that does it waits for then."""
    await lock_exclusive(session, "billing schedule")
    known = await store.load_schedule(session)
    check_version(expected, known.version)
    schedule = replace(new, version=known.version + 1)
    await store.save_schedule(session, schedule, by=by, now=now)
    zone = (await accounts.load_account(session)).settings.time_zone
    start = schedule.next_start(now, zone)
    if start:
        await wait_for(session, start)
    return schedule


async def wait_for(session: Session, start: datetime) -> None:
    """Look then whether a run is to begin by itself."""
    await tasks.schedule(session, SCHEDULE, key="monthly", due_at=start, again=True)


async def run_schedule(session: Session, *, now: datetime) -> datetime | None:
    """Begin the month's run when its time has come, once; returns when to look again, None: never.

    What the account chose meanwhile holds, its time zone too.
    """
    schedule = await store.load_schedule(session)
    settings = (await accounts.load_account(session)).settings
    start = schedule.next_start(now - _LATEST_START, settings.time_zone)
    if start and start <= now:
        await _begin_month(session, schedule, settings.today(start), now=now)
    return schedule.next_start(now, settings.time_zone)


async def _begin_month(session: Session, schedule: Schedule, day: date, *, now: datetime) -> None:
    run = build(
        BillingRun,
        schedule.run_of(day),
        id=new_id(),
        created_at=now,
        created_by=SCHEDULED_BY,
        scheduled_month=day.replace(day=1),
    )
    if await store.insert_run(session, run, once=True):
        await tasks.schedule(session, PLAN, key=str(run.id))


async def choose_issuing(
    session: Session,
    organization_id: UUID,
    issue: Issuing | None,
    *,
    expected: int,
    by: str,
    now: datetime,
) -> None:
    """Say whether drafts that runs make for a customer are issued at once. Raises `NotFoundError`."""
    if organization_id not in await accounts.load_customers(session, [organization_id]):
        raise NotFoundError("organization")
    await lock_exclusive(session, f"issuing for customer {organization_id}")
    known = await store.load_customer_issuing(session, organization_id)
    check_version(expected, known.version)
    said = CustomerIssuing(issue, known.version + 1)
    await store.save_customer_issuing(session, organization_id, said, by=by, now=now)
