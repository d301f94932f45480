"""Tables of the comparisons of figures, and of the differences that they found."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Identity, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import TYPES, AccountOwned, BigInt, grants
from rates.domain.reconciliation import DifferenceKind
from rates.store.base import Base


class ReconciliationRow(AccountOwned, Base):
    """A comparison of an account's figures, and how much it compared. `asked_by` is None for that of the day."""

    __tablename__ = "reconciliations"

    reconciliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    entries: Mapped[BigInt] = mapped_column(server_default="0")
    seconds: Mapped[BigInt] = mapped_column(server_default="0")
    found: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        Index(
            "reconciliations_one_at_a_time",
            "account_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
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

    __table_args__ = (
        Index("reconciliation_differences_of_one", "account_id", "reconciliation_id"),
        grants("SELECT, INSERT"),
    )
