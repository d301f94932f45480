"""The tables of messaging, in each service's own database.

Relay, workers and operators work on them across accounts; to a request they show what is its account's own.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic.operations import Operations
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.mapping import TYPES, BigInt, grants, new_metadata, notify_on_insert
from database.schema import execute_file

CHANNEL = "messaging_outbox_messages"
"""Where the relay listens."""

_NOW = text("now()")


class Base(DeclarativeBase):
    """Base of the tables of messaging."""

    metadata = new_metadata(
        *notify_on_insert("outbox_messages", channel=CHANNEL, switch="messaging.notify")
    )
    type_annotation_map = TYPES


class OutboxMessage(Base):
    """A message that the relay sends, or has sent when `published_at` is set."""

    __tablename__ = "outbox_messages"

    seq: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(unique=True)
    topic: Mapped[str]
    key: Mapped[str]
    type: Mapped[str]
    account_id: Mapped[UUID | None]
    headers: Mapped[dict[str, Any]]
    payload: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    published_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("octet_length(payload) <= 524288", name="outbox_messages_payload_check"),
        Index("outbox_messages_unpublished", "seq", postgresql_where=text("published_at IS NULL")),
        {
            "postgresql_with": {
                "autovacuum_vacuum_scale_factor": 0.01,
                "autovacuum_vacuum_insert_scale_factor": 0.05,
            },
            **grants("SELECT, INSERT, DELETE, UPDATE (published_at)", across_accounts=True),
        },
    )


class InboxMessage(Base):
    """An event that a consumer has processed (`done`) or has among its dead letters (`dead`)."""

    __tablename__ = "inbox_messages"

    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(server_default="done")
    received_at: Mapped[datetime] = mapped_column(server_default=_NOW)

    __table_args__ = (
        CheckConstraint("status IN ('done', 'dead')", name="inbox_messages_status_check"),
        Index(
            "inbox_messages_received",
            "received_at",
            postgresql_using="brin",
            postgresql_with={"pages_per_range": 16},
        ),
        {
            "postgresql_with": {"autovacuum_vacuum_scale_factor": 0.05},
            **grants("SELECT, INSERT, DELETE, UPDATE (status)", across_accounts=True),
        },
    )


class DeadLetter(Base):
    """A record that could not be processed, kept whole: `state` is `open`, `replayed` or `discarded`.

    One per event while it is open; the inbox knows which events are here. One without a readable id is known by its
    place and the digest of its content: a topic that is made anew counts its offsets anew.
    """

    __tablename__ = "dead_letters"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    consumer: Mapped[str]
    event_id: Mapped[UUID | None]
    type: Mapped[str | None]
    account_id: Mapped[UUID | None]
    topic: Mapped[str]
    partition: Mapped[int]
    offset: Mapped[BigInt] = mapped_column()
    digest: Mapped[bytes]
    key: Mapped[bytes | None]
    value: Mapped[bytes | None]
    header_names: Mapped[list[str]] = mapped_column(ARRAY(Text))
    header_values: Mapped[list[bytes | None]] = mapped_column(ARRAY(LargeBinary))
    error_class: Mapped[str]
    error: Mapped[str]
    attempts: Mapped[int]
    first_failed_at: Mapped[datetime] = mapped_column(server_default=_NOW)
    last_failed_at: Mapped[datetime] = mapped_column(server_default=_NOW)
    state: Mapped[str] = mapped_column(server_default="open")

    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'replayed', 'discarded')", name="dead_letters_state_check"
        ),
        Index(
            "dead_letters_open_event",
            *("consumer", "event_id"),
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "dead_letters_unreadable",
            *("consumer", "topic", "partition", "offset", "digest"),
            unique=True,
            postgresql_where=text("event_id IS NULL"),
        ),
        Index("dead_letters_open", "first_failed_at", postgresql_where=text("state = 'open'")),
        grants(
            "SELECT, INSERT, UPDATE (state, attempts, error_class, error, last_failed_at)",
            across_accounts=True,
        ),
    )


def create_v1(op: Operations) -> None:
    """Make the tables; a service's first migration calls this. Frozen: a change is a `create_v2`."""
    execute_file(op, Path(__file__).with_name("tables_v1.sql"))
