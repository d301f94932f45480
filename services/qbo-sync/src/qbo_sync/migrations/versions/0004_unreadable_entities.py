"""What Intuit cannot give."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
