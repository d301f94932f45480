"""Approved time, its prices, and what claims it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, text
from sqlalchemy.dialects.postgresql import INT4RANGE, JSONB, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, current_account_default, grants
from invoicing.store.tables.base import Base

_OPEN = text("billable AND claimed_seconds < seconds")


class TimeEntryRow(AccountOwned, Base):
    """Hours and price of an entry, in one row, since they come in any order.

    `version` is null before the hours, `price_version` before the price. A trigger keeps `claimed_seconds`.
    """

    __tablename__ = "time_entries"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int | None]
    timesheet_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    agent_name: Mapped[str | None]
    organization_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    project_name: Mapped[str | None]
    work_item_id: Mapped[UUID | None]
    work_item_name: Mapped[str | None]
    service_type_id: Mapped[UUID | None]
    service_type_name: Mapped[str | None]
    work_date: Mapped[date | None]
    seconds: Mapped[int | None]
    billable: Mapped[bool | None]
    description: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    price_version: Mapped[int | None]
    price_entry_version: Mapped[int | None]
    hourly_rate: Mapped[Decimal | None]
    currency: Mapped[str | None]
    unpriced_reason: Mapped[str | None]
    claimed_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    priced: Mapped[bool] = mapped_column(
        Computed(
            "coalesce(hourly_rate IS NOT NULL AND price_entry_version = version"
            " AND organization_id IS NOT NULL, false)",
            persisted=True,
        )
    )

    __table_args__ = (
        CheckConstraint("claimed_seconds >= 0", name="time_entries_claimed_seconds_check"),
        Index(
            "time_entries_open",
            "account_id",
            "organization_id",
            "work_date",
            postgresql_where=_OPEN,
        ),
        Index(
            "time_entries_billable",
            "account_id",
            "organization_id",
            "work_date",
            postgresql_include=["seconds", "claimed_seconds"],
            postgresql_where=text("billable"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class RefusedChangeRow(AccountOwned, Base):
    """Newer hours of an entry than those that an issued invoice charges: set aside, whole, until somebody decides."""

    __tablename__ = "refused_changes"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    timesheet_id: Mapped[UUID]
    approved_at: Mapped[datetime]
    reason: Mapped[str]
    hours: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (grants("SELECT, INSERT, UPDATE, DELETE"),)


class ClaimRow(Base):
    """Which seconds of which entry a line of a draft or invoice charges; no second twice."""

    __tablename__ = "claims"

    account_id: Mapped[UUID] = mapped_column(server_default=current_account_default())
    entry_id: Mapped[UUID] = mapped_column()
    seconds: Mapped[Range[int]] = mapped_column(INT4RANGE)
    invoice_id: Mapped[UUID]
    line_id: Mapped[UUID]

    __mapper_args__ = {"primary_key": [account_id, entry_id, seconds]}  # noqa: RUF012 SQLAlchemy's way
    __table_args__ = (
        CheckConstraint(
            "NOT isempty(seconds) AND lower(seconds) >= 0", name="claims_seconds_check"
        ),
        ExcludeConstraint(
            ("account_id", "="), ("entry_id", "="), ("seconds", "&&"), name="claimed_once"
        ),
        Index("claims_line", "account_id", "invoice_id", "line_id"),
        grants("SELECT, INSERT, DELETE"),
    )
