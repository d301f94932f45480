"""Disputes of an invoice."""

from uuid import UUID

from database import Session
from invoicing.domain.disputes import Dispute
from invoicing.store.disputes import load_disputes


async def list_disputes(session: Session, invoice_id: UUID) -> list[Dispute]:
    """All of an invoice, oldest first; none of a draft."""
    return await load_disputes(session, invoice_id)
