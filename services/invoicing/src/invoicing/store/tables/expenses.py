"""Expenses, their receipts, what happened to them, and which lines of drafts and invoices charge them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.expenses import Decision, ExpenseAct
from invoicing.store.tables.base import Base


def of_expense() -> ForeignKeyConstraint:
    """The expense must be there."""
    return ForeignKeyConstraint(
        ["account_id", "expense_id"], ["expenses.account_id", "expenses.id"]
    )


class ExpenseCategoryRow(AccountOwned, Base):
    """A kind of expense, with the tax code and the mark-up that are proposed for it."""

    __tablename__ = "expense_categories"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    tax_code: Mapped[str | None]
    mark_up: Mapped[Decimal]
    retired: Mapped[bool]

    __table_args__ = (
        Index("expense_category_once", "account_id", text("lower(name)"), unique=True),
        grants("SELECT, INSERT, UPDATE"),
    )


class ExpenseRow(AccountOwned, Base):
    """An expense. A trigger keeps `claimed`: whether a live line charges it."""

    __tablename__ = "expenses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    organization_id: Mapped[UUID]
    project_id: Mapped[UUID | None]
    category_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    spent_on: Mapped[date]
    description: Mapped[str]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    distance_km: Mapped[Decimal | None]
    rate_per_km: Mapped[Decimal | None]
    billable: Mapped[bool]
    mark_up: Mapped[Decimal]
    billed_currency: Mapped[str | None]
    exchange_rate: Mapped[Decimal | None]
    decision: Mapped[Decision | None]
    reason: Mapped[str]
    claimed: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "category_id"],
            ["expense_categories.account_id", "expense_categories.id"],
        ),
        CheckConstraint("amount > 0 AND mark_up >= 0", name="expenses_amount_check"),
        CheckConstraint(
            "(distance_km IS NULL) = (rate_per_km IS NULL)", name="expenses_distance_check"
        ),
        CheckConstraint(
            "(billed_currency IS NULL) = (exchange_rate IS NULL) AND billed_currency <> currency"
            " AND exchange_rate > 0",
            name="expenses_exchange_check",
        ),
        CheckConstraint(
            "(decision = 'rejected') IS NOT TRUE OR reason <> ''", name="expenses_rejected_because"
        ),
        Index("expenses_of_customer", "account_id", "organization_id", "id"),
        Index("expenses_of_agent", "account_id", "agent_id", "id"),
        Index(
            "expenses_ready",
            "account_id",
            "organization_id",
            "spent_on",
            postgresql_where=text("decision = 'approved' AND billable AND NOT claimed"),
        ),
        Index("expenses_submitted", "account_id", "id", postgresql_where=text("decision IS NULL")),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class ReceiptRow(AccountOwned, Base):
    """A receipt of an expense. A trigger keeps those of what was ever on an issued invoice."""

    __tablename__ = "receipts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    expense_id: Mapped[UUID]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes]
    added_at: Mapped[datetime]
    added_by: Mapped[str]

    __table_args__ = (
        of_expense(),
        CheckConstraint("size = length(content)", name="receipts_size_check"),
        Index("receipts_of_expense", "account_id", "expense_id", "id"),
        grants("SELECT, INSERT, DELETE"),
    )


class ExpenseJournalRow(AccountOwned, Base):
    """What was done with an expense, by whom; it stays when the expense is deleted."""

    __tablename__ = "expense_journal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    expense_id: Mapped[UUID]
    act: Mapped[ExpenseAct]
    detail: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]

    __table_args__ = (
        Index("expense_journal_of_expense", "account_id", "expense_id", "id"),
        grants("SELECT, INSERT"),
    )


class ExpenseClaimRow(AccountOwned, Base):
    """The line of a draft or invoice that charges an expense, and how much; at most one of those that are live.

    It goes with the draft's line, and is released when credit notes took back all of the invoice's line.
    """

    __tablename__ = "expense_claims"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    expense_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    exchange_rate: Mapped[Decimal | None]
    mark_up: Mapped[Decimal]
    charged: Mapped[Decimal]
    released_by: Mapped[UUID | None]

    __table_args__ = (
        of_expense(),
        Index(
            "expense_billed_once",
            "account_id",
            "expense_id",
            unique=True,
            postgresql_where=text("released_by IS NULL"),
        ),
        Index("expense_claims_of_expense", "account_id", "expense_id"),
        Index("expense_claims_of_line", "account_id", "invoice_id", "line_id"),
        grants("SELECT, INSERT, DELETE, UPDATE (released_by)"),
    )
