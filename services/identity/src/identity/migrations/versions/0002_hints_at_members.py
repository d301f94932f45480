"""Hints that members and invitations changed."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the triggers."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
