"""Say that an invoice is overdue, when the day has come and something is still owed."""

from uuid import UUID

import contracts
from invoicing import announcements
from invoicing.store import payments
from messaging import outbox
from messaging.tasks import Task


async def note_overdue(task: Task) -> None:
    """The due task of an issued invoice; its key is the invoice's id."""
    invoice_id = UUID(task.key)
    async with task.finish() as session:
        receivable = (await payments.lock_receivables(session, [invoice_id]))[invoice_id]
        if receivable.balance.owed > 0:
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
