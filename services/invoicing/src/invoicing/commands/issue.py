"""Issue an invoice: number, document, hash chain and events in one transaction.

Locks are taken in this order: the draft, then its series. Everything that can be refused is refused before the
number is taken; a transaction that dies afterwards takes the number back with it, so there are no gaps.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

import tasks
from contracts import Event, Money
from database import Session, current_account
from domain_errors import check_version
from invoicing import events
from invoicing.domain.account import Account
from invoicing.domain.customer_links import CustomerLink, first_expiry
from invoicing.domain.draft import Draft
from invoicing.domain.errors import InvoiceTooLargeError
from invoicing.domain.invoice import InvoiceContent, IssuedInvoice
from invoicing.domain.issuing import IssueOptions, complete, number, seal
from invoicing.domain.links import Links
from invoicing.domain.terms import overdue_from
from invoicing.printing import print_pdf
from invoicing.queries.views import InvoiceView, get_issued, view_issued
from invoicing.store import claims, drafts, invoices
from messaging import PayloadTooLargeError, outbox


async def issue(
    session: Session,
    invoice_id: UUID,
    options: IssueOptions,
    links: Links,
    *,
    expected: int,
    by: str,
    now: datetime,
) -> InvoiceView:
    """Give the draft its number and freeze it. Issuing again changes nothing."""
    found = await drafts.load_draft(session, invoice_id, lock=True)
    if found is None:
        return await get_issued(session, invoice_id, now=now)
    check_version(expected, found.draft.version)
    account, today = found.account, found.account.settings.today(now)
    content = complete(found.draft, account, found.customer, options, today=today)
    invoice, document = await _number(session, account, content, by=by, now=now)
    published = await _events(session, found.draft, invoice, links)
    version = max(event.version for event in published)
    await invoices.insert_issued(session, invoice, document, version=version)
    await drafts.delete_draft(session, invoice_id, free=False)
    await _publish(session, account, content, published)
    return view_issued(invoice, today=today)


async def _number(
    session: Session, account: Account, content: InvoiceContent, *, by: str, now: datetime
) -> tuple[IssuedInvoice, bytes]:
    assert content.issue_date
    number_format = account.billing.number_format
    series = await invoices.lock_series(session, number_format.series(content.issue_date))
    numbered = number(content, series, number_format)
    document = await asyncio.to_thread(print_pdf, numbered, at=now)
    sha256 = hashlib.sha256(document).hexdigest()
    invoice = seal(numbered, series, document_sha256=sha256, by=by, now=now)
    return invoice, document


async def _events(
    session: Session, draft: Draft, invoice: IssuedInvoice, links: Links
) -> list[Event]:
    """What is published, with the versions that follow the draft's."""
    content = invoice.content
    assert content.due_date
    account_id, versions = current_account(session), count(draft.version + 1)
    path = links.documents.path(account_id, content.id)
    link = CustomerLink(account_id, content.id, 0, first_expiry(content.due_date))
    page = links.customers.page(link)
    published: list[Event] = [
        events.invoice_issued(session, invoice, path, page, version=next(versions))
    ]
    if billed := await claims.billed_by(session, content):
        published += events.time_billed(session, invoice, billed, version=next(versions))
    if not content.totals.total:
        published.append(_paid_at_once(session, content, version=next(versions)))
    return published


async def _publish(
    session: Session, account: Account, content: InvoiceContent, published: Sequence[Event]
) -> None:
    try:
        await outbox.publish(session, *published)
    except PayloadTooLargeError as error:
        raise InvoiceTooLargeError(
            f"it takes more than {outbox.MAX_PAYLOAD_BYTES // 1024} KiB: shorten descriptions, or bill it in parts"
        ) from error
    assert content.due_date
    await tasks.schedule(
        session,
        "overdue",
        key=str(content.id),
        due_at=overdue_from(content.due_date, account.settings.time_zone),
    )


def _paid_at_once(session: Session, content: InvoiceContent, *, version: int) -> Event:
    nothing = Money(amount=content.totals.total, currency=content.currency)
    paid_on = content.issue_date
    return events.invoice_paid(session, content, version=version, paid_on=paid_on, total=nothing)
