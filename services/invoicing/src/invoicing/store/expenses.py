"""Expenses and their categories, what happened to them, and which lines charge them.

A draft locks the expenses that it takes, as whoever changes one does: so no line charges what is being changed. The unique
index `expense_billed_once` holds whatever the code does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from database import Row, Session, Statement, new_id
from domain_errors import InvalidInputError
from invoicing.domain.attributes import build
from invoicing.domain.customer_order import OfCustomer
from invoicing.domain.draft import Draft
from invoicing.domain.expenses import (
    Expense,
    ExpenseAct,
    ExpenseCandidate,
    ExpenseCategory,
    ExpenseClaim,
    ReadyExpenses,
)
from invoicing.store.customer_order import behind
from invoicing.store.mapping import insert_sql, load_all, to_json, to_values
from invoicing.store.merged_time import NAMES, staying
from invoicing.store.tables.expenses import (
    ExpenseCategoryRow,
    ExpenseClaimRow,
    ExpenseJournalRow,
    ExpenseRow,
    ReceiptRow,
)

OPEN = "e.decision = 'approved' AND e.billable AND NOT e.claimed"
"""SQL of an expense that can go on a draft, as its index `expenses_ready` has it."""
BILLED_IN = "coalesce(e.billed_currency, e.currency)"
_CHOOSE = f"""
    SELECT e.*, e.organization_id = {NAMES} AS of_customer, c.version AS category_version, c.name AS category_name,
        c.tax_code AS category_tax_code
    FROM expenses e LEFT JOIN expense_categories c ON c.account_id = e.account_id AND c.id = e.category_id
"""
_NAMED = Statement(
    f"{_CHOOSE} WHERE e.id = ANY(CAST(:expense_ids AS uuid[])) ORDER BY e.id FOR UPDATE OF e"
)
_UP_TO = Statement(f"""
    {_CHOOSE} WHERE e.organization_id = {NAMES} AND {OPEN} AND e.spent_on <= :last_day AND {BILLED_IN} = :currency
    ORDER BY e.id FOR UPDATE OF e
""")
_CLAIM = Statement(insert_sql(ExpenseClaimRow, "claims", invoice_id="CAST(:invoice_id AS uuid)"))
_CHARGED = Statement("""
    SELECT line_id, expense_id, amount, currency, exchange_rate, mark_up, charged FROM expense_claims
    WHERE invoice_id = :invoice_id ORDER BY line_id, expense_id
""")
_RELEASED = Statement(
    "SELECT expense_id FROM expense_claims WHERE released_by = :credit_note_id ORDER BY expense_id"
)
_BILLED = Statement("""
    SELECT c.expense_id, c.invoice_id, i.number FROM expense_claims c
    LEFT JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
    WHERE c.expense_id = ANY(CAST(:expense_ids AS uuid[])) AND c.released_by IS NULL
""")
_WAS_BILLED = Statement("SELECT EXISTS (SELECT FROM expense_claims WHERE expense_id = :expense_id)")
_READY = Statement(f"""
    SELECT organization_id, organization_name, currency, count(*)::int AS count, sum(amount) AS amount,
        min(spent_on) AS first_day, bool_or(currency <> invoiced_in) AS needs_rate
    FROM (
        SELECT o.organization_id, o.name AS organization_name, {BILLED_IN} AS currency, e.spent_on,
            e.amount * coalesce(e.exchange_rate, 1) * (100 + e.mark_up) / 100 AS exact,
            coalesce(o.currency, (SELECT s.currency FROM account_settings s WHERE s.version > 0), :currency) AS invoiced_in
        FROM expenses e JOIN organizations o ON o.organization_id = {staying("e.organization_id")}
        WHERE {OPEN}
    ) AS ready CROSS JOIN LATERAL (SELECT round(exact, coalesce((CAST(:decimals AS jsonb) ->> currency)::int, 2))
        AS amount) AS rounded
    WHERE CAST(:after_id AS uuid) IS NULL OR (organization_name, organization_id, currency)
        > (CAST(:after_name AS text), CAST(:after_id AS uuid), CAST(:after_currency AS text))
    GROUP BY organization_id, organization_name, currency ORDER BY organization_name, organization_id, currency
    LIMIT CAST(:limit AS int)
