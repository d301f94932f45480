"""That it was published of invoices that they are overdue."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select

from database import Session
from invoicing.domain.allocation import Receivable
from invoicing.store.mapping import to_values
from invoicing.store.tables.invoices import InvoiceRow
from invoicing.store.tables.payments import BalanceRow
from invoicing.store.tables.sending import OverdueRow

_AROUND = timedelta(days=2)
"""Midnights of two time zones are at most 26 hours apart."""


async def insert_notice(session: Session, overdue: Receivable, *, at: datetime) -> None:
    """Note that it was published, with what was owed."""
    balance = overdue.balance.owed
    values = to_values(OverdueRow, overdue, balance=balance, published_at=at)
    await session.execute(insert(OverdueRow).values(values))


async def due_around(session: Session, today: date) -> Mapping[date, Sequence[UUID]]:
    """Invoices that are due about today, with something owed, of which nothing was published yet; by their due date."""
    published = select(OverdueRow.invoice_id).where(OverdueRow.invoice_id == InvoiceRow.id)
    query = (
        select(InvoiceRow.due_date, InvoiceRow.id)
        .join(BalanceRow, BalanceRow.invoice_id == InvoiceRow.id)
        .where(
            InvoiceRow.due_date.between(today - _AROUND, today + _AROUND),
            BalanceRow.total - BalanceRow.credited - BalanceRow.allocated > 0,
            ~published.exists(),
        )
        .order_by(InvoiceRow.id)
    )
    found: defaultdict[date, list[UUID]] = defaultdict(list)
    for due_date, invoice_id in await session.execute(query):
        found[due_date].append(invoice_id)
    return found
