"""The tables of rates, defined once; migrations are checked against them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, text
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE, ExcludeConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import TYPES, AccountOwned, grants
from money import Money
from rates.domain.matching import UnpricedReason
from rates.domain.rules import SCOPE_FIELDS, Scope
from rates.store.base import Base
from rates.store.price_tables import BilledRangeRow, PriceRow
from rates.store.reconciliation_tables import (
    ComparedBooksRow,
    DifferenceRow,
    ReconciliationRow,
    StatedBooksRow,
)
from rates.store.rule_tables import CostRow, RateRow
from rates.store.segments import Segments, SegmentsColumn
from rates.store.timesheet_tables import TimesheetRow

__all__ = [
    "Base",
    "BilledRangeRow",
    "ComparedBooksRow",
    "CostRow",
    "DifferenceRow",
    "MembershipListRow",
    "MembershipRow",
    "OrganizationRow",
    "PriceRow",
    "RateCard",
    "RateRow",
    "ReconciliationRow",
    "ReferenceRow",
    "StatedBooksRow",
    "TimeEntryRow",
    "TimesheetRow",
]


class RateCard(AccountOwned, Base):
    """One row per account: who changes its rates or costs locks it, so changes have an order and each a time of its own.

    `divides`: it has, or had, an agreement or a multiplier, so that not all time is charged alike.
    """

    __tablename__ = "rate_cards"

    changed_at: Mapped[datetime]
    divides: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class ReferenceRow(AccountOwned, Base):
    """Something that a rule may name; `field` is that by which rules name it. What timer has made once is never gone.

    `name`: what it is called since this `version` of it.
    """

    __tablename__ = "known_references"

    field: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class OrganizationRow(AccountOwned, Base):
    """The version of a customer that is known here, the one that it was merged into, which stands for it; its currency."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    merged_into: Mapped[UUID | None]
    currency: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("merged_into <> organization_id", name="organizations_merged_into_another"),
        Index(
            "organizations_merged_into",
            "account_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class MembershipListRow(AccountOwned, Base):
    """The version of an agent's memberships that is stored here; one who was in no team yet has none."""

    __tablename__ = "membership_lists"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class MembershipRow(AccountOwned, Base):
    """The days on which an agent is in a team, the last one included; None: until further notice."""

    __tablename__ = "team_memberships"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date | None]
    team_id: Mapped[UUID]

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="team_memberships_end_after_start"),
        ExcludeConstraint(
            ("account_id", "="),
            ("agent_id", "="),
            (text("daterange(first_day, last_day, '[]')"), "&&"),
            name="one_team_per_day",
        ),
        grants("SELECT, INSERT, DELETE"),
    )


