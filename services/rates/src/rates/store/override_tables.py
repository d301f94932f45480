"""The table of prices that people set on entries."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import AccountOwned, grants
from money import Money
from rates.store.tables import Base


class OverrideRow(AccountOwned, Base):
    """A price that somebody set on an entry; only the mark that it holds no longer is ever changed."""

    __tablename__ = "price_overrides"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    currency: Mapped[str]
    hourly_rate: Mapped[Money] = composite("amount", "currency")
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("version > 0", name="price_overrides_version_check"),
        CheckConstraint("amount >= 0", name="price_overrides_amount_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="price_overrides_currency_check"),
        CheckConstraint("reason <> ''", name="price_overrides_reason_check"),
        CheckConstraint(
            "superseded_at >= recorded_at", name="price_overrides_recorded_then_superseded"
        ),
        CheckConstraint(
            "(superseded_at IS NULL) = (superseded_by IS NULL)",
            name="price_overrides_superseded_by_somebody",
        ),
        Index(
            "price_overrides_in_force",
            "account_id",
            "entry_id",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )
