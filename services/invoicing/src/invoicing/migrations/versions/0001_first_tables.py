"""Time, drafts, issued invoices, payments."""

from alembic import op

import messaging.tables
import web.tables
from database.ddl import tenant_table

revision = "0001"
down_revision = None

_TIME = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    CREATE TABLE account_settings (
        account_id uuid PRIMARY KEY, version int NOT NULL, seller jsonb NOT NULL, payment_instructions text NOT NULL,
        currency text NOT NULL, time_zone text NOT NULL, terms jsonb NOT NULL, number_format text NOT NULL,
        tax_category text NOT NULL, tax_rate numeric NOT NULL, language text NOT NULL)
    """,
    """
    CREATE TABLE organization (
        account_id uuid, organization_id uuid, version int NOT NULL, name text NOT NULL, vat_number text,
        address jsonb, billing_contact jsonb, language text NOT NULL, currency text,
        PRIMARY KEY (account_id, organization_id))
    """,
    # Hours and price of an entry, in one row, since they come in any order: version is null before the hours,
    # price_version before the price. claimed_seconds is kept by the triggers on claim.
    """
    CREATE TABLE time_entry (
        account_id uuid, entry_id uuid,
        version int, timesheet_id uuid, agent_id uuid, agent_name text, organization_id uuid,
        project_id uuid, project_name text, work_item_id uuid, work_item_name text,
        service_type_id uuid, service_type_name text, work_date date, seconds int, billable boolean,
        description text, approved_at timestamptz,
        price_version int, price_entry_version int, hourly_rate numeric, currency text, unpriced_reason text,
        claimed_seconds int NOT NULL DEFAULT 0 CHECK (claimed_seconds >= 0),
        priced boolean NOT NULL GENERATED ALWAYS AS (coalesce(
            hourly_rate IS NOT NULL AND price_entry_version = version AND organization_id IS NOT NULL, false)) STORED,
        PRIMARY KEY (account_id, entry_id))
    """,
    """
    CREATE INDEX time_entry_open ON time_entry (account_id, organization_id, work_date)
        WHERE billable AND claimed_seconds < seconds
    """,
    """
    CREATE INDEX time_entry_billable ON time_entry (account_id, organization_id, work_date)
        INCLUDE (seconds, claimed_seconds) WHERE billable
    """,
    """
    CREATE TABLE claim (
        account_id uuid, entry_id uuid, seconds int4range NOT NULL, invoice_id uuid NOT NULL, line_id uuid NOT NULL,
        CHECK (NOT isempty(seconds) AND lower(seconds) >= 0),
        CONSTRAINT claimed_once EXCLUDE USING gist (account_id WITH =, entry_id WITH =, seconds WITH &&))
    """,
    "CREATE INDEX claim_line ON claim (account_id, invoice_id, line_id)",
)

_DRAFTS = (
    """
    CREATE TABLE draft (
        account_id uuid, id uuid, version int NOT NULL, organization_id uuid NOT NULL, first_day date, last_day date,
        group_by text NOT NULL, currency text NOT NULL, language text NOT NULL, notes text NOT NULL,
        reference text NOT NULL, tax_category text NOT NULL, tax_rate numeric NOT NULL,
        created_at timestamptz NOT NULL, created_by text NOT NULL,
        PRIMARY KEY (account_id, id))
    """,
    "CREATE INDEX draft_organization ON draft (account_id, organization_id)",
    # A discount on the whole invoice has percent or amount and no tax: it is spread when the invoice is added up.
    """
    CREATE TABLE draft_line (
        account_id uuid, line_id uuid, draft_id uuid NOT NULL, position int NOT NULL, kind text NOT NULL,
        description text NOT NULL, amount numeric, percent numeric, tax_category text, tax_rate numeric,
        seconds int CHECK (seconds > 0), hourly_rate numeric, service_type_id uuid, service_type_name text,
        first_day date, last_day date,
        PRIMARY KEY (account_id, line_id),
        FOREIGN KEY (account_id, draft_id) REFERENCES draft (account_id, id) ON DELETE CASCADE)
    """,
    "CREATE INDEX draft_line_order ON draft_line (account_id, draft_id, position)",
)

_ISSUED = (
    """
    CREATE TABLE number_series (
        account_id uuid, series text, last_sequence int NOT NULL, last_issue_date date, last_hash text NOT NULL,
        PRIMARY KEY (account_id, series))
    """,
    """
    CREATE TABLE invoice (
        account_id uuid, id uuid, number text NOT NULL, series text NOT NULL, sequence int NOT NULL CHECK (sequence > 0),
        organization_id uuid NOT NULL, issue_date date NOT NULL, due_date date NOT NULL, first_day date, last_day date,
        currency text NOT NULL, language text NOT NULL, seller jsonb NOT NULL, buyer jsonb NOT NULL,
        billing_contact jsonb, delivery text NOT NULL, notes text NOT NULL, reference text NOT NULL,
        payment_instructions text NOT NULL, seconds bigint NOT NULL, subtotal numeric NOT NULL, tax numeric NOT NULL,
        total numeric NOT NULL CHECK (total = subtotal + tax AND total >= 0),
        previous_hash text NOT NULL, hash text NOT NULL, issued_at timestamptz NOT NULL, issued_by text NOT NULL,
        PRIMARY KEY (account_id, id),
        CONSTRAINT invoice_number_once UNIQUE (account_id, number),
        UNIQUE (account_id, series, sequence),
        CONSTRAINT invoice_due_after_issue CHECK (due_date >= issue_date))
    """,
    "CREATE INDEX invoice_organization ON invoice (account_id, organization_id)",
    """
    CREATE TABLE invoice_line (
        account_id uuid, line_id uuid, invoice_id uuid NOT NULL, position int NOT NULL, kind text NOT NULL,
        description text NOT NULL, amount numeric NOT NULL, tax_category text NOT NULL, tax_rate numeric NOT NULL,
        seconds int, hourly_rate numeric, service_type_id uuid, service_type_name text, first_day date, last_day date,
        PRIMARY KEY (account_id, invoice_id, position),
        UNIQUE (account_id, invoice_id, line_id),
        FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id))
    """,
    """
    CREATE TABLE invoice_tax (
        account_id uuid, invoice_id uuid, category text, rate numeric, base numeric NOT NULL, tax numeric NOT NULL,
        PRIMARY KEY (account_id, invoice_id, category, rate),
        FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id))
    """,
    """
    CREATE TABLE document (
        account_id uuid, invoice_id uuid, media_type text NOT NULL, file_name text NOT NULL, sha256 text NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (account_id, invoice_id, media_type),
        FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id))
    """,
    "ALTER TABLE document ALTER COLUMN content SET STORAGE EXTERNAL",  # PDFs are compressed already
    """
    CREATE TABLE delivery_report (
        account_id uuid, invoice_id uuid, delivery_id uuid, outcome text CHECK (outcome IN ('sent', 'failed')),
        at timestamptz NOT NULL, recipient text, detail text,
        PRIMARY KEY (account_id, invoice_id, delivery_id, outcome))
    """,
    """
    CREATE TABLE quickbooks_report (
        account_id uuid, invoice_id uuid, outcome text CHECK (outcome IN ('copied', 'failed')), at timestamptz,
        qbo_id text, detail text,
        PRIMARY KEY (account_id, invoice_id, outcome, at))
    """,
)

# balance.allocated and payment.allocated are sums that the trigger keeps, for the constraints to stand on:
# nobody can allocate more than was paid or is owed, whatever runs at the same time.
_PAYMENTS = (
    """
    CREATE TABLE balance (
        account_id uuid, invoice_id uuid, currency text NOT NULL, total numeric NOT NULL,
        credited numeric NOT NULL, allocated numeric NOT NULL,
        PRIMARY KEY (account_id, invoice_id),
        FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id),
        CONSTRAINT allocated_within_balance CHECK (allocated >= 0 AND allocated <= total - credited))
    """,
    "CREATE INDEX balance_owed ON balance (account_id, invoice_id) WHERE total - credited - allocated > 0",
    """
    CREATE TABLE payment (
        account_id uuid, id uuid, organization_id uuid NOT NULL, received_on date NOT NULL, amount numeric NOT NULL,
        currency text NOT NULL, method text NOT NULL, reference text NOT NULL, reverses uuid, reason text,
        recorded_at timestamptz NOT NULL, recorded_by text NOT NULL, allocated numeric NOT NULL DEFAULT 0,
        PRIMARY KEY (account_id, id),
        CONSTRAINT reversed_once UNIQUE (account_id, reverses),
        FOREIGN KEY (account_id, reverses) REFERENCES payment (account_id, id),
        CHECK (CASE WHEN reverses IS NULL THEN amount > 0 ELSE amount < 0 AND reason IS NOT NULL END),
        CONSTRAINT allocated_within_payment
            CHECK (allocated BETWEEN least(amount, 0) AND greatest(amount, 0)))
    """,
    """
    CREATE TABLE allocation (
        account_id uuid, id uuid, payment_id uuid NOT NULL, invoice_id uuid NOT NULL,
        amount numeric NOT NULL CHECK (amount <> 0), allocated_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, id),
        FOREIGN KEY (account_id, payment_id) REFERENCES payment (account_id, id),
        FOREIGN KEY (account_id, invoice_id) REFERENCES invoice (account_id, id))
    """,
    "CREATE INDEX allocation_payment ON allocation (account_id, payment_id)",
    "CREATE INDEX allocation_invoice ON allocation (account_id, invoice_id)",
    """
    CREATE TABLE seen_payment (
        account_id uuid, seen_id uuid, payment_id uuid, undone_because text,
        PRIMARY KEY (account_id, seen_id))
    """,
)

_TRIGGERS = (
    """
    CREATE FUNCTION claim_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            UPDATE time_entry e SET claimed_seconds = e.claimed_seconds + c.seconds
            FROM (SELECT account_id, entry_id, sum(upper(seconds) - lower(seconds)) AS seconds
                  FROM changed GROUP BY account_id, entry_id) c
            WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id;
        ELSE
            IF EXISTS (SELECT FROM changed JOIN invoice i ON i.account_id = changed.account_id
                       AND i.id = changed.invoice_id) THEN
                RAISE EXCEPTION 'the claims of an issued invoice are kept'
                    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'issued_claims_are_kept';
            END IF;
            UPDATE time_entry e SET claimed_seconds = e.claimed_seconds - c.seconds
            FROM (SELECT account_id, entry_id, sum(upper(seconds) - lower(seconds)) AS seconds
                  FROM changed GROUP BY account_id, entry_id) c
            WHERE e.account_id = c.account_id AND e.entry_id = c.entry_id;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claim_made AFTER INSERT ON claim REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION claim_counted()
    """,
    """
    CREATE TRIGGER claim_dropped AFTER DELETE ON claim REFERENCING OLD TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION claim_counted()
    """,
    """
    CREATE FUNCTION allocation_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        paid_in text;
        payer uuid;
    BEGIN
        UPDATE payment SET allocated = allocated + NEW.amount
        WHERE account_id = NEW.account_id AND id = NEW.payment_id RETURNING currency, organization_id INTO paid_in, payer;
        UPDATE balance SET allocated = allocated + NEW.amount
        WHERE account_id = NEW.account_id AND invoice_id = NEW.invoice_id AND currency = paid_in;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the invoice has no balance in %', paid_in
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_in_one_currency';
        END IF;
        IF NOT EXISTS (SELECT FROM invoice WHERE account_id = NEW.account_id AND id = NEW.invoice_id
                       AND organization_id = payer) THEN
            RAISE EXCEPTION 'the invoice is of another customer than the payment'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'allocated_to_its_payer';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER allocation_made BEFORE INSERT ON allocation
        FOR EACH ROW EXECUTE FUNCTION allocation_counted()
    """,
)

# What is not granted cannot be done: an issued document has no UPDATE and no DELETE.
_VERBS = {
    "account_settings": "SELECT, INSERT, UPDATE",
    "organization": "SELECT, INSERT, UPDATE",
    "time_entry": "SELECT, INSERT, UPDATE",
    "claim": "SELECT, INSERT, DELETE",
    "draft": "SELECT, INSERT, UPDATE, DELETE",
    "draft_line": "SELECT, INSERT, UPDATE, DELETE",
    "number_series": "SELECT, INSERT, UPDATE",
    "invoice": "SELECT, INSERT",
    "invoice_line": "SELECT, INSERT",
    "invoice_tax": "SELECT, INSERT",
    "document": "SELECT, INSERT",
    "delivery_report": "SELECT, INSERT",
    "quickbooks_report": "SELECT, INSERT",
    "balance": "SELECT, INSERT, UPDATE (allocated)",
    "payment": "SELECT, INSERT, UPDATE (allocated)",
    "allocation": "SELECT, INSERT",
    "seen_payment": "SELECT, INSERT, UPDATE",
}


def upgrade() -> None:
    messaging.tables.create_v1(op)
    web.tables.create_v1(op)
    for statement in (*_TIME, *_DRAFTS, *_ISSUED, *_PAYMENTS, *_TRIGGERS):
        op.execute(statement)
    for table, verbs in _VERBS.items():
        tenant_table(op, table, verbs=verbs)
