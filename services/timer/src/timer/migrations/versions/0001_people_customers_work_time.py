"""People, customers, work, time and timesheets."""

from alembic import op

import messaging.tables
import web.tables
from database.ddl import tenant_table

revision = "0001"
down_revision = None

_CATALOG = (
    """
CREATE TABLE account_settings (
    account_id uuid PRIMARY KEY,
    version integer NOT NULL,
    time_zone text NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    allow_self_approval boolean NOT NULL,
    allow_overlaps boolean NOT NULL
)
    """,
    """
CREATE TABLE organizations (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    name text NOT NULL,
    folded_name text NOT NULL,
    address_lines text[] NOT NULL DEFAULT '{}',
    postal_code text NOT NULL DEFAULT '',
    city text NOT NULL DEFAULT '',
    country text CHECK (country ~ '^[A-Z]{2}$'),
    vat_number text,
    language text NOT NULL DEFAULT 'en',
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    email_domains text[] NOT NULL DEFAULT '{}',
    archived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id),
    CONSTRAINT organization_name_taken UNIQUE (account_id, folded_name)
)
    """,
    """
CREATE TABLE contacts (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    email text,
    phone text NOT NULL DEFAULT '',
    billing boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id),
    CONSTRAINT contact_organization FOREIGN KEY (account_id, organization_id) REFERENCES organizations
)
    """,
    """
CREATE UNIQUE INDEX one_billing_contact ON contacts (account_id, organization_id) WHERE billing
    """,
    "CREATE INDEX contact_of_organization ON contacts (account_id, organization_id, id)",
    """
CREATE TABLE agents (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    name text NOT NULL,
    email text,
    aliases text[] NOT NULL DEFAULT '{}',
    time_zone text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (account_id, id)
)
    """,
    """
CREATE TABLE agent_addresses (
    account_id uuid NOT NULL,
    email text NOT NULL,
    agent_id uuid NOT NULL,
    CONSTRAINT agent_email_taken PRIMARY KEY (account_id, email),
    FOREIGN KEY (account_id, agent_id) REFERENCES agents
)
    """,
    """
CREATE TABLE service_types (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    name text NOT NULL,
    folded_name text NOT NULL,
    billable boolean NOT NULL DEFAULT true,
    archived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id),
    CONSTRAINT service_type_name_taken UNIQUE (account_id, folded_name)
)
    """,
    """
CREATE TABLE projects (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    organization_id uuid,
    name text NOT NULL,
    folded_name text NOT NULL,
    billable boolean NOT NULL DEFAULT true,
    archived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id),
    CONSTRAINT project_organization FOREIGN KEY (account_id, organization_id) REFERENCES organizations,
    CONSTRAINT project_name_taken UNIQUE NULLS NOT DISTINCT (account_id, organization_id, folded_name)
)
    """,
    """
CREATE TABLE tasks (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    project_id uuid NOT NULL,
    name text NOT NULL,
    folded_name text NOT NULL,
    service_type_id uuid,
    archived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id),
    CONSTRAINT task_project FOREIGN KEY (account_id, project_id) REFERENCES projects,
    CONSTRAINT task_service_type FOREIGN KEY (account_id, service_type_id) REFERENCES service_types,
    CONSTRAINT task_name_taken UNIQUE (account_id, project_id, folded_name)
)
    """,
    """
CREATE TABLE tickets (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    name text NOT NULL,
    requester_id uuid NOT NULL,
    service_type_id uuid,
    closed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id),
    CONSTRAINT ticket_requester FOREIGN KEY (account_id, requester_id) REFERENCES contacts,
    CONSTRAINT ticket_service_type FOREIGN KEY (account_id, service_type_id) REFERENCES service_types
)
    """,
)

