"""A table of accounts' things, and one that is only ever added to."""

from alembic import op

from database import ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both."""
    op.execute("CREATE TABLE things (id int, account_id uuid NOT NULL, name text NOT NULL)")
    ddl.tenant_table(op, "things", verbs="SELECT, INSERT, UPDATE (name), DELETE")
    op.execute("CREATE TABLE papers (account_id uuid NOT NULL, words text NOT NULL)")
    ddl.tenant_table(op, "papers", verbs="SELECT, INSERT")
    op.execute("CREATE TABLE secrets (words text)")
    op.execute("CREATE TABLE numbers (n int)")
    ddl.grant(op, "numbers", "SELECT")
