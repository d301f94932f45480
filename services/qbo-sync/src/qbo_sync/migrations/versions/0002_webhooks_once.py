"""The body of a webhook once, not once per event."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Move the bodies into a table of their own."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
