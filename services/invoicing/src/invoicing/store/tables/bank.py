"""Files of banks, the transactions that they brought, and what was decided about each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class BankFileRow(AccountOwned, Base):
    """A file that was read, and how many of its lines were new."""

    __tablename__ = "bank_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    format: Mapped[str]
    preset: Mapped[str | None]
    sha256: Mapped[str]
    lines: Mapped[int]
    new_lines: Mapped[int]
    left_out: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT"),)


class BankTransactionRow(AccountOwned, Base):
    """A booked movement of a bank account, once in whatever files it stands. Only `state` and `version` change.

    Both are those of its newest decision.
    """

    __tablename__ = "bank_transactions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID]
    bank_account: Mapped[str]
    entry_key: Mapped[str]
    booked_on: Mapped[date]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    text: Mapped[str]
    counterparty: Mapped[str]
    counterparty_account: Mapped[str]
    reference: Mapped[str]
    end_to_end_id: Mapped[str]
    bank_reference: Mapped[str]
    state: Mapped[str] = mapped_column(Text, server_default=sql("'open'"))
    version: Mapped[int] = mapped_column(server_default=sql("0"))

    __table_args__ = (
        UniqueConstraint("account_id", "bank_account", "entry_key", name="bank_entry_once"),
        ForeignKeyConstraint(["account_id", "file_id"], ["bank_files.account_id", "bank_files.id"]),
        CheckConstraint("amount <> 0", name="bank_transactions_amount_check"),
        CheckConstraint(
            "state IN ('open', 'taken', 'set-aside')", name="bank_transactions_state_check"
        ),
        Index("bank_transactions_of_state", "account_id", "state", "id"),
        Index(
            "bank_transactions_taken_from",
            "account_id",
            "counterparty_account",
            postgresql_where=sql("state = 'taken' AND counterparty_account <> ''"),
        ),
        grants("SELECT, INSERT, UPDATE (state, version)"),
    )


class BankDecisionRow(AccountOwned, Base):
    """What was decided about a transaction: taken as a payment or refund, set aside, or undone. Each version once."""

    __tablename__ = "bank_decisions"

    transaction_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    payment_id: Mapped[UUID | None]
    refund_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "transaction_id"],
            ["bank_transactions.account_id", "bank_transactions.id"],
        ),
        ForeignKeyConstraint(["account_id", "payment_id"], ["payments.account_id", "payments.id"]),
        ForeignKeyConstraint(["account_id", "refund_id"], ["refunds.account_id", "refunds.id"]),
        CheckConstraint(
            "(state = 'taken') = ((payment_id IS NULL) <> (refund_id IS NULL))"
            " AND (state = 'taken' OR reason IS NOT NULL)",
            name="bank_decisions_check",
        ),
        UniqueConstraint("account_id", "payment_id", name="bank_payment_once"),
        Index(
            "bank_decisions_refund",
            "account_id",
            "refund_id",
            postgresql_where=sql("refund_id IS NOT NULL"),
        ),
        grants("SELECT, INSERT"),
    )


class BankMappingRow(AccountOwned, Base):
    """Which column of a CSV file holds what, for files with these headers."""

    __tablename__ = "bank_mappings"

    headers: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[dict[str, Any]]
    bank_account: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)
