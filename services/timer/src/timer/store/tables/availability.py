"""When agents can work: their weeks, and the days on which they are away."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import AccountOwned, grants
from timer.absence import AbsenceKind, AbsenceState, DaysAway
from timer.capacity import DAYS_OF_WEEK, Week
from timer.store.tables.base import Base, Versioned, belongs_to, flag, one_of

_EPOCH = "DATE '2000-01-01'"
HALVES_AWAY = (
    f"int4range((first_day - {_EPOCH}) * 2 + starts_at_noon::integer,"
    f" (last_day - {_EPOCH}) * 2 + 2 - ends_at_noon::integer)"
)
"""The halves of days of an absence, counted since an epoch."""


class WorkingHoursRow(AccountOwned, Base):
    """An agent's week from a day on, until another begins."""

    __tablename__ = "working_hours"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    week: Mapped[Week]

    __table_args__ = (
        belongs_to("agents", "agent_id", name="working_hours_agent"),
        CheckConstraint(
            f"cardinality(week) = {DAYS_OF_WEEK} AND 0 <= ALL (week) AND 86400 >= ALL (week)",
            name="working_hours_week_check",
        ),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class AbsenceRow(Versioned, Base):
    """Days on which an agent is away, or has asked to be. What was declined is nobody's time."""

    __tablename__ = "absences"

    agent_id: Mapped[UUID]
    kind: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    starts_at_noon: Mapped[bool] = flag(False)
    ends_at_noon: Mapped[bool] = flag(False)
    state: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    answer: Mapped[str] = mapped_column(server_default="")
    days: Mapped[DaysAway] = composite("first_day", "last_day", "starts_at_noon", "ends_at_noon")

    __table_args__ = (
        belongs_to("agents", "agent_id", name="absence_agent"),
        one_of("kind", AbsenceKind, name="absences_kind_check"),
        one_of("state", AbsenceState, name="absences_state_check"),
        CheckConstraint(
            "first_day < last_day OR (first_day = last_day AND NOT (starts_at_noon AND ends_at_noon))",
            name="absences_end_after_start",
        ),
        ExcludeConstraint(
            (column("account_id"), "="),
            (column("agent_id"), "="),
            (text(HALVES_AWAY), "&&"),
            name="absences_overlap",
            using="gist",
            where=text("state <> 'declined'"),
        ),
        Index("absence_of_agent", "account_id", "agent_id", "last_day"),
        Index("absence_by_day", "account_id", "last_day"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
