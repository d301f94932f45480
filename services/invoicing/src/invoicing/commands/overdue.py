"""Publish that an invoice is overdue, when the day has come and something is still owed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session
from invoicing import events
from invoicing.domain.terms import overdue_from
from invoicing.store import accounts, payments
from messaging import outbox


async def publish_overdue(session: Session, invoice_id: UUID, *, now: datetime) -> datetime | None:
    """Publish it when something is owed after the due date. Returns when that will be, if it is not yet.

    The account may have moved to another time zone since the task was scheduled.
    """
    receivable = (await payments.lock_receivables(session, [invoice_id]))[invoice_id]
    if receivable.balance.owed <= 0:
        return None
    account = await accounts.load_account(session)
    begins = overdue_from(receivable.due_date, account.settings.time_zone)
    if begins > now:
        return begins
    version = await payments.next_version(session, invoice_id)
    overdue = replace(receivable, version=version)
    await outbox.publish(session, events.invoice_overdue(session, overdue))
    return None
