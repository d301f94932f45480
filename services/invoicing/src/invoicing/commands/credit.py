"""Credit an issued invoice: number, frozen content, time given back, balance and events in one transaction.

Locks are taken in this order: the customer's billable time, the payments that settle the invoice, its balance, and last the
series of credit notes. What can be refused is refused before the number is taken.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

import tasks
from contracts import Event, Money
from database import Session, current_account, failpoint, new_id
from domain_errors import InvalidInputError, NotFoundError, check_version
from invoicing import events
from invoicing.commands.correction import draft_correction
from invoicing.commands.overdue import OVERDUE
from invoicing.commands.release import release
from invoicing.domain.account import Account
from invoicing.domain.allocation import Receivable
from invoicing.domain.correction import Corrected
from invoicing.domain.credit_note import (
    CreditNoteContent,
    CreditRequest,
    IssuedCreditNote,
    new_credit_note,
)
from invoicing.domain.crediting import Credit, Creditable, LiveClaim, credit
from invoicing.domain.errors import (
    CreditNoteNumberTakenError,
    IncompleteInvoiceError,
    InvoiceNotIssuedError,
    PaymentsMovedError,
)
from invoicing.domain.invoice import IssuedInvoice
from invoicing.domain.issuing import dated, missing_code, sealed
from invoicing.domain.links import Links
from invoicing.domain.payment import Payment, given_back
from invoicing.domain.terms import overdue_from
from invoicing.printing import check_printable, known_to_print
from invoicing.queries.credit_notes import CreditNoteView, view_issued
from invoicing.store import accounts, claims, credit_notes, drafts, invoices, payments
from invoicing.store.claims import ClaimedRange
from messaging import outbox

PRINT_CREDIT_NOTE = "print-credit-note"
"""The task that makes the PDF, unless somebody asked for it before."""
_ASKED_FOR_WITHIN = timedelta(seconds=2)


@dataclass(frozen=True)
class Credited:
    """A credit note that was issued just now, and the draft that was made of what it gave back."""

    view: CreditNoteView
    correction_id: UUID | None


@dataclass(frozen=True)
class _Settlement:
    """What an invoice asks for, and the payments that settle it, all locked."""

    receivable: Receivable
    payments: Sequence[Payment]


async def credit_invoice(
    session: Session,
    invoice_id: UUID,
    request: CreditRequest,
    links: Links,
    *,
    expected: int,
    by: str,
    now: datetime,
) -> Credited:
    """Issue a credit note. Its time can be billed again; what was paid beyond the rest is the customer's credit.

    Raises `InvoiceCreditedError`, `CreditRefusedError`, `InvoiceNotIssuedError`.
    """
    if await claims.lock_invoice(session, invoice_id) is None:
        raise await _not_issued(session, invoice_id)
    settled = await _lock_settlement(session, invoice_id)
    check_version(expected, settled.receivable.balance.credit_notes)
    account = await accounts.load_account(session)
    issued = await invoices.load_issued(session, invoice_id)
    assert issued
    before = await credit_notes.load_creditable(session, issued.content)
    taken = credit(before, request)
    content = _content(before, taken, request, account, now=now)
    if not known_to_print(content):
        await asyncio.to_thread(check_printable, content, at=now)
    await _release(session, before, taken, content.id, now=now)
    note = await _number(session, account, content, by=by, now=now)
    after = await _publish(session, note, settled, links, by=by, now=now)
    if settled.receivable.balance.owed <= 0 < after.balance.owed:
        await _watch_again(session, after, account)
    await tasks.schedule(
        session, PRINT_CREDIT_NOTE, key=str(content.id), due_at=now + _ASKED_FOR_WITHIN
    )
    correction = None
    if request.draft_correction:
        correction = await draft_correction(
            session,
            _corrected(issued, before, taken),
            content.id,
            _charges(taken),
            with_ready=request.correct_with_ready,
            by=by,
            now=now,
        )
    return Credited(view_issued(note), correction)


def _corrected(issued: IssuedInvoice, before: Creditable, taken: Credit) -> Corrected:
    whole = not before.credited and taken.totals == issued.content.totals
    return Corrected(issued.content, issued.drafted_as, taken.released, whole)


async def _not_issued(session: Session, invoice_id: UUID) -> Exception:
    if await drafts.load_draft(session, invoice_id):
        return InvoiceNotIssuedError("change the draft, or delete it")
    return NotFoundError("invoice")


async def _lock_settlement(session: Session, invoice_id: UUID) -> _Settlement:
    """Lock the payments that settle the invoice, then its balance. Raises `PaymentsMovedError` when one came between."""
    ids = await payments.settling(session, invoice_id)
    locked = [await payments.lock_payment(session, one) for one in ids]
    receivable = (await payments.lock_receivables(session, [invoice_id]))[invoice_id]
    if sum(one.settles(invoice_id) for one in locked) != receivable.balance.allocated:
        raise PaymentsMovedError("a payment of it was changed just now; ask again")
    return _Settlement(receivable, locked)


def _content(
    before: Creditable, taken: Credit, request: CreditRequest, account: Account, *, now: datetime
) -> CreditNoteContent:
    invoice, today = before.content, account.settings.today(now)
    assert invoice.issue_date
    issue_date = request.issue_date or max(today, invoice.issue_date)
    if issue_date > today:
        raise InvalidInputError("issue_date", f"is in the future; today is {today}")
    if issue_date < invoice.issue_date:
        raise InvalidInputError("issue_date", f"is before the invoice, of {invoice.issue_date}")
    return new_credit_note(
        new_id(), invoice, taken.lines, taken.totals, request, issue_date=issue_date
    )


async def _release(
    session: Session, before: Creditable, taken: Credit, note_id: UUID, *, now: datetime
) -> None:
    if not (taken.released or taken.charge_lines):
        return
    await credit_notes.split_claims(session, before, taken.released)
    ranges = [_range(one) for one in taken.released]
    await release(
        session, before.content.id, note_id, ranges, charge_lines=taken.charge_lines, now=now
    )


def _range(one: LiveClaim) -> ClaimedRange:
    return ClaimedRange(one.entry_id, one.line_id, one.start, one.end)


def _charges(taken: Credit) -> list[UUID]:
    lines = (line for line in taken.lines if line.line_id in taken.charge_lines)
    return [line.charge_id for line in lines if line.charge_id]


async def _number(
    session: Session, account: Account, content: CreditNoteContent, *, by: str, now: datetime
) -> IssuedCreditNote:
    number_format = account.billing.credit_note_number_format
    if number_format.names_customer:
        [customer] = (await accounts.load_customers(session, [content.organization_id])).values()
        if lacking := missing_code(number_format, customer):
            raise IncompleteInvoiceError(lacking[0].reason, fields=lacking)
        number_format = number_format.of(customer.code)
    series = await invoices.lock_series(
        session, number_format.series(content.issue_date), "credit-note"
    )
    failpoint("credit-note-number-taken")
    dated(content.issue_date, series, "credit note")
    number = number_format.number(content.issue_date, series.next_sequence)
    if await credit_notes.is_number_of_invoice(session, number):
        raise CreditNoteNumberTakenError(f"an invoice is called {number}")
    content = replace(content, number=number)
    return IssuedCreditNote(content=content, **sealed(content, series, by=by, now=now))


async def _publish(
    session: Session,
    note: IssuedCreditNote,
    settled: _Settlement,
    links: Links,
    *,
    by: str,
    now: datetime,
) -> Receivable:
    """Write the credit note, let go of payments beyond what is asked for still, and publish all of it.

    Returns what is asked for afterwards.
    """
    content, before = note.content, settled.receivable
    first = await payments.next_version(session, content.invoice_id)
    versions = count(first)
    after = before.credited(content.totals.total)
    excess = max(Decimal(0), -after.balance.owed)
    back = given_back(settled.payments, content.invoice_id, excess)
    after = after.after(-sum((amount for _, amount in back), Decimal(0)))
    path = links.documents.path(current_account(session), content.id)
    published: list[Event] = [
        events.invoice_credited(session, note, after, path, version=next(versions))
    ]
    for payment, amount in back:
        reason = f"credited by {content.number}"
        changed, counter = payment.take_back(
            content.invoice_id, reason=reason, by=by, now=now, amount=amount
        )
        version = next(versions)
        if payment.kind == "difference":  # is never the customer's credit
            undone = payment.counter_entry(new_id(), reason=reason, by=by, now=now)
            await payments.insert_payment(session, undone, {content.invoice_id: version})
        else:
            await payments.insert_taken_back(
                session, payment.id, counter, changed.taken_back[-1], version=version
            )
        opened = replace(after, version=version)
        published.append(events.payment_reversed(session, payment.id, reason, counter, opened))
    is_paid_now = before.balance.owed > 0 and after.balance.owed == 0
    if is_paid_now and after.balance.credit == "partial":
        total = Money(amount=after.balance.total, currency=after.currency)
        paid_on, version = content.issue_date, next(versions)
        published.append(
            events.invoice_paid(session, after, paid_on=paid_on, total=total, version=version)
        )
    await credit_notes.insert(session, note)
    await payments.set_version(session, content.invoice_id, published[-1].version)
    await outbox.publish(session, *published)
    return after


async def _watch_again(session: Session, opened: Receivable, account: Account) -> None:
    """An invoice that was paid by a difference, of which a rest is owed again, can become overdue."""
    late = overdue_from(opened.due_date, account.settings.time_zone)
    await tasks.schedule(session, OVERDUE, key=str(opened.invoice_id), due_at=late, again=True)
