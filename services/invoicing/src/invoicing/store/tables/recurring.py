"""Invoices that are made again and again, and what came of each of their periods."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.recurring import RecurringTerms
from invoicing.store.tables.base import Base


class RecurringInvoiceRow(AccountOwned, Base):
    """What is made, and how far it is. `next_on` is null when it has ended."""

    __tablename__ = "recurring_invoices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    organization_id: Mapped[UUID]
    currency: Mapped[str]
    terms: Mapped[RecurringTerms]
    place: Mapped[int]
    next_on: Mapped[date | None]
    covered_until: Mapped[date | None]
    catch_up_to: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    paused_by: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (
        CheckConstraint(
            "(paused_at IS NULL) = (paused_by IS NULL)", name="recurring_invoices_paused_check"
        ),
        Index("recurring_invoices_organization", "account_id", "organization_id"),
        Index(
            "recurring_invoices_next",
            "account_id",
            "next_on",
            postgresql_where=text("next_on IS NOT NULL AND paused_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class RecurringPeriodRow(AccountOwned, Base):
    """What came of a period: a draft, a failure, or nothing because somebody said so. No two of one overlap.

    `issuing` is what became of issuing the draft by itself, null where it is left to people.
    """

    __tablename__ = "recurring_periods"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recurring_id: Mapped[UUID]
    first_day: Mapped[date]
    last_day: Mapped[date]
    due_on: Mapped[date]
    outcome: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    invoice_id: Mapped[UUID | None]
    total: Mapped[Decimal | None]
    failure: Mapped[dict[str, Any] | None]
    issuing: Mapped[str | None]
    asked_version: Mapped[int | None]
    held_back: Mapped[list[str]] = mapped_column(ARRAY(Text))

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "recurring_id"],
            ["recurring_invoices.account_id", "recurring_invoices.id"],
        ),
        CheckConstraint(
            "outcome IN ('made', 'failed', 'skipped') AND (outcome = 'made') = (invoice_id IS NOT NULL)"
            " AND (outcome = 'made') = (total IS NOT NULL)",
            name="recurring_periods_outcome_check",
        ),
        CheckConstraint(
            "issuing IN ('waiting', 'issued', 'failed') AND outcome = 'made' AND asked_version IS NOT NULL"
            " OR issuing IS NULL",
            name="recurring_periods_issuing_check",
        ),
        CheckConstraint("first_day <= last_day", name="recurring_periods_days_check"),
        ExcludeConstraint(
            ("account_id", "="),
            ("recurring_id", "="),
            (text("daterange(first_day, last_day, '[]')"), "&&"),
            name="recurring_periods_once",
        ),
        Index("recurring_periods_of_one", "account_id", "recurring_id", "id"),
        Index(
            "recurring_periods_invoice",
            "account_id",
            "invoice_id",
            unique=True,
            postgresql_where=text("invoice_id IS NOT NULL"),
        ),
        grants(
            "SELECT, INSERT, UPDATE (outcome, noted_at, noted_by, invoice_id, total, failure, issuing,"
            " asked_version, held_back)"
        ),
    )
