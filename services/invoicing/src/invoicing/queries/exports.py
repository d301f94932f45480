"""Invoices, their lines, payments and credit notes row by row, as they are at one moment, however many there are."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.states import Balance, PaymentState
from invoicing.queries.payments import PaymentFilter
from invoicing.queries.summaries import InvoiceFilter, of_issued
from invoicing.store import accounts
from invoicing.store.merged_time import is_customer
from invoicing.store.tables.accounts import OrganizationRow
from invoicing.store.tables.credit_notes import CreditNoteRow
from invoicing.store.tables.expenses import ExpenseCategoryRow, ExpenseClaimRow, ExpenseRow
from invoicing.store.tables.invoices import InvoiceLineRow, InvoiceRow
from invoicing.store.tables.payments import AllocationRow, BalanceRow, PaymentRow
from money import minor_units
from spreadsheets.excel import Cell

ROWS_AT_ONCE = 2_000
_I, _L, _P, _C, _B = InvoiceRow, InvoiceLineRow, PaymentRow, CreditNoteRow, BalanceRow
_E, _K, _X = ExpenseRow, ExpenseCategoryRow, ExpenseClaimRow


@dataclass(frozen=True)
class ExportFilter:
    """Which rows are asked for; None is any. Days are those of documents, of payments when they came in."""

    organization_id: UUID | None = None
    currency: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def conditions(self, row: Any, day: Any) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.organization_id:
            found.append(is_customer(row.organization_id, self.organization_id))
        if self.currency:
            found.append(row.currency == self.currency)
        if self.first_day:
            found.append(day >= self.first_day)
        if self.last_day:
            found.append(day <= self.last_day)
        return found


@dataclass(frozen=True)
class Export:
    """A table: the names of its columns, the query, and what a row of it puts into them."""

    header: Sequence[str]
    query: Select[Any]
    cells: Callable[[Any], Sequence[Cell]]

    async def batches(self, session: Session) -> AsyncIterator[list[Sequence[Cell]]]:
        """All rows by a cursor of the database's; only some of them are here at once."""
        rows = await session.stream(self.query, execution_options={"yield_per": ROWS_AT_ONCE})
        async for batch in rows.partitions():
            yield [self.cells(row) for row in batch]


async def invoices(
    session: Session,
    asked: ExportFilter,
    payment: PaymentState | None,
    overdue: bool | None,
    *,
    now: datetime,
) -> Export:
    """Issued invoices by date, with what is owed of them now."""
    today = (await accounts.load_account(session)).settings.today(now)
    query = (
        select(
            *(_I.number, _I.buyer["name"].astext.label("customer"), _I.issue_date, _I.due_date),
            *(
                _I.first_day,
                _I.last_day,
                _I.reference,
                _I.purchase_order,
                _I.seconds,
                _I.currency,
                _I.subtotal,
                _I.tax,
            ),
            *(_B.total, _B.credited, _B.allocated, _B.differences, _B.credit_applied),
            *(_I.delivery, _I.id, _I.organization_id),
        )
        .join(_B, _B.invoice_id == _I.id)
        .where(*asked.conditions(_I, _I.issue_date))
        .where(*of_issued(InvoiceFilter(payment=payment, overdue=overdue), today))
        .order_by(_I.issue_date, _I.id)
    )

    def cells(row: Any) -> Sequence[Cell]:
        balance = build(Balance, row, credit_notes=0)
        late = balance.overdue(row.due_date, today)
        settled = balance.paid, balance.credit_applied, balance.differences, balance.owed
        amounts = row.subtotal, row.tax, row.total, balance.credited, *settled
        return (
            *(row.number, row.customer, row.issue_date, row.due_date, row.first_day, row.last_day),
            *(row.reference, row.purchase_order, timedelta(seconds=row.seconds), row.currency),
            *(_amount(one, row.currency) for one in amounts),
            *(balance.payment, late, (today - row.due_date).days if late else 0, row.delivery),
            *(row.id, row.organization_id),
        )

    return Export(INVOICE_COLUMNS, query, cells)


