"""What came later."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add to a table; a second time it would fail."""
    op.execute("ALTER TABLE notes ADD COLUMN weight int NOT NULL DEFAULT 0")
    op.execute("INSERT INTO numbers VALUES (1)")
