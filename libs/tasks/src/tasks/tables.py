"""The table of tasks, in each service's own database.

Runners and operators work on it across accounts; to a request it shows what is its account's own.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.mapping import TYPES, current_account_default, grants, new_metadata, notify_on_insert
from database.schema import execute_file

CHANNEL = "scheduled_tasks"

_NOW = text("now()")


class Base(DeclarativeBase):
    """Base of the table of tasks."""

    metadata = new_metadata(
        *notify_on_insert("scheduled_tasks", channel=CHANNEL, switch="tasks.notify")
    )
    type_annotation_map = TYPES


class ScheduledTask(Base):
    """Work to be done at `due_at`. While an attempt runs, `again_at` is when it is to be done once more."""

    __tablename__ = "scheduled_tasks"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[str]
    key: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(server_default=current_account_default())
    payload: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="waiting")
    due_at: Mapped[datetime]
    again_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    lease_token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("kind", "account_id", "key"),
        CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name="scheduled_tasks_state_check"
        ),
        CheckConstraint(
            "(state = 'running') = (lease_token IS NOT NULL AND lease_until IS NOT NULL)",
            name="scheduled_tasks_lease_check",
        ),
        Index(
            "scheduled_tasks_waiting", "kind", "due_at", postgresql_where=text("state = 'waiting'")
        ),
        Index(
            "scheduled_tasks_running",
            "kind",
            "lease_until",
            postgresql_where=text("state = 'running'"),
        ),
        {
            "postgresql_with": {"autovacuum_vacuum_scale_factor": 0.01},
            **grants("SELECT, INSERT, UPDATE", across_accounts=True),
        },
    )


def create_v1(op: Operations) -> None:
    """Make the table; a service's first migration calls this. Frozen: a change is a `create_v2`."""
    execute_file(op, Path(__file__).with_name("tables_v1.sql"))
