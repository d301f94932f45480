"""Addresses at which calendars read an agent's time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import Base, belongs_to


class CalendarFeedRow(AccountOwned, Base):
    """The feed of an agent, who has at most one. Of the secret in its address only the hash is stored."""

    __tablename__ = "calendar_feeds"

    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes]
    created_at: Mapped[datetime]

    __table_args__ = (
        belongs_to("agents", "agent_id", name="calendar_feed_agent"),
        UniqueConstraint("account_id", "token_hash"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
