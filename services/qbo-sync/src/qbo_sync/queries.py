"""What is read: the connection, invoices and their export, and what a task must know before it calls QuickBooks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import NotFoundError
from qbo_sync.domain.connection import USABLE, ReconnectNeededError
from qbo_sync.domain.credit_note import NO_CREDIT, Credit
from qbo_sync.domain.remote import ExportState
from qbo_sync.store import connections, credit_notes
from qbo_sync.store.tables import Connection, InvoiceExport, UnreadableEntity
from tasks import RetryError

get_connection = connections.get_connection
credits_of = credit_notes.credits_of


async def list_unreadable(session: Session, realm_id: str) -> Sequence[UnreadableEntity]:
    """List what the company holds that Intuit cannot give."""
    found = select(UnreadableEntity).where(UnreadableEntity.realm_id == realm_id)
    return (await session.scalars(found.order_by(UnreadableEntity.seen_at).limit(100))).all()


async def list_invoices(
    session: Session, *, after: UUID | None, limit: int, state: ExportState | None
) -> Sequence[InvoiceExport]:
    """List up to `limit` invoices with an id above `after`, in the order of creation."""
    found = select(InvoiceExport).order_by(InvoiceExport.invoice_id).limit(limit)
    if after:
        found = found.where(InvoiceExport.invoice_id > after)
    if state:
        found = found.where(InvoiceExport.state == state)
    return (await session.scalars(found)).all()


async def get_invoice(session: Session, invoice_id: UUID) -> InvoiceExport:
    """Get an invoice with its export. Raises `NotFoundError`."""
    found = select(InvoiceExport).where(InvoiceExport.invoice_id == invoice_id)
    export = await session.scalar(found)
    if export is None:
        raise NotFoundError("invoice")
    return export


async def credit_of(session: Session, invoice_id: UUID) -> Credit:
    """What was credited of an invoice, and what of that is settled in QuickBooks."""
    return (await credits_of(session, [invoice_id])).get(invoice_id, NO_CREDIT)


async def usable_connection(session: Session, realm_id: str, *, at: datetime) -> Connection:
    """Get the connection, for calls to its company.

    Raises `ReconnectNeededError` when calls do not go to this company (any more), and `RetryError` while it asks to be
    left alone.
    """
    connection = await get_connection(session)
    check_pause(connection, at)
    if not connection or connection.realm_id != realm_id or connection.state not in USABLE:
        raise ReconnectNeededError("QuickBooks is not connected")
    return connection


def check_pause(connection: Connection | None, now: datetime) -> None:
    """Raises `RetryError` while the company asks to be left alone."""
    until = connection.paused_until if connection else None
    if until and until > now:
        raise RetryError("QuickBooks asked us to wait", after=until - now)
