"""Tables of the comparisons of figures, and of the differences that they found."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Identity, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import TYPES, AccountOwned, BigInt, grants
from rates.domain.reconciliation import BooksState, DifferenceKind, OtherService
from rates.store.base import Base


class ReconciliationRow(AccountOwned, Base):
    """A comparison of an account's figures, and how much it compared. `asked_by` is None for that of the day.

    `events`: how many were published of it.
    """

    __tablename__ = "reconciliations"

    reconciliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    entries: Mapped[BigInt] = mapped_column(server_default="0")
    seconds: Mapped[BigInt] = mapped_column(server_default="0")
    found: Mapped[int] = mapped_column(server_default="0")
    events: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        Index(
            "reconciliations_one_at_a_time",
            "account_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE", across_accounts=True),
    )


class DifferenceRow(AccountOwned, Base):
    """Figures that differ from what the entries say (`reconciliation.Difference`)."""

    __tablename__ = "reconciliation_differences"

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    reconciliation_id: Mapped[UUID]
    kind: Mapped[DifferenceKind] = mapped_column(TYPES[str])
    work_date: Mapped[date]
    organization_id: Mapped[UUID | None]
    currency: Mapped[str]
    seconds: Mapped[BigInt]
    other_seconds: Mapped[BigInt]
    rate_seconds: Mapped[Decimal]
    other_rate_seconds: Mapped[Decimal]
    entry_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    service: Mapped[str] = mapped_column(server_default="rates")

    __table_args__ = (
        Index("reconciliation_differences_of_one", "account_id", "reconciliation_id"),
        grants("SELECT, INSERT"),
    )


class ComparedBooksRow(AccountOwned, Base):
    """The comparison with the books of another service (`reconciliation.ComparedBooks`). It is kept for a month.

    `days` are those whose entries are looked at, `suspects` the entries that differed at the last look, and how.
    """

    __tablename__ = "compared_books"

    reconciliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[OtherService] = mapped_column(TYPES[str], primary_key=True)
    state: Mapped[BooksState] = mapped_column(TYPES[str])
    look: Mapped[int]
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    entries: Mapped[BigInt] = mapped_column(server_default="0")
    seconds: Mapped[BigInt] = mapped_column(server_default="0")
    found: Mapped[int] = mapped_column(server_default="0")
    buckets: Mapped[dict[str, Any] | None]
    days: Mapped[list[date]] = mapped_column(ARRAY(Date), server_default="{}")
    suspects: Mapped[dict[str, Any] | None]

    __table_args__ = (
        Index("compared_books_finished", "account_id", "service", "finished_at"),
        grants("SELECT, INSERT, UPDATE, DELETE", across_accounts=True),
    )


class StatedBooksRow(AccountOwned, Base):
    """A part of what a service said of its books, until it is compared."""

    __tablename__ = "stated_books"

    reconciliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[OtherService] = mapped_column(TYPES[str], primary_key=True)
    look: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    parts: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (grants("SELECT, INSERT, DELETE"),)
