"""What rates may name; what rates and time have named so far is known."""

from pathlib import Path

from alembic import op

from database.schema import execute_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    execute_file(op, Path(__file__).with_suffix(".sql"))
