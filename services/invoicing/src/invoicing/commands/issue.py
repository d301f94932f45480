"""Issue an invoice: number, frozen content, hash chain and events in one transaction; the PDF is made afterwards.

Locks are taken in this order: the draft, then its series. What is known before the number is done before the series is
locked; then two statements follow and the commit. Everything that can be refused is refused before the number is taken,
what cannot be printed too. A transaction that dies afterwards takes the number back with it, so there are no gaps.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import tasks
from contracts import Event, Money
from database import Session, current_account, failpoint
from domain_errors import check_version
from invoicing import events
from invoicing.commands.pay import use_credit_up_to
from invoicing.commands.receipts import freeze_receipts
from invoicing.domain.account import Account
from invoicing.domain.attributes import build
from invoicing.domain.customer_links import CustomerLink, first_expiry
from invoicing.domain.errors import InvoiceTooLargeError
from invoicing.domain.invoice import DraftedAs, InvoiceContent, IssuedInvoice
from invoicing.domain.issuing import IssueOptions, complete, number, seal
from invoicing.domain.links import Links
from invoicing.domain.numbering import NumberFormat
from invoicing.domain.terms import overdue_from
from invoicing.printing import check_printable, known_to_print
from invoicing.queries.views import InvoiceView, get_issued, view_issued
from invoicing.store import charges, claims, drafts, enclosed, invoices
from invoicing.store.charges import BilledCharge
from invoicing.store.claims import BilledTime
from invoicing.store.drafts import OpenDraft
from messaging import PayloadTooLargeError, outbox

PRINT = "print"
"""The task that makes the PDF, unless somebody asked for it before."""
_ASKED_FOR_WITHIN = timedelta(seconds=2)
"""The notifier, or who has the invoice before them, asks for the PDF at once."""


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
    appendix = await enclosed.gather_appendix(session, content)
    if not known_to_print(content, appendix):
        await asyncio.to_thread(check_printable, content, appendix, at=now)
    if appendix:
        content = replace(content, appendix=appendix.sha256)
        await enclosed.insert_appendix(session, content.id, appendix)
    content = await freeze_receipts(session, content, mailed=options.attach_receipts)
    billed = await claims.billed_by(session, content)
    agreed = await _charges(session, content)
    await _schedule(session, account, content, now=now)
    number_format = account.billing.number_format.of(found.customer.code)
    invoice = await _number(session, number_format, content, by=by, now=now)
    invoice = replace(invoice, drafted_at=found.draft.created_at, drafted_by=found.draft.created_by)
    invoice = replace(invoice, drafted_as=_drafted_as(found, content.issue_date or today))
    published = _events(session, invoice, billed, agreed, links, first=found.draft.version + 1)
    messages = _messages(published)
    await invoices.replace_draft(session, invoice, messages, version=published[-1].version)
    if account.billing.credit_on_issue:
        await use_credit_up_to(
            session, content.organization_id, content.currency, content.id, now=now
        )
        return await get_issued(session, content.id, now=now)
    return view_issued(invoice, today=today)


def _drafted_as(found: OpenDraft, day: date) -> DraftedAs:
    """What was chosen for the draft, taxed as on that day."""
    proposed = found.account.proposed_tax(found.customer.party, day)
    return build(DraftedAs, found.on(day).draft, proposed_tax=proposed)


async def _charges(session: Session, content: InvoiceContent) -> list[BilledCharge]:
    if not any(line.charge_id for line in content.lines):
        return []
    return await charges.billed_by(session, content.id)


async def _schedule(
    session: Session, account: Account, content: InvoiceContent, *, now: datetime
) -> None:
    assert content.due_date
    late = overdue_from(content.due_date, account.settings.time_zone)
    due = {"overdue": late, PRINT: now + _ASKED_FOR_WITHIN}
    await tasks.schedule_kinds(session, due, key=str(content.id))


async def _number(
    session: Session,
    number_format: NumberFormat,
    content: InvoiceContent,
    *,
    by: str,
    now: datetime,
) -> IssuedInvoice:
    assert content.issue_date
    series = await invoices.lock_series(
        session, number_format.series(content.issue_date), "invoice"
    )
    failpoint("number-taken")
    return seal(number(content, series, number_format), series, by=by, now=now)


def _events(
    session: Session,
    invoice: IssuedInvoice,
    billed: Sequence[BilledTime],
    agreed: Sequence[BilledCharge],
    links: Links,
    *,
    first: int,
) -> list[Event]:
    """What is published, with the versions that follow the draft's."""
    content = invoice.content
    assert content.due_date
    account_id, versions = current_account(session), count(first)
    path = links.documents.path(account_id, content.id)
    link = CustomerLink(account_id, content.id, 0, first_expiry(content.due_date))
    page = links.customers.page(link)
    published: list[Event] = [
        events.invoice_issued(session, invoice, path, page, version=next(versions))
    ]
    if billed:
        published += events.time_billed(session, invoice, billed, version=next(versions))
    if agreed:
        published.append(events.agreement_billed(session, invoice, agreed, version=next(versions)))
    if not content.totals.total:
        published.append(_paid_at_once(session, content, version=next(versions)))
    return published


def _paid_at_once(session: Session, content: InvoiceContent, *, version: int) -> Event:
    nothing = Money(amount=content.totals.total, currency=content.currency)
    paid_on = content.issue_date
    assert paid_on
    return events.invoice_paid(session, content, version=version, paid_on=paid_on, total=nothing)


def _messages(published: Sequence[Event]) -> dict[str, Any]:
    """As they are written to the outbox. Raises `InvoiceTooLargeError`."""
    try:
        return outbox.values_of(*published)
    except PayloadTooLargeError as error:
        raise InvoiceTooLargeError(
            f"it takes more than {outbox.MAX_PAYLOAD_BYTES // 1024} KiB: shorten descriptions, or bill it in parts"
        ) from error
