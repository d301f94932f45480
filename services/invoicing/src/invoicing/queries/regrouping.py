"""What a draft would be, were its time grouped otherwise."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import Draft
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.regrouping import Regrouped, regroup
from invoicing.store.drafts import load_draft
from invoicing.store.line_time import drafted_time


@dataclass(frozen=True)
class Regrouping:
    """The draft as it would be, and the lines whose texts, and the discounts of lines that, would be lost."""

    group_by: GroupBy
    content: InvoiceContent
    lost_texts: tuple[Line, ...]
    lost_discounts: tuple[Discount, ...]


async def preview_regrouping(
    session: Session, invoice_id: UUID, group_by: GroupBy, *, now: datetime
) -> Regrouping:
    """What grouping so would make of a draft. Raises `NotFoundError`, `TooManyLinesError`."""
    found = await load_draft(session, invoice_id)
    if found is None:
        raise NotFoundError("draft")
    found = found.on(found.account.settings.today(now))
    after = await regrouped(session, found.draft, group_by)
    content = after.draft.content(found.account, found.customer)
    return Regrouping(group_by, content, after.lost_texts, after.lost_discounts)


async def regrouped(session: Session, draft: Draft, group_by: GroupBy) -> Regrouped:
    """The draft with its time on other lines; nothing is written."""
    by_line = await drafted_time(session, draft.id, draft.group_by)
    anew = await drafted_time(session, draft.id, group_by)
    return regroup(draft, by_line, anew, group_by, new_id)
