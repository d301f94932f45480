"""What a customer sees of an invoice, and by which link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, current_account
from domain_errors import NotFoundError
from invoicing.domain.customer_links import CustomerLink, CustomerSees, first_expiry
from invoicing.domain.errors import LinkExpiredError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.questions import Question
from invoicing.queries.explanation import ExplainedLine, explain_lines
from invoicing.queries.views import InvoiceView, get_issued
from invoicing.store import customers
from invoicing.store.accounts import load_account
from invoicing.store.invoices import load_issued


@dataclass(frozen=True)
class LinkStatus:
    """The link that opens an invoice now, or the last one that did."""

    link: CustomerLink
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class CustomerPage:
    """An invoice as its customer sees it."""

    view: InvoiceView
    sees: CustomerSees
    lines: Sequence[ExplainedLine]


async def get_link(session: Session, invoice_id: UUID) -> LinkStatus:
    """The newest link of an issued invoice. Raises `NotFoundError`."""
    issued = await load_issued(session, invoice_id)
    if issued is None:
        raise NotFoundError("invoice")
    return await link_to(session, issued.content)


async def link_to(session: Session, content: InvoiceContent) -> LinkStatus:
    """The newest link of an issued invoice that is known already."""
    assert content.due_date
    account = current_account(session)
    stored = await customers.load_link(session, content.id)
    if stored is None:
        return LinkStatus(CustomerLink(account, content.id, 0, first_expiry(content.due_date)))
    link = CustomerLink(account, content.id, stored.generation, stored.expires_at)
    return LinkStatus(link, stored.revoked_at)


async def open_link(session: Session, link: CustomerLink, *, now: datetime) -> None:
    """Check that a signed link opens its invoice now. Raises `LinkExpiredError`."""
    link.check(now)
    stored = await customers.load_link(session, link.invoice_id)
    newest = 0 if stored is None else stored.generation
    if link.generation != newest or (stored is not None and stored.revoked_at is not None):
        raise LinkExpiredError


async def get_page(session: Session, link: CustomerLink, *, now: datetime) -> CustomerPage:
    """The invoice, its lines and, where the account shows them, the entries behind. Raises `LinkExpiredError`."""
    await open_link(session, link, now=now)
    sees = (await load_account(session)).billing.customer_sees
    view = await get_issued(session, link.invoice_id, now=now)
    if sees == "entries":
        lines = await explain_lines(session, view.content)
    else:
        lines = [ExplainedLine(line, None, ()) for line in view.content.lines]
    return CustomerPage(view, sees, lines)


async def list_questions(session: Session, invoice_id: UUID) -> Sequence[Question]:
    """What the customer asked about an invoice, oldest first."""
    return await customers.load_questions(session, invoice_id)
