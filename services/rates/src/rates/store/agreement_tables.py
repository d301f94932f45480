"""The tables of agreements: what customers have agreed to pay apart from plain hours."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import TYPES, AccountOwned, grants
from rates.domain.agreements import AgreementKind
from rates.domain.terms import RolloverMode
from rates.store.base import Base

_KNOWN = text("superseded_at IS NULL")
_MONTHLY = "kind IN ('monthly-minimum', 'spend-minimum')"
_PREPAID = "kind IN ('prepaid-hours', 'prepaid-amount')"
ENDS_ON = "CASE WHEN renews_months IS NULL THEN last_day END"


class AgreementRow(AccountOwned, Base):
    """A version of an agreement; only the mark that it was superseded is ever changed. Withdrawn: superseded by none.

    `project_ids` and `service_type_ids` are what it covers, in order; empty: any. Two of one kind that cover the same of a
    customer would charge a month twice: `agreements_never_overlap`. PostgreSQL's hash of an array stands for it there.
    """

    __tablename__ = "agreements"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[AgreementKind] = mapped_column(TYPES[str])
    currency: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    renews_months: Mapped[int | None]
    project_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    service_type_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    prorate: Mapped[bool]
    in_advance: Mapped[bool]
    rollover_mode: Mapped[RolloverMode] = mapped_column(TYPES[str])
    rollover_cap_seconds: Mapped[int | None]
    rollover_expiry_months: Mapped[int | None]
    indexing_percent: Mapped[Decimal | None]
    indexing_month: Mapped[int | None]
    indexing_day: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("version > 0", name="agreements_version_check"),
        CheckConstraint(
            f"{_MONTHLY} OR {_PREPAID} OR kind = 'fixed-price'", name="agreements_kind_check"
        ),
        CheckConstraint("name <> ''", name="agreements_name_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="agreements_currency_check"),
        CheckConstraint("last_day >= first_day", name="agreements_end_after_start"),
        CheckConstraint(
            "renews_months > 0 AND (renews_months IS NULL OR last_day IS NOT NULL)",
            name="agreements_renewed_after_an_end",
        ),
        CheckConstraint(
            "(rollover_mode = 'capped') = (rollover_cap_seconds IS NOT NULL)"
            " AND rollover_mode IN ('none', 'all', 'capped') AND rollover_cap_seconds > 0"
            " AND rollover_expiry_months > 0",
            name="agreements_rollover_check",
        ),
        CheckConstraint("indexing_percent > 0", name="agreements_indexing_check"),
        CheckConstraint(
            "(superseded_at IS NULL) = (superseded_by IS NULL)",
            name="agreements_superseded_by_somebody",
        ),
        ExcludeConstraint(
            ("account_id", "="),
            ("organization_id", "="),
            ("kind", "="),
            ("currency", "="),
            (text("hash_array_extended(project_ids, 0)"), "="),
            (text("hash_array_extended(service_type_ids, 0)"), "="),
            (text(f"daterange(first_day, {ENDS_ON}, '[]')"), "&&"),
            where=text(f"superseded_at IS NULL AND {_MONTHLY}"),
            name="agreements_never_overlap",
        ),
        Index(
            "agreements_in_force",
            "account_id",
            "agreement_id",
            unique=True,
            postgresql_where=_KNOWN,
        ),
        Index("agreements_of_customer", "account_id", "organization_id", postgresql_where=_KNOWN),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )


class TermsRow(AccountOwned, Base):
    """What a month costs and covers from a day on, as a `version` of the agreement first said it."""

    __tablename__ = "agreement_terms"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    included_seconds: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("amount >= 0", name="agreement_terms_amount_check"),
        CheckConstraint("included_seconds >= 0", name="agreement_terms_included_check"),
        CheckConstraint(
            "superseded_at >= recorded_at", name="agreement_terms_recorded_then_superseded"
        ),
        ForeignKeyConstraint(
            ["account_id", "agreement_id", "version"],
            ["agreements.account_id", "agreements.agreement_id", "agreements.version"],
            name="agreement_terms_of_an_agreement",
        ),
        Index(
            "agreement_terms_never_overlap",
            "account_id",
            "agreement_id",
            "valid_from",
            unique=True,
            postgresql_where=_KNOWN,
        ),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )


class BlockRow(AccountOwned, Base):
    """Hours (`seconds`) or an `amount` bought up front for a price.

    It can be drawn for work from `usable_from` on, the day on which its invoice was paid, to `expires_on`; `drawn_…` is what
    is drawn by now.
    """

    __tablename__ = "agreement_blocks"

    block_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID]
    bought_on: Mapped[date]
    price: Mapped[Decimal]
    seconds: Mapped[int | None]
    amount: Mapped[Decimal | None]
    expires_on: Mapped[date | None]
    charge_id: Mapped[UUID]
    usable_from: Mapped[date | None]
    drawn_seconds: Mapped[int] = mapped_column(server_default="0")
    drawn_amount: Mapped[Decimal] = mapped_column(server_default="0")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(seconds, amount) = 1 AND coalesce(seconds, amount) > 0",
            name="agreement_blocks_hold_something",
        ),
        CheckConstraint("price >= 0", name="agreement_blocks_price_check"),
        CheckConstraint("expires_on >= bought_on", name="agreement_blocks_expire_after_purchase"),
        CheckConstraint(
            "least(drawn_seconds, drawn_amount) >= 0", name="agreement_blocks_drawn_check"
        ),
        Index("agreement_blocks_of_agreement", "account_id", "agreement_id"),
        Index("agreement_blocks_by_charge", "account_id", "charge_id", unique=True),
        grants("SELECT, INSERT, UPDATE (usable_from, drawn_seconds, drawn_amount)"),
    )


class MilestoneRow(AccountOwned, Base):
    """A part of a fixed price. It can be billed once it was reached."""

    __tablename__ = "agreement_milestones"

    milestone_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID]
    place: Mapped[int]
    name: Mapped[str]
    amount: Mapped[Decimal]
    reached_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("name <> ''", name="agreement_milestones_name_check"),
        CheckConstraint("amount >= 0", name="agreement_milestones_amount_check"),
        Index(
            "agreement_milestones_of_agreement", "account_id", "agreement_id", "place", unique=True
        ),
        grants("SELECT, INSERT, UPDATE (reached_on, recorded_at, recorded_by)"),
    )
