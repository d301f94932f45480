"""Expenses as they stand: how far each is, its receipts, and what bills it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, not_, select

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import Session
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.customer_order import OfCustomer
from invoicing.domain.expenses import Actor, Expense, ExpenseCategory, ExpenseState, ReadyExpenses
from invoicing.domain.receipts import Receipt
from invoicing.store import expenses, invoices, receipts
from invoicing.store.expenses import BilledExpense, Deed
from invoicing.store.merged_time import is_customer
from invoicing.store.receipts import StoredReceipt
from invoicing.store.tables.accounts import OrganizationRow
from invoicing.store.tables.drafts import DraftRow
from invoicing.store.tables.expenses import ExpenseCategoryRow, ExpenseClaimRow, ExpenseRow
from money import CURRENCIES, minor_units

_E = ExpenseRow
_ON_DRAFT = exists(
    select(DraftRow.id)
    .join(ExpenseClaimRow, ExpenseClaimRow.invoice_id == DraftRow.id)
    .where(ExpenseClaimRow.expense_id == _E.id)
)
_APPROVED = _E.decision == "approved"
_STATES: dict[ExpenseState, ColumnElement[bool]] = {
    "submitted": _E.decision.is_(None),
    "rejected": _E.decision == "rejected",
    "approved": and_(_APPROVED, not_(_E.billable)),
    "ready": and_(_APPROVED, _E.billable, not_(_E.claimed)),
    "drafted": and_(_E.claimed, _ON_DRAFT),
    "billed": and_(_E.claimed, not_(_ON_DRAFT)),
}
"""As `Expense.state` has it."""


@dataclass(frozen=True)
class ExpenseFilter:
    """Which expenses are asked for; None is any."""

    state: ExpenseState | None = None
    organization_id: UUID | None = None
    agent_id: UUID | None = None
    category_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    newest_first: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.state:
            found.append(_STATES[self.state])
        if self.organization_id:
            found.append(is_customer(_E.organization_id, self.organization_id))
        if self.agent_id:
            found.append(_E.agent_id == self.agent_id)
        if self.category_id:
            found.append(_E.category_id == self.category_id)
        if self.first_day:
            found.append(_E.spent_on >= self.first_day)
        if self.last_day:
            found.append(_E.spent_on <= self.last_day)
        return found


@dataclass(frozen=True)
class ExpenseView:
    """An expense with the names of its customer and category, its receipts, and what bills it."""

    expense: Expense
    organization_name: str
    category_name: str | None
    receipts: tuple[StoredReceipt, ...] = ()
    billed: BilledExpense | None = None
    deeds: tuple[Deed, ...] = ()

    @property
    def id(self) -> UUID:
        """That of the expense."""
        return self.expense.id

    @property
    def state(self) -> ExpenseState:
        """How far it is."""
        return self.expense.state(on_draft=self.billed is not None and self.billed.number is None)


async def list_expenses(
    session: Session, filters: ExpenseFilter, actor: Actor, *, after: UUID | None, limit: int
) -> list[ExpenseView]:
    """Expenses in the order in which they were recorded, or the newest first; only their own to who may see no others."""
    conditions = filters.conditions()
    if actor.only_own:
        if actor.agent_id is None:
            return []
        conditions.append(_E.agent_id == actor.agent_id)
    if after:
        conditions.append(_E.id < after if filters.newest_first else _E.id > after)
    order = _E.id.desc() if filters.newest_first else _E.id
    query = _expenses().where(*conditions).order_by(order).limit(limit)
    return await _views(session, (await session.execute(query)).all())


async def get_expense(session: Session, expense_id: UUID, actor: Actor) -> ExpenseView:
    """One expense with what was done with it. Raises `NotFoundError`."""
    rows = (await session.execute(_expenses().where(_E.id == expense_id))).all()
    if not rows:
        raise NotFoundError("expense")
    [view] = await _views(session, rows)
    actor.check_sees(view.expense)
    return build(ExpenseView, view, deeds=tuple(await expenses.load_deeds(session, expense_id)))


async def get_receipt(
    session: Session, expense_id: UUID, receipt_id: UUID, actor: Actor
) -> Receipt:
    """A receipt of an expense. Raises `NotFoundError`."""
    view = await get_expense(session, expense_id, actor)
    if all(one.id != receipt_id for one in view.receipts):
        raise NotFoundError("receipt")
    found = await receipts.read(session, receipt_id)
    assert found
    return found


async def get_invoice_receipt(session: Session, invoice_id: UUID, receipt_id: UUID) -> Receipt:
    """A receipt of an issued invoice, named as when that was issued. Raises `NotFoundError`."""
    issued = await invoices.load_issued(session, invoice_id)
    files = issued.content.receipts.files if issued and issued.content.receipts else ()
    for one in files:
        if one.receipt_id == receipt_id and (found := await receipts.read(session, receipt_id)):
            return Receipt(one.file_name, one.media_type, found.content)
    raise NotFoundError("receipt")


async def list_categories(session: Session) -> list[ExpenseCategory]:
    """All categories by name."""
    return await expenses.load_categories(session)


async def ready_expenses(
    session: Session, *, after: OfCustomer | None, limit: int
) -> list[ReadyExpenses]:
    """What is ready, by customer's name and currency."""
    decimals = {code: minor_units(code) for code in CURRENCIES}
    return await expenses.ready(
        session, DEFAULT_ACCOUNT_SETTINGS.currency, decimals, after=after, limit=limit
    )


def _expenses() -> Select[Any]:
    return (
        select(*_E.__table__.columns, OrganizationRow.name.label("organization_name"))
        .add_columns(ExpenseCategoryRow.name.label("category_name"))
        .join(OrganizationRow, OrganizationRow.organization_id == _E.organization_id)
        .outerjoin(ExpenseCategoryRow, ExpenseCategoryRow.id == _E.category_id)
    )


async def _views(session: Session, rows: Sequence[Any]) -> list[ExpenseView]:
    ids = [row.id for row in rows]
    billed = await expenses.billed(session, [row.id for row in rows if row.claimed])
    attached = await receipts.of_expenses(session, ids) if ids else {}
    return [
        ExpenseView(
            build(Expense, row),
            row.organization_name,
            row.category_name,
            tuple(attached.get(row.id, ())),
            billed.get(row.id),
        )
        for row in rows
    ]
