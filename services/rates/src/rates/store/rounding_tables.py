"""The table of rounding policies."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import TYPES, AccountOwned, grants
from rates.domain.rounding import MOST_SECONDS, STEPS_SECONDS, Rounding, RoundingMode, RoundingScope
from rates.store.base import Base

_KNOWN = text("superseded_at IS NULL")


class RoundingPolicyRow(AccountOwned, Base):
    """A version of a policy; only the mark that it was superseded is ever changed. Without a customer: the account's."""

    __tablename__ = "rounding_policies"

    policy_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None]
    mode: Mapped[RoundingMode] = mapped_column(TYPES[str])
    step_seconds: Mapped[int | None]
    scope: Mapped[RoundingScope] = mapped_column(TYPES[str])
    minimum_seconds: Mapped[int]
    rounding: Mapped[Rounding] = composite("mode", "step_seconds", "scope", "minimum_seconds")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("version > 0", name="rounding_policies_version_check"),
        CheckConstraint(
            "mode = 'none' AND step_seconds IS NULL OR mode IN ('up', 'nearest', 'down')"
            f" AND step_seconds IS NOT NULL AND step_seconds IN ({', '.join(map(str, STEPS_SECONDS))})",
            name="rounding_policies_step_check",
        ),
        CheckConstraint(
            "scope IN ('entry', 'day-work-item')", name="rounding_policies_scope_check"
        ),
        CheckConstraint(
            f"minimum_seconds BETWEEN 0 AND {MOST_SECONDS}", name="rounding_policies_minimum_check"
        ),
        CheckConstraint("valid_to >= valid_from", name="rounding_policies_end_after_start"),
        CheckConstraint(
            "superseded_at >= recorded_at", name="rounding_policies_recorded_then_superseded"
        ),
        ExcludeConstraint(
            ("account_id", "="),
            (text("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"), "="),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=_KNOWN,
            name="rounding_policies_never_overlap",
        ),
        Index(
            "rounding_policies_of_customer",
            "account_id",
            "organization_id",
            postgresql_where=_KNOWN,
        ),
        grants("SELECT, INSERT, UPDATE (superseded_at, superseded_by)"),
    )
