"""The tax codes that accounts changed or made; those of their country need no rows."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.tax import TaxCategory
from invoicing.store.tables.base import Base


class TaxCodeRow(AccountOwned, Base):
    """A tax code: its category never changes, and it is not deleted."""

    __tablename__ = "tax_codes"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    category: Mapped[TaxCategory]
    ledger_account: Mapped[str | None]
    ledger_code: Mapped[str | None]
    retired: Mapped[bool]

    __table_args__ = (
        grants("SELECT, INSERT, UPDATE (version, name, ledger_account, ledger_code, retired)"),
    )


class TaxRateRow(AccountOwned, Base):
    """The rate of a tax code from a day on. It is never changed: another follows it."""

    __tablename__ = "tax_rates"

    code: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    rate: Mapped[Decimal]

    __table_args__ = (
        CheckConstraint("rate >= 0 AND rate < 100", name="tax_rates_rate_check"),
        ForeignKeyConstraint(["account_id", "code"], ["tax_codes.account_id", "tax_codes.code"]),
        grants("SELECT, INSERT"),
    )
