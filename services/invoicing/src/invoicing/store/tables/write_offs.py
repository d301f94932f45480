"""Write-offs: the service may insert, and change nothing."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class WriteOffRow(AccountOwned, Base):
    """Time of a customer that will not be charged, and why. Its claims have its id where others have an invoice's."""

    __tablename__ = "write_offs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    currency: Mapped[str]
    reason: Mapped[str]
    seconds: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Decimal]
    written_off_at: Mapped[datetime]
    written_off_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("seconds > 0", name="write_offs_seconds_check"),
        Index("write_offs_organization", "account_id", "organization_id", "id"),
        grants("SELECT, INSERT"),
    )


class WriteOffLineRow(AccountOwned, Base):
    """Seconds of an entry at one price."""

    __tablename__ = "write_off_lines"

    write_off_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    hourly_rate: Mapped[Decimal]
    seconds: Mapped[int]
    billed_seconds: Mapped[int]
    amount: Mapped[Decimal]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "write_off_id"], ["write_offs.account_id", "write_offs.id"]
        ),
        CheckConstraint(
            "seconds > 0 AND billed_seconds >= 0", name="write_off_lines_seconds_check"
        ),
        grants("SELECT, INSERT"),
    )


class UndoneWriteOffRow(AccountOwned, Base):
    """The end of a write-off, or of some of its lines: `id` is what released their claims."""

    __tablename__ = "undone_write_offs"

    write_off_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    undone_at: Mapped[datetime]
    undone_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "write_off_id"], ["write_offs.account_id", "write_offs.id"]
        ),
        grants("SELECT, INSERT"),
    )


class UndoneWriteOffLineRow(AccountOwned, Base):
    """A line of a write-off that was undone, once."""

    __tablename__ = "undone_write_off_lines"

    write_off_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    undoing_id: Mapped[UUID]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "write_off_id", "line_id"],
            [f"write_off_lines.{name}" for name in ("account_id", "write_off_id", "line_id")],
        ),
        ForeignKeyConstraint(
            ["account_id", "write_off_id", "undoing_id"],
            [f"undone_write_offs.{name}" for name in ("account_id", "write_off_id", "id")],
        ),
        grants("SELECT, INSERT"),
    )
