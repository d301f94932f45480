"""What invoicing does when its time has come."""

import logging
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import web
from background.logs import error_name
from database import Session, is_transient
from domain_errors import DomainError
from invoicing.commands import billing_runs, recurring, reminder_fees, statements
from invoicing.commands.credit import PRINT_CREDIT_NOTE
from invoicing.commands.documents import (
    get_credit_note_document,
    get_issued_document,
    get_quote_document,
)
from invoicing.commands.issue import PRINT
from invoicing.commands.overdue import publish_overdue
from invoicing.commands.quotes import PRINT_QUOTE
from invoicing.domain.billing_runs import Failure
from invoicing.domain.links import Links
from invoicing.problems import PROBLEMS
from tasks import LeaseLostError, RetryError, Task, TaskKind

logger = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(days=1)
_LAST_ONES = timedelta(seconds=2)
"""How long to wait for who has the last ones of a billing run: they may be killed."""
_UNKNOWN_INVOICE = timedelta(minutes=5)
_TURN_SECONDS = 20.0
"""How long one attempt works on a billing run; then others, perhaps another account's, have their turn."""


async def note_overdue(task: Task) -> None:
    """The task of an issued invoice; its key is the invoice's id."""
    now = datetime.now(UTC)
    async with task.finish() as session:
        begins = await publish_overdue(session, UUID(task.key), now=now)
        if begins:
            reason = f"the invoice is not overdue before {begins}"
            raise RetryError(reason, after=min(begins - now, _LONGEST_WAIT))


async def print_invoice(task: Task) -> None:
    """The task of an invoice whose PDF nobody asked for yet; its key is the invoice's id."""
    await get_issued_document(task.transaction, UUID(task.key))


async def print_credit_note(task: Task) -> None:
    """The task of a credit note whose PDF nobody asked for yet; its key is the credit note's id."""
    await get_credit_note_document(task.transaction, UUID(task.key))


async def print_quote(task: Task) -> None:
    """The task of a sent quote; its key is the quote's id."""
    await get_quote_document(task.transaction, UUID(task.key), now=datetime.now(UTC))


async def state_charged_time(task: Task) -> None:
    """The task of a question of rates about the books."""
    async with task.finish() as session:
        await statements.answer(session, task.payload, datetime.now(UTC))


async def plan_billing_run(task: Task) -> None:
    """The task of a run that was asked for; its key is the run's id."""
    async with task.finish() as session:
        await billing_runs.plan_run(session, UUID(task.key), now=datetime.now(UTC))


async def work_on_billing_run(task: Task, links: Links) -> None:
    """One of those that work on a run until nobody waits."""
    run_id, until = UUID(task.payload["run_id"]), time.monotonic() + _TURN_SECONDS
    work = await billing_runs.begin_work(
        task.transaction, run_id, _told, links, now=datetime.now(UTC)
    )
    for do_next in (billing_runs.draft_next, billing_runs.issue_next):
        last = billing_runs.FIRST
        while (found := await do_next(work, last)) or last != billing_runs.FIRST:
            last = (
                found or billing_runs.FIRST
            )  # at the end, those before it that somebody let go of
            if time.monotonic() > until:
                raise RetryError("others wait too", after=timedelta(milliseconds=1))
    async with task.finish() as session:
        if not await billing_runs.conclude_run(session, run_id, now=datetime.now(UTC)):
            raise RetryError("another worker has the last ones", after=_LAST_ONES)


def _told(error: Exception) -> Failure:
    """As a caller of the API would be told. Raises what passes by itself: then the task is tried again."""
    if isinstance(error, LeaseLostError) or is_transient(error):
        raise error
    if isinstance(error, DomainError):
        problem = web.problem_of(error, PROBLEMS)
    else:
        logger.error("an invoice that is made by itself failed (%s)", error_name(error))
        problem = web.INTERNAL
    return Failure(problem.slug, problem.title, problem.detail, problem.fields)


async def begin_scheduled_run(task: Task) -> None:
    """The task of an account that bills by itself."""
    now = datetime.now(UTC)
    async with task.finish() as session:
        following = await billing_runs.run_schedule(session, now=now)
        if following:
            await billing_runs.wait_for(session, following)


async def make_recurring(task: Task, links: Links) -> None:
    """The task of a recurring invoice; its key is the id."""
    now, until = datetime.now(UTC), time.monotonic() + _TURN_SECONDS
    work = recurring.Work(UUID(task.key), task.transaction, _told, links, now)
    for do_next in (recurring.make_next, recurring.issue_next):
        while await do_next(work):
            if time.monotonic() > until:
                raise RetryError("others wait too", after=timedelta(milliseconds=1))
    async with task.finish() as session:
        await recurring.next_look(session, work.recurring_id)


async def invoice_fee(task: Task, links: Links) -> None:
    """The task of a fee that a reminder charged; its key is the reminder's id."""
    now = datetime.now(UTC)
    work = reminder_fees.Work(UUID(task.key), task.transaction, _told, links, now)
    if not await reminder_fees.invoice_fee(work):
        raise RetryError("the invoice that was reminded is not here yet", after=_UNKNOWN_INVOICE)


async def _stop_planning(session: Session, task: Task, _reason: str) -> None:
    await billing_runs.stop_run(session, UUID(task.key), now=datetime.now(UTC))


async def _stop_working(session: Session, task: Task, _reason: str) -> None:
    run_id = UUID(task.payload["run_id"])
    await billing_runs.stop_run(session, run_id, now=datetime.now(UTC))


async def _leave_to_people(session: Session, task: Task, _reason: str) -> None:
    await recurring.leave_to_people(session, UUID(task.key), now=datetime.now(UTC))


def run_tasks(links: Links) -> dict[str, TaskKind]:
    """The tasks of billing runs, recurring invoices and fees of reminders, which need the secret of the invoices' links."""

    async def work(task: Task) -> None:
        await work_on_billing_run(task, links)

    async def make(task: Task) -> None:
        await make_recurring(task, links)

    async def charge(task: Task) -> None:
        await invoice_fee(task, links)

    return {
        reminder_fees.CHARGE: TaskKind(charge, limit=timedelta(minutes=1)),
        recurring.MAKE: TaskKind(make, limit=timedelta(minutes=2), on_abort=_leave_to_people),
        billing_runs.PLAN: TaskKind(
            plan_billing_run, limit=timedelta(minutes=5), on_abort=_stop_planning
        ),
        billing_runs.WORK: TaskKind(work, limit=timedelta(minutes=2), on_abort=_stop_working),
        billing_runs.SCHEDULE: TaskKind(begin_scheduled_run, limit=timedelta(minutes=1)),
    }


TASKS = {
    "overdue": TaskKind(note_overdue, limit=timedelta(minutes=1)),
    PRINT: TaskKind(print_invoice, limit=timedelta(minutes=1), concurrency=2),
    PRINT_CREDIT_NOTE: TaskKind(print_credit_note, limit=timedelta(minutes=1)),
    PRINT_QUOTE: TaskKind(print_quote, limit=timedelta(minutes=1)),
    statements.KIND: TaskKind(state_charged_time, limit=timedelta(minutes=15), per_account=1),
}
