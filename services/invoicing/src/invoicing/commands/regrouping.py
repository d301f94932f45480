"""Group the time of a draft otherwise."""

from datetime import datetime
from uuid import UUID

from database import Session
from invoicing.commands.edit import open_draft
from invoicing.domain.grouping import GroupBy
from invoicing.queries.regrouping import regrouped
from invoicing.queries.views import InvoiceView, get_invoice
from invoicing.store import drafts, line_time


async def regroup_draft(
    session: Session, invoice_id: UUID, group_by: GroupBy, *, expected: int, now: datetime
) -> InvoiceView:
    """Make the lines of time anew of the claims that they have; all else stays. Raises `TooManyLinesError`."""
    await drafts.lock_customer(session, invoice_id)
    found = await open_draft(session, invoice_id, expected)
    after = await regrouped(session, found.draft, group_by)
    await line_time.put_on_lines(session, found.draft, after.draft, after.pieces)
    return await get_invoice(session, invoice_id, now=now)
