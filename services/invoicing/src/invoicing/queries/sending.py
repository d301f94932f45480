"""The times that an invoice was sent, or is to be."""

from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.sending import Attempt
from invoicing.store import invoices
from invoicing.store.sending import load_attempts


async def list_attempts(session: Session, invoice_id: UUID) -> list[Attempt]:
    """All of an issued invoice, newest first. Raises `NotFoundError`."""
    if await invoices.load_issued(session, invoice_id) is None:
        raise NotFoundError("invoice")
    return await load_attempts(session, invoice_id)
