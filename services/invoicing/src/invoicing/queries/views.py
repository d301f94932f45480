"""One draft or invoice with everything on it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from database import Session
from domain_errors import FieldError, NotFoundError
from invoicing.domain import issuing
from invoicing.domain.draft import Choices, Draft
from invoicing.domain.invoice import InvoiceContent, IssuedInvoice
from invoicing.domain.left_out import LeftOut
from invoicing.domain.states import Balance, DeliveryStatus
from invoicing.domain.summary import InvoiceSummary, summarize, summarize_draft
from invoicing.queries.summaries import issued_summary
from invoicing.store import drafts, invoices
from invoicing.store.accounts import load_account
from invoicing.store.drafts import OpenDraft
from invoicing.store.left_out import left_out


@dataclass(frozen=True)
class InvoiceView:
    """What is on it, and what can be said of it today; `draft` or `issued` is set.

    `left_out` is the time of a draft's period that is not on it, `missing` what the law demands and it lacks,
    `customer_version` which of the customer it shows.
    """

    summary: InvoiceSummary
    content: InvoiceContent
    draft: Draft | None = None
    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[FieldError, ...] = ()
    issued: IssuedInvoice | None = None
    customer_version: int | None = None
    choices: Choices | None = None

    @property
    def version(self) -> int:
        """Changes with every change of a draft. An issued invoice does not change: it is how many credit notes it has."""
        if self.draft:
            return self.draft.version
        return self.summary.settlement.credit_notes if self.summary.settlement else 0


async def get_invoice(session: Session, invoice_id: UUID, *, now: datetime) -> InvoiceView:
    """One draft or invoice. Raises `NotFoundError`."""
    found = await drafts.load_draft(session, invoice_id)
    if found is not None:
        return await view_draft(session, found, now=now)
    return await get_issued(session, invoice_id, now=now)


async def get_issued(session: Session, invoice_id: UUID, *, now: datetime) -> InvoiceView:
    """One issued invoice. Raises `NotFoundError`."""
    issued = await invoices.load_issued(session, invoice_id)
    if issued is None:
        raise NotFoundError("invoice")
    today = (await load_account(session)).settings.today(now)
    summary = await issued_summary(session, invoice_id, today=today)
    return InvoiceView(summary, issued.content, issued=issued)


async def view_draft(session: Session, found: OpenDraft, *, now: datetime) -> InvoiceView:
    """A draft that is known already, with what was asked for and is not on it."""
    today = found.account.settings.today(now)
    found = found.on(today)
    content = found.content
    draft = found.draft
    summary = summarize_draft(
        content, version=draft.version, created_at=draft.created_at, today=today
    )
    return InvoiceView(
        summary,
        content,
        draft=found.draft,
        left_out=await left_out(session, found.draft),
        missing=(
            *issuing.missing(content),
            *issuing.missing_of(content, found.account, found.customer),
        ),
        customer_version=found.customer.version,
        choices=Choices.of(found.draft, found.account, found.customer, today),
    )


def view_issued(issued: IssuedInvoice, *, today: date) -> InvoiceView:
    """An invoice that was issued just now: nothing is paid, sent or copied yet."""
    content, nothing = issued.content, issued.content.totals.total * 0
    summary = summarize(
        content,
        state="issued",
        created_at=issued.issued_at,
        today=today,
        settlement=Balance(content.totals.total, nothing, nothing),
        delivery=DeliveryStatus(content.delivery, recipient=content.recipient),
    )
    return InvoiceView(summary, content, issued=issued)
