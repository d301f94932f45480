"""Teams, and who belongs to them when."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, column, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped

from database.mapping import grants
from timer.store.tables.base import CATALOGUE, Base, Named, Versioned, belongs_to, flag


class Team(Versioned, Named, Base):
    """People who work together."""

    __tablename__ = "teams"

    archived: Mapped[bool] = flag(False)

    __table_args__ = (
        UniqueConstraint("account_id", "folded_name", name="team_name_taken"),
        CATALOGUE,
    )


class MembershipRow(Versioned, Base):
    """The days on which an agent is in a team."""

    __tablename__ = "team_memberships"

    agent_id: Mapped[UUID]
    team_id: Mapped[UUID]
    first_day: Mapped[date]
    last_day: Mapped[date | None]

    __table_args__ = (
        belongs_to("agents", "agent_id", name="membership_agent"),
        belongs_to("teams", "team_id", name="membership_team"),
        CheckConstraint("last_day >= first_day", name="team_memberships_end_after_start"),
        ExcludeConstraint(
            (column("account_id"), "="),
            (column("agent_id"), "="),
            (func.daterange(column("first_day"), column("last_day"), text("'[]'")), "&&"),
            name="one_team_per_day",
            using="gist",
        ),
        Index("membership_of_team", "account_id", "team_id", "id"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
