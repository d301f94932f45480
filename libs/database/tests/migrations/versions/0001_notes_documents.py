"""Notes and documents of accounts, numbers of nobody's."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    execute_file(op, Path(__file__).with_suffix(".sql"))
    op.execute("CREATE TABLE secrets (words text)")
