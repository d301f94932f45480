"""The account's settings."""

import json
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, TypeDecorator, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned
from timer.account_settings import TIMER_LIMIT_SECONDS
from timer.capacity import DAYS_OF_WEEK, Week
from timer.missing_timesheet import DAYS_TO_HAND_IN
from timer.sheet_period import PeriodChange, PeriodRules, Periods
from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Texts,
    texts,
)


class PeriodsColumn(TypeDecorator[Periods]):
    """Changes of the periods, as pairs of day and kind."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Periods | None, dialect: Dialect) -> Any:
        """As JSON has them."""
        return [[change.from_day.isoformat(), change.kind] for change in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> Periods:
        """As the domain has them."""
        return periods_of(value)


PERIOD_RULES = """(
    SELECT CAST(jsonb_build_array(sheet_periods, lock_after_days, time_zone) AS text) FROM account_settings) AS period_rules
"""
"""A column of other statements, for `rules_of`."""


def periods_of(pairs: Any) -> Periods:
    """What the column says; nothing where nothing was chosen yet."""
    return tuple(PeriodChange(date.fromisoformat(day), kind) for day, kind in pairs or ())


def rules_of(text: str | None) -> PeriodRules:
    """What `PERIOD_RULES` read."""
    if text is None:
        return PeriodRules()
    pairs, lock_after_days, time_zone = json.loads(text)
    return PeriodRules(periods_of(pairs), lock_after_days, time_zone)


class SellerRow(AccountOwned, Base):
    """The newest that invoicing published of who sells."""

    __tablename__ = "sellers"

    version: Mapped[int]
    name: Mapped[str]
    address_lines: Mapped[Texts] = texts()
    postal_code: Mapped[str] = mapped_column(server_default="")
    city: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str | None]
    vat_number: Mapped[str | None]
    registration_number: Mapped[str | None]

    __table_args__ = (CATALOGUE,)


class AccountSettingsRow(AccountOwned, Base):
    """What the account has chosen; an account without a row has chosen nothing yet."""

    __tablename__ = "account_settings"

    version: Mapped[int]
    time_zone: Mapped[str]
    currency: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    allow_self_approval: Mapped[bool]
    allow_overlaps: Mapped[bool]
    holiday_region: Mapped[str | None]
    working_week: Mapped[Week]
    timer_limit_seconds: Mapped[int] = mapped_column(server_default=text(str(TIMER_LIMIT_SECONDS)))
    sheet_periods: Mapped[Periods] = mapped_column(PeriodsColumn, server_default=text("'[]'"))
    lock_after_days: Mapped[int | None]
    days_to_hand_in: Mapped[int | None] = mapped_column(server_default=text(str(DAYS_TO_HAND_IN)))

    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="account_settings_currency_check"),
        CheckConstraint(
            f"cardinality(working_week) = {DAYS_OF_WEEK}", name="account_settings_week_check"
        ),
        CheckConstraint(
            "timer_limit_seconds BETWEEN 3600 AND 86400", name="account_settings_limit_check"
        ),
        CheckConstraint("lock_after_days >= 0", name="account_settings_lock_check"),
        CheckConstraint("days_to_hand_in >= 0", name="account_settings_days_check"),
        CATALOGUE,
    )
