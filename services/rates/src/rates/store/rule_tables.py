"""The tables of rules: what an hour of work is charged at, and what it costs the account, in the same shape."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, composite, declared_attr, mapped_column

from database.mapping import AccountOwned, grants
from money import Money
from rates.domain.rules import SCOPE_FIELDS, Scope
from rates.store.base import Base

SAME_COMBINATION = tuple(
    (text(f"coalesce({name}, '00000000-0000-0000-0000-000000000000'::uuid)"), "=")
    for name in SCOPE_FIELDS
)


class RuleRow(AccountOwned):
    """A version of a rule; only the mark that it was superseded is ever changed."""

    __tablename__: str

    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    weight: Mapped[int] = mapped_column(
        Computed(
            "16 * (project_id IS NOT NULL)::int + 8 * (organization_id IS NOT NULL)::int"
            " + 4 * (agent_id IS NOT NULL)::int + 2 * (team_id IS NOT NULL)::int"
            " + (service_type_id IS NOT NULL)::int",
            persisted=True,
        )
    )
    amount: Mapped[Decimal]
    currency: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    @declared_attr
    def scope(self) -> Mapped[Scope]:
        """What it names."""
        return composite(Scope, *SCOPE_FIELDS)

    @declared_attr
    def hourly_rate(self) -> Mapped[Money]:
        """What an hour is charged at, or costs."""
        return composite(Money, "amount", "currency")

    @declared_attr.directive
    def __table_args__(self) -> tuple[Any, ...]:
        name = self.__tablename__
        return (
            CheckConstraint("version > 0", name=f"{name}_version_check"),
            CheckConstraint("amount >= 0", name=f"{name}_amount_check"),
            CheckConstraint("currency ~ '^[A-Z]{3}$'", name=f"{name}_currency_check"),
            CheckConstraint("valid_to >= valid_from", name=f"{name}_end_after_start"),
            CheckConstraint(
                "superseded_at >= recorded_at", name=f"{name}_recorded_then_superseded"
            ),
            ExcludeConstraint(
                ("account_id", "="),
                *SAME_COMBINATION,
                (text("daterange(valid_from, valid_to, '[]')"), "&&"),
                where=text("superseded_at IS NULL"),
                name=f"{name}_never_overlap",
            ),
            Index(
                f"{name}_by_weight",
                "account_id",
                text("weight DESC"),
                postgresql_where=text("superseded_at IS NULL"),
            ),
            grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
        )


class RateRow(RuleRow, Base):
    """What an hour of some work is charged to the customer."""

    __tablename__ = "rates"


class CostRow(RuleRow, Base):
    """What an hour of some work costs the account."""

    __tablename__ = "costs"
