"""Billing runs, what came of each customer and each draft, and when they begin by themselves."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.store.tables.base import Base


class BillingRunRow(AccountOwned, Base):
    """A run as it was asked for. `finished_at` is null while a customer waits, or a draft to be issued.

    One without days issues drafts that somebody chose, and makes none.
    """

    __tablename__ = "billing_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    earlier: Mapped[bool]
    group_by: Mapped[GroupBy]
    currencies: Mapped[list[str]] = mapped_column(ARRAY(Text))
    named: Mapped[bool]
    """Whether customers were named; else it is about all who have something to bill."""
    issue: Mapped[str | None]
    delivery: Mapped[DeliveryChannel]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    planned_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    scheduled_month: Mapped[date | None]
    """The month in which it began by itself, so that it does that once."""

    __table_args__ = (
        CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day",
            name="billing_runs_days_check",
        ),
        Index(
            "billing_run_scheduled_once",
            "account_id",
            "scheduled_month",
            unique=True,
            postgresql_where=text("scheduled_month IS NOT NULL"),
        ),
        grants(
            "SELECT, INSERT, UPDATE (version, planned_at, finished_at, cancelled_at, cancelled_by)"
        ),
    )


class BillingRunCustomerRow(AccountOwned, Base):
    """A customer in a run. `left_out` is what should be on a draft and is not."""

    __tablename__ = "billing_run_customers"

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    failure: Mapped[dict[str, Any] | None]
    left_out: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))

    __table_args__ = (
        CheckConstraint(
            "outcome IN ('waiting', 'drafted', 'nothing', 'failed', 'cancelled')",
            name="billing_run_customers_outcome_check",
        ),
        Index(
            "billing_run_customers_waiting",
            "account_id",
            "run_id",
            "organization_id",
            postgresql_where=text("outcome = 'waiting'"),
        ),
        grants("SELECT, INSERT, UPDATE (outcome, failure, left_out)"),
    )


class BillingRunDraftRow(AccountOwned, Base):
    """A draft that a run made, or that was chosen for it, as it was then.

    `issuing` is what became of issuing it in the run, null before. `asked_version` is what whoever asked to issue it saw
    of it.
    """

    __tablename__ = "billing_run_drafts"

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    currency: Mapped[str]
    total: Mapped[Decimal]
    held_back: Mapped[list[str]] = mapped_column(ARRAY(Text))
    issuing: Mapped[str | None]
    asked_version: Mapped[int | None]
    asked_by: Mapped[str | None]
    issue_date: Mapped[date | None]
    delivery: Mapped[DeliveryChannel | None]
    failure: Mapped[dict[str, Any] | None]

    __table_args__ = (
        CheckConstraint(
            "issuing IN ('waiting', 'issued', 'failed')", name="billing_run_drafts_issuing_check"
        ),
        CheckConstraint(
            "issuing IS DISTINCT FROM 'waiting' OR asked_version IS NOT NULL AND asked_by IS NOT NULL"
            " AND delivery IS NOT NULL",
            name="billing_run_drafts_asked_check",
        ),
        Index("billing_run_drafts_customer", "account_id", "run_id", "organization_id"),
        Index(
            "billing_run_drafts_waiting",
            "account_id",
            "run_id",
            "invoice_id",
            postgresql_where=text("issuing = 'waiting'"),
        ),
        grants(
            "SELECT, INSERT, UPDATE (issuing, asked_version, asked_by, issue_date, delivery, failure, held_back)"
        ),
    )


class BillingScheduleRow(AccountOwned, Base):
    """When the account bills the month before by itself, and whether what it drafts is issued at once."""

    __tablename__ = "billing_schedules"

    version: Mapped[int]
    day_of_month: Mapped[int | None]
    hour: Mapped[int]
    group_by: Mapped[GroupBy]
    issue: Mapped[str]
    delivery: Mapped[DeliveryChannel]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("day_of_month BETWEEN 1 AND 31", name="billing_schedules_day_check"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="billing_schedules_hour_check"),
        grants("SELECT, INSERT, UPDATE"),
    )


class CustomerIssuingRow(AccountOwned, Base):
    """What a customer says of issuing its drafts at once; without a row, or with null, the account's choice holds."""

    __tablename__ = "customer_issuing"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    issue: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)
