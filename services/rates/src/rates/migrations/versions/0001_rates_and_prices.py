"""Rates, time entries, what of them is billed, and their prices."""

from pathlib import Path

from alembic import op

import messaging.tables
import tasks.tables
import web.tables
from database.schema import execute_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    messaging.tables.create_v1(op)
    tasks.tables.create_v1(op)
    web.tables.create_v1(op)
    execute_file(op, Path(__file__).with_suffix(".sql"))
