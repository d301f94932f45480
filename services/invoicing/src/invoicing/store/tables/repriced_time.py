"""What new prices changed on drafts."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class RepricedTimeRow(AccountOwned, Base):
    """Seconds of an entry that a draft charges otherwise since a new price came; it goes with the draft.

    It says of which line a line came. Who has seen it dismisses it.
    """

    __tablename__ = "repriced_time"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    draft_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    from_line_id: Mapped[UUID]
    line_id: Mapped[UUID]
    seconds: Mapped[int]
    hourly_rate_before: Mapped[Decimal]
    hourly_rate: Mapped[Decimal]
    billed_seconds_before: Mapped[int]
    billed_seconds: Mapped[int]
    overage_before: Mapped[bool]
    overage: Mapped[bool]
    price_version_before: Mapped[int]
    price_version: Mapped[int]
    repriced_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    dismissed_at: Mapped[datetime | None]
    dismissed_by: Mapped[str | None]
    agent_name: Mapped[str | None]
    work_item_name: Mapped[str | None]
    work_date: Mapped[date | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "draft_id"], ["drafts.account_id", "drafts.id"], ondelete="CASCADE"
        ),
        CheckConstraint("seconds > 0", name="repriced_time_seconds_check"),
        CheckConstraint(
            "num_nonnulls(dismissed_at, dismissed_by) IN (0, 2)",
            name="repriced_time_dismissed_check",
        ),
        Index("repriced_time_of_draft", "account_id", "draft_id"),
        grants("SELECT, INSERT, UPDATE (dismissed_at, dismissed_by)"),
    )
