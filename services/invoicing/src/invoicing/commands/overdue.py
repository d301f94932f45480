"""Publish that an invoice is overdue, when the day has come and something is still owed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import tasks
from database import Session
from invoicing import events
from invoicing.domain.terms import local_date, overdue_from
from invoicing.store import accounts, overdue_notices, payments
from messaging import outbox

OVERDUE = "overdue"
"""The task of an issued invoice that publishes it."""


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
    await overdue_notices.insert_notice(session, overdue, at=now)
    return None


async def follow_time_zone(session: Session, time_zone: str, *, now: datetime) -> None:
    """Have those checked anew whose midnight is another one now. What was published before stays so."""
    near = await overdue_notices.due_around(session, local_date(now, time_zone))
    for begins, invoice_ids in near.items():
        late = overdue_from(begins, time_zone)
        keys: dict[str, dict[str, object]] = {str(one): {} for one in invoice_ids}
        await tasks.schedule_all(session, OVERDUE, keys, due_at=late, again=True)
