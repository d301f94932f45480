"""Say that an invoice is overdue, when the day has come and something is still owed."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

import contracts
from invoicing import announcements
from invoicing.store import accounts, payments
from invoicing.terms import overdue_from
from messaging import outbox
from messaging.tasks import RetryError, Task

_LONGEST_WAIT = timedelta(days=1)


async def note_overdue(task: Task) -> None:
    """The due task of an issued invoice; its key is the invoice's id."""
    invoice_id = UUID(task.key)
    async with task.finish() as session:
        receivable = (await payments.lock_receivables(session, [invoice_id]))[invoice_id]
        if receivable.balance.owed > 0:
            await _wait_for_the_day(session, receivable.due_date)
            owed = contracts.Money(amount=receivable.balance.owed, currency=receivable.currency)
            await outbox.publish(
                session,
                announcements.overdue(
                    task.account_id,
                    invoice_id,
                    receivable.organization_id,
                    receivable.number,
                    receivable.due_date,
                    owed,
                ),
            )


async def _wait_for_the_day(session: AsyncSession, due_date: date) -> None:
    """The account may have moved to another time zone since the task was scheduled."""
    zone = (await accounts.load_account(session)).time_zone
    left = overdue_from(due_date, zone) - datetime.now(UTC)
    if left > timedelta():
        reason = f"it is not yet the day after {due_date} in {zone}"
        raise RetryError(reason, after=min(left, _LONGEST_WAIT))
