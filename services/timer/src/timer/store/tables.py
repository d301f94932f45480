"""The service's tables as SQLAlchemy sees them; the migrations make them."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)

metadata = MetaData()


def _key() -> list[Column[Any]]:
    return [Column("account_id", Uuid, primary_key=True), Column("id", Uuid, primary_key=True)]


def _versioned_key() -> list[Column[Any]]:
    return [*_key(), Column("version", Integer)]


def _instant(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True))


def _work() -> list[Column[Any]]:
    """What time was spent on."""
    names = ("organization_id", "project_id", "task_id", "ticket_id", "service_type_id")
    return [
        *(Column(name, Uuid) for name in names),
        Column("billable", Boolean),
        Column("description", Text),
        Column("tags", ARRAY(Text)),
    ]


account_settings = Table(
    "account_settings",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("version", Integer),
    Column("time_zone", Text),
    Column("currency", String(3)),
    Column("allow_self_approval", Boolean),
    Column("allow_overlaps", Boolean),
)

organizations = Table(
    "organizations",
    metadata,
    *_versioned_key(),
    Column("name", Text),
    Column("folded_name", Text),
    Column("address_lines", ARRAY(Text)),
    Column("postal_code", Text),
    Column("city", Text),
    Column("country", String(2)),
    Column("vat_number", Text),
    Column("language", Text),
    Column("currency", String(3)),
    Column("email_domains", ARRAY(Text)),
    Column("archived", Boolean),
)

contacts = Table(
    "contacts",
    metadata,
    *_versioned_key(),
    Column("organization_id", Uuid),
    Column("name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("billing", Boolean),
)

agents = Table(
    "agents",
    metadata,
    *_versioned_key(),
    Column("name", Text),
    Column("email", Text),
    Column("aliases", ARRAY(Text)),
    Column("time_zone", Text),
    Column("active", Boolean),
)

agent_addresses = Table(
    "agent_addresses",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("email", Text, primary_key=True),
    Column("agent_id", Uuid),
)

service_types = Table(
    "service_types",
    metadata,
    *_versioned_key(),
    Column("name", Text),
    Column("folded_name", Text),
    Column("billable", Boolean),
    Column("archived", Boolean),
)

projects = Table(
    "projects",
    metadata,
    *_versioned_key(),
    Column("organization_id", Uuid),
    Column("name", Text),
    Column("folded_name", Text),
    Column("billable", Boolean),
    Column("archived", Boolean),
)

tasks = Table(
    "tasks",
    metadata,
    *_versioned_key(),
    Column("project_id", Uuid),
    Column("name", Text),
    Column("folded_name", Text),
    Column("service_type_id", Uuid),
    Column("archived", Boolean),
)

tickets = Table(
    "tickets",
    metadata,
    *_versioned_key(),
    Column("name", Text),
    Column("requester_id", Uuid),
    Column("service_type_id", Uuid),
    Column("closed", Boolean),
)

timesheets = Table(
    "timesheets",
    metadata,
    *_versioned_key(),
    Column("agent_id", Uuid),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("state", Text),
    _instant("submitted_at"),
    _instant("approved_at"),
    Column("approved_by", Text),
    Column("rejected_because", Text),
)

time_entries = Table(
    "time_entries",
    metadata,
    *_versioned_key(),
    Column("agent_id", Uuid),
    Column("timesheet_id", Uuid),
    *_work(),
    Column("work_date", Date),
    _instant("started_at"),
    _instant("ended_at"),
    Column("seconds", Integer),
    Column("time_zone", Text),
    Column("exclusive", Boolean),
    Column("source", Text),
)

discarded_entries = Table("discarded_entries", metadata, *_versioned_key())

running_timers = Table(
    "running_timers",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("agent_id", Uuid, primary_key=True),
    Column("entry_id", Uuid),
    _instant("started_at"),
    Column("work_date", Date),
    Column("time_zone", Text),
    *_work(),
)

imported_rows = Table(
    "imported_rows",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("row_key", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("entry_id", Uuid),
    Column("agent_id", Uuid),
    Column("work_date", Date),
    Column("written_start", DateTime(timezone=False)),
    _instant("started_at"),
    Column("seconds", Integer),
    Column("project", Text),
    Column("description", Text),
    Column("tags", ARRAY(Text)),
    Column("billable", Boolean),
)

billed_time = Table(
    "billed_time",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
    Column("invoice_id", Uuid, primary_key=True),
    Column("seconds", Integer),
    _instant("billed_at"),
)
