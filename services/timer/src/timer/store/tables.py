"""The service's tables. Rows belong to accounts; ids are made by us or by clients (UUIDv7)."""

from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    DateTime,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    column,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    composite,
    declared_attr,
    mapped_column,
    validates,
)

from database.mapping import TYPES, AccountOwned, grants, new_metadata
from timer.names import folded
from timer.time_span import TimeSpan
from timer.work import Work

CATALOGUE = grants("SELECT, INSERT, UPDATE")
Texts = tuple[str, ...]


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = TYPES | {Texts: ARRAY(Text, as_tuple=True)}


def _texts() -> Mapped[Texts]:
    return mapped_column(server_default=text("'{}'"))


def _flag(default: bool) -> Mapped[bool]:
    return mapped_column(server_default=text(str(default).lower()))


def _belongs_to(table: str, *columns: str, name: str | None = None) -> ForeignKeyConstraint:
    target = [f"{table}.account_id", f"{table}.id"]
    return ForeignKeyConstraint(["account_id", *columns], target, name=name)


class Identified(AccountOwned):
    """A row with an id of its own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, insert_sentinel=True)


class Versioned(Identified):
    """A row that changes; each change gives it the next version, from 1."""

    version: Mapped[int] = mapped_column(server_default=text("1"))


class Named:
    """A thing whose name is taken once, where names that differ only in case or spaces are one name."""

    name: Mapped[str]
    folded_name: Mapped[str]

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = folded(name)
        return name


class AccountSettingsRow(AccountOwned, Base):
    """What the account has chosen; an account without a row has chosen nothing yet."""

    __tablename__ = "account_settings"

    version: Mapped[int]
    time_zone: Mapped[str]
    currency: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    allow_self_approval: Mapped[bool]
    allow_overlaps: Mapped[bool]

    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="account_settings_currency_check"),
        CATALOGUE,
    )


class Organization(Versioned, Named, Base):
    """A customer."""

    __tablename__ = "organizations"

    address_lines: Mapped[Texts] = _texts()
    postal_code: Mapped[str] = mapped_column(server_default="")
    city: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str | None]
    vat_number: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="en")
    currency: Mapped[str | None]
    email_domains: Mapped[Texts] = _texts()
    archived: Mapped[bool] = _flag(False)

    __table_args__ = (
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="organizations_country_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="organizations_currency_check"),
        UniqueConstraint("account_id", "folded_name", name="organization_name_taken"),
        CATALOGUE,
    )


class Contact(Versioned, Base):
    """A person at an organization, which has at most one who gets the invoices."""

    __tablename__ = "contacts"

    organization_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str] = mapped_column(server_default="")
    billing: Mapped[bool] = _flag(False)

    __table_args__ = (
        _belongs_to("organizations", "organization_id", name="contact_organization"),
        Index(
            "one_billing_contact",
            "account_id",
            "organization_id",
            unique=True,
            postgresql_where=text("billing"),
        ),
        Index("contact_of_organization", "account_id", "organization_id", "id"),
        CATALOGUE,
    )


class Agent(Versioned, Base):
    """A person who does work and logs time."""

    __tablename__ = "agents"

    name: Mapped[str]
    email: Mapped[str | None]
    aliases: Mapped[Texts] = _texts()
    time_zone: Mapped[str]
    active: Mapped[bool] = _flag(True)

    __table_args__ = (CATALOGUE,)


class AgentAddress(AccountOwned, Base):
    """An e-mail address or alias, which belongs to one agent only."""

    __tablename__ = "agent_addresses"

    email: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID]

    __table_args__ = (
        PrimaryKeyConstraint("account_id", "email", name="agent_email_taken"),
        _belongs_to("agents", "agent_id"),
        grants("SELECT, INSERT, DELETE"),
    )


class ServiceType(Versioned, Named, Base):
    """A kind of work."""

    __tablename__ = "service_types"

    billable: Mapped[bool] = _flag(True)
    archived: Mapped[bool] = _flag(False)

    __table_args__ = (
        UniqueConstraint("account_id", "folded_name", name="service_type_name_taken"),
        CATALOGUE,
    )


class Project(Versioned, Named, Base):
    """Work for an organization, or for nobody in particular."""

    __tablename__ = "projects"

    organization_id: Mapped[UUID | None]
    billable: Mapped[bool] = _flag(True)
    archived: Mapped[bool] = _flag(False)

    __table_args__ = (
        _belongs_to("organizations", "organization_id", name="project_organization"),
        UniqueConstraint(
            "account_id",
            "organization_id",
            "folded_name",
            name="project_name_taken",
            postgresql_nulls_not_distinct=True,
        ),
        CATALOGUE,
    )


class Task(Versioned, Named, Base):
    """A piece of a project."""

    __tablename__ = "tasks"

    project_id: Mapped[UUID]
    service_type_id: Mapped[UUID | None]
    archived: Mapped[bool] = _flag(False)

    __table_args__ = (
        _belongs_to("projects", "project_id", name="task_project"),
        _belongs_to("service_types", "service_type_id", name="task_service_type"),
        UniqueConstraint("account_id", "project_id", "folded_name", name="task_name_taken"),
        CATALOGUE,
    )


class Ticket(Versioned, Base):
    """Support that a contact asked for."""

    __tablename__ = "tickets"

    name: Mapped[str]
    requester_id: Mapped[UUID]
    service_type_id: Mapped[UUID | None]
    closed: Mapped[bool] = _flag(False)

    __table_args__ = (
        _belongs_to("contacts", "requester_id", name="ticket_requester"),
        _belongs_to("service_types", "service_type_id", name="ticket_service_type"),
        CATALOGUE,
    )


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
    rejected_because: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'submitted', 'approved')", name="timesheets_state_check"
        ),
        CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL AND approved_by IS NOT NULL)",
            name="timesheets_approval_check",
        ),
        _belongs_to("agents", "agent_id"),
        UniqueConstraint("account_id", "agent_id", "first_day"),
        Index("timesheet_by_day", "account_id", "first_day"),
        CATALOGUE,
    )


class Worked:
    """What time is spent on, as columns and as one value."""

    organization_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    ticket_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    billable: Mapped[bool]
    description: Mapped[str] = mapped_column(server_default="")
    tags: Mapped[Texts] = _texts()

    @declared_attr
    def work(self) -> Mapped[Work]:
        """The columns above as one value."""
        return composite(Work, *(field.name for field in fields(Work)))


class TimeEntryRow(Versioned, Worked, Base):
    """One stretch of work by one agent. `ended_at` stands beside start and seconds for the constraint's sake.

    `exclusive`: it may not overlap other timed entries of its agent. `source`: the import it came by.
    """

    __tablename__ = "time_entries"

    agent_id: Mapped[UUID]
    timesheet_id: Mapped[UUID]
    work_date: Mapped[date]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int]
    time_zone: Mapped[str]
    exclusive: Mapped[bool] = _flag(True)
    source: Mapped[str | None]
    span: Mapped[TimeSpan] = composite("work_date", "started_at", "seconds", "time_zone")

    __table_args__ = (
        CheckConstraint("seconds BETWEEN 1 AND 86400", name="time_entries_seconds_check"),
        CheckConstraint("task_id IS NULL OR ticket_id IS NULL", name="time_entries_item_check"),
        CheckConstraint(
            "(started_at IS NULL) = (ended_at IS NULL)", name="time_entries_timed_check"
        ),
        CheckConstraint(
            "extract(epoch FROM ended_at - started_at) = seconds", name="time_entries_span_check"
        ),
        _belongs_to("agents", "agent_id", name="time_entry_agent"),
        _belongs_to("timesheets", "timesheet_id"),
        _belongs_to("organizations", "organization_id", name="time_entry_organization"),
        _belongs_to("projects", "project_id", name="time_entry_project"),
        _belongs_to("tasks", "task_id", name="time_entry_task"),
        _belongs_to("tickets", "ticket_id", name="time_entry_ticket"),
        _belongs_to("service_types", "service_type_id", name="time_entry_service_type"),
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
        Index("time_entry_of_organization", "account_id", "organization_id", "work_date"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class DiscardedEntry(Identified, Base):
    """Id and last version of a deleted entry, so that sending it again does not bring it back."""

    __tablename__ = "discarded_entries"

    version: Mapped[int]

    __table_args__ = (grants("SELECT, INSERT"),)


class RunningTimerRow(AccountOwned, Worked, Base):
    """The timer that runs for an agent. `entry_id` is the id that the time entry will have."""

    __tablename__ = "running_timers"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    started_at: Mapped[datetime]
    work_date: Mapped[date]
    time_zone: Mapped[str]

    __table_args__ = (
        PrimaryKeyConstraint("account_id", "agent_id", name="one_running_timer"),
        _belongs_to("agents", "agent_id"),
        grants("SELECT, INSERT, DELETE"),
    )


class ImportedRow(AccountOwned, Base):
    """A row of a file as it was imported, to know it again.

    It stays when its entry is deleted, so it names the entry without a foreign key.
    """

    __tablename__ = "imported_rows"

    source: Mapped[str] = mapped_column(primary_key=True)
    row_key: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    work_date: Mapped[date]
    written_start: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    started_at: Mapped[datetime | None]
    seconds: Mapped[int]
    project: Mapped[str]
    description: Mapped[str]
    tags: Mapped[Texts]
    billable: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("ordinal > 0", name="imported_rows_ordinal_check"),
        Index("imported_row_entry", "account_id", "entry_id"),
        Index("imported_row_of_agent", "account_id", "source", "agent_id", "work_date"),
        grants("SELECT, INSERT"),
    )


class BilledEntry(AccountOwned, Base):
    """Seconds of an entry that an invoice bills: one row per entry and invoice, whenever and however often consumed."""

    __tablename__ = "billed_entries"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID] = mapped_column(primary_key=True, insert_sentinel=True)
    seconds: Mapped[int]
    billed_at: Mapped[datetime]

    __table_args__ = (grants("SELECT, INSERT"),)
