"""Lock an issued invoice, of which something is about to happen."""

from uuid import UUID

from database import Session
from domain_errors import DomainError, NotFoundError
from invoicing.domain.allocation import Receivable
from invoicing.domain.invoice import IssuedInvoice
from invoicing.store import drafts, invoices, payments


async def lock_issued(
    session: Session, invoice_id: UUID, of_draft: type[DomainError]
) -> tuple[IssuedInvoice, Receivable]:
    """The invoice, whose balance is locked: nothing else is published of it meanwhile.

    Raises `NotFoundError`, and `of_draft` when it is not issued.
    """
    locked = await payments.lock_receivables(session, [invoice_id])
    issued = await invoices.load_issued(session, invoice_id) if locked else None
    if issued is not None:
        return issued, locked[invoice_id]
    if await drafts.load_draft(session, invoice_id):
        raise of_draft("issue it first")
    raise NotFoundError("invoice")
