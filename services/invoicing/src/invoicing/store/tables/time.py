"""Approved time, its prices, and what claims it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, Integer, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, INT4RANGE, JSONB, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from invoicing.store.tables.base import Base

_OPEN = text("billable AND claimed_seconds < seconds")


class TimesheetRow(AccountOwned, Base):
    """The newest version of a timesheet that is known here, and which of its parts have arrived.

    `entry_ids` are in these parts, `former_ids` were in those of earlier versions and are in none of them: withdrawn when
    all parts have arrived. `asked_version` is that of the last question whether it may be reopened, which was answered; what
    was given back has that version, and no entries.
    """

    __tablename__ = "timesheets"

    timesheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    parts: Mapped[int]
    arrived: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    entry_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    former_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    asked_version: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class TimeEntryRow(AccountOwned, Base):
    """Hours and price of an entry, in one row, since they come in any order.

    `version` is null before the hours, `price_version` before the price. `segments` are `{start, end, billed_seconds,
    hourly_rate}`, with `treatment` and `charge_id` where an agreement has a say, and cover `priced_seconds`; null: no price.
    What is `withdrawn` vanished from its sheet and is not billable. A trigger keeps `claimed_seconds`, the sum of its live
    claims, and `written_off_seconds`, that of those that write it off. `held_seconds`: what agreements cover of it, and no
    claim has yet.
    """

    __tablename__ = "time_entries"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int | None]
    timesheet_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    agent_name: Mapped[str | None]
    organization_id: Mapped[UUID | None]
    """The customer to whom it is billed: where that was merged into another before it was claimed, the other."""
    recorded_for: Mapped[UUID | None]
    """The customer whom timer names."""
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
    withdrawn: Mapped[bool] = mapped_column(server_default=text("false"))
    price_version: Mapped[int | None]
    price_entry_version: Mapped[int | None]
    priced_seconds: Mapped[int | None]
    segments: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    currency: Mapped[str | None]
    unpriced_reason: Mapped[str | None]
    claimed_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    held_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    written_off_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    priced: Mapped[bool] = mapped_column(
        Computed(
            "coalesce(segments IS NOT NULL AND price_entry_version = version AND priced_seconds = seconds"
            " AND organization_id IS NOT NULL, false)",
            persisted=True,
        )
    )

    __table_args__ = (
        CheckConstraint(
            "claimed_seconds BETWEEN 0 AND coalesce(seconds, 0)",
            name="claimed_once",
        ),
        CheckConstraint("held_seconds >= 0", name="time_entries_held_seconds_check"),
        CheckConstraint(
            "NOT withdrawn OR claimed_seconds = 0 AND NOT billable",
            name="time_entries_withdrawn_check",
        ),
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
            postgresql_where=text("billable"),
        ),
        Index(
            "time_entries_written_off",
            "account_id",
            "entry_id",
            postgresql_where=text("written_off_seconds > 0"),
        ),
        # room on the page for the price, which then touches no index
        grants("SELECT, INSERT, UPDATE") | {"postgresql_with": {"fillfactor": 70}},
    )


class TimeTotalRow(AccountOwned, Base):
    """Seconds of a customer's approved billable time of a day, kept by triggers; the sum over the shards counts.

    A connection adds to the shard of its process, so that transactions hardly ever wait for each other.
    """

    __tablename__ = "time_totals"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    """All zeros: time without a customer."""
    work_date: Mapped[date] = mapped_column(primary_key=True)
    shard: Mapped[int] = mapped_column(primary_key=True)
    approved: Mapped[BigInt]
    unpriced: Mapped[BigInt]
    claimed: Mapped[BigInt]
    held: Mapped[BigInt]
    written_off: Mapped[BigInt]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


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


class ClaimRow(AccountOwned, Base):
    """Which seconds of which entry a line of a draft or invoice charges, at which price; no second twice.

    `billed_seconds`: what is charged of them, after rounding. `charge_id`: the line is this charge of an agreement, which
    covers them; `late`: they were approved after its invoice was issued, and its line does not count them.
    `written_off`: the invoice is none but a write-off, and nobody is charged for them.
    A claim is live until a credit note, or the end of the write-off, releases it. Only live ones exclude each other: by the
    exclusion constraint those of parts of an entry; one of a `whole_entry`, as nearly all are, by the sum of the entry's
    claims, which is a fraction of the work. A trigger sees to it that it is one of the whole.
    """

    __tablename__ = "claims"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    seconds: Mapped[Range[int]] = mapped_column(INT4RANGE, primary_key=True)
    price_version: Mapped[int]
    billed_seconds: Mapped[int]
    charge_id: Mapped[UUID | None]
    late: Mapped[bool] = mapped_column(server_default=text("false"))
    written_off: Mapped[bool] = mapped_column(server_default=text("false"))
    whole_entry: Mapped[bool] = mapped_column(server_default=text("false"))
    released_by: Mapped[UUID | None]

    __table_args__ = (
        CheckConstraint("NOT late OR charge_id IS NOT NULL", name="claims_late_check"),
        CheckConstraint("NOT written_off OR charge_id IS NULL", name="claims_written_off_check"),
        CheckConstraint(
            "NOT isempty(seconds) AND lower(seconds) >= 0", name="claims_seconds_check"
        ),
        CheckConstraint("billed_seconds >= 0", name="claims_billed_seconds_check"),
        CheckConstraint("NOT whole_entry OR lower(seconds) = 0", name="claims_whole_entry_check"),
        ExcludeConstraint(
            ("account_id", "="),
            ("entry_id", "="),
            ("seconds", "&&"),
            name="claimed_once",
            where=text("released_by IS NULL AND NOT whole_entry"),
        ),
        Index("claims_entry", "account_id", "entry_id"),
        grants("SELECT, INSERT, DELETE, UPDATE (released_by)"),
    )
