"""Imports: the file of time that waits, what columns and names mean, and which rows came from where."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import Base, Identified, Texts, Versioned, belongs_to


class ImportRow(Identified, Base):
    """An import that waits, runs or has ended. `options` and `token` are what it was asked to do, `by` whom.

    `report` says what was done, `problem` why nothing was.
    """

    __tablename__ = "imports"

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    by: Mapped[str]
    file_name: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="waiting")
    content_type: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSONB)
    token: Mapped[str | None]
    rows_total: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(server_default="0")
    report: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB)

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name="imports_state_check",
        ),
        CheckConstraint(
            "(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="imports_ended_check"
        ),
        Index(
            "one_import_at_a_time",
            "account_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (state, ended_at, rows_total, rows_done, report, problem)"),
    )


class ImportChunk(AccountOwned, Base):
    """A piece of the file of an import that has not ended."""

    __tablename__ = "import_chunks"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (belongs_to("imports", "import_id"), grants("SELECT, INSERT, DELETE"))


class ImportMappingRow(Versioned, Base):
    """What the columns of files with these headers hold, by kind of file. `headers_key` is that of their set."""

    __tablename__ = "import_mappings"

    kind: Mapped[str]
    name: Mapped[str]
    headers: Mapped[Texts]
    headers_key: Mapped[str]
    columns: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        CheckConstraint("kind IN ('time', 'customers')", name="import_mappings_kind_check"),
        UniqueConstraint("account_id", "kind", "name", name="import_mapping_name_taken"),
        UniqueConstraint("account_id", "kind", "headers_key", name="import_mapping_headers_taken"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class ImportedPerson(AccountOwned, Base):
    """Whom files mean by a name or an address, as somebody has said."""

    __tablename__ = "imported_people"

    name: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID]

    __table_args__ = (belongs_to("agents", "agent_id"), grants("SELECT, INSERT, UPDATE"))


class ImportedCustomer(AccountOwned, Base):
    """Which customer files mean by a name, as somebody has said."""

    __tablename__ = "imported_customers"

    name: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]

    __table_args__ = (
        belongs_to("organizations", "organization_id"),
        grants("SELECT, INSERT, UPDATE"),
    )


class ImportedRow(AccountOwned, Base):
    """A row of a file as it was imported, to know it again.

    It stays when its entry is deleted, so it names the entry without a foreign key.
    """

    __tablename__ = "imported_rows"

    source: Mapped[str] = mapped_column(primary_key=True)
    row_key: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    work_date: Mapped[date]
    written_start: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    started_at: Mapped[datetime | None]
    seconds: Mapped[int]
    project: Mapped[str]
    description: Mapped[str]
    tags: Mapped[Texts]
    billable: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("ordinal > 0", name="imported_rows_ordinal_check"),
        Index("imported_row_entry", "account_id", "entry_id"),
        Index("imported_row_of_agent", "account_id", "source", "agent_id", "work_date"),
        grants("SELECT, INSERT"),
    )
