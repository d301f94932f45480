"""An OAuth state belongs to the browser that began."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forget the states of no browser, which live for 15 minutes."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
