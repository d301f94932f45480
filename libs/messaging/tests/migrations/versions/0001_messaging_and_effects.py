"""The tables of messaging, and one table that shows which messages and tasks took effect."""

from alembic import op

import messaging.tables
from database import ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    messaging.tables.create_v1(op)
    op.execute("""
        CREATE TABLE effects (
            place bigint GENERATED ALWAYS AS IDENTITY,
            account_id uuid NOT NULL,
            key text NOT NULL,
            number integer NOT NULL
        )
    """)
    ddl.tenant_table(op, "effects", verbs="SELECT, INSERT")
