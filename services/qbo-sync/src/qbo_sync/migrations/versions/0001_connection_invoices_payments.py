"""The connection, the copies of invoices, and the payments seen on them."""

from alembic import op

import messaging.tables
import web.tables
from database.ddl import grant, tenant_table

revision = "0001"
down_revision = None

# These three are read before the account is known: by a browser that comes back from Intuit, and by
# Intuit's webhooks. They hold ids, no customer's data, have no row-level security, and no endpoint lists them.
_BEFORE_THE_ACCOUNT_IS_KNOWN = (
    """
CREATE TABLE oauth_state (
    state_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
)
    """,
    """
CREATE TABLE realm_owner (
    realm_id text PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT one_company_per_account UNIQUE
)
    """,
    """
CREATE TABLE webhook_inbox (
    event_key text PRIMARY KEY,
    realm_id text,
    entity text,
    entity_id text,
    operation text,
    problem text,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
)
    """,
    "CREATE INDEX webhook_received ON webhook_inbox (received_at)",
)

_TABLES = (
    """
CREATE TABLE connection (
    account_id uuid PRIMARY KEY,
    realm_id text NOT NULL,
    state text NOT NULL CHECK (state IN
        ('connecting', 'connected', 'reauth_required', 'disconnecting', 'disconnected')),
    reason text,
    company_name text,
    country text,
    home_currency text,
    custom_txn_numbers boolean,
    multi_currency boolean,
    uses_sales_tax boolean,
    income_account_id text,
    access_token bytea,
    refresh_token bytea,
    access_expires_at timestamptz,
    refresh_expires_at timestamptz,
    hard_expires_at timestamptz,
    token_version integer NOT NULL DEFAULT 1,
    consent integer NOT NULL DEFAULT 1,
    paused_until timestamptz,
    swept_until timestamptz,
    connected_at timestamptz
)
    """,
    """
CREATE TABLE organization (
    account_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    vat_number text,
    billing_email text,
    address_lines text[] NOT NULL DEFAULT '{}',
    postal_code text,
    city text,
    country text,
    PRIMARY KEY (account_id, organization_id)
)
    """,
    """
CREATE TABLE qbo_reference (
    account_id uuid NOT NULL,
    realm_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('customer', 'item', 'tax code')),
    ours text NOT NULL,
    qbo_id text NOT NULL,
    PRIMARY KEY (account_id, realm_id, kind, ours)
)
    """,
    """
CREATE TABLE qbo_invoice (
    account_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    number text NOT NULL,
    organization_id uuid NOT NULL,
    currency text NOT NULL,
    total numeric(20, 5) NOT NULL,
    issued jsonb NOT NULL,
    state text NOT NULL CHECK (state IN
        ('waiting_for_connection', 'queued', 'creating', 'copied', 'variance', 'failed')),
    reason text,
    generation integer NOT NULL DEFAULT 1,
    requestid text,
    realm_id text,
    qbo_id text,
    doc_number text,
    sync_token text,
    qbo_total numeric(20, 5),
    qbo_balance numeric(20, 5),
    qbo_updated_at timestamptz,
    remote text CHECK (remote IN ('voided', 'deleted')),
    intuit_tid text,
    copied_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, invoice_id),
    CONSTRAINT copied_has_an_id CHECK ((state IN ('copied', 'variance')) = (qbo_id IS NOT NULL)),
    CONSTRAINT one_invoice_each UNIQUE (account_id, realm_id, qbo_id)
)
    """,
    """
CREATE INDEX not_copied ON qbo_invoice (account_id, state) WHERE state NOT IN ('copied', 'variance')
    """,
    """
CREATE TABLE qbo_payment_link (
    account_id uuid NOT NULL,
    seen_id uuid PRIMARY KEY,
    realm_id text NOT NULL,
    payment_id text NOT NULL,
    qbo_invoice_id text NOT NULL,
    invoice_id uuid,
    amount numeric(20, 5) NOT NULL,
    paid_on date NOT NULL,
    reference text NOT NULL,
    undone_at timestamptz
)
    """,
    """
CREATE UNIQUE INDEX one_live_link ON qbo_payment_link (account_id, realm_id, payment_id, qbo_invoice_id)
    WHERE undone_at IS NULL
    """,
    """
CREATE INDEX links_of_invoice ON qbo_payment_link (account_id, realm_id, qbo_invoice_id)
    WHERE undone_at IS NULL
    """,
)


def upgrade() -> None:
    messaging.tables.create_v1(op)
    web.tables.create_v1(op)
    for statement in (*_BEFORE_THE_ACCOUNT_IS_KNOWN, *_TABLES):
        op.execute(statement)
    grant(op, "oauth_state", "SELECT, INSERT, DELETE")
    grant(op, "realm_owner", "SELECT, INSERT, DELETE")
    grant(op, "webhook_inbox", "SELECT, INSERT, DELETE")
    tenant_table(op, "connection", verbs="SELECT, INSERT, UPDATE")
    tenant_table(op, "organization", verbs="SELECT, INSERT, UPDATE")
    tenant_table(op, "qbo_reference", verbs="SELECT, INSERT, UPDATE, DELETE")
    tenant_table(op, "qbo_invoice", verbs="SELECT, INSERT, UPDATE")
    tenant_table(op, "qbo_payment_link", verbs="SELECT, INSERT, UPDATE (invoice_id, undone_at)")
