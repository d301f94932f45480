"""Deliveries whose outcome is unknown."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let a report say that the outcome is unknown."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
