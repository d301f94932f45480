"""Time that drafts had and lost."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class LostTimeRow(AccountOwned, Base):
    """Seconds of an entry that a draft charged until they were freed for a `LossReason`; it goes with the draft."""

    __tablename__ = "lost_time"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    draft_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    seconds: Mapped[int]
    reason: Mapped[str]
    agent_name: Mapped[str | None]
    work_item_name: Mapped[str | None]
    work_date: Mapped[date | None]
    lost_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "draft_id"], ["drafts.account_id", "drafts.id"], ondelete="CASCADE"
        ),
        Index("lost_time_of_draft", "account_id", "draft_id"),
        grants("SELECT, INSERT, UPDATE (seconds), DELETE"),
    )
