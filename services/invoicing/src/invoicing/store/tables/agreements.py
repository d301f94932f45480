"""What agreements charge, the lines that bill it, and the time that it covers."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.charges import ChargeKind
from invoicing.store.tables.base import Base


class AgreementChargeRow(AccountOwned, Base):
    """The newest that rates published of what an agreement charges."""

    __tablename__ = "agreement_charges"

    charge_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    agreement_id: Mapped[UUID]
    organization_id: Mapped[UUID]
    kind: Mapped[ChargeKind]
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    in_advance: Mapped[bool]
    billable_from: Mapped[date | None]
    cancelled: Mapped[bool]
    included_seconds: Mapped[int | None]
    rolled_over_seconds: Mapped[int]
    used_seconds: Mapped[int]
    overage_seconds: Mapped[int]

    __table_args__ = (
        Index("agreement_charges_of_customer", "account_id", "organization_id", "first_day"),
        grants("SELECT, INSERT, UPDATE"),
    )


class ChargeClaimRow(AccountOwned, Base):
    """The line of a draft or invoice that bills a charge, in its version; at most one of those that are live.

    A claim is live until its draft gives it up or a credit note releases it.
    """

    __tablename__ = "charge_claims"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    charge_id: Mapped[UUID]
    charge_version: Mapped[int]
    released_by: Mapped[UUID | None]

    __table_args__ = (
        Index(
            "charge_billed_once",
            "account_id",
            "charge_id",
            unique=True,
            postgresql_where=text("released_by IS NULL"),
        ),
        grants("SELECT, INSERT, DELETE, UPDATE (charge_version, released_by)"),
    )


class CoveredTimeRow(AccountOwned, Base):
    """Where to look for the time that a charge covers: entries whose price ever named it. Their segments decide."""

    __tablename__ = "covered_time"

    charge_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (grants("SELECT, INSERT"),)