_TIME = (
    """
CREATE TABLE timesheets (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    agent_id uuid NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved')),
    submitted_at timestamptz,
    approved_at timestamptz,
    approved_by text,
    rejected_because text,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, agent_id) REFERENCES agents,
    UNIQUE (account_id, agent_id, first_day),
    CHECK ((state = 'approved') = (approved_at IS NOT NULL AND approved_by IS NOT NULL))
)
    """,
    "CREATE INDEX timesheet_by_day ON timesheets (account_id, first_day)",
    """
CREATE TABLE time_entries (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    agent_id uuid NOT NULL,
    timesheet_id uuid NOT NULL,
    organization_id uuid,
    project_id uuid,
    task_id uuid,
    ticket_id uuid,
    service_type_id uuid,
    work_date date NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    seconds integer NOT NULL CHECK (seconds BETWEEN 1 AND 86400),
    time_zone text NOT NULL,
    billable boolean NOT NULL,
    description text NOT NULL DEFAULT '',
    tags text[] NOT NULL DEFAULT '{}',
    exclusive boolean NOT NULL DEFAULT true,
    source text,
    PRIMARY KEY (account_id, id),
    CONSTRAINT time_entry_agent FOREIGN KEY (account_id, agent_id) REFERENCES agents,
    FOREIGN KEY (account_id, timesheet_id) REFERENCES timesheets,
    CONSTRAINT time_entry_organization FOREIGN KEY (account_id, organization_id) REFERENCES organizations,
    CONSTRAINT time_entry_project FOREIGN KEY (account_id, project_id) REFERENCES projects,
    CONSTRAINT time_entry_task FOREIGN KEY (account_id, task_id) REFERENCES tasks,
    CONSTRAINT time_entry_ticket FOREIGN KEY (account_id, ticket_id) REFERENCES tickets,
    CONSTRAINT time_entry_service_type FOREIGN KEY (account_id, service_type_id) REFERENCES service_types,
    CHECK (task_id IS NULL OR ticket_id IS NULL),
    CHECK ((started_at IS NULL) = (ended_at IS NULL)),
    CHECK (extract(epoch FROM ended_at - started_at) = seconds),
    CONSTRAINT time_entries_overlap EXCLUDE USING gist (
        account_id WITH =, agent_id WITH =, tstzrange(started_at, ended_at) WITH &&
    ) WHERE (started_at IS NOT NULL AND exclusive)
)
    """,
    "CREATE INDEX time_entry_of_sheet ON time_entries (account_id, timesheet_id)",
    "CREATE INDEX time_entry_of_agent ON time_entries (account_id, agent_id, work_date)",
    "CREATE INDEX time_entry_by_day ON time_entries (account_id, work_date)",
    "CREATE INDEX time_entry_of_organization ON time_entries (account_id, organization_id, work_date)",
    """
CREATE TABLE discarded_entries (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (account_id, id)
)
    """,
    """
CREATE TABLE running_timers (
    account_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    work_date date NOT NULL,
    time_zone text NOT NULL,
    organization_id uuid,
    project_id uuid,
    task_id uuid,
    ticket_id uuid,
    service_type_id uuid,
    billable boolean NOT NULL,
    description text NOT NULL DEFAULT '',
    tags text[] NOT NULL DEFAULT '{}',
    CONSTRAINT one_running_timer PRIMARY KEY (account_id, agent_id),
    FOREIGN KEY (account_id, agent_id) REFERENCES agents
)
    """,
    # The identity of an imported row stays when its entry is deleted, so it names the entry without a foreign key.
    """
CREATE TABLE imported_rows (
    account_id uuid NOT NULL,
    source text NOT NULL,
    row_key text NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal > 0),
    entry_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    work_date date NOT NULL,
    written_start timestamp,
    started_at timestamptz,
    seconds integer NOT NULL,
    project text NOT NULL,
    description text NOT NULL,
    tags text[] NOT NULL,
    billable boolean,
    CONSTRAINT row_already_imported PRIMARY KEY (account_id, source, row_key, ordinal)
)
    """,
    "CREATE INDEX imported_row_entry ON imported_rows (account_id, entry_id)",
    "CREATE INDEX imported_row_of_agent ON imported_rows (account_id, source, agent_id, work_date)",
    # Billing is heard in any order and any number of times: one row per entry and invoice.
    """
CREATE TABLE billed_time (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    seconds integer NOT NULL,
    billed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, entry_id, invoice_id)
)
    """,
)

_VERBS = {
    "account_settings": "SELECT, INSERT, UPDATE",
    "organizations": "SELECT, INSERT, UPDATE",
    "contacts": "SELECT, INSERT, UPDATE",
    "agents": "SELECT, INSERT, UPDATE",
    "agent_addresses": "SELECT, INSERT, DELETE",
    "service_types": "SELECT, INSERT, UPDATE",
    "projects": "SELECT, INSERT, UPDATE",
    "tasks": "SELECT, INSERT, UPDATE",
    "tickets": "SELECT, INSERT, UPDATE",
    "timesheets": "SELECT, INSERT, UPDATE",
    "time_entries": "SELECT, INSERT, UPDATE, DELETE",
    "discarded_entries": "SELECT, INSERT",
    "running_timers": "SELECT, INSERT, DELETE",
    "imported_rows": "SELECT, INSERT",
    "billed_time": "SELECT, INSERT",
}


def upgrade() -> None:
    """Make the service's tables."""
    # Exclusion by equality of uuids needs it; a trusted extension, so the owner of the database may create it.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for statement in (*_CATALOG, *_TIME):
        op.execute(statement)
    for table, verbs in _VERBS.items():
        tenant_table(op, table, verbs=verbs)
    messaging.tables.create_v1(op)
    web.tables.create_v1(op)
