"""Disputes of invoices, and what came of them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Exists, insert, select

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.disputes import Dispute, Resolution
from invoicing.store.mapping import to_values
from invoicing.store.tables.invoices import InvoiceRow
from invoicing.store.tables.sending import DisputeResolutionRow, DisputeRow

_RESOLVED = (
    select(DisputeResolutionRow.dispute_id)
    .where(DisputeResolutionRow.dispute_id == DisputeRow.id)
    .correlate(DisputeRow)
    .exists()
)


def is_disputed() -> Exists:
    """Whether an open dispute is about the invoice of the row."""
    open_ones = select(DisputeRow.id).where(DisputeRow.invoice_id == InvoiceRow.id, ~_RESOLVED)
    return open_ones.correlate(InvoiceRow).exists()


def among_disputed() -> ColumnElement[bool]:
    """The invoice of the row is one with an open dispute; found by the disputes, which are few."""
    return InvoiceRow.id.in_(select(DisputeRow.invoice_id).where(~_RESOLVED))


async def load_disputes(session: Session, invoice_id: UUID) -> list[Dispute]:
    """All disputes of an invoice, oldest first."""
    query = (
        select(DisputeRow, DisputeResolutionRow)
        .outerjoin(DisputeResolutionRow, DisputeResolutionRow.dispute_id == DisputeRow.id)
        .where(DisputeRow.invoice_id == invoice_id)
        .order_by(DisputeRow.opened_at, DisputeRow.id)
        .execution_options(populate_existing=True)
    )
    return [
        build(Dispute, row, resolution=resolution and build(Resolution, resolution))
        for row, resolution in await session.execute(query)
    ]


async def insert_dispute(session: Session, dispute: Dispute) -> None:
    """Store a new dispute."""
    await session.execute(insert(DisputeRow).values(to_values(DisputeRow, dispute)))


async def insert_resolution(session: Session, dispute_id: UUID, resolution: Resolution) -> None:
    """Store what came of a dispute."""
    values = to_values(DisputeResolutionRow, resolution, dispute_id=dispute_id)
    await session.execute(insert(DisputeResolutionRow).values(values))
