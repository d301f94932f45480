"""Messages and deliveries."""

from alembic import op

import messaging.tables
import web.tables
from database import ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables. What a message says and to whom it went never changes: no grant for it."""
    messaging.tables.create_v1(op)
    web.tables.create_v1(op)
    op.execute(
        """
        CREATE TABLE messages (
            id uuid PRIMARY KEY,
            account_id uuid NOT NULL,
            invoice_id uuid NOT NULL,
            step text NOT NULL,
            version int NOT NULL,
            letter jsonb NOT NULL,
            created_at timestamptz NOT NULL,
            CONSTRAINT one_message_per_step UNIQUE (account_id, invoice_id, step))
        """
    )
    ddl.tenant_table(op, "messages", verbs="SELECT, INSERT, UPDATE (version)")
    op.execute(
        """
        CREATE TABLE deliveries (
            id uuid PRIMARY KEY,
            account_id uuid NOT NULL,
            message_id uuid NOT NULL REFERENCES messages,
            number int NOT NULL CHECK (number >= 1),
            recipient_name text,
            recipient_email text,
            requested_by text,
            requested_at timestamptz NOT NULL,
            state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
            reason text,
            ended_at timestamptz,
            UNIQUE (message_id, number),
            CHECK ((state = 'queued') = (ended_at IS NULL)),
            CHECK (state <> 'failed' OR reason IS NOT NULL),
            CHECK (state = 'failed' OR recipient_email IS NOT NULL))
        """
    )
    op.execute("CREATE INDEX ON deliveries (account_id, state, message_id)")
    op.execute(
        "CREATE UNIQUE INDEX one_queued_delivery ON deliveries (message_id) WHERE state = 'queued'"
    )
    ddl.tenant_table(op, "deliveries", verbs="SELECT, INSERT, UPDATE (state, reason, ended_at)")
