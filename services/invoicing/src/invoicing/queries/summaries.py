"""Drafts and invoices at a glance, with what is derived of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import aliased

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.states import Balance, CopyStatus, PaymentState
from invoicing.domain.summary import InvoiceState, InvoiceSummary, summarize_draft
from invoicing.store import accounts, drafts
from invoicing.store.disputes import among_disputed, is_disputed
from invoicing.store.merged_time import is_customer
from invoicing.store.sending import among_undelivered, newest_attempt, status_of
from invoicing.store.tables.drafts import DraftRow
from invoicing.store.tables.invoices import InvoiceRow, QuickbooksReportRow
from invoicing.store.tables.payments import BalanceRow

_DELIVERY = newest_attempt()
_COPY = aliased(
    QuickbooksReportRow,
    select(QuickbooksReportRow)
    .where(QuickbooksReportRow.invoice_id == InvoiceRow.id)
    .order_by(QuickbooksReportRow.at.desc(), QuickbooksReportRow.outcome)
    .limit(1)
    .lateral("copy"),
)
_BALANCE = BalanceRow.total - BalanceRow.credited - BalanceRow.allocated
_OWED = _BALANCE > 0
_PAYMENT: dict[PaymentState, ColumnElement[bool]] = {
    "unpaid": _OWED & (BalanceRow.allocated == 0),
    "partial": _OWED & (BalanceRow.allocated != 0),
    "paid": _BALANCE == 0,
    "overpaid": _BALANCE < 0,
}
"""As `Balance.payment` has it."""


@dataclass(frozen=True)
class InvoiceFilter:
    """Which invoices are asked for; None is any."""

    organization_id: UUID | None = None
    state: InvoiceState | None = None
    number: str | None = None
    overdue: bool | None = None
    payment: PaymentState | None = None
    disputed: bool | None = None
    undelivered: bool | None = None
    newest_first: bool = False

    @property
    def drafts(self) -> bool:
        """Whether a draft can be among them."""
        of_issued = self.number is not None or self.payment is not None
        late_or_disputed = True in (self.overdue, self.disputed, self.undelivered)
        return self.state != "issued" and not of_issued and not late_or_disputed

    @property
    def issued(self) -> bool:
        """Whether an issued invoice can be among them."""
        return self.state != "draft"


async def list_invoices(
    session: Session, filters: InvoiceFilter, *, now: datetime, after: UUID | None, limit: int
) -> list[InvoiceSummary]:
    """Drafts and invoices by id: in the order in which they were drafted, or the newest first."""
    today = (await accounts.load_account(session)).settings.today(now)
    found: list[InvoiceSummary] = []
    if filters.drafts:
        conditions = _of(DraftRow, filters, after)
        found += await _drafts(session, filters, *conditions, limit=limit, today=today)
    if filters.issued:
        conditions = [*_of(InvoiceRow, filters, after), *of_issued(filters, today)]
        if filters.undelivered is not None:
            undelivered = among_undelivered(_DELIVERY)
            conditions.append(undelivered if filters.undelivered else ~undelivered)
        found += await _issued(
            session, *conditions, limit=limit, today=today, newest_first=filters.newest_first
        )
    found.sort(key=lambda summary: summary.id, reverse=filters.newest_first)
    return found[:limit]


async def issued_summary(session: Session, invoice_id: UUID, *, today: date) -> InvoiceSummary:
    """One issued invoice, which must be there."""
    [summary] = await _issued(session, InvoiceRow.id == invoice_id, limit=1, today=today)
    return summary


def of_issued(filters: InvoiceFilter, today: date) -> list[ColumnElement[bool]]:
    """What is asked of issued invoices, joined with their balances, alone."""
    found: list[ColumnElement[bool]] = []
    if filters.number is not None:
        found.append(InvoiceRow.number == filters.number)
    if filters.overdue is not None:
        overdue = _OWED & (InvoiceRow.due_date < today)
        found.append(overdue if filters.overdue else ~overdue)
    if filters.payment is not None:
        found.append(_PAYMENT[filters.payment])
    if filters.disputed is not None:
        found.append(among_disputed() if filters.disputed else ~is_disputed())
    return found


def _of(
    row: type[DraftRow | InvoiceRow], filters: InvoiceFilter, after: UUID | None
) -> list[ColumnElement[bool]]:
    """What is asked of drafts and issued invoices alike."""
    found: list[ColumnElement[bool]] = []
    if filters.organization_id is not None:
        found.append(is_customer(row.organization_id, filters.organization_id))
    if after is not None:
        found.append(row.id < after if filters.newest_first else row.id > after)
    return found


async def _drafts(
    session: Session,
    filters: InvoiceFilter,
    *conditions: ColumnElement[bool],
    limit: int,
    today: date,
) -> list[InvoiceSummary]:
    loaded = await drafts.load_drafts(
        session, *conditions, limit=limit, newest_first=filters.newest_first
    )
    return [
        summarize_draft(
            found.on(today).content,
            version=found.draft.version,
            created_at=found.draft.created_at,
            today=today,
        )
        for found in loaded
    ]


async def _issued(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int,
    today: date,
    newest_first: bool = False,
) -> list[InvoiceSummary]:
    query = (
        select(InvoiceRow, BalanceRow, _COPY, is_disputed(), *_DELIVERY.c)
        .join(BalanceRow, BalanceRow.invoice_id == InvoiceRow.id)
        .outerjoin(_DELIVERY, true())
        .outerjoin(_COPY, true())
        .where(*conditions)
        .order_by(InvoiceRow.id.desc() if newest_first else InvoiceRow.id)
        .limit(limit)
    )
    rows = await session.execute(query)
    return [_summary(row, row[0], row[1], row[2], row[3], today) for row in rows]


def _summary(
    attempt: object,
    invoice: InvoiceRow,
    balance: BalanceRow,
    copy: QuickbooksReportRow | None,
    disputed: bool,
    today: date,
) -> InvoiceSummary:
    return build(
        InvoiceSummary,
        invoice,
        state="issued",
        organization_name=invoice.buyer.name,
        created_at=invoice.issued_at,
        today=today,
        settlement=build(Balance, balance),
        delivery=status_of(attempt),
        disputed=disputed,
        quickbooks=build(CopyStatus, copy, reason=copy and copy.detail),
    )
