"""From the domain to the events that invoicing publishes. What names agree is mapped by attribute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from contracts import Event, Money
from contracts.invoicing import (
    AgreementBilled,
    AgreementReleased,
    ChargedEntriesStated,
    ChargedTimeStated,
    ChargingInvoice,
    CustomerAsked,
    DisputeResolved,
    Document,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceDrafted,
    InvoiceHandedOver,
    InvoiceIssued,
    InvoiceOverdue,
    InvoicePaid,
    PaymentRecorded,
    PaymentReversed,
    ReopeningGranted,
    ReopeningRefused,
    SellerChanged,
    SendingRequested,
    ShrunkDraft,
    TimeBilled,
    TimeReleased,
    TimeWrittenOff,
    WriteOffUndone,
)
from database import Row, Session, current_account
from database.stated_rows import in_parts
from invoicing.domain.account import BillingSettings
from invoicing.domain.allocation import Allocation, Receivable
from invoicing.domain.attributes import attributes
from invoicing.domain.credit_note import IssuedCreditNote
from invoicing.domain.disputes import Dispute, Resolution
from invoicing.domain.document_links import DocumentLinks
from invoicing.domain.draft import Draft
from invoicing.domain.invoice import InvoiceContent, IssuedInvoice
from invoicing.domain.lines import Line
from invoicing.domain.payment import Payment
from invoicing.domain.questions import Question
from invoicing.domain.sending import Sending
from invoicing.domain.tax import Tax
from invoicing.domain.write_off import LinedPiece, Undoing, WriteOff
from invoicing.store.charges import BilledCharge, ReleasedCharge
from invoicing.store.claims import BilledTime, ClaimedRange
from invoicing.store.coverage import JoinedTime
from invoicing.store.invoices import PDF
from invoicing.store.stated_time import SUMS
from money import round_money

E = TypeVar("E", bound=Event)
R = TypeVar("R")
_RANGES_IN_A_MESSAGE = 2000
_INVOICES_IN_A_MESSAGE = 1000
_RANGE = "entry_id", "start", "end", "hourly_rate", "price_version"
_STATED_IN_A_MESSAGE = 400


@dataclass(frozen=True)
class CreditNote:
    """Which credit note gives something of which invoice back, and when."""

    invoice_id: UUID
    credit_note_id: UUID
    number: str
    released_at: datetime


def seller_changed(session: Session, billing: BillingSettings) -> SellerChanged:
    """Other services print who sells, too."""
    return _event(SellerChanged, session, billing.seller, version=billing.version)


def invoice_drafted(session: Session, draft: Draft, content: InvoiceContent) -> InvoiceDrafted:
    """A draft claims its time."""
    return _event(
        InvoiceDrafted,
        session,
        content,
        version=draft.version,
        total=Money(amount=content.totals.total, currency=content.currency),
        drafted_at=draft.created_at,
    )


def invoice_issued(
    session: Session, invoice: IssuedInvoice, path: str, customer_page: str, *, version: int
) -> InvoiceIssued:
    """An invoice got its number; `path` is where its document can be fetched."""
    content = invoice.content
    return _event(
        InvoiceIssued,
        session,
        content,
        content.totals,
        version=version,
        lines=tuple(_line(line, content.currency) for line in content.lines),
        document=Document(
            path=path,
            file_name=content.file_name,
            media_type=PDF,
        ),
        issued_at=invoice.issued_at,
        customer_page=customer_page,
        receipts=_receipts(content, path),
    )


def _receipts(content: InvoiceContent, path: str) -> tuple[Document, ...]:
    """Where the receipts are that go along with an e-mail."""
    return tuple(
        Document(
            path=DocumentLinks.of_receipt(path, one.receipt_id),
            file_name=one.file_name,
            media_type=one.media_type,
        )
        for one in (content.receipts.in_mail if content.receipts else ())
    )


def invoice_credited(
    session: Session, note: IssuedCreditNote, after: Receivable, path: str, *, version: int
) -> InvoiceCredited:
    """A credit note took something back of an invoice, of which `after` says what is owed still."""
    content = note.content
    return _event(
        InvoiceCredited,
        session,
        content,
        content.totals,
        version=version,
        number=content.invoice_number,
        credit_note_number=content.number,
        credit=after.balance.credit,
        balance=Money(amount=after.balance.owed, currency=after.currency),
        document=Document(path=path, file_name=content.file_name, media_type=PDF),
        issued_at=note.issued_at,
    )


def customer_asked(
    session: Session, content: InvoiceContent, question: Question, *, version: int
) -> CustomerAsked:
    """The customer has a question about an issued invoice."""
    known = {"question_id": question.id, "version": version}
    return _event(CustomerAsked, session, content, question, **known)


def sending_requested(
    session: Session,
    sending: Sending,
    content: InvoiceContent,
    path: str,
    customer_page: str,
    *,
    version: int,
) -> SendingRequested:
    """An issued invoice is to be sent once more; `path` is where its document can be fetched."""
    return _event(
        SendingRequested,
        session,
        sending,
        content,
        content.totals,
        version=version,
        sending_id=sending.id,
        document=Document(path=path, file_name=content.file_name, media_type=PDF),
        customer_page=customer_page,
        receipts=_receipts(content, path),
    )


def invoice_handed_over(
    session: Session, sending: Sending, content: InvoiceContent, *, version: int
) -> InvoiceHandedOver:
    """Somebody noted that the customer has an issued invoice."""
    return _event(
        InvoiceHandedOver, session, sending, content, version=version, sending_id=sending.id
    )


def invoice_disputed(
    session: Session, content: InvoiceContent, dispute: Dispute, *, version: int
) -> InvoiceDisputed:
    """The customer does not accept an issued invoice, or a line of it."""
    known = {"dispute_id": dispute.id, "version": version}
    return _event(InvoiceDisputed, session, dispute, content, **known)


def dispute_resolved(
    session: Session,
    content: InvoiceContent,
    dispute_id: UUID,
    resolution: Resolution,
    *,
    disputed: bool,
    version: int,
) -> DisputeResolved:
    """A dispute came to an end; `disputed`: another one is still open."""
    known = {"dispute_id": dispute_id, "disputed": disputed, "version": version}
    return _event(DisputeResolved, session, resolution, content, **known)


def time_billed(
    session: Session, invoice: IssuedInvoice, billed: Sequence[BilledTime], *, version: int
) -> list[TimeBilled]:
    """The time that the invoice charges, in parts of at most 2,000 ranges."""
    parts = _parts(billed)
    return [
        _event(
            TimeBilled,
            session,
            invoice.content,
            version=version,
            part=part,
            parts=len(parts),
            ranges=ranges,
            billed_at=invoice.issued_at,
        )
        for part, ranges in enumerate(parts, 1)
    ]


def time_joined(
    session: Session, late: Sequence[JoinedTime], *, version: int, now: datetime
) -> list[TimeBilled]:
    """Time that charges on one issued invoice cover, and that was approved later, in parts of at most 2,000 ranges."""
    parts = _parts(late)
    return [
        _event(
            TimeBilled,
            session,
            ranges[0],
            version=version,
            part=part,
            parts=len(parts),
            ranges=ranges,
            billed_at=now,
        )
        for part, ranges in enumerate(parts, 1)
    ]


def agreement_billed(
    session: Session, invoice: IssuedInvoice, billed: Sequence[BilledCharge], *, version: int
) -> AgreementBilled:
    """What of agreements the invoice bills."""
    amounts = {line.line_id: line.amount for line in invoice.content.lines}
    return _event(
        AgreementBilled,
        session,
        invoice.content,
        version=version,
        charges=[{**vars(one), "amount": amounts[one.line_id]} for one in billed],
        billed_at=invoice.issued_at,
    )


def time_released(
    session: Session, note: CreditNote, released: Sequence[ClaimedRange], *, version: int
) -> list[TimeReleased]:
    """The time that a credit note gives back, in parts of at most 2,000 ranges."""
    parts = _parts(released)
    return [
        _event(
            TimeReleased,
            session,
            note,
            version=version,
            part=part,
            parts=len(parts),
            ranges=ranges,
        )
        for part, ranges in enumerate(parts, 1)
    ]


def time_written_off(
    session: Session, write_off: WriteOff, lined: Sequence[LinedPiece]
) -> list[TimeWrittenOff]:
    """The time of a write-off, in parts of at most 2,000 ranges."""
    ranges = [{**attributes(_RANGE, one.piece), "line_id": one.line_id} for one in lined]
    parts = _parts(ranges)
    return [
        _event(TimeWrittenOff, session, write_off, **_of_write_off(write_off, number, parts))
        for number in range(1, len(parts) + 1)
    ]


def write_off_undone(
    session: Session, write_off: WriteOff, undoing: Undoing, released: Sequence[ClaimedRange]
) -> list[WriteOffUndone]:
    """The time that was taken back of a write-off, in parts of at most 2,000 ranges."""
    parts = _parts(released)
    return [
        _event(
            WriteOffUndone,
            session,
            undoing,
            **_of_write_off(write_off, number, parts),
        )
        for number in range(1, len(parts) + 1)
    ]


def _of_write_off(
    write_off: WriteOff, part: int, parts: Sequence[Sequence[object]]
) -> dict[str, object]:
    return {
        "write_off_id": write_off.id,
        "version": write_off.version,
        "part": part,
        "parts": len(parts),
        "ranges": parts[part - 1],
    }


def agreement_released(
    session: Session, note: CreditNote, released: Sequence[ReleasedCharge], *, version: int
) -> AgreementReleased:
    """What of agreements a credit note gives back."""
    return _event(AgreementReleased, session, note, version=version, charges=released)


def _parts(ranges: Sequence[R]) -> list[Sequence[R]]:
    starts = range(0, len(ranges), _RANGES_IN_A_MESSAGE)
    return [ranges[start : start + _RANGES_IN_A_MESSAGE] for start in starts]


def invoice_paid(
    session: Session,
    invoice: InvoiceContent | Receivable,
    *,
    paid_on: date,
    total: Money,
    version: int,
) -> InvoicePaid:
    """Nothing is owed any more on an invoice: its content, or a receivable."""
    return _event(InvoicePaid, session, invoice, paid_on=paid_on, total=total, version=version)


def invoice_overdue(session: Session, receivable: Receivable) -> InvoiceOverdue:
    """Something is owed after the due date."""
    owed = Money(amount=receivable.balance.owed, currency=receivable.currency)
    return _event(InvoiceOverdue, session, receivable, balance=owed)


def payment_recorded(
    session: Session, payment: Payment, allocation: Allocation, settled: Receivable
) -> PaymentRecorded:
    """A payment settles an invoice, of which `settled` says what is owed afterwards."""
    return _event(
        PaymentRecorded,
        session,
        payment if payment.kind == "cash" else replace(payment, kind="credit"),
        settled,
        payment_id=payment.id,
        amount=Money(amount=allocation.amount, currency=settled.currency),
        balance=Money(amount=settled.balance.owed, currency=settled.currency),
    )


def payment_reversed(
    session: Session,
    payment_id: UUID,
    reason: str,
    allocation: Allocation,
    open_again: Receivable,
) -> PaymentReversed:
    """A counter-entry takes back what a payment settled of an invoice."""
    return _event(
        PaymentReversed,
        session,
        open_again,
        payment_id=payment_id,
        reason=reason,
        amount=Money(amount=-allocation.amount, currency=open_again.currency),
        balance=Money(amount=open_again.balance.owed, currency=open_again.currency),
    )


def reopening_granted(
    session: Session, sheet_id: UUID, lost: Mapping[UUID, int], version: int, *, now: datetime
) -> ReopeningGranted:
    """The time of a sheet is given back; drafts lost so many seconds of it."""
    drafts = [ShrunkDraft(invoice_id=id_, seconds=lost[id_]) for id_ in sorted(lost)]
    return _event(
        ReopeningGranted,
        session,
        timesheet_id=sheet_id,
        version=version,
        drafts=drafts[:_INVOICES_IN_A_MESSAGE],
        granted_at=now,
    )


def reopening_refused(
    session: Session,
    sheet_id: UUID,
    charging: Mapping[UUID, str | None],
    version: int,
    *,
    now: datetime,
) -> ReopeningRefused:
    """Issued invoices, numbers by id, charge time of a sheet, or write-offs, without a number, have some of it."""
    invoices = [ChargingInvoice(invoice_id=id_, number=no) for id_, no in charging.items() if no]
    write_off_ids = [id_ for id_, no in charging.items() if not no]
    return _event(
        ReopeningRefused,
        session,
        timesheet_id=sheet_id,
        version=version,
        invoices=invoices[:_INVOICES_IN_A_MESSAGE],
        write_off_ids=write_off_ids[:_INVOICES_IN_A_MESSAGE],
        refused_at=now,
    )


def charged_time_stated(
    session: Session, question: Mapping[str, Any], days: Sequence[Row], now: datetime
) -> list[ChargedTimeStated]:
    """Every day of approved time, with the buckets that it is in, in parts that cover all days."""
    parts = in_parts(days, _STATED_IN_A_MESSAGE)
    return [
        _event(
            ChargedTimeStated,
            session,
            **_answered(question, now),
            part=number,
            parts=len(parts),
            first_day=part.first_day,
            last_day=part.last_day,
            days=part.days,
            **{name: sum(day[name] for day in part.days) for name in SUMS},
        )
        for number, part in enumerate(parts, 1)
    ]


def charged_entries_stated(
    session: Session,
    question: Mapping[str, Any],
    entries: Sequence[Row],
    now: datetime,
    *,
    more: bool,
) -> list[ChargedEntriesStated]:
    """Approved entries of some days in parts, in order; `more`: these are not all."""
    starts = range(0, max(len(entries), 1), _STATED_IN_A_MESSAGE)
    return [
        _event(
            ChargedEntriesStated,
            session,
            **_answered(question, now),
            part=number,
            parts=len(starts),
            more=more,
            entries=entries[start : start + _STATED_IN_A_MESSAGE],
        )
        for number, start in enumerate(starts, 1)
    ]


def _answered(question: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "reconciliation_id": question["reconciliation_id"],
        "look": question["look"],
        "version": question["look"],
        "stated_at": now,
    }


def _line(line: Line, currency: str) -> Line:
    """A line as it is published: a text has the amount 0 and is outside the scope of VAT."""
    if line.tax is not None:
        return line
    nothing = round_money(Decimal(0), currency)
    return replace(line, amount=nothing, tax=Tax("outside-scope", Decimal(0)))


def _event(kind: type[E], session: Session, *sources: object, **given: object) -> E:
    """Make an event of the transaction's account from attributes of the sources, and what is given."""
    values = {"account_id": current_account(session), **attributes(kind.model_fields, *sources)}
    return kind.model_validate({**values, **given}, from_attributes=True)
