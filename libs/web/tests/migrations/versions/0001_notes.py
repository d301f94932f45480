"""Notes."""

from alembic import op

import web.tables
from database import ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table. The deferred constraint is checked at commit."""
    web.tables.create_v1(op)
    op.execute(
        """
        CREATE TABLE notes (
            id uuid PRIMARY KEY,
            account_id uuid NOT NULL,
            text text NOT NULL CONSTRAINT short_note CHECK (length(text) <= 100),
            seconds int NOT NULL,
            version int NOT NULL DEFAULT 1,
            CONSTRAINT one_note_per_text UNIQUE (account_id, text),
            CONSTRAINT one_note_per_length UNIQUE (account_id, seconds) DEFERRABLE INITIALLY DEFERRED)
        """
    )
    ddl.tenant_table(op, "notes", verbs="SELECT, INSERT, UPDATE")
