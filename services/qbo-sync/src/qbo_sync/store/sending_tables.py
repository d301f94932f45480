"""What was asked for in the way of mails by QuickBooks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from qbo_sync.domain.sending import SendingState
from qbo_sync.store.base import Base


class SendingRow(AccountOwned, Base):
    """One request that QuickBooks mail an invoice, and what became of it.

    `requestid` and `mark`, what QuickBooks said of mails before, are stored before it is asked.
    """

    __tablename__ = "sendings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    recipient: Mapped[str | None]
    requested_at: Mapped[datetime]
    state: Mapped[SendingState] = mapped_column(Text, server_default=text("'queued'"))
    reason: Mapped[str | None]
    requestid: Mapped[str | None]
    mark: Mapped[str | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'asked', 'sent', 'failed', 'unknown')", name="sendings_state"
        ),
        CheckConstraint(
            "(state IN ('queued', 'asked')) = (ended_at IS NULL)", name="sendings_end_once"
        ),
        CheckConstraint(
            "state <> 'asked' OR (requestid IS NOT NULL AND mark IS NOT NULL)",
            name="asked_with_a_requestid",
        ),
        Index(
            "open_sendings",
            "account_id",
            "invoice_id",
            "requested_at",
            postgresql_where=text("state IN ('queued', 'asked')"),
        ),
        grants("SELECT, INSERT, UPDATE (state, reason, requestid, mark, ended_at)"),
    )
