"""Rates, time entries and their prices."""

from alembic import op

import web.tables
from database import ddl
from messaging import schema

revision = "0001"
down_revision = None

_NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"

_RATES = f"""
CREATE TABLE rates (
    account_id uuid NOT NULL,
    rule_id uuid NOT NULL,
    version int NOT NULL CHECK (version > 0),
    project_id uuid,
    organization_id uuid,
    agent_id uuid,
    service_type_id uuid,
    weight int NOT NULL GENERATED ALWAYS AS (
        16 * (project_id IS NOT NULL)::int + 8 * (organization_id IS NOT NULL)::int
        + 4 * (agent_id IS NOT NULL)::int + (service_type_id IS NOT NULL)::int
    ) STORED,
    amount numeric NOT NULL CHECK (amount >= 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{{3}}$'),
    valid_from date NOT NULL,
    valid_to date,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    superseded_at timestamptz,
    superseded_by text,
    PRIMARY KEY (account_id, rule_id, version),
    CONSTRAINT rates_end_after_start CHECK (valid_to >= valid_from),
    CONSTRAINT rates_recorded_then_superseded CHECK (superseded_at >= recorded_at),
    CONSTRAINT rates_never_overlap EXCLUDE USING gist (
        account_id WITH =,
        coalesce(project_id, {_NOBODY}) WITH =,
        coalesce(organization_id, {_NOBODY}) WITH =,
        coalesce(agent_id, {_NOBODY}) WITH =,
        coalesce(service_type_id, {_NOBODY}) WITH =,
        daterange(valid_from, valid_to, '[]') WITH &&
    ) WHERE (superseded_at IS NULL)
)
"""

# One row per account: whoever changes its rates holds it, so that changes have an order and each a time of its own.
_RULE_BOOKS = """
CREATE TABLE rule_books (
    account_id uuid PRIMARY KEY,
    changed_at timestamptz NOT NULL
)
"""

# `live`: recorded and not discarded. A row that is not live remembers a version that ended the entry, or (version 0)
# that it was billed before we heard of it. `billed_price_version` and the rate are those that the invoice names.
_TIME_ENTRIES = """
CREATE TABLE time_entries (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    version int NOT NULL,
    live boolean NOT NULL,
    project_id uuid,
    organization_id uuid,
    agent_id uuid,
    service_type_id uuid,
    work_date date,
    seconds int,
    billable boolean,
    billed_at timestamptz,
    billed_price_version int CHECK (billed_price_version > 0),
    billed_rate numeric,
    billed_currency text,
    price_version int NOT NULL DEFAULT 0,
    priced_entry_version int,
    rule_id uuid,
    hourly_rate numeric,
    currency text,
    unpriced_reason text,
    PRIMARY KEY (account_id, entry_id),
    CONSTRAINT live_entries_are_whole
        CHECK (NOT live OR num_nulls(agent_id, work_date, seconds, billable) = 0),
    CONSTRAINT time_entries_priced_or_reason CHECK (
        CASE WHEN price_version = 0 OR unpriced_reason IS NOT NULL
            THEN num_nonnulls(rule_id, hourly_rate, currency) = 0
            ELSE num_nulls(rule_id, hourly_rate, currency) = 0 END)
)
"""

# `rules_as_of`: the last change of rates that was taken into account; the rules known then give this very price.
_PRICES = """
CREATE TABLE prices (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    price_version int NOT NULL CHECK (price_version > 0),
    entry_version int NOT NULL,
    seconds int NOT NULL,
    rule_id uuid,
    hourly_rate numeric,
    currency text,
    unpriced_reason text CHECK (unpriced_reason IN ('no-rate', 'no-organization', 'not-billable')),
    priced_at timestamptz NOT NULL,
    rules_as_of timestamptz NOT NULL,
    PRIMARY KEY (account_id, entry_id, price_version),
    CONSTRAINT prices_priced_or_reason
        CHECK (num_nulls(rule_id, hourly_rate, currency) = CASE WHEN unpriced_reason IS NULL THEN 0 ELSE 3 END)
)
"""


def upgrade() -> None:
    schema.create_v1(op, app_role=ddl.app_role(op))
    web.tables.create_v1(op)
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(_RULE_BOOKS)
    ddl.tenant_table(op, "rule_books", verbs="SELECT, INSERT, UPDATE")
    op.execute(_RATES)
    op.execute("CREATE INDEX ON rates (account_id, weight DESC) WHERE superseded_at IS NULL")
    ddl.tenant_table(op, "rates", verbs="SELECT, INSERT, UPDATE (superseded_at, superseded_by)")
    op.execute(_TIME_ENTRIES)
    op.execute("CREATE INDEX ON time_entries (account_id, work_date, entry_id) WHERE live")
    op.execute("CREATE INDEX ON time_entries (account_id, rule_id) WHERE billed_at IS NOT NULL")
    ddl.tenant_table(op, "time_entries", verbs="SELECT, INSERT, UPDATE")
    op.execute(_PRICES)
    ddl.tenant_table(op, "prices", verbs="SELECT, INSERT")