def lines(asked: ExportFilter) -> Export:
    """The lines of issued invoices, by date and as printed."""
    query = (
        select(
            *(_I.number, _I.buyer["name"].astext.label("customer"), _I.issue_date, _L.position),
            *(_L.kind, _L.description, _L.service_type_name, _L.first_day, _L.last_day, _L.seconds),
            *(
                _L.billed_seconds,
                _L.hours,
                _L.hourly_rate,
                _L.quantity,
                _L.unit,
                _L.unit_price,
                _L.tax_category,
                _L.tax_rate,
                _I.currency,
                _L.amount,
            ),
            *(_I.id, _L.line_id, _L.percent, _L.of_line_id),
        )
        .join(_L, (_L.account_id == _I.account_id) & (_L.invoice_id == _I.id))
        .where(*asked.conditions(_I, _I.issue_date))
        .order_by(_I.issue_date, _I.id, _L.position)
    )
    return Export(LINE_COLUMNS, query, _line)


def _line(row: Any) -> Sequence[Cell]:
    return (
        *(row.number, row.customer, row.issue_date, row.position, row.kind, row.description),
        *(row.service_type_name, row.first_day, row.last_day),
        *(_time(row.seconds), _time(row.billed_seconds), row.hours, row.hourly_rate),
        *(row.quantity, row.unit, row.unit_price),
        *(row.tax_category, row.tax_rate, row.currency, _amount(row.amount, row.currency)),
        *(row.id, row.line_id, row.percent, row.of_line_id),
    )


def payments(asked: ExportFilter, filters: PaymentFilter) -> Export:
    """Payments and counter-entries by the day on which they came in, with the invoices that they settle."""
    settled = (
        select(func.string_agg(_I.number.distinct(), ", "))
        .select_from(AllocationRow)
        .join(_I, _I.id == AllocationRow.invoice_id)
        .where(AllocationRow.payment_id == _P.id)
        .scalar_subquery()
    )
    query = (
        select(
            *(_P.received_on, OrganizationRow.name, _P.kind, _P.method, _P.reference, _P.currency),
            *(
                _P.amount,
                _P.allocated,
                _P.refunded,
                settled.label("invoices"),
                _P.reverses,
                _P.reason,
            ),
            *(_P.recorded_at, _P.recorded_by, _P.id, _P.organization_id),
        )
        .outerjoin(OrganizationRow, OrganizationRow.organization_id == _P.organization_id)
        .where(*asked.conditions(_P, _P.received_on), *filters.conditions())
        .order_by(_P.received_on, _P.id)
    )
    return Export(PAYMENT_COLUMNS, query, _payment)


def _payment(row: Any) -> Sequence[Cell]:
    settled, credit = row.allocated - row.refunded, row.amount - row.allocated
    amounts = (row.amount, settled, row.refunded, credit)
    return (
        *(row.received_on, row.name, row.kind, row.method, row.reference, row.currency),
        *(_amount(one, row.currency) for one in amounts),
        *(row.invoices, row.reverses, row.reason, row.recorded_at, row.recorded_by),
        *(row.id, row.organization_id),
    )


def credit_notes(asked: ExportFilter) -> Export:
    """Credit notes by date."""
    query = (
        select(
            *(
                _C.number,
                _C.buyer["name"].astext.label("customer"),
                _C.issue_date,
                _C.invoice_number,
            ),
            *(
                _C.invoice_date,
                _C.reason,
                _C.reference,
                _C.purchase_order,
                _C.seconds,
                _C.currency,
                _C.subtotal,
            ),
            *(_C.tax, _C.total, _C.id, _C.invoice_id, _C.organization_id),
        )
        .where(*asked.conditions(_C, _C.issue_date))
        .order_by(_C.issue_date, _C.id)
    )
    return Export(CREDIT_NOTE_COLUMNS, query, _credit_note)


