"""The table of Idempotency-Keys, which every service with an API has."""

from datetime import datetime
from pathlib import Path

from alembic.operations import Operations
from sqlalchemy import ARRAY, Index, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.mapping import TYPES, AccountOwned, grants, new_metadata
from database.schema import execute_file


class Base(DeclarativeBase):
    """The tables of this package."""

    metadata = new_metadata()
    type_annotation_map = TYPES


class IdempotencyKey(AccountOwned, Base):
    """A request that was handled, and the response it got; without `status` while it is being handled."""

    __tablename__ = "idempotency_keys"

    subject: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int | None]
    headers: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        Index(None, "account_id", "subject", "created_at"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


def create_v1(op: Operations) -> None:
    """Make the tables; a service's first migration calls this. Frozen: a change is a `create_v2`."""
    execute_file(op, Path(__file__).with_name("tables_v1.sql"))
