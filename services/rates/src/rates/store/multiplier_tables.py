"""The tables of multipliers, and of the account's holidays."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Dialect, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY, INT4MULTIRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, composite, mapped_column
from sqlalchemy.types import TypeDecorator

from database.mapping import TYPES, AccountOwned, grants
from money import Money
from rates.domain.multipliers import KINDS, MOST_FACTOR, Window, WindowKind
from rates.domain.rules import SCOPE_FIELDS, Scope
from rates.store.base import Base
from rates.store.rule_tables import SAME_COMBINATION

_KNOWN = text("superseded_at IS NULL")
_MONEY = "(factor IS NULL) = (amount IS NOT NULL) AND (amount IS NULL) = (currency IS NULL)"


class _Weekdays(TypeDecorator[tuple[int, ...]]):
    """Days of the week, Monday being 1."""

    impl = ARRAY(SmallInteger)
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, _dialect: Dialect) -> Any:
        """To an array."""
        return list(value or ())

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[int, ...]:
        """From an array."""
        return tuple(value)


class MultiplierRow(AccountOwned, Base):
    """A version of a multiplier; only the mark that it was superseded is ever changed.

    `minutes`: those of the week of its hours; of the other kinds all. So no two of one scope and kind meet at any moment.
    """

    __tablename__ = "multipliers"

    multiplier_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    project_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    scope: Mapped[Scope] = composite(*SCOPE_FIELDS)
    kind: Mapped[WindowKind] = mapped_column(TYPES[str])
    weekdays: Mapped[tuple[int, ...]] = mapped_column(_Weekdays)
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    above_seconds: Mapped[int | None]
    window: Mapped[Window] = composite("kind", "weekdays", "starts_at", "ends_at", "above_seconds")
    minutes: Mapped[list[Range[int]]] = mapped_column(INT4MULTIRANGE)
    factor: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    hourly_rate: Mapped[Money | None] = composite("amount", "currency")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("version > 0", name="multipliers_version_check"),
        CheckConstraint(f"kind IN {KINDS}", name="multipliers_kind_check"),
        CheckConstraint(
            "num_nonnulls(starts_at, ends_at) = CASE kind WHEN 'hours' THEN 2 ELSE 0 END"
            " AND (cardinality(weekdays) > 0) = (kind = 'hours')"
            " AND (above_seconds IS NOT NULL) = (kind LIKE 'overtime-%') AND coalesce(above_seconds > 0, true)",
            name="multipliers_window_check",
        ),
        CheckConstraint(_MONEY, name="multipliers_factor_or_rate"),
        CheckConstraint(f"factor BETWEEN 0 AND {MOST_FACTOR}", name="multipliers_factor_check"),
        CheckConstraint("amount >= 0", name="multipliers_amount_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="multipliers_currency_check"),
        CheckConstraint("valid_to >= valid_from", name="multipliers_end_after_start"),
        CheckConstraint(
            "superseded_at >= recorded_at", name="multipliers_recorded_then_superseded"
        ),
        ExcludeConstraint(
            ("account_id", "="),
            *SAME_COMBINATION,
            ("kind", "="),
            (text("coalesce(above_seconds, 0)"), "="),
            ("minutes", "&&"),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=_KNOWN,
            name="multipliers_never_overlap",
        ),
        Index("multipliers_known", "account_id", "multiplier_id", postgresql_where=_KNOWN),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )


class HolidayRow(AccountOwned, Base):
    """A day that the account counts as a holiday; one that it counts no longer is superseded."""

    __tablename__ = "holidays"

    holiday_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    name: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        Index(
            "holidays_once_a_day",
            "account_id",
            "day",
            unique=True,
            postgresql_where=_KNOWN,
        ),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )
