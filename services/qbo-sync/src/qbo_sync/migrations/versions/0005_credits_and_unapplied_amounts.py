"""Credits apart from payments, what payments leave unapplied, and when a company's preferences were read."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Take all links for payments, and have them read anew by the next sweep."""
    execute_file(op, Path(__file__).with_suffix(".sql"))
