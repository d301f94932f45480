"""Tax a draft, or lines of it, otherwise than was proposed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session
from invoicing.commands.edit import open_draft
from invoicing.domain.tax import Tax
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store.drafts import update_tax


async def change_tax(
    session: Session,
    invoice_id: UUID,
    tax: Tax | str,
    line_ids: Sequence[UUID],
    *,
    expected: int,
    now: datetime,
) -> InvoiceView:
    """Tax these lines otherwise; none: the whole draft, and lines that are added later."""
    found = await open_draft(session, invoice_id, expected)
    chosen = found.account.tax_codes.chosen(tax, found.account.settings.today(now))
    draft = found.draft.taxed_as(chosen, line_ids)
    await update_tax(session, draft)
    return await view_draft(session, replace(found, draft=draft), now=now)
