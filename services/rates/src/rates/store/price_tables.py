"""Tables of the prices that entries had, and of what invoices bill of them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, text
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import TYPES, AccountOwned, grants
from money import Money
from rates.domain.matching import UnpricedReason
from rates.store.base import Base
from rates.store.segments import Segments, SegmentsColumn


class BilledRangeRow(AccountOwned, Base):
    """Seconds of an entry that a line of an invoice bills, or that are `written_off`, and since when they are no longer.

    Billed and released may arrive in either order: a row that was only released remembers that, and so does
    one of a part of what was billed, which is billed until its parts are all released. `amount` is the line's
    rate per hour (null: an agreement covers the time), `price_version` that of the price which is billed.
    """

    __tablename__ = "billed_ranges"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    start_second: Mapped[int] = mapped_column(primary_key=True)
    end_second: Mapped[int] = mapped_column(primary_key=True)
    price_version: Mapped[int | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    billed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    written_off: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        CheckConstraint(
            "0 <= start_second AND start_second < end_second", name="billed_ranges_seconds_check"
        ),
        CheckConstraint("price_version > 0", name="billed_ranges_price_version_check"),
        CheckConstraint(
            "num_nulls(price_version, currency, billed_at) = CASE WHEN billed_at IS NULL THEN 3 ELSE 0 END"
            " AND (amount IS NULL OR billed_at IS NOT NULL)",
            name="billed_ranges_billed_are_whole",
        ),
        CheckConstraint(
            "num_nonnulls(billed_at, released_at) > 0", name="billed_ranges_billed_or_released"
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class PriceRow(AccountOwned, Base):
    """A version of an entry's price, for ever. `rules_as_of`: the last change of rates that was taken into account.

    `segments`: as in `TimeEntryRow`.
    """

    __tablename__ = "prices"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    price_version: Mapped[int] = mapped_column(primary_key=True)
    entry_version: Mapped[int]
    seconds: Mapped[int]
    rule_id: Mapped[UUID | None]
    override_version: Mapped[int | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    hourly_rate: Mapped[Money | None] = composite("amount", "currency")
    unpriced_reason: Mapped[UnpricedReason | None] = mapped_column(TYPES[str])
    rounding_policy_id: Mapped[UUID | None]
    rounding_seconds: Mapped[int] = mapped_column(server_default="0")
    billed_seconds: Mapped[int] = mapped_column(
        Computed("seconds + rounding_seconds", persisted=True)
    )
    segments: Mapped[Segments | None] = mapped_column(SegmentsColumn)
    segments_currency: Mapped[str | None]
    priced_at: Mapped[datetime]
    rules_as_of: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("price_version > 0", name="prices_price_version_check"),
        CheckConstraint(
            "unpriced_reason IN ('no-rate', 'no-organization', 'not-billable')",
            name="prices_unpriced_reason_check",
        ),
        CheckConstraint(
            "num_nulls(amount, currency) = CASE WHEN unpriced_reason IS NULL THEN 0 ELSE 2 END"
            " AND num_nonnulls(rule_id, override_version) = (unpriced_reason IS NULL)::int",
            name="prices_priced_or_reason",
        ),
        CheckConstraint("seconds + rounding_seconds >= 0", name="prices_billed_seconds_check"),
        grants("SELECT, INSERT"),
    )
