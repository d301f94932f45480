"""Tasks that read a payment, an invoice or a credit memo anew and bring the mirror up to it, and the sweep that finds
which.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from database import Session
from qbo_sync import queries
from qbo_sync.commands import credit_memos, payments, schedule, sweep, unreadable
from qbo_sync.domain import Entity
from qbo_sync.domain.connection import ReconnectNeededError
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.tasks import retrying
from qbo_sync.tasks.changes import list_changes
from tasks import Task

ENTITIES = tuple(schedule.REFRESHES)


async def refresh_payment(quickbooks: QuickBooks, task: Task) -> None:
    """Bring the links of a payment up to what QuickBooks shows now."""
    await _refresh(quickbooks, task, _record_payment)


async def refresh_invoice(quickbooks: QuickBooks, task: Task) -> None:
    """Bring our invoice up to what QuickBooks shows now."""
    await _refresh(quickbooks, task, payments.record_invoice)


async def refresh_credit_memo(quickbooks: QuickBooks, task: Task) -> None:
    """Bring our credit note's copy up to what QuickBooks shows now."""
    await _refresh(quickbooks, task, _record_memo)


async def refresh_failed(quickbooks: QuickBooks, session: Session, task: Task, reason: str) -> None:
    """Given up, but never for good: the same reading comes again in a period, since the sweep may have passed
    the change already. Until it succeeds the connection names it.
    """
    realm_id, entity_id = task.payload["realm_id"], task.payload["id"]
    await unreadable.record(session, realm_id, schedule.ENTITIES[task.kind], [entity_id], reason)
    await schedule.refresh(session, task.kind, realm_id, entity_id, _next_period(quickbooks))


async def sweep_realm(quickbooks: QuickBooks, task: Task) -> None:
    """Have everything read anew that changed since the last sweep, and come again."""
    realm_id = task.payload["realm_id"]
    try:
        async with task.transaction() as session:
            connection = await queries.usable_connection(session, realm_id, at=datetime.now(UTC))
        opened = quickbooks.company(task.account_id, realm_id, connection)
        async with retrying(task), opened as company:
            listing = await list_changes(company, ENTITIES, connection.swept_until)
    except ReconnectNeededError:
        return
    async with task.finish() as session:
        await sweep.record_swept(
            session,
            realm_id,
            listing.changes,
            complete=listing.complete,
            skipped=listing.skipped,
            until=listing.until,
            next_at=_next_period(quickbooks),
        )


async def sweep_failed(quickbooks: QuickBooks, session: Session, task: Task, reason: str) -> None:
    """Say why, and come again in a period."""
    realm_id = task.payload["realm_id"]
    await sweep.record_not_swept(session, realm_id, reason, _next_period(quickbooks))


async def _refresh(
    quickbooks: QuickBooks,
    task: Task,
    record: Callable[[Session, str, str, Entity | None], Awaitable[None]],
) -> None:
    entity = schedule.ENTITIES[task.kind]
    try:
        shown = await _read(quickbooks, task, entity)
    except ReconnectNeededError:
        return  # the sweep after the next connection finds it
    realm_id, entity_id = task.payload["realm_id"], task.payload["id"]
    async with task.finish() as session:
        await unreadable.forget(session, realm_id, entity, entity_id)
        await record(session, realm_id, entity_id, shown)


async def _record_payment(
    session: Session, realm_id: str, payment_id: str, payment: Entity | None
) -> None:
    await payments.record_payment(session, realm_id, payment_id, payment, at=datetime.now(UTC))


async def _record_memo(session: Session, realm_id: str, memo_id: str, memo: Entity | None) -> None:
    await credit_memos.record_shown(session, realm_id, memo_id, memo, at=datetime.now(UTC))


async def _read(quickbooks: QuickBooks, task: Task, entity: str) -> Entity | None:
    realm_id = task.payload["realm_id"]
    async with task.transaction() as session:
        connection = await queries.usable_connection(session, realm_id, at=datetime.now(UTC))
    opened = quickbooks.company(task.account_id, realm_id, connection)
    async with retrying(task), opened as company:
        return await company.read(entity, task.payload["id"])


def _next_period(quickbooks: QuickBooks) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=quickbooks.settings.qbo_sweep_minutes)
