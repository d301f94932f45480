"""What an account has chosen for itself in timer."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from database.mapping import AccountOwned, grants
from rates.store.tables import Base


class AccountSettingsRow(AccountOwned, Base):
    """The newest version of an account's choices; one that has chosen nothing has no row.

    `currency`: of customers without one of their own. `time_zone` decides the account's local date.
    """

    __tablename__ = "account_settings"

    version: Mapped[int]
    currency: Mapped[str]
    time_zone: Mapped[str]

    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="account_settings_currency_check"),
        grants("SELECT, INSERT, UPDATE"),
    )
