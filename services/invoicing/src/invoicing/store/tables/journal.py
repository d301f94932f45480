"""Ledger accounts, and what of the books was exported to the ledger."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class LedgerSettingsRow(AccountOwned, Base):
    """The accounts of the ledger, by what is booked there."""

    __tablename__ = "ledger_settings"

    version: Mapped[int]
    accounts: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class JournalExportRow(AccountOwned, Base):
    """An export: made once, downloaded as often as one likes."""

    __tablename__ = "journal_exports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    last_day: Mapped[date]
    transactions: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT"),)


class JournalLineRow(AccountOwned, Base):
    """A line of an export, as it was booked then. A trigger refuses transactions whose sides differ."""

    __tablename__ = "journal_lines"

    export_id: Mapped[UUID] = mapped_column(primary_key=True)
    transaction: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    fact_kind: Mapped[str]
    fact_id: Mapped[UUID]
    booked_on: Mapped[date]
    voucher: Mapped[str]
    text: Mapped[str]
    account: Mapped[str]
    tax_code: Mapped[str | None]
    ledger_code: Mapped[str | None]
    currency: Mapped[str]
    debit: Mapped[Decimal]
    credit: Mapped[Decimal]

    __table_args__ = (
        UniqueConstraint(
            "account_id", "fact_id", "fact_kind", "position", name="journal_fact_once"
        ),
        CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="journal_lines_check"
        ),
        ForeignKeyConstraint(
            ["account_id", "export_id"], ["journal_exports.account_id", "journal_exports.id"]
        ),
        grants("SELECT, INSERT"),
    )
