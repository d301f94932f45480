"""Deliveries whose outcome is unknown, and when the mail server got the end of a mail."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the time and the state."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