""")


@dataclass(frozen=True)
class BilledExpense:
    """The draft or invoice that charges an expense; a draft has no number."""

    expense_id: UUID
    invoice_id: UUID
    number: str | None


@dataclass(frozen=True)
class Deed:
    """Something that was done with an expense."""

    act: ExpenseAct
    detail: str
    at: datetime
    by: str


async def load_expense(session: Session, expense_id: UUID, *, lock: bool = False) -> Expense | None:
    """An expense; with `lock`, nobody else changes or bills it until the transaction ends."""
    query = select(ExpenseRow).where(ExpenseRow.id == expense_id)
    rows = await load_all(session, query.with_for_update() if lock else query)
    return build(Expense, rows[0]) if rows else None


async def lock_expenses(session: Session, expense_ids: Collection[UUID]) -> dict[UUID, Expense]:
    """Several expenses by id, locked in the order of the ids."""
    query = select(ExpenseRow).where(ExpenseRow.id.in_(expense_ids)).order_by(ExpenseRow.id)
    return {row.id: build(Expense, row) for row in await load_all(session, query.with_for_update())}


async def insert_expense(session: Session, expense: Expense) -> None:
    """Write a new expense."""
    await session.execute(insert(ExpenseRow).values(to_values(ExpenseRow, expense)))


async def update_expense(session: Session, expense: Expense) -> None:
    """Write what an expense is now, all but whether it is claimed."""
    values = to_values(ExpenseRow, expense)
    for name in ("id", "claimed", "created_at", "created_by"):
        values.pop(name)
    await session.execute(update(ExpenseRow).where(ExpenseRow.id == expense.id).values(values))


async def delete_expense(session: Session, expense_id: UUID) -> None:
    """Delete an expense with its receipts."""
    await session.execute(delete(ReceiptRow).where(ReceiptRow.expense_id == expense_id))
    await session.execute(delete(ExpenseRow).where(ExpenseRow.id == expense_id))


async def was_billed(session: Session, expense_id: UUID) -> bool:
    """Whether a line charges it, or one of an issued invoice did."""
    found: bool = await _WAS_BILLED.scalar(session, {"expense_id": expense_id})
    return found


async def note(
    session: Session, expense_id: UUID, act: ExpenseAct, detail: str = "", *, by: str, now: datetime
) -> None:
    """Write down what was done."""
    values = {"id": new_id(), "expense_id": expense_id, "act": act, "detail": detail}
    await session.execute(insert(ExpenseJournalRow).values(**values, at=now, by=by))


async def load_deeds(session: Session, expense_id: UUID) -> list[Deed]:
    """What was done with an expense, oldest first."""
    row = ExpenseJournalRow
    query = select(row).where(row.expense_id == expense_id).order_by(row.id)
    return [build(Deed, one) for one in await load_all(session, query)]


async def load_categories(session: Session) -> list[ExpenseCategory]:
    """All categories by name."""
    query = select(ExpenseCategoryRow).order_by(ExpenseCategoryRow.name, ExpenseCategoryRow.id)
    return [build(ExpenseCategory, row) for row in await load_all(session, query)]


async def load_category(
    session: Session, category_id: UUID, *, lock: bool = False
) -> ExpenseCategory | None:
    """One category."""
    query = select(ExpenseCategoryRow).where(ExpenseCategoryRow.id == category_id)
    rows = await load_all(session, query.with_for_update() if lock else query)
    return build(ExpenseCategory, rows[0]) if rows else None


async def insert_category(session: Session, category: ExpenseCategory) -> None:
    """Write a new category."""
    await session.execute(insert(ExpenseCategoryRow).values(vars(category)))


async def update_category(session: Session, category: ExpenseCategory) -> None:
    """Write what a category is now."""
    here = ExpenseCategoryRow.id == category.id
    await session.execute(update(ExpenseCategoryRow).where(here).values(vars(category)))


async def choose(
    session: Session, draft: Draft, expense_ids: Collection[UUID], last_day: date | None = None
) -> list[ExpenseCandidate]:
    """These expenses, else the customer's that are ready in the draft's currency up to a day; locked, by date."""
    about: dict[str, Any] = {"organization_id": draft.organization_id}
    if expense_ids:
        rows = await _NAMED.all(session, about | {"expense_ids": list(expense_ids)})
    else:
        about |= {"last_day": last_day, "currency": draft.currency}
        rows = await _UP_TO.all(session, about)
    found = [_candidate(row) for row in rows]
    return sorted(found, key=lambda one: (one.expense.spent_on, one.expense.id))


def _candidate(row: Row) -> ExpenseCandidate:
    category = None
    if row["category_id"]:
        category = ExpenseCategory(
            row["category_id"],
            row["category_version"],
            row["category_name"],
            row["category_tax_code"],
        )
    return ExpenseCandidate(build(Expense, row), row["of_customer"], category)


async def claim(session: Session, invoice_id: UUID, claims: Sequence[ExpenseClaim]) -> None:
    """Note which lines of a draft charge which expenses."""
    rows = [vars(one) | {"released_by": None} for one in claims]
    await _CLAIM.all(session, {"invoice_id": invoice_id, "claims": to_json(rows)})


async def charged_by(session: Session, invoice_id: UUID) -> list[ExpenseClaim]:
    """What the lines of a draft or invoice charge of expenses, released or not."""
    return [ExpenseClaim(**row) for row in await _CHARGED.all(session, {"invoice_id": invoice_id})]


async def check_amount(session: Session, invoice_id: UUID, line_id: UUID) -> None:
    """Refuse to set by hand what follows from expenses. Raises `InvalidInputError`."""
    if any(one.line_id == line_id for one in await charged_by(session, invoice_id)):
        raise InvalidInputError(
            "amount", "is what the expenses come to: take it off, and change these"
        )


async def released_by(session: Session, credit_note_id: UUID) -> list[UUID]:
    """The expenses that a credit note gave back."""
    rows = await _RELEASED.all(session, {"credit_note_id": credit_note_id})
    return [row["expense_id"] for row in rows]


async def billed(session: Session, expense_ids: Collection[UUID]) -> dict[UUID, BilledExpense]:
    """What charges these expenses, by expense."""
    rows = await _BILLED.all(session, {"expense_ids": list(expense_ids)})
    return {row["expense_id"]: BilledExpense(**row) for row in rows}


async def ready(
    session: Session,
    currency: str,
    decimals: dict[str, int],
    *,
    after: OfCustomer | None,
    limit: int,
) -> list[ReadyExpenses]:
    """What is ready, by customer's name and currency; `currency` is that of an account that chose none."""
    about = {"currency": currency, "decimals": to_json(decimals), "limit": limit}  # type: ignore[arg-type]
    return [ReadyExpenses(**row) for row in await _READY.all(session, {**about, **behind(after)})]