def _credit_note(row: Any) -> Sequence[Cell]:
    return (
        *(row.number, row.customer, row.issue_date, row.invoice_number, row.invoice_date),
        *(
            row.reason,
            row.reference,
            row.purchase_order,
            timedelta(seconds=row.seconds),
            row.currency,
        ),
        *(_amount(one, row.currency) for one in (row.subtotal, row.tax, row.total)),
        *(row.id, row.invoice_id, row.organization_id),
    )


def expenses(asked: ExportFilter) -> Export:
    """Expenses by the day on which they were spent, and what bills each."""
    live = (_X.expense_id == _E.id) & _X.released_by.is_(None)
    columns: tuple[Any, ...] = (
        *(_E.spent_on, OrganizationRow.name.label("customer"), _K.name.label("category")),
        *(_E.description, _E.currency, _E.amount, _E.distance_km, _E.billable, _E.decision),
        *(_E.mark_up, _E.exchange_rate, _E.billed_currency, _X.charged, _I.number),
        *(_E.id, _E.organization_id, _E.agent_id, _E.project_id),
    )
    query = (
        select(*columns)
        .join(OrganizationRow, OrganizationRow.organization_id == _E.organization_id)
        .outerjoin(_K, _K.id == _E.category_id)
        .outerjoin(_X, live)
        .outerjoin(_I, _I.id == _X.invoice_id)
        .where(*asked.conditions(_E, _E.spent_on))
        .order_by(_E.spent_on, _E.id)
    )
    return Export(EXPENSE_COLUMNS, query, _expense)


def _expense(row: Any) -> Sequence[Cell]:
    billed_in = row.billed_currency or row.currency
    return (
        *(row.spent_on, row.customer, row.category, row.description, row.currency),
        *(_amount(row.amount, row.currency), row.distance_km, row.billable),
        *(row.decision or "submitted", row.mark_up, row.exchange_rate, billed_in),
        *(_amount(row.charged, billed_in), row.number),
        *(row.id, row.organization_id, row.agent_id, row.project_id),
    )


def _amount(amount: Decimal | None, currency: str) -> Decimal | None:
    """With the decimals of its currency, however it is stored."""
    return None if amount is None else round(amount, minor_units(currency))


def _time(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


INVOICE_COLUMNS = (
    *("Number", "Customer", "Issue date", "Due date", "First day", "Last day", "Reference"),
    *("Purchase order", "Time"),
    *("Currency", "Subtotal", "Tax", "Total", "Credited", "Paid", "Credit applied"),
    *("Written off", "Owed"),
    *("Payment", "Overdue", "Days late", "Delivery", "Invoice ID", "Customer ID"),
)
LINE_COLUMNS = (
    *("Number", "Customer", "Issue date", "Line", "Kind", "Description", "Service type"),
    *("First day", "Last day", "Time", "Billed time", "Decimal hours", "Rate"),
    *("Quantity", "Unit", "Unit price"),
    *("Tax category", "Tax rate"),
    *("Currency", "Amount", "Invoice ID", "Line ID", "Discount %", "Discount of line"),
)
PAYMENT_COLUMNS = (
    *("Received on", "Customer", "Kind", "Method", "Reference", "Currency", "Amount", "Settled"),
    *(
        "Paid back",
        "Credit",
        "Invoices",
        "Reverses",
        "Reason",
        "Recorded at",
        "Recorded by",
        "Payment ID",
    ),
    "Customer ID",
)
EXPENSE_COLUMNS = (
    *("Day", "Customer", "Category", "Description", "Currency", "Amount", "Kilometres", "Billable"),
    *("Decision", "Mark-up %", "Exchange rate", "Billed in", "Charged", "Invoice"),
    *("Expense ID", "Customer ID", "Agent ID", "Project ID"),
)
CREDIT_NOTE_COLUMNS = (
    *("Number", "Customer", "Issue date", "Corrects", "Invoice date", "Reason", "Reference"),
    *(
        "Purchase order",
        "Time",
        "Currency",
        "Subtotal",
        "Tax",
        "Total",
        "Credit note ID",
        "Invoice ID",
        "Customer ID",
    ),
)
