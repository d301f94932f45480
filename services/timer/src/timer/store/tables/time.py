"""Time entries, running timers; what was imported, what was billed."""

from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Index,
    PrimaryKeyConstraint,
    column,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, composite, declared_attr, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import (
    Base,
    Identified,
    Texts,
    Versioned,
    belongs_to,
    flag,
    one_of,
    texts,
)
from timer.time_entry import EntryState
from timer.time_span import TimeSpan
from timer.work import Work


class Worked:
    """What time is spent on, as columns and as one value."""

    organization_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    ticket_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    billable: Mapped[bool]
    description: Mapped[str] = mapped_column(server_default="")
    tags: Mapped[Texts] = texts()
    organization_source: Mapped[str | None]
    billable_source: Mapped[str | None]

    @declared_attr
    def work(self) -> Mapped[Work]:
        """The columns above as one value."""
        return composite(Work, *(field.name for field in fields(Work)))


class TimeEntryRow(Versioned, Worked, Base):
    """One span of work by one agent. `ended_at` stands beside start and seconds for the constraint's sake.

    `exclusive`: it may not overlap other timed entries of its agent. `source`: the import it came by.
    `capped`: of a timer that was forgotten. `measured`: by a timer, so no budget refuses it.
    `break_seconds`: pauses between start and end, which are not worked.
    `requests`: digests of what was sent to make or change it.
    `state`: that of its timesheet, or billed; stored, so that a list by state reads no other entries.
    """

    __tablename__ = "time_entries"

    agent_id: Mapped[UUID]
    timesheet_id: Mapped[UUID]
    work_date: Mapped[date]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int]
    time_zone: Mapped[str]
    break_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    exclusive: Mapped[bool] = flag(True)
    source: Mapped[str | None]
    capped: Mapped[bool] = flag(False)
    measured: Mapped[bool] = flag(False)
    state: Mapped[str] = mapped_column(server_default="draft")
    requests: Mapped[Texts] = texts()
    span: Mapped[TimeSpan] = composite(
        "work_date", "started_at", "seconds", "time_zone", "break_seconds"
    )

    __table_args__ = (
        CheckConstraint("seconds BETWEEN 1 AND 86400", name="time_entries_seconds_check"),
        CheckConstraint("task_id IS NULL OR ticket_id IS NULL", name="time_entries_item_check"),
        one_of("state", EntryState, name="time_entries_state_check"),
        CheckConstraint(
            "(started_at IS NULL) = (ended_at IS NULL)", name="time_entries_timed_check"
        ),
        CheckConstraint(
            "extract(epoch FROM ended_at - started_at) = seconds + break_seconds",
            name="time_entries_span_check",
        ),
        CheckConstraint(
            "break_seconds BETWEEN 0 AND 86400 - seconds AND (break_seconds = 0 OR started_at IS NOT NULL)",
            name="time_entries_break_check",
        ),
        belongs_to("agents", "agent_id", name="time_entry_agent"),
        belongs_to("timesheets", "timesheet_id"),
        belongs_to("organizations", "organization_id", name="time_entry_organization"),
        belongs_to("projects", "project_id", name="time_entry_project"),
        belongs_to("tasks", "task_id", name="time_entry_task"),
        belongs_to("tickets", "ticket_id", name="time_entry_ticket"),
        belongs_to("service_types", "service_type_id", name="time_entry_service_type"),
        ExcludeConstraint(
            (column("account_id"), "="),
            (column("agent_id"), "="),
            (func.tstzrange(column("started_at"), column("ended_at")), "&&"),
            name="time_entries_overlap",
            using="gist",
            where=text("started_at IS NOT NULL AND exclusive"),
        ),
        Index("time_entry_of_sheet", "account_id", "timesheet_id"),
        Index("time_entry_of_agent", "account_id", "agent_id", "work_date"),
        Index("time_entry_by_day", "account_id", "work_date"),
        Index("time_entry_by_state", "account_id", "state", "id"),
        Index("time_entry_of_organization", "account_id", "organization_id", "work_date"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class DiscardedEntry(Identified, Base):
    """Id and last version of a deleted entry, so that sending it again does not bring it back."""

    __tablename__ = "discarded_entries"

    version: Mapped[int]

    __table_args__ = (grants("SELECT, INSERT"),)


class RunningTimerRow(AccountOwned, Worked, Base):
    """The timer that runs for an agent. `entry_id` is the id that the time entry will have.

    `break_seconds` of pauses ended, the last at `resumed_at`; it pauses since `paused_at`.
    `noticed_at`: that it runs beyond the account's limit. `confirmed`: its agent says that this is right.
    """

    __tablename__ = "running_timers"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    started_at: Mapped[datetime]
    work_date: Mapped[date]
    time_zone: Mapped[str]
    break_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    paused_at: Mapped[datetime | None]
    resumed_at: Mapped[datetime | None]
    noticed_at: Mapped[datetime | None]
    confirmed: Mapped[bool] = flag(False)

    __table_args__ = (
        CheckConstraint("break_seconds >= 0", name="running_timers_break_check"),
        CheckConstraint("paused_at >= started_at", name="running_timers_paused_check"),
        PrimaryKeyConstraint("account_id", "agent_id", name="one_running_timer"),
        Index("running_timer_entry", "account_id", "entry_id"),
        belongs_to("agents", "agent_id"),
        grants(
            "SELECT, INSERT, DELETE, UPDATE (break_seconds, paused_at, resumed_at, noticed_at, confirmed)"
        ),
    )


class BilledRange(AccountOwned, Base):
    """Seconds of an entry that a line of an invoice bills, or billed until they were released.

    A release that comes before what it releases leaves the same row. One of a part of it leaves a row of its own; what was
    billed is billed until all its parts are released.
    """

    __tablename__ = "billed_ranges"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    start_second: Mapped[int] = mapped_column(primary_key=True)
    end_second: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    billed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "0 <= start_second AND start_second < end_second AND end_second <= 86400",
            name="billed_ranges_seconds_check",
        ),
        grants("SELECT, INSERT, UPDATE (billed_at, released_at)"),
    )
