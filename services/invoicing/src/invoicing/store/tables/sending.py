"""What happens to an issued invoice besides money: how it was sent, what is disputed, that it became overdue."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.disputes import DisputeOutcome
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.parties import Contact
from invoicing.store.tables.base import Base, of_issued_invoice


class SendingRow(AccountOwned, Base):
    """Somebody asked for an invoice to be sent. What became of it is a delivery report of this id."""

    __tablename__ = "sendings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    channel: Mapped[DeliveryChannel]
    recipient: Mapped[Contact | None]
    message: Mapped[str]
    sent_on: Mapped[date | None]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("channel IN ('email', 'qbo', 'hand')", name="sendings_channel_check"),
        CheckConstraint("sent_on IS NULL OR channel = 'hand'", name="handed_over_on"),
        CheckConstraint("recipient IS NOT NULL OR channel <> 'email'", name="mailed_to_somebody"),
        of_issued_invoice(),
        Index("sendings_of_invoice", "account_id", "invoice_id", "requested_at"),
        grants("SELECT, INSERT"),
    )


class DisputeRow(AccountOwned, Base):
    """What a customer does not accept of an invoice; open while it has no resolution."""

    __tablename__ = "disputes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    line_id: Mapped[UUID | None]
    question_id: Mapped[UUID | None]
    reason: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]

    __table_args__ = (
        of_issued_invoice(),
        ForeignKeyConstraint(
            ["account_id", "invoice_id", "line_id"],
            ["invoice_lines.account_id", "invoice_lines.invoice_id", "invoice_lines.line_id"],
        ),
        Index("disputes_of_invoice", "account_id", "invoice_id"),
        grants("SELECT, INSERT"),
    )


class DisputeResolutionRow(AccountOwned, Base):
    """What came of a dispute, once."""

    __tablename__ = "dispute_resolutions"

    dispute_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[DisputeOutcome]
    note: Mapped[str]
    resolved_by: Mapped[str]
    resolved_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "outcome IN ('credited', 'upheld', 'withdrawn', 'other')",
            name="dispute_resolutions_outcome_check",
        ),
        ForeignKeyConstraint(["account_id", "dispute_id"], ["disputes.account_id", "disputes.id"]),
        grants("SELECT, INSERT"),
    )


class OverdueRow(AccountOwned, Base):
    """It was published that an invoice is overdue; `version` is that of the event."""

    __tablename__ = "overdue_notices"

    invoice_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[Decimal]
    published_at: Mapped[datetime]

    __table_args__ = (of_issued_invoice(), grants("SELECT, INSERT"))
