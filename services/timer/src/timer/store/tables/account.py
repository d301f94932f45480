"""The account's settings."""

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned
from timer.account_settings import TIMER_LIMIT_SECONDS
from timer.capacity import DAYS_OF_WEEK, Week
from timer.store.tables.base import (
    CATALOGUE,
    Base,
)


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

    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="account_settings_currency_check"),
        CheckConstraint(
            f"cardinality(working_week) = {DAYS_OF_WEEK}", name="account_settings_week_check"
        ),
        CheckConstraint(
            "timer_limit_seconds BETWEEN 3600 AND 86400", name="account_settings_limit_check"
        ),
        CATALOGUE,
    )
