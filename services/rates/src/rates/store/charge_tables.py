"""The tables of what agreements come to: their months, what they charge, what of it is billed, and their ledgers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Identity, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from rates.store.base import Base

_FIRST_OF_MONTH = "month = date_trunc('month', month::timestamp)::date"
_COUNTS_ON = (
    "CASE WHEN kind = 'milestone' AND billable_from IS NULL THEN coalesce(last_day, first_day)"
    " ELSE first_day END"
)
"""What is not reached yet is due when the agreement ends; all else has its own first day."""


class AgreementMonthRow(AccountOwned, Base):
    """A month of an agreement with a fee or a minimum, as it comes out now (`balances.AgreementMonth`).

    `rolled_over`: what it had of months before it, by month. It is closed while an invoice bills its charge.
    """

    __tablename__ = "agreement_months"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    charge_id: Mapped[UUID]
    first_day: Mapped[date]
    last_day: Mapped[date]
    amount: Mapped[Decimal]
    fees: Mapped[Decimal]
    minimum: Mapped[Decimal | None]
    base_seconds: Mapped[int]
    rolled_over: Mapped[list[dict[str, Any]]] = mapped_column(JSONB(none_as_null=True))
    rolled_over_seconds: Mapped[int]
    used_seconds: Mapped[int]
    overage_seconds: Mapped[int]
    unused_seconds: Mapped[int]
    expiring_seconds: Mapped[int]

    __table_args__ = (
        CheckConstraint(_FIRST_OF_MONTH, name="agreement_months_month_check"),
        CheckConstraint(
            "month <= first_day AND first_day <= last_day", name="agreement_months_days_check"
        ),
        CheckConstraint(
            "least(base_seconds, rolled_over_seconds, used_seconds, overage_seconds, unused_seconds,"
            " expiring_seconds) >= 0",
            name="agreement_months_seconds_check",
        ),
        CheckConstraint("least(amount, fees, minimum) >= 0", name="agreement_months_amounts_check"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class AllocationRow(AccountOwned, Base):
    """What a customer's time was last allocated by (`allocated_months.LastAllocation`); `agreements` are those, as JSON.

    Since then something of the months from `changed_from` on was billed or given back.
    """

    __tablename__ = "allocations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    names: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    agreements: Mapped[str]
    current_month: Mapped[date]
    last_month: Mapped[date]
    changed_from: Mapped[date | None]
    in_order: Mapped[bool]

    __table_args__ = (grants("SELECT, INSERT, UPDATE, DELETE"),)


class OpeningRow(AccountOwned, Base):
    """The opening balance of an agreement and month (`openings.Opening`), where it is not empty.

    `sources`: of each its charge, for hours their month and how many, what billed time of months before drew, and what time
    that is not billed did.
    """

    __tablename__ = "agreement_openings"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    sources: Mapped[list[list[Any]]] = mapped_column(JSONB(none_as_null=True))

    __table_args__ = (
        CheckConstraint(_FIRST_OF_MONTH, name="agreement_openings_month_check"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class BilledDrawsRow(AccountOwned, Base):
    """What billed time of all months draws of a source (`openings.BilledDraws`); `month`: that which its hours are of."""

    __tablename__ = "agreement_billed_draws"

    charge_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID]
    month: Mapped[date | None]
    own_seconds: Mapped[BigInt]
    seconds: Mapped[BigInt]
    money: Mapped[Decimal]

    __table_args__ = (
        Index(
            "agreement_billed_draws_of_no_month",
            "account_id",
            "agreement_id",
            postgresql_where=text("month IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class ChargeRow(AccountOwned, Base):
    """Something that an agreement charges, as it was last published. It stands on one line of an issued invoice at most.

    Of a month there is one charge of each kind, so no month is billed twice: `agreement_charges_once_a_month`. While it is
    billed (`billed_at`) its amount stays. `counts_on`: the day in whose period its money is shown; `project_id`: the only
    project that the agreement covers, if it covers one.
    """

    __tablename__ = "agreement_charges"

    charge_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    agreement_id: Mapped[UUID]
    organization_id: Mapped[UUID]
    kind: Mapped[str]
    month: Mapped[date | None]
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
    minimum: Mapped[Decimal | None]
    billed_at: Mapped[datetime | None]
    billed_line_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    counts_on: Mapped[date] = mapped_column(Computed(_COUNTS_ON, persisted=True))

    __table_args__ = (
        CheckConstraint("version > 0", name="agreement_charges_version_check"),
        CheckConstraint(
            "kind IN ('fee', 'true-up', 'block', 'milestone')", name="agreement_charges_kind_check"
        ),
        CheckConstraint(
            "(month IS NOT NULL) = (kind IN ('fee', 'true-up'))",
            name="agreement_charges_of_a_month_or_not",
        ),
        CheckConstraint(_FIRST_OF_MONTH, name="agreement_charges_month_check"),
        CheckConstraint("least(amount, minimum) >= 0", name="agreement_charges_amount_check"),
        CheckConstraint("last_day >= first_day", name="agreement_charges_end_after_start"),
        CheckConstraint(
            "least(included_seconds, rolled_over_seconds, used_seconds, overage_seconds) >= 0",
            name="agreement_charges_seconds_check",
        ),
        CheckConstraint(
            "(billed_at IS NULL) = (billed_line_id IS NULL)", name="agreement_charges_billed_whole"
        ),
        Index(
            "agreement_charges_once_a_month",
            "account_id",
            "agreement_id",
            "kind",
            "month",
            unique=True,
        ),
        Index("agreement_charges_of_agreement", "account_id", "agreement_id", "month"),
        Index(
            "agreement_charges_of_no_month",
            "account_id",
            "agreement_id",
            postgresql_where=text("month IS NULL"),
        ),
        Index("agreement_charges_by_day", "account_id", "counts_on"),
        Index("agreement_charges_of_customer", "account_id", "organization_id", "counts_on"),
        Index(
            "agreement_charges_of_project",
            "account_id",
            "project_id",
            "counts_on",
            postgresql_where=text("project_id IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class ChargeVersionRow(AccountOwned, Base):
    """What a version of a charge was about: an invoice that bills an older one closes the month with the hours of that."""

    __tablename__ = "agreement_charge_versions"

    charge_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    included_seconds: Mapped[int | None]
    rolled_over_seconds: Mapped[int]
    minimum: Mapped[Decimal | None]

    __table_args__ = (grants("SELECT, INSERT"),)


class ChargeBillingRow(AccountOwned, Base):
    """That a line of an issued invoice bills a charge, and since when it does no longer.

    A set that only grows, as `billed_ranges`: a row that was only released remembers that.
    """

    __tablename__ = "charge_billings"

    charge_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    number: Mapped[str]
    charge_version: Mapped[int | None]
    amount: Mapped[Decimal | None]
    billed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount >= 0", name="charge_billings_amount_check"),
        CheckConstraint(
            "num_nulls(charge_version, amount, billed_at)"
            " = CASE WHEN billed_at IS NULL THEN 3 ELSE 0 END",
            name="charge_billings_billed_are_whole",
        ),
        CheckConstraint(
            "num_nonnulls(billed_at, released_at) > 0", name="charge_billings_billed_or_released"
        ),
        Index("charge_billings_of_invoice", "account_id", "invoice_id"),
        grants("SELECT, INSERT, UPDATE"),
    )


class InvoicePaymentRow(AccountOwned, Base):
    """Since when nothing is owed on an invoice, by the newest version of it; only of accounts that have agreements."""

    __tablename__ = "invoice_payments"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    paid_on: Mapped[date | None]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class LedgerRow(AccountOwned, Base):
    """A row of the ledger of a closed month; nothing ever changes it. What comes after is another row, with its reason.

    `seconds` and `amount` are what it adds; those of a kind, added up, are what the month came to. `entries`: whose seconds
    a correction is about.
    """

    __tablename__ = "agreement_ledger"

    row_id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    agreement_id: Mapped[UUID]
    month: Mapped[date]
    kind: Mapped[str]
    seconds: Mapped[int | None]
    amount: Mapped[Decimal | None]
    reason: Mapped[str]
    entries: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    charge_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "kind IN ('base', 'rolled-over', 'used', 'overage', 'expired') AND amount IS NULL"
            " OR kind IN ('fee', 'true-up', 'fees') AND seconds IS NULL",
            name="agreement_ledger_kind_check",
        ),
        CheckConstraint(_FIRST_OF_MONTH, name="agreement_ledger_month_check"),
        CheckConstraint("num_nonnulls(seconds, amount) = 1", name="agreement_ledger_one_figure"),
        CheckConstraint(
            "reason IN ('closed', 'corrected', 'credited', 'billed again')",
            name="agreement_ledger_reason_check",
        ),
        Index("agreement_ledger_of_month", "account_id", "agreement_id", "month"),
        Index(
            "agreement_ledger_closed_once",
            "account_id",
            "agreement_id",
            "month",
            "kind",
            unique=True,
            postgresql_where=text("reason = 'closed'"),
        ),
        grants("SELECT, INSERT"),
    )
