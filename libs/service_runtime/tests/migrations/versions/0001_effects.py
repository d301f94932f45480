"""What the sample service did."""

from alembic import op

import messaging.tables
from database import ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    messaging.tables.create_v1(op)
    op.execute("CREATE TABLE effects (account_id uuid NOT NULL, source text NOT NULL)")
    ddl.tenant_table(op, "effects", verbs="SELECT, INSERT")
