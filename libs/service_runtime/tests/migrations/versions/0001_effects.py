"""What the sample service did."""

from alembic import op

from database import ddl
from messaging import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    schema.create_v1(op, app_role=ddl.app_role(op))
    op.execute("CREATE TABLE effects (account_id uuid NOT NULL, source text NOT NULL)")
    ddl.tenant_table(op, "effects", verbs="SELECT, INSERT")
