"""Issue an invoice: number, document, chain and facts in one transaction.

Locks are taken in this order: the draft, then its series. Everything that can be refused is refused before the
number is taken; a transaction that dies afterwards takes the number back with it, so there are no gaps.
"""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

import contracts
from contracts.invoicing import DeliveryChannel
from domain_errors import FieldError
from invoicing import announcements
from invoicing.account import Account
from invoicing.bill import Bill
from invoicing.chain import link
from invoicing.commands.drafting import check_currency, too_many_lines
from invoicing.completeness import missing
from invoicing.documents import Addresses
from invoicing.draft import Draft
from invoicing.lines import MOST_LINES
from invoicing.printing import print_pdf
from invoicing.store import accounts, claims, drafts, invoices
from invoicing.store.invoices import Issued, Series
from invoicing.terms import Terms, local_date, overdue_from
from messaging import PayloadTooLargeError, outbox, tasks
from web import ProblemError, check_version, invalid, not_found


@dataclass(frozen=True)
class Wish:
    """How the caller wants it issued; what is None follows the account's settings."""

    delivery: DeliveryChannel
    issue_date: date | None = None
    due_date: date | None = None
    terms: Terms | None = None


async def issue(
    session: AsyncSession,
    account_id: UUID,
    invoice_id: UUID,
    wish: Wish,
    addresses: Addresses,
    *,
    expected: int | None,
    by: str,
    now: datetime,
) -> None:
    """Give the draft its number and freeze it. Issuing again changes nothing."""
    draft = await drafts.load_draft(session, invoice_id, lock=True)
    if draft is None:
        if await invoices.load_issued(session, invoice_id) is None:
            raise not_found("invoice")
        return
    check_version(expected, draft.version)
    account = await accounts.load_account(session)
    bill = await _complete(session, draft, account, wish, now)
    issued = await _number(session, account_id, account, bill, by, now)
    await drafts.delete_draft(session, invoice_id, free=False)
    await _say(session, account_id, account, issued, addresses)


async def _complete(
    session: AsyncSession, draft: Draft, account: Account, wish: Wish, now: datetime
) -> Bill:
    check_currency(draft.currency)
    customer = await accounts.load_customer(session, draft.organization_id)
    assert customer is not None
    today = local_date(now, account.time_zone)
    issue_date = wish.issue_date or today
    if issue_date > today:
        raise invalid("issue_date", f"is in the future; today is {today}")
    due_date = wish.due_date or (wish.terms or account.terms).due(issue_date)
    if due_date < issue_date:
        raise invalid("due_date", "is before the issue date")
    bill = replace(
        draft.bill(account, customer),
        issue_date=issue_date,
        due_date=due_date,
        delivery=wish.delivery,
    )
    lacking = missing(bill)
    if lacking:
        raise _incomplete([FieldError(lack.field, lack.reason) for lack in lacking])
    if len(bill.lines) > MOST_LINES:
        raise too_many_lines(len(bill.lines))
    return bill


def _incomplete(fields: list[FieldError]) -> ProblemError:
    return ProblemError(
        422,
        "invoice-incomplete",
        "The invoice does not say what the law demands",
        detail="; ".join(f"{field.field}: {field.reason}" for field in fields),
        fields=fields,
    )


async def _number(
    session: AsyncSession, account_id: UUID, account: Account, bill: Bill, by: str, now: datetime
) -> Issued:
    assert bill.issue_date
    series = await invoices.lock_series(
        session, account_id, account.number_format.series(bill.issue_date)
    )
    _check_order(bill.issue_date, series)
    sequence = series.last_sequence + 1
    numbered = replace(bill, number=account.number_format.number(bill.issue_date, sequence))
    content = await asyncio.to_thread(print_pdf, numbered, at=now)
    sha256 = hashlib.sha256(content).hexdigest()
    issued = Issued(
        bill=numbered,
        series=series.name,
        sequence=sequence,
        sha256=sha256,
        previous_hash=series.last_hash,
        hash=link(series.last_hash, numbered, sha256),
        issued_at=now,
        issued_by=by,
    )
    await invoices.insert_issued(session, account_id, issued, content)
    return issued


def _check_order(issue_date: date, series: Series) -> None:
    if series.last_issue_date and issue_date < series.last_issue_date:
        raise invalid(
            "issue_date",
            f"the last invoice of this series is dated {series.last_issue_date}; numbers follow dates",
        )


async def _say(
    session: AsyncSession,
    account_id: UUID,
    account: Account,
    issued: Issued,
    addresses: Addresses,
) -> None:
    bill = issued.bill
    entries = await claims.billed_by(session, bill.invoice_id)
    path = addresses.path(account_id, bill.invoice_id, issued.sha256)
    facts = [
        announcements.issued(account_id, issued, path),
        *announcements.billed(account_id, issued, entries),
    ]
    try:
        await outbox.publish(session, *facts, *_paid_at_once(account_id, bill))
    except PayloadTooLargeError as error:
        raise _too_large() from error
    assert bill.due_date
    await tasks.schedule(
        session,
        "overdue",
        key=str(bill.invoice_id),
        due_at=overdue_from(bill.due_date, account.time_zone),
    )


def _too_large() -> ProblemError:
    return ProblemError(
        422,
        "invoice-too-large",
        "The invoice does not fit in one message to other services",
        detail=f"it takes more than {outbox.MAX_PAYLOAD_BYTES // 1024} KiB: shorten descriptions, or bill it in parts",
    )


def _paid_at_once(account_id: UUID, bill: Bill) -> list[contracts.Event]:
    if bill.totals.total:
        return []
    assert bill.number
    assert bill.issue_date
    nothing = contracts.Money(amount=bill.totals.total, currency=bill.currency)
    return [
        announcements.paid(
            account_id,
            bill.invoice_id,
            bill.organization_id,
            bill.number,
            bill.issue_date,
            nothing,
        )
    ]
