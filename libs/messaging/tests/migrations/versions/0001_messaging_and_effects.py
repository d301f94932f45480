"""The tables of messaging, and one table that shows what took effect."""

from alembic import op

from database import ddl
from messaging import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    schema.create_v1(op)
    op.execute("""
        CREATE TABLE effect (
            place bigint GENERATED ALWAYS AS IDENTITY,
            account_id uuid NOT NULL,
            key text NOT NULL,
            number integer NOT NULL
        )
    """)
    ddl.tenant_table(op, "effect", verbs="SELECT, INSERT")


def downgrade() -> None:
    op.execute("DROP TABLE effect")
    schema.drop_v1(op)
