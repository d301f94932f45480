"""Timesheets, and what happened to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, column, func
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import CATALOGUE, Base, Identified, Versioned, belongs_to, one_of
from timer.timesheet import TimesheetState


class TimesheetRow(Versioned, Base):
    """All entries of one agent in one period."""

    __tablename__ = "timesheets"

    agent_id: Mapped[UUID]
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(server_default="draft")
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    approver_id: Mapped[UUID | None]
    rejected_because: Mapped[str | None]
    approved_version: Mapped[int | None]
    approved_digest: Mapped[str | None]
    reopening_reason: Mapped[str | None]
    charged_by: Mapped[str | None]
    reopened_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("state", TimesheetState, name="timesheets_state_check"),
        CheckConstraint(
            "(state IN ('approved', 'reopening')) = (approved_at IS NOT NULL AND approved_by IS NOT NULL"
            " AND approved_version IS NOT NULL AND approved_digest IS NOT NULL)",
            name="timesheets_approval_check",
        ),
        CheckConstraint("first_day <= last_day", name="timesheets_days_check"),
        belongs_to("agents", "agent_id"),
        UniqueConstraint("account_id", "agent_id", "first_day"),
        # Deferrable: checked at the statement's end, when ON CONFLICT has taken back the row of who was second. At once, it
        # would refuse that row. Such a constraint cannot decide a conflict itself: ON CONFLICT must name its columns.
        ExcludeConstraint(
            (column("account_id"), "="),
            (column("agent_id"), "="),
            (func.daterange(column("first_day"), column("last_day"), "[]"), "&&"),
            name="timesheets_overlap",
            using="gist",
            deferrable=True,
            initially="IMMEDIATE",
        ),
        Index("timesheet_by_day", "account_id", "first_day"),
        Index("timesheet_by_state", "account_id", "state", "id"),
        CATALOGUE,
    )


class MissedTimesheet(AccountOwned, Base):
    """A period whose agent was told, once, that its time was not handed in; `number` counts those of the agent."""

    __tablename__ = "missed_timesheets"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]
    number: Mapped[int]
    noticed_at: Mapped[datetime]

    __table_args__ = (
        belongs_to("agents", "agent_id"),
        CheckConstraint("first_day <= last_day", name="missed_timesheets_days_check"),
        grants("SELECT, INSERT"),
    )


class RejectedEntry(AccountOwned, Base):
    """Why an entry was rejected in the version that it had then; what becomes of it is another version."""

    __tablename__ = "rejected_entries"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_version: Mapped[int]
    timesheet_id: Mapped[UUID]
    reason: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "entry_id"],
            ["time_entries.account_id", "time_entries.id"],
            ondelete="CASCADE",
        ),
        belongs_to("timesheets", "timesheet_id"),
        Index("rejected_entry_of_sheet", "account_id", "timesheet_id"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class TimesheetChange(Identified, Base):
    """What was done to a sheet, once and for all."""

    __tablename__ = "timesheet_changes"

    timesheet_id: Mapped[UUID]
    version: Mapped[int]
    act: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str | None]
    reason: Mapped[str | None]
    digest: Mapped[str | None]
    entry_id: Mapped[UUID | None]
    file_name: Mapped[str | None]
    entries: Mapped[int | None]

    __table_args__ = (
        belongs_to("timesheets", "timesheet_id"),
        CheckConstraint(
            "CASE WHEN act = 'imported-after-lock' THEN coalesce(entries, 0) > 0 ELSE entries IS NULL END",
            name="timesheet_changes_entries_check",
        ),
        Index("timesheet_change_of_sheet", "account_id", "timesheet_id"),
        grants("SELECT, INSERT"),
    )


class SheetComment(Identified, Base):
    """What somebody wrote about a sheet."""

    __tablename__ = "sheet_comments"

    timesheet_id: Mapped[UUID]
    by: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]

    __table_args__ = (
        belongs_to("timesheets", "timesheet_id"),
        Index("sheet_comment_of_sheet", "account_id", "timesheet_id"),
        grants("SELECT, INSERT"),
    )
