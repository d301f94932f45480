"""People who log time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import PrimaryKeyConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Texts,
    Versioned,
    belongs_to,
    flag,
    texts,
)


class Agent(Versioned, Base):
    """A person who does work and logs time. `memberships_version` counts the changes of the teams they are in."""

    __tablename__ = "agents"

    name: Mapped[str]
    email: Mapped[str | None]
    aliases: Mapped[Texts] = texts()
    time_zone: Mapped[str]
    holiday_region: Mapped[str | None]
    active: Mapped[bool] = flag(True)
    memberships_version: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (CATALOGUE,)


class AgentAddress(AccountOwned, Base):
    """An e-mail address or alias, which belongs to one agent only."""

    __tablename__ = "agent_addresses"

    email: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID]

    __table_args__ = (
        PrimaryKeyConstraint("account_id", "email", name="agent_email_taken"),
        belongs_to("agents", "agent_id"),
        grants("SELECT, INSERT, DELETE"),
    )
