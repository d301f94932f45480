"""One draft or invoice with everything on it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.bill import Bill
from invoicing.draft import Draft
from invoicing.queries.summaries import Summary, draft_summary, issued_summary
from invoicing.store import accounts, drafts, invoices
from invoicing.store.invoices import Issued
from invoicing.terms import local_date
from web import not_found


@dataclass(frozen=True)
class View:
    """What is on it, and what can be said of it today; `draft` or `issued` is set."""

    summary: Summary
    bill: Bill
    today: date
    draft: Draft | None = None
    issued: Issued | None = None

    @property
    def version(self) -> int:
        """Changes with every change of a draft; an issued invoice does not change."""
        return self.draft.version if self.draft else 0


async def view(session: AsyncSession, invoice_id: UUID, *, now: datetime) -> View:
    """Read it, or say that there is none."""
    account = await accounts.load_account(session)
    today = local_date(now, account.time_zone)
    draft = await drafts.load_draft(session, invoice_id)
    if draft is not None:
        customer = await accounts.load_customer(session, draft.organization_id)
        assert customer is not None
        bill = draft.bill(account, customer)
        return View(draft_summary(draft, customer.party.name), bill, today, draft=draft)
    issued = await invoices.load_issued(session, invoice_id)
    if issued is None:
        raise not_found("invoice")
    return View(await issued_summary(session, invoice_id), issued.bill, today, issued=issued)
