"""What time is worth, kept as sums that the database adds to, whichever way an entry is written.

Each statement that writes time entries appends what it changed to `valued_changes`, so nobody waits for anybody's sum. A
task moves the changes into `valued_days` and `valued_months`. What one of these and the changes have together is what the
entries say, at every moment. Exact money is not kept: it is `billed_seconds` × `amount`, for a row has one rate.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Computed, Index, schema
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from rates.store.base import Base
from rates.store.valued_triggers import HALVES, LINE


class Line:
    """What a sum is of, beside what tells it from others. All zeros stand for what an entry has none of.

    `amount` and `currency` are the rate per hour, 0 for what the charge of an agreement pays; `reason` says why there is
    none, and is empty where there is. `treatment` is how the time is charged, and empty without a price.

    `halves`: the rate in halves of the smallest unit of its currency; null: no small integer.
    """

    project_id: Mapped[UUID]
    work_item_id: Mapped[UUID]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    reason: Mapped[str]
    treatment: Mapped[str]
    halves: Mapped[BigInt | None] = mapped_column(Computed(HALVES, persisted=True))


class Identity:
    """What tells one sum from another.

    `line` stands for what `Line` has: it is the same for all of a customer's time that an invoice has on one line by
    default. So sums are found and grouped by it.
    """

    work_date: Mapped[date] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[UUID] = mapped_column(Computed(LINE, persisted=True), primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    service_type_id: Mapped[UUID] = mapped_column(primary_key=True)
    cost_currency: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)


class Sums:
    """What is added up. `cost_seconds` is the exact Σ(seconds × hourly cost); `billed_seconds`: after rounding.

    `parts` are the entries of which something is in the sum; `entries` those that begin there, so that an entry that is
    charged in several ways counts once.
    """

    parts: Mapped[BigInt]
    entries: Mapped[BigInt]
    seconds: Mapped[BigInt]
    billed_seconds: Mapped[BigInt]
    cost_seconds: Mapped[Decimal]


class ValuedChange(AccountOwned, Line, Sums, Base):
    """By how much a statement changed the time of a day, by what `Identity` and `Line` have."""

    __tablename__ = "valued_changes"

    id: Mapped[BigInt] = mapped_column(schema.Identity(always=True), primary_key=True)
    work_date: Mapped[date]
    organization_id: Mapped[UUID]
    line: Mapped[UUID] = mapped_column(Computed(LINE, persisted=True))
    agent_id: Mapped[UUID]
    service_type_id: Mapped[UUID]
    cost_currency: Mapped[str]
    state: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT, DELETE"),)


class ValuedDay(AccountOwned, Identity, Line, Sums, Base):
    """The time of a day by what it was spent on and what an hour of it is worth, without changes that are not moved yet."""

    __tablename__ = "valued_days"

    __table_args__ = (grants("SELECT, INSERT, UPDATE, DELETE"),)


class ValuedMonth(AccountOwned, Identity, Line, Sums, Base):
    """The same of a month, by its first day. Budgets read a project's or a customer's months."""

    __tablename__ = "valued_months"

    __table_args__ = (
        Index("valued_months_of_project", "account_id", "project_id", "work_date"),
        Index("valued_months_of_customer", "account_id", "organization_id", "work_date"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