class TimeEntryRow(AccountOwned, Base):
    """The newest version of an entry and its valuation: the price in force.

    `team_id`: the team of its agent on its day, as it was known when the entry was last priced. `override_version`: the
    override that gives the price, if one does. `customer_currency`: that in which its customer is invoiced.

    `live`: recorded and not discarded. A row that is not live remembers a version that ended the entry, or (version 0)
    that it was billed before it was recorded here. While `billed_at` is set, a range of it is billed: the price is that
    which the invoice names and nothing prices it again; the rule is unknown (null) when none here has that amount.

    What it costs the account (`cost_…`) follows the rules also while it is billed, and when it is not billable.

    By `time_entries_unbilled` re-pricing finds what a change of rates may touch, by `time_entries_by_day` what one of costs
    may: in its order, and passing over other customers, projects and agents within the index.

    `rounding_seconds` are what rounding adds to `seconds` or, below zero, takes off.

    `billed_part` are its raw seconds that are billed or written off, where not all are; `written_off_part` those that are
    written off, where some are.

    `approved_version` was approved last, at `approved_at`, with this timesheet; None: the sheet was opened again since.
    It is approved while that is its `version`, whichever came first.

    `segments` are how its seconds are charged where not all are alike; null: all by the hour at its rate.
    `segments_currency` is theirs where the entry has no rate, and an agreement covers it all the same.
    """

    __tablename__ = "time_entries"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    live: Mapped[bool]
    work_item_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    scope: Mapped[Scope] = composite(*SCOPE_FIELDS)
    work_date: Mapped[date | None]
    started_at: Mapped[datetime | None]
    time_zone: Mapped[str | None]
    seconds: Mapped[int | None]
    billable: Mapped[bool | None]
    billed_at: Mapped[datetime | None]
    billed_part: Mapped[Any | None] = mapped_column(INT4MULTIRANGE)
    written_off_part: Mapped[Any | None] = mapped_column(INT4MULTIRANGE)
    approved_version: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    timesheet_id: Mapped[UUID | None]
    approved: Mapped[bool] = mapped_column(
        Computed("coalesce(approved_version = version, false)", persisted=True)
    )
    price_version: Mapped[int] = mapped_column(server_default="0")
    rule_id: Mapped[UUID | None]
    override_version: Mapped[int | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    hourly_rate: Mapped[Money | None] = composite("amount", "currency")
    unpriced_reason: Mapped[UnpricedReason | None] = mapped_column(TYPES[str])
    segments: Mapped[Segments | None] = mapped_column(SegmentsColumn)
    segments_currency: Mapped[str | None]
    cost_rule_id: Mapped[UUID | None]
    cost_amount: Mapped[Decimal | None]
    cost_currency: Mapped[str | None]
    hourly_cost: Mapped[Money | None] = composite("cost_amount", "cost_currency")
    customer_currency: Mapped[str | None]
    rounding_policy_id: Mapped[UUID | None]
    rounding_seconds: Mapped[int] = mapped_column(server_default="0")
    billed_seconds: Mapped[int | None] = mapped_column(
        Computed("greatest(seconds + rounding_seconds, 0)", persisted=True)
    )

    __table_args__ = (
        CheckConstraint(
            "num_nulls(cost_rule_id, cost_amount, cost_currency) IN (0, 3)",
            name="time_entries_cost_is_whole",
        ),
        CheckConstraint(
            "NOT live OR num_nulls(agent_id, work_date, seconds, billable) = 0",
            name="time_entries_live_are_whole",
        ),
        CheckConstraint(
            "(amount IS NULL) = (currency IS NULL)"
            " AND num_nonnulls(rule_id, override_version) <= (amount IS NOT NULL)::int",
            name="time_entries_rate_is_whole",
        ),
        CheckConstraint(
            "amount IS NOT NULL OR rounding_policy_id IS NULL AND rounding_seconds = 0",
            name="time_entries_rounded_have_a_rate",
        ),
        CheckConstraint(
            "NOT live OR price_version = 0 OR (amount IS NULL) = (unpriced_reason IS NOT NULL)",
            name="time_entries_priced_or_reason",
        ),
        Index(
            "time_entries_by_day",
            "account_id",
            "work_date",
            "entry_id",
            "organization_id",
            "project_id",
            "agent_id",
            postgresql_where=text("live"),
        ),
        Index(
            "time_entries_unbilled",
            "account_id",
            "work_date",
            "entry_id",
            "organization_id",
            "project_id",
            "agent_id",
            postgresql_where=text("live AND billed_at IS NULL"),
        ),
        Index(
            "time_entries_unpriced",
            "account_id",
            "entry_id",
            postgresql_where=text("live AND billable AND unpriced_reason IS NOT NULL"),
        ),
        Index(
            "time_entries_in_foreign_currency",
            "account_id",
            "entry_id",
            postgresql_where=text("live AND billed_at IS NULL AND currency <> customer_currency"),
        ),
        Index(
            "time_entries_billed_by_rule",
            "account_id",
            "rule_id",
            postgresql_where=text("billed_at IS NOT NULL"),
        ),
        Index(
            "time_entries_billed_as_rounded",
            "account_id",
            "rounding_policy_id",
            postgresql_where=text("billed_at IS NOT NULL AND rounding_policy_id IS NOT NULL"),
        ),
        Index(
            "time_entries_by_work_item",
            "account_id",
            "work_item_id",
            "work_date",
            postgresql_where=text("live AND work_item_id IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )
