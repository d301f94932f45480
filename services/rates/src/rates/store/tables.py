"""The tables of rates, defined once; migrations are checked against them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column

from database.mapping import TYPES, AccountOwned, grants, new_metadata
from money import Money
from rates.matching import UnpricedReason
from rates.rules import Scope


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = TYPES


_SAME_COMBINATION = tuple(
    (text(f"coalesce({name}, '00000000-0000-0000-0000-000000000000'::uuid)"), "=")
    for name in ("project_id", "organization_id", "agent_id", "service_type_id")
)


class RateRow(AccountOwned, Base):
    """A version of a rule; only the mark that it was superseded is ever changed."""

    __tablename__ = "rates"

    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    scope: Mapped[Scope] = composite("project_id", "organization_id", "agent_id", "service_type_id")
    weight: Mapped[int] = mapped_column(
        Computed(
            "16 * (project_id IS NOT NULL)::int + 8 * (organization_id IS NOT NULL)::int"
            " + 4 * (agent_id IS NOT NULL)::int + (service_type_id IS NOT NULL)::int",
            persisted=True,
        )
    )
    amount: Mapped[Decimal]
    currency: Mapped[str]
    hourly_rate: Mapped[Money] = composite("amount", "currency")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("version > 0", name="rates_version_check"),
        CheckConstraint("amount >= 0", name="rates_amount_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="rates_currency_check"),
        CheckConstraint("valid_to >= valid_from", name="rates_end_after_start"),
        CheckConstraint("superseded_at >= recorded_at", name="rates_recorded_then_superseded"),
        ExcludeConstraint(
            ("account_id", "="),
            *_SAME_COMBINATION,
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=text("superseded_at IS NULL"),
            name="rates_never_overlap",
        ),
        Index(
            "rates_by_weight",
            "account_id",
            text("weight DESC"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )


class RateCard(AccountOwned, Base):
    """One row per account: whoever changes its rates locks it, so changes have an order and each a time of its own."""

    __tablename__ = "rate_cards"

    changed_at: Mapped[datetime]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class ReferenceRow(AccountOwned, Base):
    """Something that a rule may name; `field` is that by which rules name it. What timer has made once is never gone."""

    __tablename__ = "known_references"

    field: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (grants("SELECT, INSERT"),)


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

    `live`: recorded and not discarded. A row that is not live remembers a version that ended the entry, or (version 0)
    that it was billed before it was recorded here. While `billed_at` is set, a range of it is billed: the price is that
    which the invoice names and nothing prices it again; the rule is unknown (null) when none here has that amount.
    """

    __tablename__ = "time_entries"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    live: Mapped[bool]
    work_item_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    scope: Mapped[Scope] = composite("project_id", "organization_id", "agent_id", "service_type_id")
    work_date: Mapped[date | None]
    seconds: Mapped[int | None]
    billable: Mapped[bool | None]
    billed_at: Mapped[datetime | None]
    price_version: Mapped[int] = mapped_column(server_default="0")
    rule_id: Mapped[UUID | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    hourly_rate: Mapped[Money | None] = composite("amount", "currency")
    unpriced_reason: Mapped[UnpricedReason | None] = mapped_column(TYPES[str])

    __table_args__ = (
        CheckConstraint(
            "NOT live OR num_nulls(agent_id, work_date, seconds, billable) = 0",
            name="time_entries_live_are_whole",
        ),
        CheckConstraint(
            "(amount IS NULL) = (currency IS NULL) AND (amount IS NOT NULL OR rule_id IS NULL)",
            name="time_entries_rate_is_whole",
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
            postgresql_where=text("live"),
        ),
        Index(
            "time_entries_billed_by_rule",
            "account_id",
            "rule_id",
            postgresql_where=text("billed_at IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class BilledRangeRow(AccountOwned, Base):
    """Seconds of an entry that a line of an invoice bills, and since when it bills them no longer.

    Billed and released may arrive in either order: a row that was only released remembers that. `amount` is the line's
    rate per hour, `price_version` that of the price which is billed.
    """

    __tablename__ = "billed_ranges"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    start_second: Mapped[int] = mapped_column(primary_key=True)
    end_second: Mapped[int]
    price_version: Mapped[int | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    billed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "0 <= start_second AND start_second < end_second", name="billed_ranges_seconds_check"
        ),
        CheckConstraint("price_version > 0", name="billed_ranges_price_version_check"),
        CheckConstraint(
            "num_nulls(price_version, amount, currency, billed_at)"
            " = CASE WHEN billed_at IS NULL THEN 4 ELSE 0 END",
            name="billed_ranges_billed_are_whole",
        ),
        CheckConstraint(
            "num_nonnulls(billed_at, released_at) > 0", name="billed_ranges_billed_or_released"
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class PriceRow(AccountOwned, Base):
    """A version of an entry's price, for ever. `rules_as_of`: the last change of rates that was taken into account."""

    __tablename__ = "prices"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    price_version: Mapped[int] = mapped_column(primary_key=True)
    entry_version: Mapped[int]
    seconds: Mapped[int]
    rule_id: Mapped[UUID | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    hourly_rate: Mapped[Money | None] = composite("amount", "currency")
    unpriced_reason: Mapped[UnpricedReason | None] = mapped_column(TYPES[str])
    priced_at: Mapped[datetime]
    rules_as_of: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("price_version > 0", name="prices_price_version_check"),
        CheckConstraint(
            "unpriced_reason IN ('no-rate', 'no-organization', 'not-billable')",
            name="prices_unpriced_reason_check",
        ),
        CheckConstraint(
            "num_nulls(rule_id, amount, currency) = CASE WHEN unpriced_reason IS NULL THEN 0 ELSE 3 END",
            name="prices_priced_or_reason",
        ),
        grants("SELECT, INSERT"),
    )
